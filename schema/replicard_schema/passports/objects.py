"""Passports of the metrics that count matched objects."""

from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

_METRICS_RELOADED = "doi:10.1038/s41592-023-02151-z"
_PANOPTIC = "doi:10.1109/CVPR.2019.00963"
_AGGREGATION = (
    "Per image: mean, median, standard deviation (n - 1), minimum and maximum over the images "
    "that have a value; the others are counted and left out. Pooled: computed once from the "
    "objects of all images taken together, to which an image without objects adds nothing. "
    "A time series is one image, its frames taken together."
)
_COUNT_AGGREGATION = (
    "Per image, and pooled: the sum over all images. Frames of a time series are added up."
)
_N = "Images that have a value. The pooled value rests on the objects of all images."
_THRESHOLD = {
    "iou_threshold": (
        "Smallest intersection over union at which a pair of objects can be matched; equality "
        "counts. One-to-one matching with the most pairs, and among these with the largest sum "
        "of IoU."
    )
}
_NO_OBJECT = "No object in either image: undefined, with the reason."
_ZERO_IF_ONE_EMPTY = f"{_NO_OBJECT} No object in one of the two images: 0."
_MATCHED_ONLY = f"{_NO_OBJECT} No object in one of the two images: undefined, nothing is matched."
_GOOD_AGREEMENT = (
    "Values from 0.8 are described as good agreement in the guideline of Laine et al. (2021); "
    "that is an observation, no limit."
)
_STRICT = (
    "The publication matches pairs above an IoU of 0.5 only; here the threshold is stated beside "
    "each value, and equality counts."
)


def _count(metric: MetricId, *, name: str, definition: str, formula: str, note: str) -> Passport:
    return Passport(
        id=metric,
        name=name,
        definition=definition,
        formula=formula,
        range="0 to the number of objects",
        direction=Direction.NEITHER,
        unit="objects",
        parameters=_THRESHOLD,
        undefined_when="Never: it is a count.",
        empty_rule="0 where there is nothing to count.",
        n=_N,
        aggregation=_COUNT_AGGREGATION,
        library="replicard, with the assignment solver of SciPy",
        reference="doi:10.1007/978-3-030-00934-2_30",
        note=note,
    )


def _ratio(
    metric: MetricId,
    *,
    name: str,
    definition: str,
    formula: str,
    undefined_when: str,
    empty_rule: str,
    reference: str,
    note: str | None = None,
) -> Passport:
    return Passport(
        id=metric,
        name=name,
        definition=definition,
        formula=formula,
        range="0 to 1; 1 is perfect",
        direction=Direction.HIGHER_IS_BETTER,
        parameters=_THRESHOLD,
        undefined_when=undefined_when,
        empty_rule=empty_rule,
        n=_N,
        aggregation=_AGGREGATION,
        library="replicard, with the assignment solver of SciPy",
        reference=reference,
        note=note,
    )


TP = _count(
    MetricId.TP,
    name="TP",
    definition="True positives: objects of the ground truth that are matched by a prediction.",
    formula="TP = number of matched pairs",
    note="A count says nothing without the number of objects: see recall and precision.",
)
FP = _count(
    MetricId.FP,
    name="FP",
    definition="False positives: predicted objects that are not matched.",
    formula="FP = predicted objects - TP",
    note="A split or badly outlined object is a false positive and a false negative at once.",
)
FN = _count(
    MetricId.FN,
    name="FN",
    definition="False negatives: objects of the ground truth that are not matched.",
    formula="FN = ground-truth objects - TP",
    note="A merged or badly outlined object is a false positive and a false negative at once.",
)
PRECISION = _ratio(
    MetricId.PRECISION,
    name="Precision",
    definition="Fraction of predicted objects that are matched.",
    formula="TP / (TP + FP)",
    undefined_when="The prediction holds no object; the reason is reported.",
    empty_rule=(
        f"{_NO_OBJECT} No object in the ground truth: 0. No object in the prediction: undefined."
    ),
    reference=_METRICS_RELOADED,
)
RECALL = _ratio(
    MetricId.RECALL,
    name="Recall",
    definition="Fraction of ground-truth objects that are matched.",
    formula="TP / (TP + FN)",
    undefined_when="The ground truth holds no object; the reason is reported.",
    empty_rule=(
        f"{_NO_OBJECT} No object in the ground truth: undefined. No object in the prediction: 0."
    ),
    reference=_METRICS_RELOADED,
)
F1 = _ratio(
    MetricId.F1,
    name="F1",
    definition="Harmonic mean of precision and recall of objects.",
    formula="2 TP / (2 TP + FP + FN)",
    undefined_when="Neither image holds an object; the reason is reported.",
    empty_rule=_ZERO_IF_ONE_EMPTY,
    reference=_METRICS_RELOADED,
    note=f"The same number as recognition quality. {_GOOD_AGREEMENT}",
)
ACCURACY = _ratio(
    MetricId.ACCURACY,
    name="Accuracy (objects)",
    definition="Matched objects over matched, wrongly claimed and missed ones: a Jaccard index.",
    formula="TP / (TP + FP + FN)",
    undefined_when="Neither image holds an object; the reason is reported.",
    empty_rule=_ZERO_IF_ONE_EMPTY,
    reference="doi:10.1007/978-3-030-00934-2_30",
    note=(
        "Some call this number average precision (AP), among them StarDist and the 2018 Data "
        "Science Bowl. It is not the area under a precision-recall curve."
    ),
)
PANOPTIC_QUALITY = _ratio(
    MetricId.PANOPTIC_QUALITY,
    name="Panoptic quality",
    definition=(
        "Sum of the IoU of matched pairs over the matched objects plus half of the unmatched "
        "ones: segmentation quality times recognition quality."
    ),
    formula="PQ = sum of IoU of matched pairs / (TP + FP/2 + FN/2) = SQ x RQ",
    undefined_when="Neither image holds an object; the reason is reported.",
    empty_rule=_ZERO_IF_ONE_EMPTY,
    reference=_PANOPTIC,
    note=_STRICT,
)
SEGMENTATION_QUALITY = _ratio(
    MetricId.SEGMENTATION_QUALITY,
    name="Segmentation quality",
    definition="Mean IoU of matched pairs, as the outline factor of panoptic quality.",
    formula="SQ = sum of IoU of matched pairs / TP",
    undefined_when="No object is matched; the reason is reported.",
    empty_rule=_MATCHED_ONLY,
    reference=_PANOPTIC,
    note=f"The same number as mean matched IoU. {_STRICT}",
)
RECOGNITION_QUALITY = _ratio(
    MetricId.RECOGNITION_QUALITY,
    name="Recognition quality",
    definition="F1 of objects, as the detection factor of panoptic quality.",
    formula="RQ = TP / (TP + FP/2 + FN/2)",
    undefined_when="Neither image holds an object; the reason is reported.",
    empty_rule=_ZERO_IF_ONE_EMPTY,
    reference=_PANOPTIC,
    note=f"The same number as F1. {_STRICT}",
)
MEAN_MATCHED_IOU = _ratio(
    MetricId.MEAN_MATCHED_IOU,
    name="Mean matched IoU",
    definition="Mean intersection over union of the matched pairs.",
    formula="sum of IoU of matched pairs / TP",
    undefined_when="No object is matched; the reason is reported.",
    empty_rule=_MATCHED_ONLY,
    reference=_PANOPTIC,
    note=(
        "Missed objects do not lower it, and it cannot fall below the IoU threshold. StarDist's "
        "mean_matched_score is this number; its mean_true_score divides by all ground-truth "
        "objects instead."
    ),
)
