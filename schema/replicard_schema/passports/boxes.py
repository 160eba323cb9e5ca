"""Passports of the metrics of detected boxes with scores."""

from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

_COCO = "doi:10.1007/978-3-319-10602-1_48"


def _average_precision(metric: MetricId, *, name: str, thresholds: str) -> Passport:
    return Passport(
        id=metric,
        name=name,
        definition=(
            "Mean average precision of boxes: area under the precision-recall curve that arises "
            f"when detections are taken in falling order of their scores, {thresholds}, as the "
            "mean over classes."
        ),
        formula=(
            "AP = mean over recall r = 0, 0.01, ..., 1 of the largest precision at a recall of r "
            "or more, 0 where r is not reached"
        ),
        range="0 to 1; 1 is perfect",
        direction=Direction.HIGHER_IS_BETTER,
        parameters={
            "class": "Class that is scored; without one, the mean over all classes.",
            "iou_thresholds": (
                "Intersection over union of boxes from which a detection is right. A detection "
                "takes the free true box of its class with the largest IoU, best score first."
            ),
            "max_detections": (
                "Detections of an image that count. COCO counts the best 100, which cuts dense "
                "fields short; here all count, which is the same up to 100."
            ),
            "boxes": "Areas without borders: (y1 - y0)(x1 - x0), with no pixel added.",
        },
        undefined_when=(
            "The ground truth holds no box of the class, the table of detections has no scores, "
            "or pycocotools is not installed; the reason is reported."
        ),
        empty_rule=(
            "An image without true boxes adds its detections as wrong ones. No detection at all: 0."
        ),
        n="Images of the ground truth, those without boxes included.",
        aggregation="Computed once from the detections of all images; an image has no value.",
        library="pycocotools",
        reference=_COCO,
        note=(
            "Not the AP of the 2018 Data Science Bowl, which knows no scores "
            "(doi:10.1038/s41592-023-01942-8)."
        ),
    )


AP_COCO = _average_precision(
    MetricId.AP_COCO,
    name="AP (COCO)",
    thresholds="averaged over the IoU thresholds 0.50, 0.55, ..., 0.95",
)
AP_COCO_50 = _average_precision(
    MetricId.AP_COCO_50, name="AP50 (COCO)", thresholds="at an IoU threshold of 0.50"
)
AP_COCO_75 = _average_precision(
    MetricId.AP_COCO_75, name="AP75 (COCO)", thresholds="at an IoU threshold of 0.75"
)
