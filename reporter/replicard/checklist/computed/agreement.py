"""What repeats, maps of uncertainty and several annotators say to a question."""

from replicard.checklist.computed.results import evidence_of, score_in_words, validation_of
from replicard.checklist.facts import Facts, found
from replicard.checklist.replies import NOT_COMPUTED_YET, Response, Standing
from replicard.checklist.subjects import Subject
from replicard.checklist.words import capped
from replicard_schema.evidence import Evidence, MeasureResult
from replicard_schema.passports.measures import SHARES
from replicard_schema.report import Answer
from replicard_schema.results import score_text
from replicard_schema.roles import candidate_title
from replicard_schema.vocabulary import Direction

_SHOWN = 3


def prediction_uncertainty(subject: Subject, facts: Facts) -> Response:
    """Say how far repeated predictions agree, and where maps of uncertainty see errors."""
    evidence = evidence_of(subject, facts)
    stated = validation_of(subject, facts)
    if evidence is None:
        has_files = stated.repeated_predictions or stated.uncertainty_maps
        return NOT_COMPUTED_YET if has_files else Response(Standing.OPEN)
    answers = []
    for part, entries in (
        ("repeats", dict(evidence.repeats.items())),
        ("uncertainty", dict(evidence.uncertainty.items())),
    ):
        for model, measured in entries.items():
            texts = _texts(measured.results, facts)
            if texts:
                text = f"{candidate_title(facts.card, model)} – {'; '.join(texts)}"
                field = f"validations.{subject.validation}.{part}.{model}"
                answers.append(found(field, capped(text)))
    return Response(Standing.FULL if answers else Standing.OPEN, tuple(answers))


def annotator_agreement(subject: Subject, facts: Facts) -> Response:
    """Say how far the annotators of a data set agree.

    That tells how noisy the ground truth is, not what was done about it, so it answers
    in part.
    """
    (name,) = subject.datasets
    if not facts.card.datasets[name].annotations:
        return Response(Standing.OPEN)
    if facts.evidence is None:
        return NOT_COMPUTED_YET
    answers = _of_annotators(name, facts.evidence, facts)
    if not answers:
        return Response(Standing.OPEN)
    note = "the agreement is computed; the card does not say how several annotators became one"
    field = f"datasets.{name}.ground_truth.combined_by"
    return Response(Standing.PARTLY, answers, (note,), (field,))


def agreement_of_annotators(subject: Subject, facts: Facts) -> Response:
    """Give the agreement itself, to a question that asks for it."""
    (name,) = subject.datasets
    if not facts.card.datasets[name].annotations:
        return Response(Standing.OPEN)
    if facts.evidence is None:
        return NOT_COMPUTED_YET
    answers = _of_annotators(name, facts.evidence, facts)
    return Response(Standing.FULL if answers else Standing.OPEN, answers)


def _of_annotators(name: str, evidence: Evidence, facts: Facts) -> tuple[Answer, ...]:
    answers = []
    for validation, computed in evidence.validations.items():
        agreement = computed.annotators
        if computed.dataset != name or agreement is None:
            continue
        shown = [r for r in agreement.results if r.summary.mean is not None][:_SHOWN]
        if shown:
            n = len(agreement.annotators)
            texts = "; ".join(score_in_words(result, facts) for result in shown)
            field = f"validations.{validation}.annotators"
            answers.append(found(field, capped(f"agreement of {n} annotators – {texts}")))
    return tuple(answers)


def _texts(results: tuple[MeasureResult, ...], facts: Facts) -> list[str]:
    measures = facts.evidence.measures if facts.evidence is not None else {}
    return [
        f"{measures[result.measure].name}{_of(result)}: {_written(result, result.summary.mean)}"
        for result in results
        if result.summary.mean is not None
        and measures[result.measure].direction is not Direction.NEITHER
    ][:_SHOWN]


def _of(result: MeasureResult) -> str:
    part = result.parameters.get("class") or result.parameters.get("channel")
    return f" ({part})" if part not in {None, "foreground"} else ""


def _written(result: MeasureResult, value: float) -> str:
    return f"{100 * value:.3g} %" if result.measure in SHARES else score_text(value)
