"""From classified images to results: by class, over all classes, and from scores."""

import math
from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from replicard.errors import UndefinedMetricError
from replicard.metrics.aggregate import summarise
from replicard.metrics.classification import counts_of_class, overall_agreement
from replicard.metrics.ranking import ranking_of, score_curve
from replicard.metrics.registry import METRICS, Family
from replicard_schema.evidence import (
    ClassifiedImage,
    ConfusionMatrix,
    MetricResult,
    Score,
    ScoreCurve,
)
from replicard_schema.vocabulary import MetricId

MACRO: Mapping[str, JsonValue] = {"average": "macro"}


def classification_results(
    confusion: ConfusionMatrix,
    *,
    metrics: Sequence[MetricId],
    images: Sequence[ClassifiedImage] = (),
) -> tuple[MetricResult, ...]:
    """Score classified images; metrics of a class yield one result for each class.

    Metrics of scores yield their mean over the classes as well, in which each class has
    the same weight. It has a value only if every class has one.

    Parameters
    ----------
    images
        The images that were counted, for the metrics of scores.

    Raises
    ------
    ValueError
        If a metric is not one of classified images.
    """
    results: list[MetricResult] = []
    for metric in metrics:
        match METRICS[metric].family:
            case Family.IMAGE_AGREEMENT:
                results.append(_computed(metric, overall_agreement(confusion), {}))
            case Family.CONFUSION:
                results.append(_computed(metric, confusion, {}))
            case Family.IMAGES:
                results += [
                    _computed(metric, counts_of_class(confusion, name), {"class": name})
                    for name in confusion.classes
                ]
            case Family.RANKING:
                results += _ranked(metric, confusion.classes, images)
            case family:
                raise ValueError(f"{metric} is computed from {family}, not from classified images")
    return tuple(results)


def class_curves(images: Sequence[ClassifiedImage]) -> Iterator[ScoreCurve]:
    """Yield the curve of each class that was scored and can be told from others."""
    for name in dict.fromkeys(name for image in images for name in image.scores):
        try:
            yield score_curve(images, name=name)
        except UndefinedMetricError:
            continue


def _ranked(
    metric: MetricId, classes: Sequence[str], images: Sequence[ClassifiedImage]
) -> Iterator[MetricResult]:
    scores = {name: _ranked_class(metric, name, images) for name in classes}
    for name, score in scores.items():
        yield _result(metric, score, {"class": name})
    yield _result(metric, _macro(scores), MACRO)


def _ranked_class(metric: MetricId, name: str, images: Sequence[ClassifiedImage]) -> Score:
    try:
        return Score(value=METRICS[metric].compute(ranking_of(images, name=name)))
    except UndefinedMetricError as error:
        return Score(undefined_because=str(error))


def _macro(scores: Mapping[str, Score]) -> Score:
    values = [score.value for score in scores.values() if score.value is not None]
    if values and len(values) == len(scores):
        return Score(value=math.fsum(values) / len(values))
    without = ", ".join(name for name, score in scores.items() if score.value is None)
    return Score(undefined_because=f"these classes have no value: {without}")


def _computed(
    metric: MetricId, statistic: object, parameters: Mapping[str, JsonValue]
) -> MetricResult:
    try:
        score = Score(value=METRICS[metric].compute(statistic))
    except UndefinedMetricError as error:
        score = Score(undefined_because=str(error))
    return _result(metric, score, parameters)


def _result(metric: MetricId, score: Score, parameters: Mapping[str, JsonValue]) -> MetricResult:
    """Return a result of all images together; single images have no value of their own."""
    return MetricResult(
        metric=metric,
        parameters=dict(parameters),
        unit=METRICS[metric].passport.unit,
        per_image=(),
        summary=summarise([]),
        pooled=score,
    )
