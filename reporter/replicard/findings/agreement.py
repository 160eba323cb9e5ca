"""Findings about repeated predictions, maps of uncertainty and annotators."""

import statistics
from collections.abc import Iterator, Mapping

from replicard.findings.wording import counted, listed
from replicard_schema.card import Card
from replicard_schema.evidence import (
    Evidence,
    MeasureResult,
    MetricResult,
    RepeatedImage,
    RepeatsResult,
    SkippedImage,
    ValidationEvidence,
)
from replicard_schema.findings import Finding
from replicard_schema.results import chief_results, result_title, score_text
from replicard_schema.roles import candidate_title
from replicard_schema.vocabulary import Direction, MeasureId, Severity

FEW_REPEATS = 5
"""Below this number a standard deviation is itself uncertain by more than a third."""

ENOUGH_TO_COMPARE = 8
"""Images from which on one of them can be called unusual."""

WHISKER = 1.5
"""Distance from the quartiles, in interquartile ranges, from which a value is unusual;
the fence of Tukey's box plot."""

BLIND = 0.1
"""Share of the error that a map which knows nothing has in the most uncertain tenth."""

_LEADING = (MeasureId.REPEAT_SD, MeasureId.REPEAT_DISAGREEMENT, MeasureId.OBJECT_STABILITY)
_OF_OBJECTS = MeasureId.OBJECT_STABILITY
_MOST_NAMED = 5


