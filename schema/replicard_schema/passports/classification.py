"""Passports of the metrics of whole images that were each given one class."""

from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

_METRICS_RELOADED = "doi:10.1038/s41592-023-02151-z"
_AGGREGATION = "Computed once from all images; an image has no value of its own."
_N = "Images: each was given one class."
_CLASS = {"class": "Class that is scored against all others."}


def _of_class(
    metric: MetricId,
    *,
    name: str,
    definition: str,
    formula: str,
    undefined_when: str,
    empty_rule: str,
) -> Passport:
    return Passport(
        id=metric,
        name=name,
        definition=definition,
        formula=formula,
        range="0 to 1; 1 is perfect",
        direction=Direction.HIGHER_IS_BETTER,
        parameters=_CLASS,
        undefined_when=undefined_when,
        empty_rule=empty_rule,
        n=_N,
        aggregation=_AGGREGATION,
        library="replicard",
        reference=_METRICS_RELOADED,
        note="One value per class; TP, FP and FN are counted in images.",
    )


CLASS_ACCURACY = Passport(
    id=MetricId.CLASS_ACCURACY,
    name="Accuracy (images)",
    definition="Fraction of images that were given the right class.",
    formula="correct images / all images",
    range="0 to 1; 1 is perfect",
    direction=Direction.HIGHER_IS_BETTER,
    undefined_when="There is no image; the reason is reported.",
    empty_rule="Does not apply: a label has no empty form.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_METRICS_RELOADED,
    note="High where one class is frequent, even if all others are missed.",
)
CLASS_PRECISION = _of_class(
    MetricId.CLASS_PRECISION,
    name="Precision (class)",
    definition="Fraction of the images predicted as a class that belong to it.",
    formula="TP / (TP + FP)",
    undefined_when="No image was predicted as this class; the reason is reported.",
    empty_rule="Class never predicted: undefined. Class predicted but absent: 0.",
)
CLASS_RECALL = _of_class(
    MetricId.CLASS_RECALL,
    name="Recall (class)",
    definition="Fraction of the images of a class that were predicted as it.",
    formula="TP / (TP + FN)",
    undefined_when="No image belongs to this class; the reason is reported.",
    empty_rule="Class absent: undefined. Class present but never predicted: 0.",
)
CLASS_F1 = _of_class(
    MetricId.CLASS_F1,
    name="F1 (class)",
    definition="Harmonic mean of precision and recall of a class.",
    formula="2 TP / (2 TP + FP + FN)",
    undefined_when="No image belongs to this class or was predicted as it; the reason is reported.",
    empty_rule="Class absent and never predicted: undefined. Only one of the two: 0.",
)
CLASS_BALANCED_ACCURACY = Passport(
    id=MetricId.CLASS_BALANCED_ACCURACY,
    name="Balanced accuracy (images)",
    definition="Mean recall of the classes, each with the same weight however many images it has.",
    formula="mean over classes of TP / (TP + FN)",
    range="0 to 1; 1 is perfect, guessing gives 1 / number of classes",
    direction=Direction.HIGHER_IS_BETTER,
    undefined_when="There is no image; the reason is reported.",
    empty_rule="Class absent: left out of the mean.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1109/ICPR.2010.764",
    note="Not corrected for chance.",
)
CLASS_MCC = Passport(
    id=MetricId.CLASS_MCC,
    name="MCC (images)",
    definition=(
        "Matthews' correlation coefficient of true and predicted classes, in the form for any "
        "number of classes (R_K)."
    ),
    formula=(
        "(c s - sum_k t_k p_k) / sqrt((s^2 - sum_k p_k^2)(s^2 - sum_k t_k^2)); c right images, s "
        "all images, t_k images of class k, p_k images predicted as k"
    ),
    range="-1 to 1; 1 is perfect, 0 is what guessing gives",
    direction=Direction.HIGHER_IS_BETTER,
    undefined_when=(
        "All images belong to one class, or all were predicted as one; the reason is reported."
    ),
    empty_rule="Class absent and never predicted: without influence.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1016/j.compbiolchem.2004.09.006",
    note="Other programs give 0 where it is undefined. With several classes -1 is not reached.",
)
_RANKED = {
    "class": "Class that is ranked against all others.",
    "average": (
        "Macro: the mean over the classes, each with the same weight; only if each class has a "
        "value."
    ),
}
_SCORES = "The table of predictions has no scores of the class, or scikit-learn is not installed"
CLASS_ROC_AUC = Passport(
    id=MetricId.CLASS_ROC_AUC,
    name="ROC AUC (class)",
    definition=(
        "Area under the receiver operating characteristic of a class against all others: the "
        "probability that an image of the class scores higher than one of another class."
    ),
    formula="P(score of an image of the class > score of another) + P(equal) / 2",
    range="0 to 1; 1 is perfect, 0.5 is what guessing gives",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_RANKED,
    undefined_when=(
        f"{_SCORES}, or no image or every image belongs to the class; the reason is reported."
    ),
    empty_rule="Class absent: undefined.",
    n=_N,
    aggregation=_AGGREGATION,
    library="scikit-learn",
    reference="doi:10.1148/radiology.143.1.7063747",
    note="Only the order of scores counts. Looks good where a class is rare.",
)
CLASS_AVERAGE_PRECISION = Passport(
    id=MetricId.CLASS_AVERAGE_PRECISION,
    name="Average precision (class)",
    definition=(
        "Area under the precision-recall curve of a class against all others, taken in steps: "
        "the precision at each score that an image of the class has, weighted with the rise "
        "in recall."
    ),
    formula="sum_n (R_n - R_(n-1)) P_n, over falling thresholds n",
    range="above 0 to 1; 1 is perfect, guessing gives the share of images of the class",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_RANKED,
    undefined_when=f"{_SCORES}, or no image belongs to the class; the reason is reported.",
    empty_rule="Class absent: undefined.",
    n=_N,
    aggregation=_AGGREGATION,
    library="scikit-learn",
    reference="doi:10.1145/1143844.1143874",
    note=(
        "Neither the area with straight lines between the points (trapezoids) nor the "
        "average precision of object detection, which matches boxes or masks first."
    ),
)
