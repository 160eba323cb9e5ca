"""What happens with images that are odd, empty or wrong: one row for each case.

The documentation prints this table, and a test of its own keeps every row true.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BadInput:
    """One case and the rule for it.

    Attributes
    ----------
    id
        Name of the case, by which its test finds it.
    given
        What the files hold.
    rule
        What the program does.
    """

    id: str
    given: str
    rule: str


LABEL_IMAGES = (
    BadInput(
        "both-empty",
        "No object, or no pixel of the class, in ground truth and prediction",
        "Counts are 0 and pixel accuracy is 1; every other metric has no value for this image, and "
        "the image adds nothing to pooled values.",
    ),
    BadInput(
        "empty-reference",
        "Objects in the prediction only",
        "All are false positives. F1, precision, accuracy, panoptic quality, AP, AJI, IoU, Dice "
        "and boundary F are 0; recall, matched IoU and HD95 have no value.",
    ),
    BadInput(
        "empty-prediction",
        "Objects in the ground truth only",
        "All are missed. F1, recall, accuracy, panoptic quality, AP, AJI, IoU, Dice and boundary F "
        "are 0; precision, matched IoU and HD95 have no value.",
    ),
    BadInput(
        "one-pixel",
        "An object, or an image, of one pixel",
        "Is scored like any other; the pixel is its own outline.",
    ),
    BadInput(
        "whole-image",
        "One object that fills the image",
        "Is scored like any other; its outline is the border of the image.",
    ),
    BadInput(
        "several-pieces",
        "One id in several pieces",
        "Is one object. If values have three pieces or more on average, or the only value has "
        "several, the image is taken for a mask of another kind (see below).",
    ),
    BadInput(
        "scattered-ids",
        "Ids with gaps, or other ids for the same objects",
        "Only where pixels have equal ids counts; what the ids are has no influence.",
    ),
    BadInput(
        "integer-types",
        "Ground truth and prediction of different integer types, or truth values",
        "Are compared by value; true is 1.",
    ),
    BadInput(
        "mask-of-255",
        "A binary mask with 255, or any other value, for foreground",
        "Every value but 0 is foreground.",
    ),
    BadInput(
        "large-ids",
        "Ids up to 2147483647 in files, up to 9223372036854775807 in arrays",
        "Are accepted; larger ones are an error.",
    ),
    BadInput("negative-ids", "Negative ids", "Are an error; the image is left out and named."),
    BadInput(
        "float-ids",
        "Ids stored as floating point numbers, whole or not, or NaN",
        "Are an error, since averaged or interpolated labels look alike; the image is left out "
        "and named.",
    ),
    BadInput(
        "class-mask-as-instances",
        "A class mask or binary mask where instances are expected",
        "Is an error, unless `label_kind` says that it is right: then it is scored, and a finding "
        "names it.",
    ),
    BadInput(
        "instances-as-classes",
        "An instance mask where classes are expected",
        "Is an error if ten values or more are one piece each, unless `label_kind` says that it "
        "is right.",
    ),
    BadInput(
        "unlisted-class",
        "A value that is no class of the validation",
        "Counts as a wrong pixel in pixel accuracy, and a finding names it.",
    ),
    BadInput(
        "colour-or-channels",
        "A colour picture or several channels as a label image",
        "Is an error, since one number per pixel is needed.",
    ),
    BadInput("no-pixels", "An array without pixels", "Is an error."),
    BadInput(
        "shapes-differ",
        "Ground truth and prediction of different shapes",
        "Are an error; the image is left out for all candidates and named. Nothing is resized.",
    ),
    BadInput(
        "volume-without-spacing",
        "A volume of which nobody says how far its planes are apart",
        "Has no boundary F and no HD95; everything else is scored.",
    ),
)
"""Cases of label images."""
