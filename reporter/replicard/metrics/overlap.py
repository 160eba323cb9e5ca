"""Which labels of two images lie on the same pixels, as a sparse table.

Thousands of objects would make a dense table of millions of mostly empty cells. Here
neighbouring pixels with the same pair of labels are one run, and only pairs that occur
are stored.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from replicard.metrics.labels import check_labels

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


def joint_counts(reference: ArrayLike, prediction: ArrayLike) -> JointCounts:
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
    true, found = check_labels(reference), check_labels(prediction)
    if true.shape != found.shape:
        raise ValueError(f"shapes differ: {true.shape} and {found.shape}")
    true, found = true.reshape(-1), found.reshape(-1)
    changes = (true[1:] != true[:-1]) | (found[1:] != found[:-1])
    starts = np.concatenate(([0], np.flatnonzero(changes) + 1))
    lengths = np.diff(starts, append=true.size)
    true_values, true_places = _compact(true[starts])
    found_values, found_places = _compact(found[starts])
    keys = true_places * found_values.size + found_places
    pairs, places = np.unique(keys, return_inverse=True)
    pixels = np.zeros(pairs.size, dtype=np.int64)
    np.add.at(pixels, places, lengths)
    return JointCounts(
        true_values[pairs // found_values.size], found_values[pairs % found_values.size], pixels
    )


def label_overlap(reference: ArrayLike, prediction: ArrayLike) -> LabelOverlap:
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
    table = joint_counts(reference, prediction)
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


def _compact(values: NDArray[np.generic]) -> tuple[Ids, Ids]:
    """Return the distinct values and the place of each value among them."""
    distinct, places = np.unique(values, return_inverse=True)
    return distinct.astype(np.int64), places.reshape(-1).astype(np.int64)


def _areas(values: Ids, pixels: Ids) -> tuple[Ids, Ids]:
    """Return the values but 0 in rising order, and the pixels of each."""
    distinct, places = _compact(values)
    areas = np.zeros(distinct.size, dtype=np.int64)
    np.add.at(areas, places, pixels)
    return distinct[distinct > 0], areas[distinct > 0]
