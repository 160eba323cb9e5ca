"""From classified images to results: by class, over all classes, and from scores."""

import math
from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from replicard.errors import UndefinedMetricError
from replicard.metrics.aggregate import summarise
from replicard.metrics.classification import counts_of_class, overall_agreement
from replicard.metrics.counts import Agreement, ClassCounts
from replicard.metrics.intervals import Statistic, intervals
from replicard.metrics.ranking import ranking_of, score_curve
from replicard.metrics.registry import METRICS
from replicard.metrics.resampling import Sampling
from replicard.metrics.spec import Family
from replicard.metrics.unit_sums import confusion_statistic, pooled_statistic
from replicard_schema.evidence import (
    ClassifiedImage,
    ConfusionMatrix,
    ImageScore,
    Interval,
    MetricResult,
    Score,
    ScoreCurve,
)
from replicard_schema.vocabulary import MetricId

_NOT_OF_SUMS = "no interval is computed for values that follow from the order of all images"

MACRO: Mapping[str, JsonValue] = {"average": "macro"}


def classification_results(
    confusion: ConfusionMatrix,
    *,
    metrics: Sequence[MetricId],
    images: Sequence[ClassifiedImage] = (),
    sampling: Sampling | None = None,
) -> tuple[MetricResult, ...]:
    """Score classified images; metrics of a class yield one result for each class.

    Metrics of scores yield their mean over the classes as well, in which each class has
    the same weight. It has a value only if every class has one.

    Parameters
    ----------
    images
        The images that were counted, for the metrics of scores and for intervals.
    sampling
        How images are drawn again for intervals; None for no intervals.

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
    return tuple(results) if sampling is None else _with_intervals(results, images, sampling)


def correct_by_image(images: Sequence[ClassifiedImage]) -> MetricResult:
    """Return the accuracy image by image, 1 where the class is right, to compare candidates."""
    metric = MetricId.CLASS_ACCURACY
    scores = tuple(
        ImageScore(image=image.image, value=float(image.truth == image.predicted))
        for image in images
    )
    return MetricResult(
        metric=metric, per_image=scores, summary=summarise(score.value for score in scores)
    )


def _with_intervals(
    results: Sequence[MetricResult], images: Sequence[ClassifiedImage], sampling: Sampling
) -> tuple[MetricResult, ...]:
    statistics = {
        place: statistic
        for place, result in enumerate(results)
        if (statistic := _statistic(result, images, sampling)) is not None
    }
    found = dict(zip(statistics, intervals([*statistics.values()], sampling), strict=True))
    no_interval = Interval(n_units=0, undefined_because=_NOT_OF_SUMS)
    return tuple(
        result.model_copy(update={"pooled_interval": found.get(place, no_interval)})
        if result.pooled is not None and result.pooled.value is not None
        else result
        for place, result in enumerate(results)
    )


def _statistic(
    result: MetricResult, images: Sequence[ClassifiedImage], sampling: Sampling
) -> Statistic | None:
    """Return what each image contributes to a result; None where it is no sum."""
    match METRICS[result.metric].family:
        case Family.IMAGE_AGREEMENT:
            right = {i.image: Agreement(int(i.truth == i.predicted), 1) for i in images}
            return pooled_statistic(result.metric, right, sampling)
        case Family.IMAGES:
            name = str(result.parameters["class"])
            counts = {image.image: _counts(image, name) for image in images}
            return pooled_statistic(result.metric, counts, sampling)
        case Family.CONFUSION:
            return confusion_statistic(result.metric, images, sampling)
        case _:
            return None


def _counts(image: ClassifiedImage, name: str) -> ClassCounts:
    is_true, is_predicted = image.truth == name, image.predicted == name
    return ClassCounts(
        tp=is_true and is_predicted,
        fp=is_predicted and not is_true,
        fn=is_true and not is_predicted,
    )


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
