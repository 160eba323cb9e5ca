"""Metrics and scores, as computed for a validation."""

from replicard.checklist.computed.results import (
    evidence_of,
    likeness_results,
    passports,
    results_with_value,
    score_in_words,
    validation_of,
)
from replicard.checklist.facts import Facts, found
from replicard.checklist.replies import NOT_COMPUTED_YET, Response, Standing, unique
from replicard.checklist.subjects import Subject
from replicard.checklist.words import capped
from replicard_schema.evidence import ValidationEvidence
from replicard_schema.report import Answer
from replicard_schema.roles import candidate_title


def metric_names(subject: Subject, facts: Facts) -> Response:
    """Name the metrics that were computed."""
    evidence = evidence_of(subject, facts)
    if evidence is None:
        return _not_computed(subject, facts)
    results = [r for name in evidence.candidates for r in likeness_results(evidence, name, facts)]
    names = unique(passports(facts)[result.metric].name for result in results)
    if not names:
        return Response(Standing.OPEN, notes=_why_nothing(evidence))
    field = f"validations.{subject.validation}.candidates"
    return Response(Standing.FULL, (found(field, capped(", ".join(names))),))


def scores(subject: Subject, facts: Facts) -> Response:
    """Give the score of each candidate on each metric that compares."""
    evidence = evidence_of(subject, facts)
    if evidence is None:
        return _not_computed(subject, facts)
    candidates = validation_of(subject, facts).candidates
    answers = [a for name in candidates for a in _scores_of(name, evidence, subject, facts)]
    without = [name for name in candidates if not any(results_with_value(evidence, name))]
    if not answers:
        return Response(Standing.OPEN, notes=_why_nothing(evidence))
    if without:
        note = f"no score was computed for {', '.join(without)}"
        return Response(Standing.PARTLY, tuple(answers), (note,))
    return Response(Standing.FULL, tuple(answers))


def similarity(subject: Subject, facts: Facts) -> Response:
    """Give one number that says how like the predictions are to what was expected."""
    evidence = evidence_of(subject, facts)
    if evidence is None:
        return _not_computed(subject, facts)
    for name in validation_of(subject, facts).candidates:
        for result in likeness_results(evidence, name, facts)[:1]:
            text = f"{candidate_title(facts.card, name)} – {score_in_words(result, facts)}"
            field = f"validations.{subject.validation}.candidates.{name}"
            return Response(Standing.FULL, (found(field, text),))
    return Response(Standing.OPEN, notes=_why_nothing(evidence))


def _scores_of(
    name: str, evidence: ValidationEvidence, subject: Subject, facts: Facts
) -> list[Answer]:
    shown = likeness_results(evidence, name, facts) or list(results_with_value(evidence, name))
    if not shown:
        return []
    n = max(result.summary.n for result in shown)
    over = f" (mean over {n} images)" if n > 1 else ""
    texts = "; ".join(score_in_words(result, facts) for result in shown)
    text = f"{candidate_title(facts.card, name)}{over} – {texts}"
    return [found(f"validations.{subject.validation}.candidates.{name}", capped(text))]


def _not_computed(subject: Subject, facts: Facts) -> Response:
    if validation_of(subject, facts).candidates:
        return NOT_COMPUTED_YET
    return Response(Standing.OPEN)


def _why_nothing(evidence: ValidationEvidence) -> tuple[str, ...]:
    reason = evidence.not_computed_because
    return (f"not computed: {reason}",) if reason else ()
