"""What the comparison of predictions with ground truth shows beyond its scores."""

from replicard.checklist.computed.results import (
    evidence_of,
    likeness_results,
    passports,
    score_in_words,
    scored_candidates,
    validation_of,
)
from replicard.checklist.facts import Facts, found
from replicard.checklist.replies import NOT_COMPUTED_YET, Response, Standing, unique
from replicard.checklist.selection import is_answer
from replicard.checklist.subjects import Subject, subjects
from replicard.checklist.words import capped
from replicard_schema.checklist import Scope
from replicard_schema.evidence import MetricResult, ValidationEvidence
from replicard_schema.report import Answer
from replicard_schema.results import RAW_INPUT, result_title, value_of
from replicard_schema.roles import candidate_title
from replicard_schema.vocabulary import Direction


def examples(subject: Subject, facts: Facts) -> Response:
    """Name the examples that the report shows."""
    evidence = _computed(subject, facts)
    if isinstance(evidence, Response):
        return evidence
    if not evidence.examples:
        return _nothing(evidence, "no image has a score by which examples are chosen")
    by_rule = [choice for choice in evidence.examples if choice.rank != "chosen"]
    ranks = unique(choice.rank for choice in by_rule)
    images = unique(choice.image for choice in by_rule)
    text = f"{' and '.join((', '.join(ranks[:-1]), ranks[-1])) if ranks[1:] else ranks[0]} image"
    return Response(Standing.FULL, (_in_report(subject, f"{text}: {', '.join(images)}"),))


def ground_truth_comparison(subject: Subject, facts: Facts) -> Response:
    """Say how many images were compared with their ground truth."""
    evidence = _computed(subject, facts)
    if isinstance(evidence, Response):
        return evidence
    names = [candidate_title(facts.card, name) for name in scored_candidates(evidence)]
    if not names:
        return _nothing(evidence, "no prediction was compared with a ground truth")
    images = f"{evidence.n_images} {'image' if evidence.n_images == 1 else 'images'}"
    text = f"{', '.join(names)}: compared with the ground truth of {images}"
    return Response(Standing.FULL, (found(f"validations.{subject.validation}", capped(text)),))


def own_images(subject: Subject, facts: Facts) -> Response:
    """Say how a model by others did, and where the images came from."""
    (model,) = subject.models
    assessed = [
        response
        for validation in subjects(Scope.VALIDATION, facts.card)
        if validation.validation is not None
        for response in [_assessment(model, validation, facts)]
        if response is not None
    ]
    if not assessed:
        return Response(Standing.OPEN, open_fields=("validations",))
    best = assessed[0]
    for response in assessed[1:]:
        best = best.joined(response)
    return best


def error_maps(subject: Subject, facts: Facts) -> Response:
    """Say that the report shows maps of error, and whether somebody looked at them."""
    evidence = _computed(subject, facts)
    if isinstance(evidence, Response):
        return evidence
    if not evidence.examples:
        return _nothing(evidence, "no map of error or SSIM was made")
    shown = _in_report(subject, "maps of error and SSIM beside the examples")
    validation = validation_of(subject, facts)
    check, at = validation.visual_check, f"validations.{subject.validation}.visual_check"
    if check is not None and is_answer(check.by):
        return Response(Standing.FULL, (shown, facts.stated(f"{at}.by", check.by)))
    note = "the maps are in the report; the card does not say who looked at them"
    return Response(Standing.PARTLY, (shown,), (note,), (at,))


def raw_input(subject: Subject, facts: Facts) -> Response:
    """Compare the score of each prediction with that of the raw input."""
    evidence = _computed(subject, facts)
    if isinstance(evidence, Response):
        return evidence
    raw = likeness_results(evidence, RAW_INPUT, facts)
    if not raw:
        return _nothing(evidence, "the raw input was not scored")
    field = f"validations.{subject.validation}.candidates.{RAW_INPUT}"
    text = "raw input – " + "; ".join(score_in_words(result, facts) for result in raw)
    answers = (found(field, capped(text)),)
    worse = [
        f"{candidate_title(facts.card, name)} does not improve on the raw input by {titles}"
        for name in scored_candidates(evidence)
        if name in facts.card.models
        for titles in [_not_improved(evidence, name, raw, facts)]
        if titles
    ]
    if worse:
        return Response(Standing.PARTLY, answers, tuple(worse), (f"{_at(subject)}.failures",))
    return Response(Standing.FULL, answers)


