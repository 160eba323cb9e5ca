"""Passports of the measures of repeated predictions: agreement without ground truth."""

from replicard_schema.passport import MeasurePassport
from replicard_schema.vocabulary import Direction, MeasureId

_AGGREGATION = (
    "Per image: mean, median, standard deviation (n - 1), minimum and maximum over the images "
    "that have a value; the others are counted and left out. A time series is one image, its "
    "frames taken together; channels are measured one by one."
)
_DROPOUT = "doi:10.48550/arXiv.1506.02142"
_STRUCTURES = "doi:10.1016/j.neuroimage.2019.03.042"
_AUGMENTATION = "doi:10.1016/j.neucom.2019.01.103"
_PRECISION = (
    "Agreement between predictions says how precise a model is, not how accurate: repeats that "
    "agree can all be wrong in the same way."
)
_NOT_FINITE = "Intensities that are not finite: the reason is reported."
_CLASS = {"class": "Class that is counted; foreground stands for every value but 0."}
_REFERENCE = (
    "Objects are those of the prediction that the validation scores, where the card names one; "
    "else those of the repeat that differs least from the majority of all repeats on whether "
    "neighbouring pixels belong to one object. That repeat is not compared with itself."
)
_FOUND = {
    "iou_threshold": (
        "Intersection over union from which an object counts as found; equality counts."
    )
}
_NO_OBJECT = "No object in the reference: undefined, with the reason."

REPEAT_SD = MeasurePassport(
    id=MeasureId.REPEAT_SD,
    name="SD between repeats",
    definition=(
        "Standard deviation between the repeats of each pixel, averaged over all pixels and "
        "divided by the intensity range."
    ),
    formula="mean over pixels of sqrt(sum_r (x_r - m)^2 / (R - 1)) / range, with m the mean of R",
    range="0 and above; 0 for identical repeats",
    direction=Direction.LOWER_IS_BETTER,
    parameters={
        "range": (
            "What it is divided by: the span between two percentiles of the mean image, or 1 for "
            "probabilities."
        )
    },
    undefined_when=f"The mean image has no contrast. {_NOT_FINITE}",
    empty_rule="An image without contrast in its mean: undefined, with the reason.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_DROPOUT,
    note=_PRECISION,
)

REPEAT_CV = MeasurePassport(
    id=MeasureId.REPEAT_CV,
    name="CV between repeats",
    definition=(
        "Coefficient of variation of a bright pixel: standard deviation between repeats over "
        "their mean; the median over the bright pixels."
    ),
    formula="median over pixels with m >= floor * p99.8(m) of sd / m",
    range="0 and above; 0 for identical repeats",
    direction=Direction.LOWER_IS_BETTER,
    parameters={
        "floor": "Share of the 99.8th percentile of the mean image from which a pixel is bright."
    },
    undefined_when=f"The 99.8th percentile of the mean image is not above 0. {_NOT_FINITE}",
    empty_rule="An image of zeros: undefined, with the reason.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_DROPOUT,
    note="Holds for intensities counted from 0; a camera offset makes it smaller.",
)

REPEAT_PEARSON = MeasurePassport(
    id=MeasureId.REPEAT_PEARSON,
    name="Correlation of repeats",
    definition="Mean Pearson correlation of the pixels of two repeats, over all pairs of repeats.",
    formula="(|sum_r z_r|^2 - R) / (R (R - 1)), with z_r a repeat of zero mean and unit length",
    range="-1 to 1; 1 for repeats that differ in offset and scale only",
    direction=Direction.HIGHER_IS_BETTER,
    undefined_when=f"A repeat has no contrast. {_NOT_FINITE}",
    empty_rule="A constant repeat: undefined, with the reason.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1098/rspl.1895.0041",
    note=f"Equal to the mean over pairs, without forming them. {_PRECISION}",
)

REPEAT_DISAGREEMENT = MeasurePassport(
    id=MeasureId.REPEAT_DISAGREEMENT,
    name="Disagreement of repeats",
    definition=(
        "Share of the repeats that do not name the most frequent class of a pixel, averaged over "
        "all pixels. Of label images of objects, foreground and background are the classes."
    ),
    formula="mean over pixels of 1 - max_c n_c / R, with n_c repeats naming class c",
    range="0 to below 1; 0 for identical repeats, at most 0.5 for two classes",
    direction=Direction.LOWER_IS_BETTER,
    undefined_when="Never: every image has pixels.",
    empty_rule="Repeats of background agree in every pixel: 0.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_AUGMENTATION,
    note=f"Small wherever most of the image is background. {_PRECISION}",
)

