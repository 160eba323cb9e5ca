"""The aggregated Jaccard index: all objects of an image as one ratio of areas.

Two pairings of objects are in use. That of Kumar et al. takes for each object of the ground
truth the predicted one with the largest IoU, so that one prediction may stand for several
objects. That of Graham et al. (AJI+) uses each object at most once.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import PairedAreas
from replicard.metrics.objects import NO_OBJECT
from replicard.metrics.overlap import Ids, LabelOverlap


def nearest_areas(overlap: LabelOverlap) -> PairedAreas:
    """Pair each object of the ground truth with the predicted one of the largest IoU.

    Of predictions with equal IoU the one with the smallest id is taken. A prediction may
    be taken more than once; those that never are count as not paired.

    References
    ----------
    Kumar et al. (2017), doi:10.1109/TMI.2017.2677499, algorithm 1.

    Examples
    --------
    >>> from replicard.metrics.overlap import label_overlap
    >>> nearest_areas(label_overlap([[1, 1, 2, 2, 0]], [[5, 5, 5, 0, 6]]))
    PairedAreas(shared=3, covered=8)
    """
    order = np.lexsort((overlap.columns, -overlap.iou(), overlap.rows))
    _, firsts = np.unique(overlap.rows[order], return_index=True)
    return _areas(overlap, order[firsts])


def assigned_areas(overlap: LabelOverlap) -> PairedAreas:
    """Pair objects one to one so that the sum of IoU is as large as possible.

    Every pair that shares a pixel may be chosen, whatever its IoU.

    References
    ----------
    Graham et al. (2019), doi:10.1016/j.media.2019.101563; the name AJI+ stands in the code
    of its authors.

    Examples
    --------
    >>> from replicard.metrics.overlap import label_overlap
    >>> assigned_areas(label_overlap([[1, 1, 2, 2, 0]], [[5, 5, 5, 0, 6]]))
    PairedAreas(shared=2, covered=6)
    """
    is_pair = _largest_sum(overlap.rows, overlap.columns, overlap.iou())
    return _areas(overlap, np.flatnonzero(is_pair))


def aggregated_jaccard(areas: PairedAreas) -> float:
    """Return the pixels that paired objects share over the pixels that all objects cover.

    Raises
    ------
    UndefinedMetricError
        If neither image holds an object. If only one does, the value is 0.

    Examples
    --------
    >>> aggregated_jaccard(PairedAreas(shared=3, covered=8))
    0.375
    """
    if not areas.covered:
        raise UndefinedMetricError(NO_OBJECT)
    return areas.shared / areas.covered


def _areas(overlap: LabelOverlap, pairs: NDArray[np.intp]) -> PairedAreas:
    rows, columns = overlap.rows[pairs], overlap.columns[pairs]
    shared = int(overlap.intersections[pairs].sum())
    paired = int(overlap.reference_areas[rows].sum() + overlap.prediction_areas[columns].sum())
    alone = int(
        np.delete(overlap.reference_areas, rows).sum()
        + np.delete(overlap.prediction_areas, columns).sum()
    )
    return PairedAreas(shared=shared, covered=paired - shared + alone)


def _largest_sum(rows: Ids, columns: Ids, iou: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark the pairs of the matching with the largest sum of IoU.

    The solver wants a partner for every row and takes no weight of 0. So each row also gets
    a stand-in of its own that is worth 0, and all weights are raised by 1.
    """
    if not rows.size:
        return np.zeros(0, dtype=np.bool_)
    row_ids, row = np.unique(rows, return_inverse=True)
    column_ids, column = np.unique(columns, return_inverse=True)
    stand_ins = np.arange(row_ids.size)
    # the solver of older SciPy takes indices of 32 bits only
    places = (
        np.concatenate((row, stand_ins)).astype(np.int32),
        np.concatenate((column, column_ids.size + stand_ins)).astype(np.int32),
    )
    weights = csr_array(
        (1.0 + np.concatenate((iou, np.zeros(row_ids.size))), places),
        shape=(row_ids.size, column_ids.size + row_ids.size),
    )
    _, partners = min_weight_full_bipartite_matching(weights, maximize=True)
    return np.asarray(partners[row] == column, dtype=np.bool_)
