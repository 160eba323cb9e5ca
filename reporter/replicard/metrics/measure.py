"""Measuring one image pair: arrays in, numbers or reasons out.

The functions keep no state and touch no file, so they may run in any thread or
process. None raises for an undefined metric: the measurement carries the reason.
A channel axis is not known here; whoever calls scores channels one by one.
"""

from collections.abc import Iterable, Mapping, Sequence

from numpy.typing import ArrayLike
from pydantic import JsonValue

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import Agreement, Counts, PixelCounts
from replicard.metrics.intensity_parameters import intensity_parameters
from replicard.metrics.legacy import RawPair
from replicard.metrics.masks import agreement, class_counts, mask_counts
from replicard.metrics.matching import match_overlap
from replicard.metrics.measurement import (
    AppliedScale,
    ImageMeasurement,
    Measurement,
    Note,
)
from replicard.metrics.normalisation import (
    DEFAULT_PERCENTILES,
    Image,
    NormalisedPair,
    normalise,
    notes_on_intensities,
)
from replicard.metrics.overlap import JointCounts, joint_counts, label_overlap
from replicard.metrics.registry import METRICS, Family
from replicard_schema.evidence import Parameters
from replicard_schema.vocabulary import MetricId, NormalisationMethod

FOREGROUND = "foreground"


def measure_restoration(
    reference: Image,
    prediction: Image,
    *,
    metrics: Sequence[MetricId],
    method: NormalisationMethod,
    percentiles: tuple[float, float] = DEFAULT_PERCENTILES,
) -> ImageMeasurement:
    """Score a restored image against its ground truth.

    Parameters
    ----------
    reference, prediction
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)``, one channel each.
    metrics
        Metrics of intensities; some scale the images in a way of their own.
    method, percentiles
        See `replicard.metrics.normalisation.normalise`.

    Raises
    ------
    ValueError
        If a metric is of another family, or the arrays are no pair of images.
    """
    _require_families(metrics, (Family.INTENSITIES, Family.RAW_INTENSITIES))
    raw = RawPair(reference, prediction)
    parameters = {
        metric: intensity_parameters(metric, method=method, percentiles=percentiles)
        for metric in metrics
    }
    try:
        pair = normalise(reference, prediction, method=method, percentiles=percentiles)
    except UndefinedMetricError as error:
        undefined = tuple(
            _measured(metric, raw, parameters[metric])
            if METRICS[metric].family is Family.RAW_INTENSITIES
            else Measurement(metric, None, str(error), parameters[metric])
            for metric in metrics
        )
        return ImageMeasurement(undefined, notes_on_intensities(reference, prediction))
    statistics: dict[Family, NormalisedPair | RawPair] = {
        Family.INTENSITIES: pair,
        Family.RAW_INTENSITIES: raw,
    }
    return ImageMeasurement(
        tuple(
            _measured(metric, statistics[METRICS[metric].family], parameters[metric])
            for metric in metrics
        ),
        pair.notes,
        AppliedScale(pair.data_range, pair.slope, pair.offset),
    )


def measure_instances(
    reference: ArrayLike,
    prediction: ArrayLike,
    *,
    metrics: Sequence[MetricId],
    iou_thresholds: Sequence[float],
) -> ImageMeasurement:
    """Score objects at each IoU threshold, and all objects together as one mask.

    Parameters
    ----------
    reference, prediction
        Label images of equal shape ``(Y, X)`` or ``(Z, Y, X)``; 0 is background.
    metrics
        Metrics of objects, which are computed at each threshold, and of pixels, which
        take every object as foreground.
    iou_thresholds
        Each above 0 and at most 1.

    Raises
    ------
    ValueError
        If a metric is of another family, the arrays are no pair of label images, or a
        threshold is out of range.
    """
    _require_families(metrics, (Family.OBJECTS, Family.PIXELS, Family.PIXEL_AGREEMENT))
    overlap = label_overlap(reference, prediction)
    measured: list[Measurement] = []
    of_objects = _of_family(metrics, Family.OBJECTS)
    for threshold in iou_thresholds:
        counts = match_overlap(overlap, iou_threshold=threshold).counts()
        parameters: Parameters = {"iou_threshold": threshold}
        measured += [_measured(metric, counts, parameters, counts) for metric in of_objects]
    if len(of_objects) < len(metrics):
        measured += _foreground(mask_counts(reference, prediction), metrics)
    return ImageMeasurement(tuple(measured))


