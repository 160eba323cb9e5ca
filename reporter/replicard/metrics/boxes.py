"""Boxes around objects: how they overlap, and which stands for which."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.metrics.counts import ObjectCounts
from replicard.metrics.matching import match_overlap
from replicard.metrics.overlap import LabelOverlap

Floats = NDArray[np.float64]

_ROWS_AT_ONCE = 512
"""Boxes of the ground truth that are compared with all predicted ones at a time."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its class, in pixels.

    Attributes
    ----------
    y0, x0, y1, x1
        Upper left and lower right corner. The lower right one lies outside: a box of one
        pixel has ``y1 = y0 + 1``.
    score
        How sure the model is, any finite number; None in the ground truth, or if there are
        none.
    """

    label: str
    y0: float
    x0: float
    y1: float
    x1: float
    score: float | None = None

    @property
    def area(self) -> float:
        """Height times width."""
        return (self.y1 - self.y0) * (self.x1 - self.x0)


@dataclass(frozen=True, slots=True, eq=False)
class BoxOverlap(LabelOverlap):
    """Pairs of boxes that overlap, for matching as objects are matched."""

    ratios: Floats

    def iou(self) -> Floats:
        """Return the intersection over union of each pair."""
        return self.ratios


def box_overlap(reference: Sequence[Box], prediction: Sequence[Box]) -> BoxOverlap:
    """Return which boxes of one class overlap; ids are places in the lists, from 1.

    Examples
    --------
    >>> one, other = Box("cell", 0, 0, 2, 2), Box("cell", 0, 1, 2, 3)
    >>> box_overlap([one], [other]).iou().round(3).tolist()
    [0.333]
    """
    true, found = _corners(reference), _corners(prediction)
    rows, columns, ratios = [], [], []
    for start in range(0, len(true), _ROWS_AT_ONCE):
        iou = _iou(true[start : start + _ROWS_AT_ONCE], found)
        row, column = np.nonzero(iou)
        rows.append(row + start)
        columns.append(column)
        ratios.append(iou[row, column])
    nothing = np.zeros(0)
    return BoxOverlap(
        reference_ids=np.arange(1, len(true) + 1),
        prediction_ids=np.arange(1, len(found) + 1),
        reference_areas=np.ones(len(true), dtype=np.int64),
        prediction_areas=np.ones(len(found), dtype=np.int64),
        rows=np.concatenate([nothing, *rows]).astype(np.int64),
        columns=np.concatenate([nothing, *columns]).astype(np.int64),
        intersections=np.zeros(sum(map(len, rows)), dtype=np.int64),
        ratios=np.concatenate([nothing, *ratios]),
    )


def box_counts(
    reference: Sequence[Box], prediction: Sequence[Box], *, iou_threshold: float
) -> ObjectCounts:
    """Match the boxes of one image, class by class, and count.

    A pair of two classes is no match, however well the boxes overlap. Within a class
    boxes are matched as objects are, see `replicard.metrics.matching`.

    Examples
    --------
    >>> cell, other = Box("cell", 0, 0, 2, 2), Box("debris", 0, 0, 2, 2)
    >>> box_counts([cell, other], [cell], iou_threshold=0.5)
    ObjectCounts(tp=1, fp=0, fn=1, sum_matched_iou=1.0)
    """
    total = ObjectCounts(tp=0, fp=0, fn=0, sum_matched_iou=0.0)
    for label in sorted({box.label for box in (*reference, *prediction)}):
        overlap = box_overlap(of_class(reference, label), of_class(prediction, label))
        total += match_overlap(overlap, iou_threshold=iou_threshold).counts()
    return total


def of_class(boxes: Sequence[Box], label: str) -> list[Box]:
    """Return the boxes of one class, in their order."""
    return [box for box in boxes if box.label == label]


def _corners(boxes: Sequence[Box]) -> Floats:
    rows = [(box.y0, box.x0, box.y1, box.x1) for box in boxes]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _iou(true: Floats, found: Floats) -> Floats:
    upper = np.maximum(true[:, None, :2], found[None, :, :2])
    lower = np.minimum(true[:, None, 2:], found[None, :, 2:])
    shared = np.prod(np.clip(lower - upper, 0, None), axis=2)
    areas = [np.prod(side[:, 2:] - side[:, :2], axis=1) for side in (true, found)]
    return np.asarray(shared / (areas[0][:, None] + areas[1][None, :] - shared))
