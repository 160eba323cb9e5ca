"""Measuring one pair of label images: masks, classes or objects in, numbers or reasons out.

The functions keep no state and touch no file, so they may run in any thread or process.
None raises for an undefined metric: the measurement carries the reason.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from replicard.errors import UndefinedMetricError
from replicard.metrics.areas import assigned_areas, nearest_areas
from replicard.metrics.counts import PairedAreas
from replicard.metrics.families import measured, of_family, require_families
from replicard.metrics.fragments import find_fragments
from replicard.metrics.kernels import Image, as_source
from replicard.metrics.masks import agreement, class_counts, foreground_of, mask_counts
from replicard.metrics.matching import match_overlap
from replicard.metrics.measurement import ImageMeasurement, Measurement, Note
from replicard.metrics.outlines import OutlineDistances, outline_distances
from replicard.metrics.overlap import JointCounts, LabelOverlap, joint_counts, overlap_of
from replicard.metrics.registry import METRICS
from replicard.metrics.spacing import DEFAULT_RULER, Ruler, Spacing, distance_unit, spacing_of
from replicard.metrics.spec import Family
from replicard.metrics.sweep import sweep_counts
from replicard_schema.evidence import Parameters
from replicard_schema.vocabulary import MetricId

FOREGROUND = "foreground"

_OF_MASKS = (
    Family.PIXELS,
    Family.PIXEL_AGREEMENT,
    Family.OUTLINES,
    Family.OUTLINE_AGREEMENT,
)
_OF_OBJECTS = (Family.OBJECTS, Family.SWEEP, Family.AREAS, Family.FRAGMENTS)

_PAIRINGS: Mapping[MetricId, Callable[[LabelOverlap], PairedAreas]] = MappingProxyType(
    {MetricId.AJI: nearest_areas, MetricId.AJI_PLUS: assigned_areas}
)


def measure_instances(
    reference: Image,
    prediction: Image,
    *,
    metrics: Sequence[MetricId],
    iou_thresholds: Sequence[float],
    ruler: Ruler = DEFAULT_RULER,
) -> ImageMeasurement:
    """Score objects at each IoU threshold, and all objects together as one mask.

    Parameters
    ----------
    reference, prediction
        Label images of equal shape ``(Y, X)`` or ``(Z, Y, X)``; 0 is background.
    metrics
        Metrics of objects, and of masks, which take every object as foreground.
    iou_thresholds
        Each above 0 and at most 1; used by the metrics that depend on one threshold.
    ruler
        Pixel size and tolerance, for the metrics of outlines.

    Raises
    ------
    ValueError
        If a metric is of another family, the arrays are no pair of label images, or a
        threshold is out of range.
    """
    require_families(metrics, (*_OF_OBJECTS, *_OF_MASKS))
    table = joint_counts(reference, prediction)
    overlap = overlap_of(table)
    found = [*_at_thresholds(overlap, metrics, iou_thresholds), *_of_all_objects(overlap, metrics)]
    if of_family(metrics, *_OF_MASKS):
        found += _foreground(reference, prediction, foreground_of(table), metrics, ruler)
    return ImageMeasurement(tuple(found))


def measure_classes(
    reference: Image,
    prediction: Image,
    *,
    metrics: Sequence[MetricId],
    classes: Sequence[int],
    names: Mapping[int, str] | None = None,
    ruler: Ruler = DEFAULT_RULER,
) -> ImageMeasurement:
    """Score a class mask, class by class.

    Parameters
    ----------
    reference, prediction
        Class masks of equal shape ``(Y, X)`` or ``(Z, Y, X)``.
    metrics
        Metrics of masks.
    classes
        Values to score, the same for all images of a validation. Leave out 0 unless
        the background is a class of interest. Pixel accuracy counts all values.
    names
        Name of a class by its value; the value itself stands for a missing name.
    ruler
        As for `measure_instances`.

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
    require_families(metrics, _OF_MASKS)
    table = joint_counts(reference, prediction)
    by_name = _by_name(classes, names or {})
    found: list[Measurement] = []
    for name, value in by_name.items():
        found += _of_class(metrics, table, value, {"class": name})
    found += _of_all_pixels(metrics, table, {"classes": "all"})
    if of_family(metrics, Family.OUTLINES, Family.OUTLINE_AGREEMENT):
        for name, value in by_name.items():
            sides = _mask_of(reference, value), _mask_of(prediction, value)
            found += _of_outlines(*sides, metrics, {"class": name}, ruler=ruler)
    return ImageMeasurement(tuple(found), _unlisted(table, classes))


def measure_binary(
    reference: Image,
    prediction: Image,
    *,
    metrics: Sequence[MetricId],
    ruler: Ruler = DEFAULT_RULER,
) -> ImageMeasurement:
    """Score a binary mask; every value but 0 is foreground.

    Parameters
    ----------
    reference, prediction
        Masks of equal shape ``(Y, X)`` or ``(Z, Y, X)``.
    metrics
        Metrics of masks.
    ruler
        As for `measure_instances`.

    Raises
    ------
    ValueError
        If a metric is of another family, or the arrays are no pair of label images.
    """
    require_families(metrics, _OF_MASKS)
    table = mask_counts(reference, prediction)
    found = _foreground(reference, prediction, table, metrics, ruler)
    return ImageMeasurement(tuple(found))


