"""Passports of the metrics of segmented objects that depend on no single IoU threshold."""

from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

_N = "Images that have a value. The pooled value rests on the objects of all images."
_AGGREGATION = (
    "Per image: mean, median, standard deviation (n - 1), minimum and maximum over the images "
    "that have a value; the others are counted and left out. Pooled: computed once from the "
    "objects of all images taken together, to which an image without objects adds nothing. "
    "A time series is one image, its frames taken together."
)
_COUNT_AGGREGATION = (
    "Per image, and pooled: the sum over all images. Frames of a time series are added up."
)
_NO_OBJECT = "Neither image holds an object; the reason is reported."
_EMPTY = (
    "No object in either image: undefined, with the reason. No object in one of the two images: 0."
)
_KUMAR = "doi:10.1109/TMI.2017.2677499"
_HOOVER = "doi:10.1109/34.506791"
_AREAS = "sum over pairs of |G and P| / (sum over pairs of |G or P| + area of all others)"


def _area(metric: MetricId, *, name: str, definition: str, pairing: str, note: str) -> Passport:
    return Passport(
        id=metric,
        name=name,
        definition=definition,
        formula=f"{name} = {_AREAS}",
        range="0 to 1; 1 is perfect",
        direction=Direction.HIGHER_IS_BETTER,
        parameters={"pairing": pairing},
        undefined_when=_NO_OBJECT,
        empty_rule=_EMPTY,
        n="Images that have a value. The pooled value rests on the areas of all objects.",
        aggregation=_AGGREGATION,
        library="replicard, with the assignment solver of SciPy",
        reference=_KUMAR if metric is MetricId.AJI else "doi:10.1016/j.media.2019.101563",
        note=note,
    )


def _fragment(metric: MetricId, *, name: str, definition: str, formula: str) -> Passport:
    return Passport(
        id=metric,
        name=name,
        definition=definition,
        formula=formula,
        range="0 to the number of objects",
        direction=Direction.NEITHER,
        unit="objects",
        parameters={
            "overlap": (
                "An object is a part of another one if more than half of its area lies in it, and "
                "the parts must cover more than half of the whole."
            )
        },
        undefined_when="Never: it is a count.",
        empty_rule="0 where there is nothing to count.",
        n=_N,
        aggregation=_COUNT_AGGREGATION,
        library="replicard",
        reference=_HOOVER,
        note=(
            "The publication counts none where one of the parts matches the whole; here an object "
            "may be matched and counted. Other criteria are in use, such as an IoU above 0.1."
        ),
    )


AP_DSB = Passport(
    id=MetricId.AP_DSB,
    name="AP (Data Science Bowl)",
    definition=(
        "Mean over ten IoU thresholds of matched objects over matched, wrongly claimed and missed "
        "ones: the average precision of the 2018 Data Science Bowl, which StarDist and Cellpose "
        "report, too. Not the average precision of COCO."
    ),
    formula="AP = mean over t of TP(t) / (TP(t) + FP(t) + FN(t)), t = 0.50, 0.55, ..., 0.95",
    range="0 to 1; 1 is perfect",
    direction=Direction.HIGHER_IS_BETTER,
    parameters={
        "iou_thresholds": (
            "Intersection over union from which a pair of objects can be matched; equality counts."
        )
    },
    undefined_when=_NO_OBJECT,
    empty_rule=_EMPTY,
    n=(
        "Images that have a value. The pooled value rests on the objects of all images, matched "
        "at each threshold."
    ),
    aggregation=_AGGREGATION,
    library="replicard, with the assignment solver of SciPy",
    reference="doi:10.1038/s41592-019-0612-7",
    note=(
        "It ranks no detections by confidence and is the area under no precision-recall curve. Two "
        "meanings of AP are in use, and numbers of one are not comparable with the other "
        "(doi:10.1038/s41592-023-01942-8)."
    ),
)
AJI = _area(
    MetricId.AJI,
    name="AJI",
    definition=(
        "Aggregated Jaccard index: pixels that paired objects share over the pixels of all objects "
        "together, with each true object paired with the predicted one of the largest IoU."
    ),
    pairing=(
        "For each object of the ground truth the predicted one with the largest IoU, and of equal "
        "ones that with the smallest id. A prediction may stand for several objects."
    ),
    note="A prediction that merges objects is counted once for each, which punishes it more.",
)
AJI_PLUS = _area(
    MetricId.AJI_PLUS,
    name="AJI+",
    definition=(
        "Aggregated Jaccard index with objects paired one to one: pixels that paired objects share "
        "over the pixels of all objects together."
    ),
    pairing="One to one with the largest sum of IoU; every pair that overlaps may be chosen.",
    note="Usually above the AJI, and not comparable with it.",
)
SPLITS = _fragment(
    MetricId.SPLITS,
    name="Splits",
    definition="Over-segmentation: true objects that several predicted ones make up.",
    formula="number of true objects with at least two parts among the predicted ones",
)
MERGES = _fragment(
    MetricId.MERGES,
    name="Merges",
    definition="Under-segmentation: predicted objects that several true ones make up.",
    formula="number of predicted objects with at least two parts among the true ones",
)
