"""From the measurements of single images to the results of a validation.

An image without a value is counted and left out of mean, median and spread; it is
never taken as 0. The pooled value is computed once from the added counts of all
images, so large images and images with many objects weigh more in it.
"""

import json
import statistics
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import Counts
from replicard.metrics.measurement import Measurement
from replicard.metrics.registry import METRICS
from replicard_schema.evidence import (
    ImageScore,
    MetricResult,
    Score,
    Summary,
)
from replicard_schema.vocabulary import MetricId


def aggregate(
    measurements_by_image: Sequence[tuple[str, Sequence[Measurement]]],
) -> tuple[MetricResult, ...]:
    """Collect the measurements of all images by metric and parameters.

    Parameters
    ----------
    measurements_by_image
        Name of each image with its measurements. The order of images is kept, and the
        results stand in the order in which they first occur.

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
    return tuple(_result(group) for group in groups.values())


def summarise(values: Iterable[float | None]) -> Summary:
    """Describe the distribution of the values that are there.

    >>> summarise([1.0, None, 3.0]).model_dump()
    {'n': 2, 'n_undefined': 1, 'mean': 2.0, 'sd': 1.4142135623730951, 'median': 2.0, \
'minimum': 1.0, 'maximum': 3.0}
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
    )


def _result(group: Sequence[tuple[str, Measurement]]) -> MetricResult:
    first = group[0][1]
    counts = [measured.counts for _, measured in group if measured.counts is not None]
    return MetricResult(
        metric=first.metric,
        parameters=dict(first.parameters),
        unit=METRICS[first.metric].passport.unit,
        per_image=tuple(
            ImageScore(
                image=image, value=measured.value, undefined_because=measured.undefined_because
            )
            for image, measured in group
        ),
        summary=summarise(measured.value for _, measured in group),
        pooled=_pooled(first.metric, counts) if counts else None,
    )


def _pooled(metric: MetricId, counts: Sequence[Counts]) -> Score:
    try:
        return Score(value=METRICS[metric].compute(reduce(add, counts)))
    except UndefinedMetricError as error:
        return Score(undefined_because=str(error))
