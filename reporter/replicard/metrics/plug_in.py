"""Metrics of other packages: the same table row, under a name that says whose it is."""

import hashlib
import inspect
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from replicard.errors import ReplicardError, UndefinedMetricError
from replicard.metrics.spec import Family, MetricSpec
from replicard.plugins import Group, PlugIn, PlugInError, plug_in
from replicard_schema.passport import Passport
from replicard_schema.vocabulary import MetricId

FAMILIES = (Family.INTENSITIES, Family.PIXELS, Family.OBJECTS)
"""What a metric of another package can be computed from."""


@dataclass(frozen=True, slots=True)
class PlugInMetric:
    """What a package brings for one metric.

    Attributes
    ----------
    passport
        Its definition, complete; its id is ``distribution:name``.
    family
        One of `FAMILIES`.
    compute
        Takes what the family says and returns the value, or raises `UndefinedMetricError`
        with the reason.
    """

    passport: Passport
    family: Family
    compute: Callable[[Any], float]


@cache
def plug_in_spec(metric: MetricId) -> MetricSpec:
    """Return the row of a metric that another package brings.

    Raises
    ------
    UnknownPlugInError
        If nothing installed has it.
    PlugInError
        If it cannot be loaded, or is not what it must be.
    """
    found = plug_in(Group.METRICS, metric.value)
    brought = found.load(PlugInMetric)
    if brought.passport.id != metric:
        raise PlugInError(f"{found} has a passport with another id, {brought.passport.id}")
    if brought.family not in FAMILIES:
        listed = ", ".join(family.name for family in FAMILIES)
        raise PlugInError(
            f"{found} is computed from {brought.family!s:.100}; possible are {listed}"
        )
    compute = _guarded(found, brought.compute)
    origin = f"{found.origin} ({_code_of(brought.compute)})"
    return MetricSpec(metric, brought.family, compute, brought.passport, found.distribution, origin)


def packages_of(metrics: Iterable[MetricId]) -> tuple[str, ...]:
    """Return package, version and digest of the code of metrics that others bring."""
    brought = (plug_in_spec(metric).origin for metric in metrics if metric.is_of_package)
    return tuple(sorted({origin for origin in brought if origin is not None}))


def _guarded(found: PlugIn, compute: Callable[[Any], float]) -> Callable[[Any], float]:
    """Return a function that gives a finite number or a reason; its errors name the package."""

    def guarded(statistic: object) -> float:
        try:
            value = float(compute(statistic))
        except ReplicardError:
            raise
        except Exception as error:
            raise found.failure("failed", error) from error
        if not math.isfinite(value):
            raise UndefinedMetricError(f"{found} gave {value}, which is no value")
        return value

    return guarded


def _code_of(compute: Callable[[Any], float]) -> str:
    """Return a digest of the module of a function, which may change without a new version."""
    try:
        content = Path(inspect.getfile(compute)).read_bytes()
    except (TypeError, OSError):
        return "code unknown"
    return hashlib.sha256(content).hexdigest()[:12]
