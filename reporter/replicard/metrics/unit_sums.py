"""What images or groups contribute to a mean, to a pooled value and to a mean difference."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple

import numpy as np

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import Counts
from replicard.metrics.intervals import Statistic, mean_of_columns
from replicard.metrics.registry import METRICS
from replicard.metrics.resampling import Floats, Sampling, rounded_for_sums
from replicard_schema.evidence import ClassifiedImage, ConfusionMatrix
from replicard_schema.vocabulary import MetricId


def mean_statistic(value_of: Mapping[str, float], sampling: Sampling) -> Statistic:
    """Return the mean over images, whose values are given by name, as sums over units."""
    rows = {image: (value, 1.0) for image, value in value_of.items()}
    return Statistic(_summed(rows, sampling), mean_of_columns)


def pooled_statistic(
    metric: MetricId, counts_of: Mapping[str, Counts], sampling: Sampling
) -> Statistic:
    """Return the value formed from the added counts of all images as sums over units."""
    first = next(iter(counts_of.values()))
    rows = {image: astuple(counts) for image, counts in counts_of.items()}

    def form(sums: Floats) -> Floats:
        return np.array([_computed(metric, type(first)(*row)) for row in sums.tolist()])

    return Statistic(_summed(rows, sampling), form)


def confusion_statistic(
    metric: MetricId, images: Sequence[ClassifiedImage], sampling: Sampling
) -> Statistic:
    """Return a value formed from the confusion matrix of all images as sums over units."""
    names = tuple(sorted({label for image in images for label in (image.truth, image.predicted)}))
    n, place = len(names), {name: place for place, name in enumerate(names)}
    rows = {image.image: [0.0] * n**2 for image in images}
    for image in images:
        rows[image.image][n * place[image.truth] + place[image.predicted]] = 1.0

    def form(sums: Floats) -> Floats:
        cells = sums.astype(np.int64).reshape(-1, n, n).tolist()
        counted = (tuple(map(tuple, rows)) for rows in cells)
        matrices = (ConfusionMatrix.model_construct(classes=names, counts=c) for c in counted)
        return np.array([_computed(metric, matrix) for matrix in matrices])

    return Statistic(_summed(rows, sampling), form)


def _summed(rows: Mapping[str, Sequence[float]], sampling: Sampling) -> Floats:
    units = sampling.by_unit(rows)
    largest = max(map(len, units))
    table = np.array([rows[image] for unit in units for image in unit], dtype=np.float64)
    exact = rounded_for_sums(table, n_terms=len(units) * largest)
    starts = np.cumsum([0, *map(len, units[:-1])])
    return np.asarray(np.add.reduceat(exact, starts, axis=0))


def _computed(metric: MetricId, counted: object) -> float:
    try:
        return METRICS[metric].compute(counted)
    except UndefinedMetricError:
        return float("nan")
