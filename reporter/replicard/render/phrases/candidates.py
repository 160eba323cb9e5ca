"""Candidates of a validation with their results, and the conditions of a result."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from replicard.render.facts import Fact
from replicard_schema.results import RAW_INPUT
from replicard_schema.vocabulary import MetricId

THRESHOLD = "iou_threshold"
QUALIFIERS = ("class", "channel")
"""Parameters that tell parts of one image apart."""

AVERAGE = "average"
"""Parameter of a result that is the mean over classes."""

COUNTS = frozenset({MetricId.TP, MetricId.FP, MetricId.FN, MetricId.SPLITS, MetricId.MERGES})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model, baseline or the raw input within one validation.

    Attributes
    ----------
    name
        Marked text, as a subject: ``the model``, ``Otsu thresholding``.
    results
        What was computed for it.
    """

    id: str
    name: str
    results: tuple[Fact, ...]

    @property
    def is_input(self) -> bool:
        """Whether it is the raw input, which reached nothing by itself."""
        return self.id == RAW_INPUT


def results_of(candidates: Iterable[Candidate]) -> Iterator[Fact]:
    """Yield the results of all candidates."""
    for candidate in candidates:
        yield from candidate.results


def threshold_of(result: Fact) -> float | None:
    """Return the IoU threshold at which objects were matched, if they were."""
    found = result.plain.parameters.get(THRESHOLD)
    return float(found) if isinstance(found, int | float) else None


def parts_of(result: Fact) -> dict[str, Fact]:
    """Return the class and channel that a result is about, as far as it has any."""
    parameters = result.parameters
    return {
        name: parameters[name]
        for name in QUALIFIERS
        if name in parameters.plain and parameters.plain[name] != "foreground"
    }


def condition_key(result: Fact) -> tuple[object, ...]:
    """Return what must be equal for results to stand under one condition."""
    parts = parts_of(result)
    average = result.plain.parameters.get(AVERAGE)
    return (threshold_of(result), average, *(str(parts[name].plain) for name in parts))


def condition(result: Fact) -> str:
    """Write the condition of a result so that it opens a sentence."""
    parts = [f"for the {name} {part}" for name, part in parts_of(result).items()]
    if threshold_of(result) is not None:
        parts.insert(0, f"at an IoU threshold of {result.parameters[THRESHOLD]}")
    if AVERAGE in result.plain.parameters:
        parts.append(f"as the {result.parameters[AVERAGE]} average over classes")
    return "".join(f"{part}, " for part in parts)


def thresholds(candidates: Iterable[Candidate]) -> dict[float, Fact]:
    """Return the IoU thresholds at which objects were matched, in rising order."""
    found = {
        threshold: result.parameters[THRESHOLD]
        for result in results_of(candidates)
        if (threshold := threshold_of(result)) is not None
    }
    return dict(sorted(found.items()))
