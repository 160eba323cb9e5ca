"""How far apart the outlines of two masks lie.

The outline of a mask are its own pixels that touch the background with an edge or a face,
or that lie at the border of the image. Distances run from each pixel of one outline to the
nearest one of the other, between the centres of pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import binary_erosion
from scipy.spatial import KDTree

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import OutlineCounts
from replicard.metrics.labels import check_labels

NO_OUTLINE = "neither the ground truth nor the prediction has a pixel of this class"
NO_REFERENCE_OUTLINE = (
    "the ground truth has no pixel of this class, so there is no outline to measure from"
)
NO_PREDICTED_OUTLINE = (
    "the prediction has no pixel of this class, so there is no outline to measure from"
)
PERCENTILE = 95

_SLACK = 1e-9
"""Relative excess at which a distance still equals the tolerance: both were rounded."""

_Mask = NDArray[np.bool_]
_Points = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class OutlineDistances:
    """Distances between two outlines, infinite where there is no other outline.

    Attributes
    ----------
    from_reference
        Of each outline pixel of the ground truth to the outline of the prediction.
    from_prediction
        Of each outline pixel of the prediction to the outline of the ground truth.
    """

    from_reference: NDArray[np.float64]
    from_prediction: NDArray[np.float64]

    def counts(self, *, tolerance: float) -> OutlineCounts:
        """Return how many outline pixels lie within a tolerance; equality counts."""
        limit = tolerance * (1 + _SLACK)
        return OutlineCounts(
            near_reference=int((self.from_reference <= limit).sum()),
            n_reference=self.from_reference.size,
            near_prediction=int((self.from_prediction <= limit).sum()),
            n_prediction=self.from_prediction.size,
        )


def outline_distances(
    reference: ArrayLike, prediction: ArrayLike, *, spacing: Sequence[float]
) -> OutlineDistances:
    """Measure the distances between the outlines of two masks.

    Parameters
    ----------
    reference, prediction
        Masks of equal shape ``(Y, X)`` or ``(Z, Y, X)``; every value but 0 is foreground.
    spacing
        Edge lengths of a pixel or voxel, in the order of the axes and in any unit.

    Returns
    -------
    OutlineDistances
        In the unit of ``spacing``.

    Raises
    ------
    ValueError
        If shapes differ, an image holds anything but labels, or ``spacing`` does not have
        one length above 0 for each axis.
    """
    true, found = check_labels(reference) != 0, check_labels(prediction) != 0
    if true.shape != found.shape:
        raise ValueError(f"shapes differ: {true.shape} and {found.shape}")
    if len(spacing) != true.ndim or min(spacing) <= 0:
        raise ValueError(f"{true.ndim} axes, but their lengths are {tuple(spacing)}")
    lengths = np.asarray(spacing, dtype=np.float64)
    outlines = _outline(true), _outline(found)
    return OutlineDistances(
        _to_nearest(*outlines, lengths=lengths), _to_nearest(*outlines[::-1], lengths=lengths)
    )


def hausdorff_distance_95(distances: OutlineDistances) -> float:
    """Return the 95th percentile of the symmetric Hausdorff distance.

    The larger of the two directed 95th percentiles is returned, each with linear
    interpolation. Pooling both sets of distances before taking the percentile is a
    different metric, which tends to be smaller.

    Parameters
    ----------
    distances
        Between the outlines of two masks, see `outline_distances`.

    Returns
    -------
    float
        In the unit of the distances, 0 for identical masks.

    Raises
    ------
    UndefinedMetricError
        If either mask is empty: there is no outline to measure from.

    References
    ----------
    Huttenlocher, Klanderman & Rucklidge (1993), doi:10.1109/34.232073.
    Reinke et al. (2024), doi:10.1038/s41592-023-02150-0, on its pitfalls.

    Examples
    --------
    >>> square = np.zeros((9, 9), dtype=bool)
    >>> square[3:6, 3:6] = True
    >>> moved = np.roll(square, 2, axis=1)
    >>> hausdorff_distance_95(outline_distances(square, moved, spacing=(0.5, 0.5)))
    1.0
    """
    if not distances.from_reference.size and not distances.from_prediction.size:
        raise UndefinedMetricError(NO_OUTLINE)
    if not distances.from_reference.size:
        raise UndefinedMetricError(NO_REFERENCE_OUTLINE)
    if not distances.from_prediction.size:
        raise UndefinedMetricError(NO_PREDICTED_OUTLINE)
    directed = distances.from_reference, distances.from_prediction
    return float(max(np.percentile(one, PERCENTILE) for one in directed))


def boundary_f(counts: OutlineCounts) -> float:
    """Return the F-score of outline pixels that lie close to the other outline.

    Precision is the fraction of predicted outline pixels within the tolerance of the true
    outline, recall the fraction of true ones within the tolerance of the predicted outline.
    Both are fractions of their own outline: the normalised surface distance, which divides
    by the sum of both outlines, is a different number, and so is a score that pairs
    outline pixels one to one.

    Raises
    ------
    UndefinedMetricError
        If neither image has a pixel of this class. If only one has, the value is 0.

    References
    ----------
    Csurka, Larlus & Perronnin (2013), doi:10.5244/C.27.32.

    Examples
    --------
    >>> boundary_f(
    ...     OutlineCounts(near_reference=1, n_reference=2, near_prediction=4, n_prediction=4)
    ... )
    0.6666666666666666
    """
    if not counts.n_reference and not counts.n_prediction:
        raise UndefinedMetricError(NO_OUTLINE)
    if not counts.near_reference or not counts.near_prediction:
        return 0.0
    precision = counts.near_prediction / counts.n_prediction
    recall = counts.near_reference / counts.n_reference
    return 2 * precision * recall / (precision + recall)


def _outline(mask: _Mask) -> _Points:
    """Return the positions of the outline pixels of a mask, one row each."""
    box = _extent(mask)
    inside = mask[box]
    rim = inside & ~binary_erosion(inside)
    corner = np.asarray([side.start for side in box], dtype=np.int64)
    return np.asarray(np.argwhere(rim) + corner, dtype=np.int64)


def _extent(mask: _Mask) -> tuple[slice, ...]:
    """Return the smallest box that holds a mask: outside it there is nothing to look at."""
    sides = []
    for axis in range(mask.ndim):
        others = tuple(other for other in range(mask.ndim) if other != axis)
        places = np.flatnonzero(mask.any(axis=others))
        sides.append(slice(int(places[0]), int(places[-1]) + 1) if places.size else slice(0, 0))
    return tuple(sides)


def _to_nearest(
    start: _Points, goal: _Points, *, lengths: NDArray[np.float64]
) -> NDArray[np.float64]:
    if not goal.size or not start.size:
        return np.full(len(start), np.inf)
    _, nearest = KDTree(goal * lengths).query(start * lengths)
    # From whole numbers of pixels, so that a place in the image has no influence by rounding.
    steps = (goal[nearest] - start) * lengths
    return np.asarray(np.sqrt((steps * steps).sum(axis=1)), dtype=np.float64)
