"""Measures that are no scores against ground truth: their values, image by image."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from replicard.errors import UndefinedMetricError
from replicard.metrics.aggregate import summarise
from replicard.metrics.example_places import example_places
from replicard.metrics.registry import library_versions
from replicard_schema.evidence import ImageScore, MeasureExample, MeasureResult
from replicard_schema.passport import MeasurePassport
from replicard_schema.passports import MEASURES
from replicard_schema.vocabulary import Direction, MeasureId


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """A measure of one image, or the reason why it has no value."""

    measure: MeasureId
    value: float | None
    undefined_because: str | None = None
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.value is None) == (self.undefined_because is None):
            raise ValueError("a measure needs either a value or a reason for its absence")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"{self.measure} came out as {self.value}, which is no value")


def measured(
    measure: MeasureId, compute: Callable[[], float], parameters: Mapping[str, JsonValue]
) -> MeasuredValue:
    """Compute a measure; an undefined one yields a value that says why."""
    try:
        return MeasuredValue(measure, compute(), None, parameters)
    except UndefinedMetricError as error:
        return MeasuredValue(measure, None, str(error), parameters)


def collect_measures(
    values_by_image: Sequence[tuple[str, Sequence[MeasuredValue]]],
) -> tuple[MeasureResult, ...]:
    """Collect the values of all images by measure and parameters.

    Parameters
    ----------
    values_by_image
        Name of each image with its values. The order of images is kept, and the
        results stand in the order in which they first occur.
    """
    groups: dict[tuple[MeasureId, str], list[tuple[str, MeasuredValue]]] = {}
    for image, values in values_by_image:
        for value in values:
            key = (value.measure, json.dumps(dict(value.parameters), sort_keys=True))
            groups.setdefault(key, []).append((image, value))
    return tuple(_result(group) for group in groups.values())


def choose_by_measure(result: MeasureResult) -> tuple[MeasureExample, ...]:
    """Choose the best, the median and the worst image by one measure.

    The rule is that of `replicard.metrics.choose_examples`: equal values are ranked by
    name, the median is the middle of the ranking, of two middle images the worse one,
    and no image is chosen twice.
    """
    sign = 1.0 if MEASURES[result.measure].direction is Direction.HIGHER_IS_BETTER else -1.0
    values = {score.image: score.value for score in result.per_image if score.value is not None}
    ranking = sorted(values, key=lambda image: (-sign * values[image], image))
    return tuple(
        MeasureExample(
            rank=rank,
            image=ranking[place],
            measure=result.measure,
            parameters=result.parameters,
            value=values[ranking[place]],
        )
        for rank, place in example_places(len(ranking))
    )


def measure_passports_of(measures: Iterable[MeasureId]) -> dict[str, MeasurePassport]:
    """Return the passports for the evidence, with the library versions in use."""
    versions = library_versions()
    used = ", ".join(f"{name} {versions[name]}" for name in ("replicard", "numpy", "scipy"))
    return {
        measure.value: MEASURES[measure].model_copy(
            update={"library": f"{MEASURES[measure].library} ({used})"}
        )
        for measure in dict.fromkeys(measures)
    }


def _result(group: Sequence[tuple[str, MeasuredValue]]) -> MeasureResult:
    first = group[0][1]
    return MeasureResult(
        measure=first.measure,
        parameters=dict(first.parameters),
        unit=MEASURES[first.measure].unit,
        per_image=tuple(
            ImageScore(image=image, value=value.value, undefined_because=value.undefined_because)
            for image, value in group
        ),
        summary=summarise(value.value for _, value in group),
    )
