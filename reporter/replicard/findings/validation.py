"""Findings about how a validation is set up."""

from collections.abc import Iterator

from replicard.findings.wording import counted, listed
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, ValidationEvidence
from replicard_schema.findings import Finding
from replicard_schema.results import measures_likeness, metric_title
from replicard_schema.roles import (
    FINDS_OBJECTS,
    candidate_title,
    is_own,
    tasks_of,
    unvalidated_models,
)
from replicard_schema.sections.validation import Validation
from replicard_schema.vocabulary import LabelKind, MetricId, Severity
from replicard_schema.waivers import item_waiver, waiver

FEW_IMAGES = 3
"""Up to this number, one unusual image decides the score."""

_OF_OBJECTS = frozenset(
    {
        MetricId.TP,
        MetricId.FP,
        MetricId.FN,
        MetricId.PRECISION,
        MetricId.RECALL,
        MetricId.F1,
        MetricId.ACCURACY,
        MetricId.PANOPTIC_QUALITY,
        MetricId.SEGMENTATION_QUALITY,
        MetricId.RECOGNITION_QUALITY,
        MetricId.MEAN_MATCHED_IOU,
    }
)
_DEFAULT_THRESHOLDS = (0.5,)


def without_validation(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find models that no validation speaks about."""
    del evidence
    if not card.validations:
        if waiver(card, ("validations",)) is None:
            yield Finding(
                code="no-validation",
                severity=Severity.WARNING,
                field="validations",
                message=(
                    "The card has no validation, so nobody can tell how far the predictions can "
                    "be trusted."
                ),
                hint="add a validation with predictions, or with the reason for no ground truth",
            )
        return
    for name in unvalidated_models(card):
        is_theirs = not is_own(card.models[name])
        if item_waiver(card, "A02" if is_theirs else "L28") is not None:
            continue
        yield Finding(
            code="third-party-not-validated" if is_theirs else "model-not-validated",
            severity=Severity.WARNING,
            field=f"models.{name}",
            message=_unvalidated(candidate_title(card, name), is_theirs=is_theirs),
            hint=f"add {name} as a candidate to a validation, with its predictions",
        )


def no_acceptance(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find validations that do not say how good is good enough."""
    del evidence
    for name, validation in card.validations.items():
        is_scored = validation.candidates or validation.stated_scores
        path = ("validations", name, "acceptance")
        excused = waiver(card, path) is not None or item_waiver(card, "L34") is not None
        if is_scored and not validation.acceptance and not excused:
            yield Finding(
                code="no-acceptance",
                severity=Severity.WARNING,
                field=f"validations.{name}.acceptance",
                message=(
                    f"Validation {name} says how good the predictions are, but not how good they "
                    "have to be. The same score can be enough for counting and too low for shapes."
                ),
                hint="add acceptance with metric, at_least (or at_most) and because",
            )


def few_images(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find validations on so few images that one of them decides."""
    for name, validation in card.validations.items():
        found = evidence.validations.get(name) if evidence is not None else None
        n = found.n_images if found is not None else card.datasets[validation.dataset].image_count
        if n and n <= FEW_IMAGES:
            yield Finding(
                code="few-images",
                severity=Severity.WARNING,
                field=f"validations.{name}.dataset",
                message=(
                    f"Validation {name} rests on {counted(n, 'image')}. With so few, one unusual "
                    "image decides the result, and their spread can hardly be told."
                ),
                hint="evaluate on more images, from more than one experiment if you can",
            )


def few_groups(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find validations whose many images come from few sources."""
    del card
    for name, found in evidence.validations.items() if evidence is not None else ():
        groups = found.n_groups
        if groups is None or groups > FEW_IMAGES or found.n_images <= FEW_IMAGES:
            continue
        yield Finding(
            code="few-groups",
            severity=Severity.WARNING,
            field=f"datasets.{found.dataset}.groups",
            message=(
                f"The {found.n_images} images of validation {name} form "
                f"{counted(groups, 'group')}. Images of one group resemble each other, so their "
                "spread says little about other samples."
            ),
            hint="evaluate on more groups, or say in the limitations that they are few",
        )


def useless_thresholds(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find IoU thresholds where nothing is matched by overlap."""
    del evidence
    for name, validation in card.validations.items():
        tasks = tasks_of(card, validation)
        if validation.iou_thresholds and not tasks & FINDS_OBJECTS:
            yield Finding(
                code="unused-thresholds",
                severity=Severity.HINT,
                field=f"validations.{name}.iou_thresholds",
                message=(
                    "IoU thresholds decide when an object counts as found. Validation "
                    f"{name} is about {listed(sorted(tasks))}, where they change nothing."
                ),
                hint="leave iou_thresholds out",
            )
        yield from _of_acceptance(name, validation, finds_objects=bool(tasks & FINDS_OBJECTS))


def useless_object_table(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find tables of objects that are asked for where no object is matched."""
    for name, validation in card.validations.items():
        found = evidence.validations.get(name) if evidence is not None else None
        kind = found.label_kind if found is not None else None
        is_about_objects = bool(tasks_of(card, validation) & FINDS_OBJECTS)
        if kind is not None:
            is_about_objects = kind is LabelKind.INSTANCE
        if validation.object_table and not is_about_objects:
            yield Finding(
                code="no-object-table",
                severity=Severity.HINT,
                field=f"validations.{name}.object_table",
                message=(
                    f"Validation {name} asks for a table of objects, but its label images tell no "
                    "objects apart, so there is none."
                ),
                hint="leave object_table out",
            )


def ground_truth_exists(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find data sets with ground truth, of which a validation says that there is none."""
    del evidence
    for name, validation in card.validations.items():
        dataset = card.datasets[validation.dataset]
        truth = dataset.targets or dataset.labels or dataset.boxes
        if validation.no_ground_truth is not None and truth is not None:
            yield Finding(
                code="ground-truth-exists",
                severity=Severity.WARNING,
                field=f"validations.{name}.no_ground_truth",
                message=(
                    f"Validation {name} says that there is no ground truth, but the data set "
                    f"{validation.dataset} names some: {truth}."
                ),
                hint="compare the predictions with it, or take it out of the data set",
            )


def single_metric(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find validations that rest on one metric."""
    for name, validation in card.validations.items():
        found = evidence.validations.get(name) if evidence is not None else None
        names = _metrics(validation, found, evidence)
        if len(names) == 1:
            yield Finding(
                code="single-metric",
                severity=Severity.HINT,
                field=f"validations.{name}.metrics",
                message=(
                    f"Validation {name} uses one metric, {names[0]}. One number hides the "
                    "failures that it is blind to."
                ),
                hint="leave metrics out to get those usual for the task, or name a second one",
            )


def raw_input_wins(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find images on which a prediction is worse than the raw input.

    Metrics by which the same images are worse are one finding.
    """
    for name, found in evidence.validations.items() if evidence is not None else ():
        metrics: dict[tuple[str, tuple[str, ...], int], list[str]] = {}
        for entry in found.against_input():
            known = evidence.passports.get(entry.metric) if evidence is not None else None
            title = metric_title(known.name if known else entry.metric, entry.parameters)
            metrics.setdefault((entry.candidate, entry.worse, entry.n), []).append(title)
        for (candidate, images, n), titles in metrics.items():
            if not images:
                continue
            yield Finding(
                code="worse-than-input",
                severity=Severity.WARNING,
                field=f"validations.{name}.candidates.{candidate}",
                message=(
                    f"On {len(images)} of {counted(n, 'image')} the prediction of "
                    f"{candidate_title(card, candidate)} scores worse than the raw input "
                    f"by {listed(titles)}: {listed(images)}."
                ),
                hint="look at these images; there the raw input is the better picture",
                files=_predictions(found, candidate, images),
            )


def _unvalidated(title: str, *, is_theirs: bool) -> str:
    if is_theirs:
        return (
            f"{title} was trained by others, and no validation says how it does on your own "
            "images. Scores that its makers published hold for their images."
        )
    return f"No validation says how good the predictions of {title} are."


def _of_acceptance(name: str, validation: Validation, *, finds_objects: bool) -> Iterator[Finding]:
    computed = validation.iou_thresholds or _DEFAULT_THRESHOLDS
    for position, entry in enumerate(validation.acceptance):
        if entry.at is None or entry.metric.casefold() not in set(_OF_OBJECTS):
            continue
        if finds_objects and validation.candidates and entry.at not in computed:
            yield Finding(
                code="threshold-not-computed",
                severity=Severity.WARNING,
                field=f"validations.{name}.acceptance[{position}].at",
                message=(
                    f"{entry.metric} is asked for at an IoU threshold of {entry.at:g}, but scores "
                    f"are computed at {listed([f'{value:g}' for value in computed])} only."
                ),
                hint=f"add {entry.at:g} to iou_thresholds",
            )


def _metrics(
    validation: Validation, found: ValidationEvidence | None, evidence: Evidence | None
) -> list[str]:
    passports = evidence.passports if evidence is not None else {}
    computed = [
        passports[result.metric].name
        for scores in (found.candidates.values() if found is not None else ())
        for result in scores.results
        if measures_likeness(result, passports)
    ]
    stated = [score.metric for score in validation.stated_scores]
    return list(dict.fromkeys([*(computed or validation.metrics), *stated]))


def _predictions(
    found: ValidationEvidence, candidate: str, images: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(
        pair.predictions[candidate].path
        for pair in found.pairs
        if pair.name in images and candidate in pair.predictions
    )
