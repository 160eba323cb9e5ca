"""From boxes to results: counts image by image, average precision over all images."""

from collections.abc import Iterator, Mapping, Sequence

from replicard.errors import UndefinedMetricError
from replicard.metrics.aggregate import aggregate, summarise
from replicard.metrics.boxes import Box, box_counts, of_class
from replicard.metrics.coco import Detections
from replicard.metrics.families import measured, of_family, require_families
from replicard.metrics.measurement import Measurement
from replicard.metrics.registry import METRICS
from replicard.metrics.resampling import Sampling
from replicard.metrics.spec import Family
from replicard_schema.evidence import MetricResult, Parameters, Score
from replicard_schema.vocabulary import MetricId

Images = Mapping[str, Sequence[Box]]

_THRESHOLDS: Mapping[MetricId, str] = {
    MetricId.AP_COCO: "0.50 to 0.95 in steps of 0.05",
    MetricId.AP_COCO_50: "0.50",
    MetricId.AP_COCO_75: "0.75",
}


def box_results(
    reference: Images,
    prediction: Images,
    *,
    metrics: Sequence[MetricId],
    iou_thresholds: Sequence[float],
    sampling: Sampling | None = None,
) -> tuple[MetricResult, ...]:
    """Score the boxes of all images, over all classes and class by class.

    Counts take every detection of the table, whatever its score. A single class has no
    results of its own, since they would be those over all classes.

    Parameters
    ----------
    reference, prediction
        Boxes by name of the image; the images are those of ``reference``, and in an image
        that ``prediction`` lacks nothing was detected.
    metrics
        Metrics of objects, which are computed at each threshold, and of detections.
    iou_thresholds
        Each above 0 and at most 1.
    sampling
        How images are drawn again for intervals of what is counted image by image; None for
        no intervals. Average precision ranks all detections and gets none.

    Raises
    ------
    ValueError
        If a metric is of another family, or a threshold is out of range.
    """
    require_families(metrics, (Family.OBJECTS, Family.DETECTIONS))
    labels = Detections(reference, prediction).labels
    wanted = of_family(metrics, Family.OBJECTS)
    images = [
        (
            name,
            [
                one
                for threshold in iou_thresholds
                for one in _counted(
                    boxes, prediction.get(name, ()), wanted, threshold, labels=labels
                )
            ],
        )
        for name, boxes in reference.items()
    ]
    found = Detections(reference, prediction)
    return (
        *_ranked(found, of_family(metrics, Family.DETECTIONS)),
        *aggregate(images, sampling=sampling),
    )


def _counted(
    reference: Sequence[Box],
    prediction: Sequence[Box],
    metrics: Sequence[MetricId],
    threshold: float,
    *,
    labels: Sequence[str],
) -> Iterator[Measurement]:
    counts = box_counts(reference, prediction, iou_threshold=threshold)
    for metric in metrics:
        yield measured(metric, counts, {"iou_threshold": threshold}, counts)
    for label in labels if len(labels) > 1 else ():
        sides = of_class(reference, label), of_class(prediction, label)
        counts = box_counts(*sides, iou_threshold=threshold)
        for metric in metrics:
            fixed: Parameters = {"iou_threshold": threshold, "class": label}
            yield measured(metric, counts, fixed, counts)


def _ranked(detections: Detections, metrics: Sequence[MetricId]) -> Iterator[MetricResult]:
    labels = detections.labels
    for metric in metrics:
        fixed: Parameters = {"iou_thresholds": _THRESHOLDS[metric], "max_detections": "all"}
        yield _result(metric, detections, fixed)
        for label in labels if len(labels) > 1 else ():
            yield _result(metric, detections.of_class(label), {**fixed, "class": label})


def _result(metric: MetricId, detections: Detections, parameters: Parameters) -> MetricResult:
    try:
        score = Score(value=METRICS[metric].compute(detections))
    except UndefinedMetricError as error:
        score = Score(undefined_because=str(error))
    return MetricResult(
        metric=metric,
        parameters=parameters,
        per_image=(),
        summary=summarise([]),
        pooled=score,
    )
