"""Scores of a study as several formats state them."""

from collections.abc import Iterator
from dataclasses import dataclass

from replicard.export.material import Material
from replicard_schema.evidence import Interval, MetricResult
from replicard_schema.results import interval_of, result_title, value_of
from replicard_schema.roles import candidate_title
from replicard_schema.vocabulary import MetricId


@dataclass(frozen=True, slots=True)
class Score:
    """One metric of one candidate in one validation, computed by this program.

    Attributes
    ----------
    title
        Name of the metric, with the parameters that tell its results apart.
    value
        Mean over images, or the value over all images together.
    images
        Images with a value.
    """

    validation: str
    dataset: str
    candidate: str
    candidate_name: str
    metric: MetricId
    title: str
    value: float
    unit: str | None
    images: int
    interval: Interval | None


def computed_scores(material: Material) -> Iterator[Score]:
    """Yield every score that has a value, in the order of the evidence."""
    evidence = material.evidence
    for name, validation in evidence.validations.items() if evidence else ():
        for candidate, found in validation.candidates.items():
            for result in found.results:
                score = _score(material, name, validation.dataset, candidate, result)
                if score is not None:
                    yield score


def _score(
    material: Material, validation: str, dataset: str, candidate: str, result: MetricResult
) -> Score | None:
    value = value_of(result)
    if value is None or material.evidence is None:
        return None
    return Score(
        validation=validation,
        dataset=dataset,
        candidate=candidate,
        candidate_name=candidate_title(material.card, candidate),
        metric=result.metric,
        title=result_title(result, material.evidence.passports),
        value=value,
        unit=result.unit,
        images=result.summary.n,
        interval=interval_of(result),
    )
