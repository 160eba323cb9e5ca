"""Which predicted object stands for which object of the ground truth.

A pair is a candidate if its intersection over union (IoU) reaches the threshold;
equality counts. Each object is used at most once. Among all ways to choose pairs, one
with the most pairs is taken, and among these one with the largest sum of IoU.

Only candidate pairs enter the choice. An implementation that also weighs pairs below
the threshold finds the same number of pairs, but can end with a smaller sum of IoU,
since a pair that does not count pulls at those that do.

Above an IoU of 0.5 an object has at most one candidate, so there is nothing to choose.
At 0.5 two halves of an object tie, and below it groups of objects compete.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from replicard.metrics.counts import ObjectCounts
from replicard.metrics.kernels import Image
from replicard.metrics.overlap import Ids, LabelOverlap, label_overlap


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """The outcome at one IoU threshold.

    Attributes
    ----------
    reference_ids, prediction_ids, iou
        The matched pairs in rising order of the reference id.
    unmatched_reference_ids, unmatched_prediction_ids
        Missed objects, and predicted ones that stand for none, in rising order.
    """

    iou_threshold: float
    reference_ids: Ids
    prediction_ids: Ids
    iou: NDArray[np.float64]
    unmatched_reference_ids: Ids
    unmatched_prediction_ids: Ids

    def counts(self) -> ObjectCounts:
        """Return how many objects were found, wrongly claimed, and missed."""
        return ObjectCounts(
            tp=self.iou.size,
            fp=self.unmatched_prediction_ids.size,
            fn=self.unmatched_reference_ids.size,
            # exactly rounded, so that the order of ids has no influence
            sum_matched_iou=math.fsum(self.iou.tolist()),
        )


def match_objects(
    reference: Image, prediction: Image, *, iou_thresholds: Sequence[float]
) -> tuple[Matching, ...]:
    """Match the objects of two label images at each IoU threshold.

    Parameters
    ----------
    reference, prediction
        Label images of equal shape ``(Y, X)`` or ``(Z, Y, X)``; 0 is background.
    iou_thresholds
        Each above 0 and at most 1.

    Raises
    ------
    ValueError
        If shapes differ, an image holds anything but label ids, or a threshold is
        out of range.

    Examples
    --------
    >>> (half,) = match_objects([[5, 5, 0]], [[1, 2, 2]], iou_thresholds=[0.5])
    >>> half.reference_ids.tolist(), half.prediction_ids.tolist(), half.iou.tolist()
    ([5], [1], [0.5])
    """
    overlap = label_overlap(reference, prediction)
    return tuple(match_overlap(overlap, iou_threshold=threshold) for threshold in iou_thresholds)


def match_overlap(overlap: LabelOverlap, *, iou_threshold: float) -> Matching:
    """Match objects at one IoU threshold, see `match_objects`."""
    if not 0 < iou_threshold <= 1:
        raise ValueError(f"an IoU threshold lies above 0 and at most at 1, not {iou_threshold}")
    iou = overlap.iou()
    candidates = np.flatnonzero(iou >= iou_threshold)
    rows, columns, iou = overlap.rows[candidates], overlap.columns[candidates], iou[candidates]
    chosen = _choose(rows, columns, iou)
    rows, columns, iou = rows[chosen], columns[chosen], iou[chosen]
    return Matching(
        iou_threshold=iou_threshold,
        reference_ids=overlap.reference_ids[rows],
        prediction_ids=overlap.prediction_ids[columns],
        iou=iou,
        unmatched_reference_ids=np.delete(overlap.reference_ids, rows),
        unmatched_prediction_ids=np.delete(overlap.prediction_ids, columns),
    )


def _choose(rows: Ids, columns: Ids, iou: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark the candidate pairs that make up the best matching."""
    chosen = np.zeros(iou.size, dtype=np.bool_)
    if iou.size:
        chosen[:] = (np.bincount(rows)[rows] == 1) & (np.bincount(columns)[columns] == 1)
        rivals = np.flatnonzero(~chosen)
        if rivals.size:
            chosen[rivals] = _assign(rows[rivals], columns[rivals], iou[rivals])
    return chosen


def _assign(rows: Ids, columns: Ids, iou: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark the pairs of a matching with the most pairs and then the largest IoU.

    The solver wants a partner for every row. So each row also gets a stand-in of its
    own, worth less than any pair by more than all IoUs together: a real pair more
    always outweighs them, and only between equal numbers of pairs the IoU decides.
    """
    row_ids, row = np.unique(rows, return_inverse=True)
    column_ids, column = np.unique(columns, return_inverse=True)
    n_rows, n_columns = row_ids.size, column_ids.size
    stand_ins = np.arange(n_rows)
    # the solver of older SciPy takes indices of 32 bits only
    places = (
        np.concatenate((row, stand_ins)).astype(np.int32),
        np.concatenate((column, n_columns + stand_ins)).astype(np.int32),
    )
    weights = csr_array(
        (np.concatenate((n_rows + 2.0 + iou, np.ones(n_rows))), places),
        shape=(n_rows, n_columns + n_rows),
    )
    _, partners = min_weight_full_bipartite_matching(weights, maximize=True)
    return np.asarray(partners[row] == column, dtype=np.bool_)
