"""From the measurements of the frames of a time series to those of the series.

A time series is one image. Frame by frame, its scores would count the same cells again
and again, and a long series would have hundreds of results and none that stands for it.
"""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import add

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import Counts
from replicard.metrics.measurement import Measurement
from replicard.metrics.registry import METRICS
from replicard_schema.vocabulary import MetricId


def measure_series(frames: Iterable[Sequence[Measurement]]) -> tuple[Measurement, ...]:
    """Join the measurements of all frames, metric by metric.

    What is formed from counts is formed from the added counts of all frames. Everything
    else is the mean over the frames that have a value.

    Parameters
    ----------
    frames
        Measurements of each frame. Those of equal metric and parameters belong together.

    Returns
    -------
    tuple
        In the order of the first frame; of a single frame, its own measurements.
    """
    groups: dict[tuple[MetricId, str], list[Measurement]] = {}
    for measurements in frames:
        for measured in measurements:
            key = (measured.metric, json.dumps(dict(measured.parameters), sort_keys=True))
            groups.setdefault(key, []).append(measured)
    return tuple(_joined(group) for group in groups.values())


def _joined(group: Sequence[Measurement]) -> Measurement:
    first = group[0]
    if len(group) == 1:
        return first
    counts = [measured.counts for measured in group if measured.counts is not None]
    if counts:
        return _counted(first, reduce(add, counts))
    values = [measured.value for measured in group if measured.value is not None]
    if not values:
        return first
    return replace(first, value=statistics.mean(values), undefined_because=None)


def _counted(first: Measurement, counts: Counts) -> Measurement:
    try:
        value = METRICS[first.metric].compute(counts)
    except UndefinedMetricError as error:
        return replace(first, value=None, undefined_because=str(error), counts=counts)
    return replace(first, value=value, undefined_because=None, counts=counts)
