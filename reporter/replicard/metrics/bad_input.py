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

INTENSITY_IMAGES = (
    BadInput(
        "nan-or-infinity",
        "A pixel that is NaN or infinite, in ground truth or prediction",
        "No metric has a value for this image; the reason counts the pixels, and a finding names "
        "the file.",
    ),
    BadInput(
        "overflow",
        "Intensities beyond 1e100",
        "No metric has a value, since their squares overflow; a finding names the file.",
    ),
    BadInput(
        "constant-truth",
        "A ground truth with one value everywhere",
        "Without normalisation MAE, RMSE and NRMSE by mean and norm have values; SSIM, MS-SSIM, "
        "PSNR, NRMSE by range and Pearson correlation have none. With a normalisation none has. A "
        "finding names the file.",
    ),
    BadInput(
        "constant-prediction",
        "A prediction with one value everywhere, as of a network that collapsed",
        "Without normalisation all but Pearson correlation and the legacy value have values. With "
        "one none has, so the image is missing from the means; a finding names the file.",
    ),
    BadInput(
        "dark-image",
        "So few bright pixels that both percentiles are equal",
        "The percentile normalisations give no value; `none` and `min-max` do.",
    ),
    BadInput(
        "identical-images",
        "A prediction that equals the ground truth",
        "Errors are 0, similarities 1, PSNR has no finite value; a finding says that it is a copy. "
        "After the least-squares fit, rounding can leave a PSNR of some hundred dB.",
    ),
    BadInput(
        "inverted-contrast",
        "A prediction with inverted contrast",
        "Scores badly, except after the least-squares fit, which turns it back and scores 1; a "
        "finding tells the negative slope.",
    ),
    BadInput(
        "one-pixel-image",
        "An image of one pixel",
        "Is a constant image; metrics with a window have no value, either.",
    ),
    BadInput(
        "smaller-than-window",
        "An axis shorter than the window: below 11 pixels for SSIM and MicroSSIM, 176 for MS-SSIM, "
        "32 for Fourier ring correlation",
        "These metrics have no value, with the size as the reason; the others have.",
    ),
    BadInput(
        "types-differ",
        "Ground truth and prediction of different numeric types, such as uint8 and float32",
        "Are compared as they are, in float64; nothing is rescaled by the range of its type.",
    ),
    BadInput(
        "wide-integers",
        "Whole numbers beyond 9007199254740992 (2^53) as intensities",
        "Are rounded to the nearest number of float64.",
    ),
    BadInput(
        "stored-otherwise",
        "Truth values, 16-bit floats, another byte order, or any layout in memory",
        "Count as the numbers that they are.",
    ),
    BadInput("complex-numbers", "Complex numbers or text", "Are an error."),
    BadInput("no-intensities", "An array without pixels", "Is an error."),
    BadInput(
        "shapes-of-images-differ",
        "Ground truth and prediction of different shapes",
        "Are an error; the image is left out for all candidates and named. Nothing is resized.",
    ),
    BadInput(
        "same-capture-twice",
        "Two captures of a field that are equal",
        "Their Fourier ring correlation is 1 everywhere, so there is no resolution; a finding "
        "names the files.",
    ),
)

CLASS_TABLES = (
    BadInput(
        "one-class-only",
        "All images belong to one class, or all were predicted as one",
        "Accuracy has a value; Matthews' correlation has none. ROC AUC has none where every image "
        "belongs to the class, or none does.",
    ),
    BadInput(
        "no-scores",
        "ROC AUC or average precision asked for, and no column with scores of a class",
        "The class has no value, nor has the macro average; the reason names the column.",
    ),
    BadInput(
        "score-not-finite",
        "A score that is empty, no number, NaN or infinite",
        "Is an error that names the column and the first row.",
    ),
    BadInput(
        "score-without-class",
        "A column called `score` alone",
        "Is an error, since it does not say which class it speaks about.",
    ),
    BadInput(
        "images-differ",
        "A table that names other images than the ground truth, or one twice",
        "Is an error that names them.",
    ),
)

FILES = (
    BadInput(
        "unreadable",
        "A file that is empty, cut off, damaged, or of no format that is read",
        "Its image is left out for all candidates, so that all are compared on the same images. A "
        "finding, the evidence, the report and the methods text say so, and the exit code is 1. "
        "With `--strict` nothing is written, and all such files are listed.",
    ),
    BadInput(
        "changes-meanwhile",
        "A file that shrinks, grows or changes while it is read",
        "Its image is left out with this reason.",
    ),
    BadInput(
        "none-usable",
        "No image of a validation, or no file of a pattern, that can be used",
        "Is an error; what was written before stays as it is.",
    ),
    BadInput(
        "without-partner",
        "An image without ground truth or prediction, or with several",
        "Is an error that names the file, since a pattern is wrong or files are missing.",
    ),
    BadInput(
        "unused-file",
        "A file of a data set that no validation uses, such as a training image, is unreadable",
        "Is left out of what is said about the data set, and named; the exit code is 1.",
    ),
    BadInput(
        "large",
        "An image of more than 128 MiB",
        "Stays in its file and is read in parts, with the same numbers. Above 134 million pixels "
        "a metric that needs all of them at once has no value; whether labels look like what "
        "they are said to be, and statistics of the data, are judged by rows from the middle.",
    ),
    BadInput(
        "worker-dies",
        "An image whose worker process dies, as for want of memory",
        "Is tried again, at last alone; if that fails, it is left out with this reason.",
    ),
)
