"""Passports of the metrics that compare masks pixel by pixel."""

from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

_AGGREGATION = (
    "Per image: mean, median, standard deviation (n - 1), minimum and maximum over the images "
    "that have a value; the others are counted and left out. Pooled: computed once from the "
    "pixels of all images taken together. A time series is one image, its frames taken together."
)
_N = "Images that have a value. The pooled value rests on the pixels of all images."
_CLASS = {"class": "Class that is scored; foreground stands for every value but 0."}
_ABSENT = (
    "Neither image has a pixel of the class; the reason is reported, and the image adds nothing "
    "to the pooled value."
)
_EMPTY = (
    "Class in neither image: undefined. Class only in the prediction, or only in the ground "
    "truth: 0."
)

IOU = Passport(
    id=MetricId.IOU,
    name="IoU",
    definition=(
        "Intersection over union of the pixels of one class in prediction and ground truth, "
        "also called the Jaccard index."
    ),
    formula="IoU = TP / (TP + FP + FN), counted in pixels",
    range="0 to 1; 1 for identical masks",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_CLASS,
    undefined_when=_ABSENT,
    empty_rule=_EMPTY,
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1111/j.1469-8137.1912.tb05611.x",
    note=(
        "Scores the mask as a whole. For instance masks it does not see whether touching objects "
        "were told apart. Values from 0.8 are described as good agreement in the guideline of "
        "Laine et al. (2021); that is an observation, no limit."
    ),
)

DICE = Passport(
    id=MetricId.DICE,
    name="Dice coefficient",
    definition=(
        "Twice the shared pixels of one class over the sum of its pixels in both images; the F1 "
        "score of pixels."
    ),
    formula="Dice = 2 TP / (2 TP + FP + FN) = 2 IoU / (1 + IoU), counted in pixels",
    range="0 to 1; 1 for identical masks",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_CLASS,
    undefined_when=_ABSENT,
    empty_rule=_EMPTY,
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.2307/1932409",
    note="Never below IoU, and orders masks as IoU does.",
)

PIXEL_ACCURACY = Passport(
    id=MetricId.PIXEL_ACCURACY,
    name="Pixel accuracy",
    definition="Fraction of all pixels, background included, that have the right class.",
    formula="correct pixels / all pixels",
    range="0 to 1; 1 for identical masks",
    direction=Direction.HIGHER_IS_BETTER,
    parameters={"classes": "What counts as equal: all classes, or foreground and background."},
    undefined_when="Never: every image has pixels.",
    empty_rule="Two images of background agree in every pixel: 1.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1038/s41592-023-02151-z",
    note="High whenever most of the image is background, even if every object is missed.",
)
