"""What became of every object of an image, one row each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from replicard.metrics.fragments import Fragments, find_fragments
from replicard.metrics.matching import match_overlap
from replicard.metrics.overlap import Ids, LabelOverlap, label_overlap

ObjectStatus: TypeAlias = Literal["matched", "missed", "false"]


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One matched pair, one missed object, or one that stands for none.

    Attributes
    ----------
    iou
        Of the pair; of an unmatched object the largest IoU that it has with any object of
        the other image, 0 if it touches none.
    is_split
        Whether the object of the ground truth was split, or the predicted one is a part of
        one that was.
    is_merged
        Whether the predicted object merges several, or that of the ground truth is one of
        them.
    reference_area, prediction_area
        In pixels or voxels.
    """

    status: ObjectStatus
    reference_id: int | None
    prediction_id: int | None
    iou: float
    is_split: bool
    is_merged: bool
    reference_area: int | None
    prediction_area: int | None


def object_rows(
    reference: ArrayLike, prediction: ArrayLike, *, iou_threshold: float
) -> tuple[ObjectRow, ...]:
    """Return what became of every object of two label images.

    Parameters
    ----------
    reference, prediction
        Label images of equal shape ``(Y, X)`` or ``(Z, Y, X)``; 0 is background.
    iou_threshold
        Above 0 and at most 1, see `replicard.metrics.matching.match_objects`.

    Returns
    -------
    tuple
        Objects of the ground truth in rising order of their ids, and then the predicted
        ones that stand for none.

    Raises
    ------
    ValueError
        If shapes differ, an image holds anything but label ids, or the threshold is out of
        range.

    Examples
    --------
    >>> rows = object_rows([[7, 7, 7, 0]], [[1, 1, 2, 3]], iou_threshold=0.5)
    >>> [(row.status, row.reference_id, row.prediction_id, row.is_split) for row in rows]
    [('matched', 7, 1, True), ('false', None, 2, True), ('false', None, 3, False)]
    """
    overlap = label_overlap(reference, prediction)
    return tuple(_Listing(overlap, iou_threshold).rows())


class _Listing:
    """Look-ups by id, for one pair of images."""

    def __init__(self, overlap: LabelOverlap, iou_threshold: float) -> None:
        matching = match_overlap(overlap, iou_threshold=iou_threshold)
        ids = zip(matching.reference_ids.tolist(), matching.prediction_ids.tolist(), strict=True)
        self.partner = dict(ids)
        self.claimed = matching.unmatched_prediction_ids.tolist()
        self.reference_areas = _by_id(overlap.reference_ids, overlap.reference_areas)
        self.prediction_areas = _by_id(overlap.prediction_ids, overlap.prediction_areas)
        pairs = zip(
            overlap.reference_ids[overlap.rows].tolist(),
            overlap.prediction_ids[overlap.columns].tolist(),
            strict=True,
        )
        self.iou = dict(zip(pairs, overlap.iou().tolist(), strict=True))
        self.largest_of_reference = _largest(overlap, overlap.reference_ids, overlap.rows)
        self.largest_of_prediction = _largest(overlap, overlap.prediction_ids, overlap.columns)
        self.fragments = _FragmentSets(find_fragments(overlap))

    def rows(self) -> Iterator[ObjectRow]:
        for reference_id in self.reference_areas:
            prediction_id = self.partner.get(reference_id)
            if prediction_id is None:
                yield self._row("missed", reference_id, None, self.largest_of_reference)
            else:
                yield self._row("matched", reference_id, prediction_id, {})
        for prediction_id in self.claimed:
            yield self._row("false", None, prediction_id, self.largest_of_prediction)

    def _row(
        self,
        status: ObjectStatus,
        reference_id: int | None,
        prediction_id: int | None,
        largest: dict[int, float],
    ) -> ObjectRow:
        if reference_id is not None and prediction_id is not None:
            iou = self.iou[reference_id, prediction_id]
        else:
            iou = largest[reference_id if reference_id is not None else int(prediction_id or 0)]
        found = self.fragments
        return ObjectRow(
            status=status,
            reference_id=reference_id,
            prediction_id=prediction_id,
            iou=iou,
            is_split=reference_id in found.split or prediction_id in found.parts,
            is_merged=prediction_id in found.merging or reference_id in found.merged,
            reference_area=None if reference_id is None else self.reference_areas[reference_id],
            prediction_area=None if prediction_id is None else self.prediction_areas[prediction_id],
        )


class _FragmentSets:
    """Ids of split and merged objects, to be looked up."""

    def __init__(self, fragments: Fragments) -> None:
        self.split = set(fragments.split_reference_ids.tolist())
        self.parts = set(fragments.part_prediction_ids.tolist())
        self.merging = set(fragments.merging_prediction_ids.tolist())
        self.merged = set(fragments.merged_reference_ids.tolist())


def _by_id(ids: Ids, areas: Ids) -> dict[int, int]:
    return dict(zip(ids.tolist(), areas.tolist(), strict=True))


def _largest(overlap: LabelOverlap, ids: Ids, places: Ids) -> dict[int, float]:
    """Return the largest IoU of each object, 0 without any overlap."""
    largest = np.zeros(ids.size)
    np.maximum.at(largest, places, overlap.iou())
    return dict(zip(ids.tolist(), largest.tolist(), strict=True))
