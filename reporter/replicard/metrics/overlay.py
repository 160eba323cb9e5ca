"""Where prediction and ground truth agree, as a code per pixel for figures.

Nothing is drawn here: a renderer gives each code its colour.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from replicard.metrics.fragments import find_fragments
from replicard.metrics.labels import check_labels
from replicard.metrics.matching import Matching
from replicard.metrics.overlap import Ids, label_overlap


class OverlayCode(IntEnum):
    """What a pixel shows."""

    BACKGROUND = 0
    """Of no object or class in either image."""
    AGREEMENT = 1
    """Of a matched pair, in both its outlines; in a mask, of the same class in both."""
    DISAGREEMENT = 2
    """Of matched objects whose outlines differ here; in a mask, of two classes."""
    FALSE_NEGATIVE = 3
    """Of a missed object; in a mask, foreground of the ground truth alone."""
    FALSE_POSITIVE = 4
    """Of an object that stands for none; in a mask, foreground of the prediction alone."""
    UNMATCHED_BOTH = 5
    """Of a missed object and of one that stands for none: they overlap too little."""
    SPLIT = 6
    """Of an object of the ground truth that several predicted ones make up."""
    MERGE = 7
    """Of a predicted object that several of the ground truth make up."""


def object_overlay(
    reference: ArrayLike, prediction: ArrayLike, *, matching: Matching
) -> NDArray[np.uint8]:
    """Return an `OverlayCode` for each pixel of two label images.

    A pixel that belongs to an unmatched object shows that, whatever else is there; a split
    or a merge is shown rather than the errors that it consists of. Where a matched pair
    agrees, nothing else is shown.

    Parameters
    ----------
    reference, prediction
        The label images that were matched.
    matching
        The outcome at the threshold that the figure is about.

    Returns
    -------
    NDArray
        Codes in the shape of the images.
    """
    true, found = check_labels(reference), check_labels(prediction)
    missed = np.isin(true, matching.unmatched_reference_ids)
    claimed = np.isin(found, matching.unmatched_prediction_ids)
    partner = _partner(true, matching.reference_ids, matching.prediction_ids)
    codes = np.zeros(true.shape, dtype=np.uint8)
    codes[(true != 0) | (found != 0)] = OverlayCode.DISAGREEMENT
    codes[(true != 0) & (partner == found)] = OverlayCode.AGREEMENT
    codes[missed] = OverlayCode.FALSE_NEGATIVE
    codes[claimed] = OverlayCode.FALSE_POSITIVE
    codes[missed & claimed] = OverlayCode.UNMATCHED_BOTH
    fragments = find_fragments(label_overlap(true, found))
    differs = (codes != OverlayCode.BACKGROUND) & (codes != OverlayCode.AGREEMENT)
    codes[differs & np.isin(true, fragments.split_reference_ids)] = OverlayCode.SPLIT
    codes[differs & np.isin(found, fragments.merging_prediction_ids)] = OverlayCode.MERGE
    return codes


def mask_overlay(reference: ArrayLike, prediction: ArrayLike) -> NDArray[np.uint8]:
    """Return an `OverlayCode` for each pixel of two binary masks.

    Every value but 0 is foreground, so a mask of 0 and 255 fits one of 0 and 1.

    >>> mask_overlay([[0, 255, 255]], [[1, 0, 1]]).tolist()
    [[4, 3, 1]]
    """
    return class_overlay(check_labels(reference) != 0, check_labels(prediction) != 0)


def class_overlay(reference: ArrayLike, prediction: ArrayLike) -> NDArray[np.uint8]:
    """Return an `OverlayCode` for each pixel of two class masks; 0 is background.

    >>> class_overlay([[0, 1, 1, 1]], [[1, 0, 1, 2]]).tolist()
    [[4, 3, 1, 2]]
    """
    true, found = check_labels(reference), check_labels(prediction)
    codes = np.zeros(true.shape, dtype=np.uint8)
    codes[true != 0] = OverlayCode.FALSE_NEGATIVE
    codes[found != 0] = OverlayCode.FALSE_POSITIVE
    codes[(true != 0) & (found != 0)] = OverlayCode.DISAGREEMENT
    codes[(true != 0) & (true == found)] = OverlayCode.AGREEMENT
    return codes


def _partner(labels: NDArray[np.generic], ids: Ids, partners: Ids) -> Ids:
    """Return for each pixel the id matched to its object, or -1 where there is none."""
    if not ids.size:
        return np.full(labels.shape, -1, dtype=np.int64)
    places = np.minimum(np.searchsorted(ids, labels), ids.size - 1)
    return np.where(ids[places] == labels, partners[places], -1)
