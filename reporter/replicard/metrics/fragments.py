"""Objects that were split, and objects that were merged.

A predicted object is a part of the ground-truth object in which more than half of its area
lies, and the other way round. So an object is a part of one object at most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.metrics.counts import FragmentCounts
from replicard.metrics.overlap import Ids, LabelOverlap


@dataclass(frozen=True, slots=True, eq=False)
class Fragments:
    """Which objects were split or merged.

    Attributes
    ----------
    split_reference_ids
        Objects of the ground truth that several predicted ones make up.
    part_prediction_ids
        The predicted objects that make them up.
    merging_prediction_ids
        Predicted objects that several ones of the ground truth make up.
    merged_reference_ids
        The objects of the ground truth that make them up.
    """

    split_reference_ids: Ids
    part_prediction_ids: Ids
    merging_prediction_ids: Ids
    merged_reference_ids: Ids

    def counts(self) -> FragmentCounts:
        """Return how many there are."""
        return FragmentCounts(
            splits=self.split_reference_ids.size, merges=self.merging_prediction_ids.size
        )


def find_fragments(overlap: LabelOverlap) -> Fragments:
    """Find split and merged objects.

    An object is split if at least two predicted objects are parts of it that together
    cover more than half of its area. A predicted object merges if at least two objects of
    the ground truth are parts of it that together cover more than half of its area.

    Parameters
    ----------
    overlap
        Objects of two label images and the pixels that they share.

    References
    ----------
    Hoover et al. (1996), doi:10.1109/34.506791, with a tolerance of one half. They count no
    split where a pair matches as well; here an object may be matched and split.

    Examples
    --------
    >>> from replicard.metrics.overlap import label_overlap
    >>> found = find_fragments(label_overlap([[1, 1, 1, 1, 2, 3]], [[4, 4, 5, 0, 6, 6]]))
    >>> found.split_reference_ids.tolist(), found.merging_prediction_ids.tolist()
    ([1], [6])
    """
    rows, columns, shared = overlap.rows, overlap.columns, overlap.intersections
    is_part = 2 * shared > overlap.prediction_areas[columns]
    is_split = _made_up(rows[is_part], shared[is_part], overlap.reference_areas)
    is_merged = 2 * shared > overlap.reference_areas[rows]
    is_merging = _made_up(columns[is_merged], shared[is_merged], overlap.prediction_areas)
    return Fragments(
        split_reference_ids=overlap.reference_ids[is_split],
        part_prediction_ids=overlap.prediction_ids[np.sort(columns[is_part & is_split[rows]])],
        merging_prediction_ids=overlap.prediction_ids[is_merging],
        merged_reference_ids=overlap.reference_ids[np.sort(rows[is_merged & is_merging[columns]])],
    )


def splits(counts: FragmentCounts) -> float:
    """Return the number of ground-truth objects that were split."""
    return float(counts.splits)


def merges(counts: FragmentCounts) -> float:
    """Return the number of predicted objects that merge several."""
    return float(counts.merges)


def _made_up(wholes: Ids, shared: Ids, areas: Ids) -> NDArray[np.bool_]:
    """Mark the objects of which at least two parts cover more than half."""
    n_parts = np.bincount(wholes, minlength=areas.size)
    covered = np.zeros(areas.size, dtype=np.int64)
    np.add.at(covered, wholes, shared)
    return np.asarray((n_parts > 1) & (2 * covered > areas), dtype=np.bool_)