def repeats_without_difference(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find repeats that are all the same: whatever should have varied did not."""
    for at, model, repeats in _repeats(evidence):
        leading = _leading(repeats)
        values = [s.value for s in leading.per_image if s.value is not None] if leading else []
        same = 1.0 if leading is not None and leading.measure is _OF_OBJECTS else 0.0
        if values and all(value == same for value in values):
            yield Finding(
                code="identical-repeats",
                severity=Severity.WARNING,
                field=at,
                message=(
                    f"The {len(repeats.repeats)} repeated predictions of "
                    f"{candidate_title(card, model)} do not differ, so they say nothing about its "
                    "uncertainty."
                ),
                hint="check that dropout or augmentation was switched on while predicting, and "
                "that the files are not copies",
            )


def few_repeats(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find repeats that are too few to tell a spread."""
    for at, model, repeats in _repeats(evidence):
        n = len(repeats.repeats)
        if n < FEW_REPEATS:
            yield Finding(
                code="few-repeats",
                severity=Severity.HINT,
                field=at,
                message=(
                    f"The predictions of {candidate_title(card, model)} were repeated {n} times. "
                    f"A standard deviation of {n} values is itself uncertain by about "
                    f"{100 / (2 * (n - 1)) ** 0.5:.0f} %."
                ),
                hint="predict more often if you can, ten times for a start",
            )


def unusual_disagreement(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find images on which repeats agree far less than on the others."""
    for at, model, repeats in _repeats(evidence):
        leading = _leading(repeats)
        names = _unusual(leading, evidence) if leading is not None else ()
        if names:
            files = {image.name: next(iter(image.files.values())).path for image in repeats.images}
            yield Finding(
                code="unusual-disagreement",
                severity=Severity.WARNING,
                field=at,
                message=(
                    f"On {counted(len(names), 'image')} the repeated predictions of "
                    f"{candidate_title(card, model)} agree far less than on the others: "
                    f"{listed(list(names))}."
                ),
                hint="look at these images; they may be unlike those that the model was trained on",
                files=tuple(files[name] for name in names),
            )


def doubtful_objects(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find objects that fewer than half of the repeats have."""
    for at, model, repeats in _repeats(evidence):
        found = [image for image in repeats.images if image.n_doubtful]
        if not found:
            continue
        n = sum(image.n_doubtful or 0 for image in found)
        total = sum(image.n_objects or 0 for image in repeats.images)
        found.sort(key=lambda image: -(image.n_doubtful or 0))
        named = [
            f"{image.name} ({image.n_doubtful} of {image.n_objects}, such as object "
            f"{image.least_stable[0].id})"
            for image in found
        ]
        yield Finding(
            code="doubtful-objects",
            severity=Severity.WARNING,
            field=at,
            message=(
                f"{n} of {counted(total, 'object')} of {candidate_title(card, model)} are found in "
                f"fewer than half of the repeats: in {listed(named)}."
            ),
            hint="say in the study how such objects were treated, or leave them out by a stated "
            "rule",
            files=tuple(_reference(image) for image in found),
        )


def unhelpful_maps(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find maps of uncertainty that do not know where the errors are."""
    for name, found in _validations(evidence):
        for model, maps in found.uncertainty.items():
            for result in maps.results:
                mean = result.summary.mean
                if result.measure is not MeasureId.UNCERTAINTY_CAPTURE or mean is None:
                    continue
                if mean <= BLIND:
                    yield Finding(
                        code="unhelpful-uncertainty",
                        severity=Severity.WARNING,
                        field=f"validations.{name}.uncertainty_maps.{model}",
                        message=(
                            f"The most uncertain tenth of the pixels holds {100 * mean:.3g} % of "
                            f"the error of {candidate_title(card, model)}, no more than any tenth "
                            "would."
                        ),
                        hint="check that larger values mean less certain, and that the maps belong "
                        "to these predictions",
                    )


def maps_without_meaning(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find maps of uncertainty whose values mean nothing to a reader."""
    del evidence
    for name, validation in card.validations.items():
        for model, maps in validation.uncertainty_maps.items():
            if maps.meaning is None:
                yield Finding(
                    code="uncertainty-without-meaning",
                    severity=Severity.WARNING,
                    field=f"validations.{name}.uncertainty_maps.{model}.meaning",
                    message="The card does not say what a value in the maps of uncertainty is.",
                    hint="such as: standard deviation over 20 passes with dropout",
                )


def better_than_annotators(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find models that agree with the ground truth better than annotators with each other."""
    for name, found in _validations(evidence):
        agreement = found.annotators
        for candidate, scores in found.candidates.items():
            if agreement is None or candidate not in card.models:
                continue
            better = [
                f"{result_title(own, evidence.passports if evidence else {})} "
                f"{score_text(own.summary.mean or 0)} against {score_text(other.summary.mean or 0)}"
                for other in chief_results(agreement.results)
                for own in scores.results
                if _exceeds(own, other)
            ]
            if better:
                yield Finding(
                    code="better-than-annotators",
                    severity=Severity.WARNING,
                    field=f"validations.{name}.candidates.{candidate}",
                    message=(
                        f"{candidate_title(card, candidate)} agrees with the ground truth better "
                        f"than the annotators with each other: {listed(better)}. That can happen "
                        "where ground truth joins several annotators, and where it was made with "
                        "the help of predictions."
                    ),
                    hint="say how the ground truth was made, and whether a model helped",
                )


def annotators_without_label_sets(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find ground truth of several annotators, whose agreement nobody can tell."""
    del evidence
    used = {validation.dataset for validation in card.validations.values()}
    for name, dataset in card.datasets.items():
        truth = dataset.ground_truth
        n = truth.annotators if truth is not None else None
        if name in used and n is not None and n > 1 and not dataset.annotations:
            yield Finding(
                code="no-label-sets",
                severity=Severity.HINT,
                field=f"datasets.{name}.annotations",
                message=(
                    f"The ground truth of {name} was made by {n} annotators. With the label images "
                    "of each, the report could show how far they agree, beside the scores."
                ),
                hint="name them under annotations, such as {annotator-1: a1/*.tif, ...}",
            )


def left_out_beside_scores(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find images that repeats, maps or annotators could not be compared on."""
    del card
    for name, found in _validations(evidence):
        for model, repeats in found.repeats.items():
            at = f"validations.{name}.repeated_predictions.{model}"
            yield from _left_out(at, repeats.skipped, len(repeats.images))
        for model, maps in found.uncertainty.items():
            at = f"validations.{name}.uncertainty_maps.{model}"
            yield from _left_out(at, maps.skipped, len(maps.images))
        if found.annotators is not None:
            at = f"datasets.{found.dataset}.annotations"
            yield from _left_out(at, found.annotators.skipped, len(found.annotators.images))


def _left_out(at: str, skipped: tuple[SkippedImage, ...], n_used: int) -> Iterator[Finding]:
    if not skipped:
        return
    reasons = [f"{fault.path} {fault.because}" for image in skipped for fault in image.faults]
    more = len(reasons) - _MOST_NAMED
    also = [f"and {more} more"] if more > 0 else []
    total = n_used + len(skipped)
    yield Finding(
        code="skipped-images",
        severity=Severity.ERROR,
        field=at,
        message=(
            f"{len(skipped)} of {counted(total, 'image')} could not be compared and "
            f"{'was' if len(skipped) == 1 else 'were'} left out: "
            f"{'; '.join([*reasons[:_MOST_NAMED], *also])}"
        ),
        hint="mend, replace or remove what is named, then evaluate again; --strict stops instead",
        files=tuple(dict.fromkeys(fault.path for image in skipped for fault in image.faults)),
    )


def _validations(evidence: Evidence | None) -> Iterator[tuple[str, ValidationEvidence]]:
    if evidence is not None:
        yield from evidence.validations.items()


def _repeats(evidence: Evidence | None) -> Iterator[tuple[str, str, RepeatsResult]]:
    for name, found in _validations(evidence):
        for model, repeats in found.repeats.items():
            if repeats.images:
                yield f"validations.{name}.repeated_predictions.{model}", model, repeats


def _reference(image: RepeatedImage) -> str:
    """Return the file that objects were taken from."""
    if image.scored is not None:
        return image.scored.path
    return image.files[image.reference or next(iter(image.files))].path


def _leading(repeats: RepeatsResult) -> MeasureResult | None:
    return next((r for r in repeats.results if r.measure in _LEADING), None)


def _unusual(result: MeasureResult, evidence: Evidence | None) -> tuple[str, ...]:
    """Return the images beyond the fence of a box plot, on the side of less agreement."""
    values: Mapping[str, float] = {
        score.image: score.value for score in result.per_image if score.value is not None
    }
    if evidence is None or len(values) < ENOUGH_TO_COMPARE:
        return ()
    higher = evidence.measures[result.measure].direction is Direction.HIGHER_IS_BETTER
    sign = -1.0 if higher else 1.0
    signed = {image: sign * value for image, value in values.items()}
    low, _, high = statistics.quantiles(signed.values(), n=4, method="inclusive")
    fence = high + WHISKER * (high - low)
    return tuple(image for image, value in signed.items() if value > fence)


def _exceeds(own: MetricResult, other: MetricResult) -> bool:
    if own.metric is not other.metric or own.parameters != other.parameters:
        return False
    mine, theirs = own.summary.mean, other.summary.mean
    return mine is not None and theirs is not None and mine > theirs
