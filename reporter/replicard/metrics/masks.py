"""Scores of masks, pixel by pixel: for the foreground, or for each class."""

import numpy as np

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import Agreement, PixelCounts
from replicard.metrics.kernels import Image
from replicard.metrics.overlap import JointCounts, joint_counts

NO_PIXEL_OF_CLASS = "neither the ground truth nor the prediction has a pixel of this class"


def mask_counts(reference: Image, prediction: Image) -> JointCounts:
    """Return the joint counts of foreground (1) and background (0).

    Parameters
    ----------
    reference, prediction
        Masks of equal shape; every value but 0 is foreground.
    """
    return foreground_of(joint_counts(reference, prediction))


def foreground_of(table: JointCounts) -> JointCounts:
    """Return the joint counts of foreground (1) and background (0), from those of all values."""
    pairs = 2 * (table.reference != 0) + (table.prediction != 0)
    pixels = np.zeros(4, dtype=np.int64)
    np.add.at(pixels, pairs, table.pixels)
    found = np.flatnonzero(pixels)
    return JointCounts(found // 2, found % 2, pixels[found])


def class_counts(table: JointCounts, *, value: int) -> PixelCounts:
    """Return the pixels of one class that were found, wrongly claimed, and missed."""
    true, found = table.reference == value, table.prediction == value
    return PixelCounts(
        tp=int(table.pixels[true & found].sum()),
        fp=int(table.pixels[~true & found].sum()),
        fn=int(table.pixels[true & ~found].sum()),
    )


def agreement(table: JointCounts) -> Agreement:
    """Return how many of all pixels, background included, have the right value."""
    same = table.reference == table.prediction
    return Agreement(correct=int(table.pixels[same].sum()), total=int(table.pixels.sum()))


def iou(counts: PixelCounts) -> float:
    """Return the intersection over union, the Jaccard index, of one class.

    Raises
    ------
    UndefinedMetricError
        If neither image has a pixel of this class. If only one has, the value is 0.

    References
    ----------
    Jaccard (1912), doi:10.1111/j.1469-8137.1912.tb05611.x.

    Examples
    --------
    >>> iou(PixelCounts(tp=2, fp=1, fn=1))
    0.5
    """
    union = counts.tp + counts.fp + counts.fn
    if not union:
        raise UndefinedMetricError(NO_PIXEL_OF_CLASS)
    return counts.tp / union


def dice(counts: PixelCounts) -> float:
    """Return the Dice coefficient of one class, the F1 score of its pixels.

    Raises
    ------
    UndefinedMetricError
        If neither image has a pixel of this class. If only one has, the value is 0.

    References
    ----------
    Dice (1945), doi:10.2307/1932409.

    Examples
    --------
    >>> dice(PixelCounts(tp=2, fp=1, fn=1))
    0.6666666666666666
    """
    both = 2 * counts.tp + counts.fp + counts.fn
    if not both:
        raise UndefinedMetricError(NO_PIXEL_OF_CLASS)
    return 2 * counts.tp / both


def pixel_accuracy(counted: Agreement) -> float:
    """Return the fraction of pixels with the right value, background included.

    >>> pixel_accuracy(Agreement(correct=3, total=4))
    0.75
    """
    if not counted.total:
        raise UndefinedMetricError("there is no pixel")
    return counted.correct / counted.total
