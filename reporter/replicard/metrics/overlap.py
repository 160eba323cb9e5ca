"""Which labels of two images lie on the same pixels, as a sparse table.

Thousands of objects would make a dense table of millions of mostly empty cells. Here
neighbouring pixels with the same pair of labels are one run, and only pairs that occur
are stored.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.metrics.kernels import Image, as_source, count_pairs

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class JointCounts:
    """Pixels by pair of values, background included, in rising order of the pairs.

    Attributes
    ----------
    reference, prediction
        The two values of each pair that occurs.
    pixels
        How many pixels have this pair.
    """

    reference: Ids
    prediction: Ids
    pixels: Ids


@dataclass(frozen=True, slots=True, eq=False)
class LabelOverlap:
    """Objects of two label images and the pairs of them that share pixels.

    Attributes
    ----------
    reference_ids, prediction_ids
        Ids of all objects in rising order, background left out.
    reference_areas, prediction_areas
        Pixels of each object.
    rows, columns
        Pairs that share pixels, as positions in the two lists of ids.
    intersections
        Pixels that each pair shares.
    """

    reference_ids: Ids
    prediction_ids: Ids
    reference_areas: Ids
    prediction_areas: Ids
    rows: Ids
    columns: Ids
    intersections: Ids

    def iou(self) -> NDArray[np.float64]:
        """Return the intersection over union of each pair that shares pixels."""
        both = self.reference_areas[self.rows] + self.prediction_areas[self.columns]
        return np.asarray(self.intersections / (both - self.intersections), dtype=np.float64)


def joint_counts(reference: Image, prediction: Image) -> JointCounts:
    """Count the pixels of each pair of values that occurs.

    Parameters
    ----------
    reference, prediction
        Label images or masks of equal shape.

    Raises
    ------
    ValueError
        If shapes differ, or an image holds anything but label ids.

    Examples
    --------
    >>> table = joint_counts([[0, 1, 1]], [[0, 2, 0]])
    >>> table.reference.tolist(), table.prediction.tolist(), table.pixels.tolist()
    ([0, 1, 1], [0, 0, 2], [1, 1, 1])
    """
    return JointCounts(*count_pairs(as_source(reference), as_source(prediction)))


def label_overlap(reference: Image, prediction: Image) -> LabelOverlap:
    """Return the objects of two label images and which of them share pixels.

    Parameters
    ----------
    reference, prediction
        Label images of equal shape; 0 is background.

    Raises
    ------
    ValueError
        If shapes differ, or an image holds anything but label ids.

    Examples
    --------
    >>> label_overlap([[0, 7, 7]], [[3, 3, 3]]).iou().round(3).tolist()
    [0.667]
    """
    return overlap_of(joint_counts(reference, prediction))


def overlap_of(table: JointCounts) -> LabelOverlap:
    """Return the objects and which of them share pixels, from the joint counts."""
    reference_ids, reference_areas = _areas(table.reference, table.pixels)
    prediction_ids, prediction_areas = _areas(table.prediction, table.pixels)
    both = (table.reference > 0) & (table.prediction > 0)
    return LabelOverlap(
        reference_ids=reference_ids,
        prediction_ids=prediction_ids,
        reference_areas=reference_areas,
        prediction_areas=prediction_areas,
        rows=np.searchsorted(reference_ids, table.reference[both]).astype(np.int64),
        columns=np.searchsorted(prediction_ids, table.prediction[both]).astype(np.int64),
        intersections=table.pixels[both],
    )


def _areas(values: Ids, pixels: Ids) -> tuple[Ids, Ids]:
    """Return the values but 0 in rising order, and the pixels of each."""
    distinct, places = np.unique(values, return_inverse=True)
    areas = np.zeros(distinct.size, dtype=np.int64)
    np.add.at(areas, places, pixels)
    return distinct[distinct > 0], areas[distinct > 0]
