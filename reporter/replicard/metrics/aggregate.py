"""From the measurements of single images to the results of a validation.

An image without a value is counted and left out of mean, median and spread; it is
never taken as 0. The pooled value is computed once from the added counts of all
images, so large images and images with many objects weigh more in it. Intervals come
from drawing images, or groups of images, again.
"""

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add
from typing import TypeAlias

import numpy as np

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import Counts
from replicard.metrics.intervals import Statistic, intervals
from replicard.metrics.measurement import Measurement
from replicard.metrics.registry import METRICS
from replicard.metrics.resampling import Sampling
from replicard.metrics.unit_sums import mean_statistic, pooled_statistic
from replicard_schema.evidence import (
    ImageScore,
    Interval,
    MetricResult,
    Score,
    Summary,
)
from replicard_schema.vocabulary import Direction, MetricId

PERCENTILES = (5, 25, 75, 95)

_Group: TypeAlias = Sequence[tuple[str, Measurement]]
"""One metric with one set of parameters, image by image."""


def aggregate(
    measurements_by_image: Sequence[tuple[str, Sequence[Measurement]]],
    *,
    sampling: Sampling | None = None,
) -> tuple[MetricResult, ...]:
    """Collect the measurements of all images by metric and parameters.

    Parameters
    ----------
    measurements_by_image
        Name of each image with its measurements. The order of images is kept, and the
        results stand in the order in which they first occur.
    sampling
        How images are drawn again for intervals; None for no intervals.

    Raises
    ------
    ValueError
        If an image has two measurements of one metric with equal parameters.
    """
    groups: dict[tuple[MetricId, str], list[tuple[str, Measurement]]] = {}
    for image, measurements in measurements_by_image:
        for measurement in measurements:
            key = (measurement.metric, json.dumps(dict(measurement.parameters), sort_keys=True))
            group = groups.setdefault(key, [])
            if group and group[-1][0] == image:
                raise ValueError(f"{image} has {measurement.metric} {key[1]} twice")
            group.append((image, measurement))
    found = [{} for _ in groups] if sampling is None else _intervals(groups.values(), sampling)
    return tuple(_result(group, own) for group, own in zip(groups.values(), found, strict=True))


def summarise(values: Iterable[float | None]) -> Summary:
    """Describe the distribution of the values that are there.

    >>> summary = summarise([1.0, None, 3.0])
    >>> summary.n, summary.n_undefined, summary.mean, summary.percentile_25
    (2, 1, 2.0, 1.5)
    """
    listed = list(values)
    defined = [value for value in listed if value is not None]
    n = len(defined)
    if not n:
        return Summary(n=0, n_undefined=len(listed))
    return Summary(
        n=n,
        n_undefined=len(listed) - n,
        # exactly rounded, so that neither the order of images has an influence nor
        # the mean of equal values can lie beside them
        mean=statistics.mean(defined),
        sd=statistics.stdev(defined) if n > 1 else None,
        median=statistics.median(defined),
        minimum=min(defined),
        maximum=max(defined),
        **{
            f"percentile_{percent}": float(value)
            for percent, value in zip(PERCENTILES, np.percentile(defined, PERCENTILES), strict=True)
        },
    )


def _intervals(groups: Iterable[_Group], sampling: Sampling) -> list[dict[str, Interval]]:
    """Return the intervals of each result by the field that they belong to."""
    listed = list(groups)
    wanted: list[tuple[int, str, Statistic]] = []
    for place, group in enumerate(listed):
        metric = group[0][1].metric
        if METRICS[metric].passport.direction is Direction.NEITHER:
            continue
        values = {image: m.value for image, m in group if m.value is not None}
        counts = {image: m.counts for image, m in group if m.counts is not None}
        if values:
            wanted.append((place, "mean_interval", mean_statistic(values, sampling)))
        if counts:
            wanted.append((place, "pooled_interval", pooled_statistic(metric, counts, sampling)))
    found: list[dict[str, Interval]] = [{} for _ in listed]
    computed = intervals([statistic for _, _, statistic in wanted], sampling)
    for (place, name, _), interval in zip(wanted, computed, strict=True):
        found[place][name] = interval
    return found


def _result(group: _Group, intervals_of: Mapping[str, Interval]) -> MetricResult:
    first = group[0][1]
    counts = [measured.counts for _, measured in group if measured.counts is not None]
    return MetricResult(
        metric=first.metric,
        parameters=dict(first.parameters),
        unit=_unit(first),
        per_image=tuple(
            ImageScore(
                image=image, value=measured.value, undefined_because=measured.undefined_because
            )
            for image, measured in group
        ),
        summary=summarise(measured.value for _, measured in group),
        mean_interval=intervals_of.get("mean_interval"),
        pooled=_pooled(first.metric, counts) if counts else None,
        pooled_interval=intervals_of.get("pooled_interval"),
    )


def _unit(measured: Measurement) -> str | None:
    """Return the unit of a value: a distance is in px where the pixel size is not known."""
    unit = measured.parameters.get("unit", METRICS[measured.metric].passport.unit)
    return None if unit is None else str(unit)


def _pooled(metric: MetricId, counts: Sequence[Counts]) -> Score:
    try:
        return Score(value=METRICS[metric].compute(reduce(add, counts)))
    except UndefinedMetricError as error:
        return Score(undefined_because=str(error))