def other_methods(subject: Subject, facts: Facts) -> Response:
    """Name the methods that were scored on the same images."""
    if len(validation_of(subject, facts).candidates) < 2:  # noqa: PLR2004 - one has no other
        return Response(Standing.OPEN)
    evidence = _computed(subject, facts)
    if isinstance(evidence, Response):
        return evidence
    names = [candidate_title(facts.card, name) for name in scored_candidates(evidence)]
    if len(names) < 2:  # noqa: PLR2004 - one has no other
        return _nothing(evidence, "only one method has a score")
    text = f"scored on the same images: {', '.join(names)}"
    return Response(Standing.FULL, (found(f"{_at(subject)}.candidates", capped(text)),))


def _assessment(model: str, validation: Subject, facts: Facts) -> Response | None:
    """Return what one validation says about a model, or None if it does not name it."""
    fields = validation_of(validation, facts)
    at, origin = _at(validation), facts.card.datasets[fields.dataset].origin
    stated = [score for score in fields.stated_scores if score.candidate == model]
    if model not in fields.candidates and not stated:
        return None
    answers = [
        facts.stated(f"{at}.stated_scores", f"{score.metric} {score.value:.6g}") for score in stated
    ]
    evidence = evidence_of(validation, facts)
    if evidence is not None:
        shown = likeness_results(evidence, model, facts)[:1]
        field = f"{at}.candidates.{model}"
        answers += [found(field, score_in_words(result, facts)) for result in shown]
    if not answers:
        return NOT_COMPUTED_YET if evidence is None else _nothing(evidence, "it has no score")
    field = f"datasets.{fields.dataset}.origin"
    if origin is None or not is_answer(origin):
        note = f"the card does not say where the images of {fields.dataset} come from"
        return Response(Standing.PARTLY, tuple(answers), (note,), (field,))
    return Response(Standing.FULL, (*answers, facts.stated(field, capped(origin))))


def _not_improved(
    evidence: ValidationEvidence, name: str, raw: list[MetricResult], facts: Facts
) -> str:
    """Return the metrics by which a candidate is on average no better than the raw input."""
    by_key = {(r.metric, str(r.parameters)): r for r in likeness_results(evidence, name, facts)}
    pairs = ((by_key.get((r.metric, str(r.parameters))), r) for r in raw)
    return ", ".join(
        result_title(own, passports(facts))
        for own, input_result in pairs
        if own is not None and not _is_better(own, input_result, facts)
    )


def _is_better(own: MetricResult, other: MetricResult, facts: Facts) -> bool:
    gain = (value_of(own) or 0.0) - (value_of(other) or 0.0)
    is_up = passports(facts)[own.metric].direction is Direction.HIGHER_IS_BETTER
    return gain > 0 if is_up else gain < 0


def _computed(subject: Subject, facts: Facts) -> ValidationEvidence | Response:
    """Return what was computed, or what is to be said where nothing was."""
    evidence = evidence_of(subject, facts)
    if evidence is not None:
        return evidence
    if validation_of(subject, facts).candidates:
        return NOT_COMPUTED_YET
    return Response(Standing.OPEN)


def _nothing(evidence: ValidationEvidence, otherwise: str) -> Response:
    return Response(Standing.OPEN, notes=(evidence.not_computed_because or otherwise,))


def _at(subject: Subject) -> str:
    return f"validations.{subject.validation}"


def _in_report(subject: Subject, text: str) -> Answer:
    return found(f"{_at(subject)}.examples", capped(text))