def measure_classes(
    reference: ArrayLike,
    prediction: ArrayLike,
    *,
    metrics: Sequence[MetricId],
    classes: Sequence[int],
    names: Mapping[int, str] | None = None,
) -> ImageMeasurement:
    """Score a class mask, class by class.

    Parameters
    ----------
    reference, prediction
        Class masks of equal shape ``(Y, X)`` or ``(Z, Y, X)``.
    metrics
        Metrics of pixels.
    classes
        Values to score, the same for all images of a validation. Leave out 0 unless
        the background is a class of interest. Pixel accuracy counts all values.
    names
        Name of a class by its value; the value itself stands for a missing name.

    Returns
    -------
    ImageMeasurement
        With a note if values occur that are not among ``classes``, 0 apart.

    Raises
    ------
    ValueError
        If a metric is of another family, two classes have one name, or the arrays are
        no pair of label images.
    """
    _require_families(metrics, (Family.PIXELS, Family.PIXEL_AGREEMENT))
    table = joint_counts(reference, prediction)
    measured: list[Measurement] = []
    for name, value in _by_name(classes, names or {}).items():
        counts = class_counts(table, value=value)
        measured += _of_class(metrics, counts, {"class": name})
    measured += _of_all_pixels(metrics, agreement(table), {"classes": "all"})
    return ImageMeasurement(tuple(measured), _unlisted(table, classes))


def measure_binary(
    reference: ArrayLike, prediction: ArrayLike, *, metrics: Sequence[MetricId]
) -> ImageMeasurement:
    """Score a binary mask; every value but 0 is foreground.

    Parameters
    ----------
    reference, prediction
        Masks of equal shape ``(Y, X)`` or ``(Z, Y, X)``.
    metrics
        Metrics of pixels.

    Raises
    ------
    ValueError
        If a metric is of another family, or the arrays are no pair of label images.
    """
    _require_families(metrics, (Family.PIXELS, Family.PIXEL_AGREEMENT))
    return ImageMeasurement(_foreground(mask_counts(reference, prediction), metrics))


def _foreground(table: JointCounts, metrics: Sequence[MetricId]) -> tuple[Measurement, ...]:
    """Measure foreground against background."""
    counts = class_counts(table, value=1)
    return (
        *_of_class(metrics, counts, {"class": FOREGROUND}),
        *_of_all_pixels(metrics, agreement(table), {"classes": "foreground and background"}),
    )


def _of_class(
    metrics: Sequence[MetricId], counts: PixelCounts, parameters: Parameters
) -> list[Measurement]:
    wanted = _of_family(metrics, Family.PIXELS)
    return [_measured(metric, counts, parameters, counts) for metric in wanted]


def _of_all_pixels(
    metrics: Sequence[MetricId], counted: Agreement, parameters: Parameters
) -> list[Measurement]:
    wanted = _of_family(metrics, Family.PIXEL_AGREEMENT)
    return [_measured(metric, counted, parameters, counted) for metric in wanted]


def _measured(
    metric: MetricId,
    statistic: NormalisedPair | RawPair | Counts,
    parameters: Mapping[str, JsonValue],
    counts: Counts | None = None,
) -> Measurement:
    """Compute one metric; an undefined one yields a measurement that says why."""
    try:
        value = METRICS[metric].compute(statistic)
    except UndefinedMetricError as error:
        return Measurement(metric, None, str(error), parameters, counts)
    return Measurement(metric, value, None, parameters, counts)


def _by_name(classes: Sequence[int], names: Mapping[int, str]) -> dict[str, int]:
    by_name: dict[str, int] = {}
    for value in classes:
        name = names.get(value, str(value))
        if name in by_name:
            raise ValueError(f"two classes are named {name}")
        by_name[name] = value
    return by_name


def _unlisted(table: JointCounts, classes: Sequence[int]) -> tuple[Note, ...]:
    listed = {0, *classes}
    sides = ((table.reference, "ground truth", True), (table.prediction, "prediction", False))
    notes = []
    for values, role, is_true in sides:
        unlisted = sorted({int(value) for value in values} - listed)
        if unlisted:
            text = ", ".join(str(value) for value in unlisted)
            message = f"the {role} holds values of no class: {text}"
            notes.append(Note("unlisted-class", message, is_true))
    return tuple(notes)


def _of_family(metrics: Iterable[MetricId], family: Family) -> list[MetricId]:
    return [metric for metric in metrics if METRICS[metric].family is family]


def _require_families(metrics: Iterable[MetricId], families: Sequence[Family]) -> None:
    for metric in metrics:
        if METRICS[metric].family not in families:
            wanted = " or ".join(families)
            raise ValueError(
                f"{metric} is computed from {METRICS[metric].family}, not from {wanted}"
            )
