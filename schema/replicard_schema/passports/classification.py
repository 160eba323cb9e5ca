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