def _mask_of(labels: Image, value: int) -> Image:
    """Return where a class is; an image too large for that as it is, to be refused later."""
    try:
        mask: Image = np.asarray(labels) == value
    except UndefinedMetricError:
        return labels
    return mask


def _at_thresholds(
    overlap: LabelOverlap, metrics: Sequence[MetricId], iou_thresholds: Sequence[float]
) -> Iterator[Measurement]:
    wanted = of_family(metrics, Family.OBJECTS)
    for threshold in iou_thresholds:
        counts = match_overlap(overlap, iou_threshold=threshold).counts()
        for metric in wanted:
            yield measured(metric, counts, {"iou_threshold": threshold}, counts)


def _of_all_objects(overlap: LabelOverlap, metrics: Sequence[MetricId]) -> Iterator[Measurement]:
    """Measure what depends on no single threshold."""
    for metric in of_family(metrics, Family.SWEEP):
        sweep = sweep_counts(overlap)
        yield measured(metric, sweep, {"iou_thresholds": "0.50 to 0.95 in steps of 0.05"}, sweep)
    for metric in of_family(metrics, Family.AREAS):
        areas = _PAIRINGS[metric](overlap)
        yield measured(metric, areas, {}, areas)
    of_fragments = of_family(metrics, Family.FRAGMENTS)
    if of_fragments:
        fragments = find_fragments(overlap).counts()
        for metric in of_fragments:
            yield measured(metric, fragments, {}, fragments)


def _foreground(
    reference: Image,
    prediction: Image,
    table: JointCounts,
    metrics: Sequence[MetricId],
    ruler: Ruler,
) -> list[Measurement]:
    """Measure foreground against background."""
    parameters: Parameters = {"class": FOREGROUND}
    found: list[Measurement] = []
    if of_family(metrics, Family.PIXELS, Family.PIXEL_AGREEMENT):
        found += _of_class(metrics, table, 1, parameters)
        found += _of_all_pixels(metrics, table, {"classes": "foreground and background"})
    if of_family(metrics, Family.OUTLINES, Family.OUTLINE_AGREEMENT):
        found += _of_outlines(reference, prediction, metrics, parameters, ruler=ruler)
    return found


def _of_class(
    metrics: Sequence[MetricId], table: JointCounts, value: int, parameters: Parameters
) -> list[Measurement]:
    counts = class_counts(table, value=value)
    wanted = of_family(metrics, Family.PIXELS)
    return [measured(metric, counts, parameters, counts) for metric in wanted]


def _of_all_pixels(
    metrics: Sequence[MetricId], table: JointCounts, parameters: Parameters
) -> list[Measurement]:
    counted = agreement(table)
    wanted = of_family(metrics, Family.PIXEL_AGREEMENT)
    return [measured(metric, counted, parameters, counted) for metric in wanted]


def _of_outlines(
    reference: Image,
    prediction: Image,
    metrics: Sequence[MetricId],
    parameters: Parameters,
    *,
    ruler: Ruler,
) -> Iterator[Measurement]:
    """Measure distances between outlines; none has a value if there is no spacing."""
    ndim = as_source(reference).ndim
    unit = distance_unit(ruler.pixel_size_um, ndim=ndim)
    of_distance: Parameters = {**parameters, "unit": unit}
    of_agreement: Parameters = {**parameters, "tolerance": str(ruler.tolerance)}
    wanted = {
        metric: of_distance if METRICS[metric].family is Family.OUTLINES else of_agreement
        for metric in of_family(metrics, Family.OUTLINES, Family.OUTLINE_AGREEMENT)
    }
    try:
        spacing = spacing_of(ruler.pixel_size_um, ndim=ndim)
    except UndefinedMetricError as error:
        for metric, fixed in wanted.items():
            yield Measurement(metric, None, str(error), fixed)
        return
    try:
        sides = np.asarray(reference), np.asarray(prediction)
        distances = outline_distances(*sides, spacing=spacing.lengths)
    except UndefinedMetricError as error:
        for metric, fixed in wanted.items():
            yield Measurement(metric, None, str(error), fixed)
        return
    for metric, fixed in wanted.items():
        if METRICS[metric].family is Family.OUTLINES:
            yield measured(metric, distances, fixed)
        else:
            yield _agreement(metric, distances, fixed, ruler=ruler, spacing=spacing)


def _agreement(
    metric: MetricId,
    distances: OutlineDistances,
    parameters: Parameters,
    *,
    ruler: Ruler,
    spacing: Spacing,
) -> Measurement:
    try:
        limit = ruler.tolerance.within(spacing)
    except UndefinedMetricError as error:
        return Measurement(metric, None, str(error), parameters)
    counts = distances.counts(tolerance=limit)
    return measured(metric, counts, parameters, counts)


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