REPEAT_DISPUTED = MeasurePassport(
    id=MeasureId.REPEAT_DISPUTED,
    name="Disputed pixels",
    definition=(
        "Share of all pixels on which not all repeats name the same class. Of label images of "
        "objects, foreground and background are the classes."
    ),
    formula="pixels with max_c n_c < R / all pixels",
    range="0 to 1; 0 for identical repeats",
    direction=Direction.LOWER_IS_BETTER,
    undefined_when="Never: every image has pixels.",
    empty_rule="Repeats of background agree in every pixel: 0.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_AUGMENTATION,
    note=(
        f"Grows with the number of repeats, so it compares only where that is equal. {_PRECISION}"
    ),
)

REPEAT_IOU = MeasurePassport(
    id=MeasureId.REPEAT_IOU,
    name="IoU of all repeats",
    definition="Pixels of a class in every repeat over its pixels in at least one.",
    formula="|A_1 ∩ ... ∩ A_R| / |A_1 ∪ ... ∪ A_R|",
    range="0 to 1; 1 for identical repeats",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_CLASS,
    undefined_when="No repeat has a pixel of the class; the reason is reported.",
    empty_rule="Class in no repeat: undefined. Class in some repeats only: 0.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_STRUCTURES,
    note=(
        "Falls with the number of repeats, so it compares only where that is equal. The "
        f"publication found it to follow the Dice coefficient with ground truth. {_PRECISION}"
    ),
)

OBJECT_STABILITY = MeasurePassport(
    id=MeasureId.OBJECT_STABILITY,
    name="Stability of objects",
    definition=(
        "Largest intersection over union of an object of the reference with any object of a "
        f"repeat, averaged over the repeats and then over the objects. {_REFERENCE}"
    ),
    formula="mean over objects o and repeats r of max_p IoU(o, p), p an object of r",
    range="0 to 1; 1 for identical repeats",
    direction=Direction.HIGHER_IS_BETTER,
    undefined_when="The reference holds no object; the reason is reported.",
    empty_rule=f"{_NO_OBJECT} No object in a repeat: it counts as 0 for each object.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_STRUCTURES,
    note=(
        "The publication measures structures that carry the same name in every repeat; objects "
        "of a microscopy image do not, so each takes the one that fits it best. Objects that only "
        f"other repeats have are not in it, but in the F1 of repeats. {_PRECISION}"
    ),
)

STABLE_OBJECTS = MeasurePassport(
    id=MeasureId.STABLE_OBJECTS,
    name="Objects found in all repeats",
    definition="Share of the objects of the reference that are found in every repeat.",
    formula="objects with max_p IoU(o, p) >= threshold in every repeat / objects",
    range="0 to 1; 1 for identical repeats",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_FOUND,
    undefined_when="The reference holds no object; the reason is reported.",
    empty_rule=f"{_NO_OBJECT} No object in a repeat: 0.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_STRUCTURES,
    note=f"Falls with the number of repeats, so it compares only where that is equal. {_PRECISION}",
)

REPEAT_F1 = MeasurePassport(
    id=MeasureId.REPEAT_F1,
    name="F1 of repeats",
    definition=(
        "F1 score of the objects of each repeat held against those of the reference, matched "
        "one to one, averaged over the repeats."
    ),
    formula="mean over repeats of 2 TP / (2 TP + FP + FN)",
    range="0 to 1; 1 for identical repeats",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_FOUND,
    undefined_when="Neither the reference nor a repeat holds an object; the reason is reported.",
    empty_rule="A repeat without object, with none in the reference, is left out.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1038/s41592-023-02151-z",
    note=f"No score: the reference is a prediction, too. {_PRECISION}",
)

REPEAT_COUNT = MeasurePassport(
    id=MeasureId.REPEAT_COUNT,
    name="Objects per repeat",
    definition="Number of objects, averaged over the repeats.",
    formula="mean over repeats of the number of objects",
    range="0 and above",
    direction=Direction.NEITHER,
    unit="objects",
    undefined_when="Never: it is a count.",
    empty_rule="0 where no repeat holds an object.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_STRUCTURES,
)

REPEAT_COUNT_CV = MeasurePassport(
    id=MeasureId.REPEAT_COUNT_CV,
    name="CV of the object count",
    definition="Standard deviation of the number of objects between repeats over its mean.",
    formula="sqrt(sum_r (n_r - m)^2 / (R - 1)) / m, with m the mean count",
    range="0 and above; 0 for equal counts",
    direction=Direction.LOWER_IS_BETTER,
    undefined_when="No repeat holds an object; the reason is reported.",
    empty_rule="No object in any repeat: undefined, with the reason.",
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_STRUCTURES,
    note="Equal counts can be of different objects.",
)
