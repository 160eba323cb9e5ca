"""Picking metrics by what they are computed from, and computing one of them."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import JsonValue

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import Counts
from replicard.metrics.measurement import Measurement
from replicard.metrics.registry import METRICS
from replicard.metrics.spec import Family
from replicard_schema.vocabulary import MetricId


def of_family(metrics: Iterable[MetricId], *families: Family) -> list[MetricId]:
    """Return the metrics that are computed from one of some things, in their order."""
    return [metric for metric in metrics if METRICS[metric].family in families]


def require_families(metrics: Iterable[MetricId], families: Sequence[Family]) -> None:
    """Refuse metrics that are computed from anything else.

    Raises
    ------
    ValueError
        If a metric is of another family.
    """
    for metric in metrics:
        if METRICS[metric].family not in families:
            wanted = " or ".join(families)
            raise ValueError(
                f"{metric} is computed from {METRICS[metric].family}, not from {wanted}"
            )


def measured(
    metric: MetricId,
    statistic: object,
    parameters: Mapping[str, JsonValue],
    counts: Counts | None = None,
) -> Measurement:
    """Compute one metric; an undefined one yields a measurement that says why.

    Parameters
    ----------
    statistic
        What its family says.
    counts
        What to pool, for metrics that have a pooled form.
    """
    try:
        value = METRICS[metric].compute(statistic)
    except UndefinedMetricError as error:
        return Measurement(metric, None, str(error), parameters, counts)
    return Measurement(metric, value, None, parameters, counts)
