"""Scores as a reader looks for them: by metric first, then by candidate.

Evidence is ordered by candidate. Tables and figures need the candidates side by side.
Nothing is computed here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replicard.render.english import number
from replicard_schema.card import Card
from replicard_schema.evidence import (
    ImageScore,
    MetricResult,
    Parameters,
    ValidationEvidence,
)
from replicard_schema.passport import Passport
from replicard_schema.results import PLANES
from replicard_schema.roles import candidate_title
from replicard_schema.sections.validation import Acceptance
from replicard_schema.vocabulary import Direction, MetricId

RAW_INPUT = "raw input"


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric with one set of parameters, for all candidates that have it.

    Attributes
    ----------
    title
        Name with what tells it from other rows: ``F1 (IoU ≥ 0.5)``.
    results
        By candidate.
    """

    metric: MetricId
    title: str
    parameters: Parameters
    passport: Passport
    results: Mapping[str, MetricResult]

    @property
    def unit(self) -> str | None:
        """Unit of the values; None for pure numbers."""
        return unit_of(self.passport, self.parameters)

    @property
    def label(self) -> str:
        """Title with the unit, for what has no other place to say it: ``HD95 (µm)``."""
        if self.unit is None or self.is_count:
            return self.title
        if self.title.endswith(")"):
            return f"{self.title[:-1]}, {self.unit})"
        return f"{self.title} ({self.unit})"

    @property
    def is_count(self) -> bool:
        """Whether the metric has no better or worse."""
        return self.passport.direction is Direction.NEITHER

    @property
    def iou_threshold(self) -> float | None:
        """Overlap from which an object counts as found; None for other metrics."""
        threshold = self.parameters.get("iou_threshold")
        return float(threshold) if isinstance(threshold, (int, float)) else None

    @property
    def has_images(self) -> bool:
        """Whether single images have a value of their own."""
        return any(result.per_image for result in self.results.values())


def candidate_name(card: Card, candidate: str) -> str:
    """Return the name of a candidate in texts and tables."""
    if candidate == RAW_INPUT:
        return "Raw input"
    return candidate_title(card, candidate)


def metric_rows(
    validation: ValidationEvidence, passports: Mapping[str, Passport]
) -> tuple[MetricRow, ...]:
    """Return the scores of a validation by metric, in the order in which they were computed."""
    results: dict[str, dict[str, MetricResult]] = {}
    for candidate, scores in validation.candidates.items():
        for result in scores.results:
            results.setdefault(_key(result.metric, result.parameters), {})[candidate] = result
    return tuple(_row(by_candidate, passports) for by_candidate in results.values())


def leading_row(rows: Sequence[MetricRow], validation: ValidationEvidence) -> MetricRow | None:
    """Return the metric by which examples were chosen, or else the first that is no count."""
    chosen = {_key(choice.metric, choice.parameters) for choice in validation.examples}
    ranked = [row for row in rows if not row.is_count]
    of_examples = [row for row in ranked if _key(row.metric, row.parameters) in chosen]
    return next(iter(of_examples or ranked), None)


def rows_of_images(rows: Sequence[MetricRow], leading: MetricRow | None) -> tuple[MetricRow, ...]:
    """Return the metrics that images are listed by: of several thresholds, the leading one."""
    shown = leading.iou_threshold if leading is not None else None
    if shown is None:
        shown = min(thresholds(rows), default=None)
    return tuple(row for row in rows if row.has_images and row.iou_threshold in {None, shown})


def thresholds(rows: Sequence[MetricRow]) -> tuple[float, ...]:
    """Return the IoU thresholds at which objects were scored, in ascending order."""
    return tuple(sorted({row.iou_threshold for row in rows if row.iou_threshold is not None}))


def by_image(result: MetricResult) -> dict[str, ImageScore]:
    """Return the score of each image by its name."""
    return {score.image: score for score in result.per_image}


def values(result: MetricResult) -> dict[str, float]:
    """Return the value of each image that has one."""
    return {score.image: score.value for score in result.per_image if score.value is not None}


def metric_title(passport: Passport, parameters: Parameters) -> str:
    """Return the name of a metric with the parameters that tell results apart.

    They join what already stands in brackets: ``Accuracy (objects, IoU ≥ 0.5)``,
    ``F1 (class mitosis)``, ``Boundary F (tolerance 2 px)``.
    """
    name, _, kind = passport.name.removesuffix(")").partition(" (")
    qualifiers = [kind] if kind else []
    threshold = parameters.get("iou_threshold")
    if isinstance(threshold, (int, float)):
        qualifiers.append(f"IoU ≥ {number(threshold)}")
    if "tolerance" in parameters:
        qualifiers.append(f"tolerance {parameters['tolerance']}")
    if "class" in parameters and parameters["class"] != "foreground":
        label = f"class {parameters['class']}" if kind == "class" else str(parameters["class"])
        qualifiers = [*(word for word in qualifiers if word != "class"), label]
    if "average" in parameters:
        qualifiers = [word for word in qualifiers if word != "class"]
        qualifiers.append(f"{parameters['average']} average")
    qualifiers += [f"{axis} {parameters[axis]}" for axis in PLANES if axis in parameters]
    return f"{name} ({', '.join(qualifiers)})" if qualifiers else name


def unit_of(passport: Passport, parameters: Parameters) -> str | None:
    """Return the unit of a value; a distance has its own, where the pixel size is not known."""
    unit = parameters.get("unit", passport.unit)
    return None if unit is None else str(unit)


def concerns(entry: Acceptance, row: MetricRow) -> bool:
    """Say whether a stated limit is about this metric at this threshold."""
    if entry.metric.lower() not in {row.metric.value, row.passport.name.lower()}:
        return False
    return entry.at is None or entry.at == row.iou_threshold


def _row(by_candidate: dict[str, MetricResult], passports: Mapping[str, Passport]) -> MetricRow:
    first = next(iter(by_candidate.values()))
    passport = passports[first.metric]
    return MetricRow(
        first.metric,
        metric_title(passport, first.parameters),
        first.parameters,
        passport,
        by_candidate,
    )


def _key(metric: MetricId, parameters: Parameters) -> str:
    return f"{metric} {json.dumps(parameters, sort_keys=True)}"
