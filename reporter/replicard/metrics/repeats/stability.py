"""How the objects of a reference fare in the repeats: found or not, and how well."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import JsonValue

from replicard.errors import UndefinedMetricError
from replicard.metrics.labels import check_labels
from replicard.metrics.matching import match_overlap
from replicard.metrics.measures import MeasuredValue, measured
from replicard.metrics.objects import f1
from replicard.metrics.overlap import Ids, LabelOverlap, label_overlap
from replicard_schema.vocabulary import MeasureId

FOUND_IOU = 0.5
"""Overlap from which an object counts as found in a repeat; equality counts."""

_NO_OBJECT = "the reference holds no object"
_TWO = 2


@dataclass(frozen=True, slots=True)
class ObjectRecord:
    """One object of the reference.

    Attributes
    ----------
    centre
        Mean position of its pixels along each axis, counted from 0.
    mean_best_iou
        Over the repeats, of its largest IoU with any object; 0 where none overlaps.
    found_in
        Repeats with an object of IoU ``FOUND_IOU`` or more.
    """

    id: int
    centre: tuple[float, ...]
    pixels: int
    mean_best_iou: float
    found_in: int


@dataclass(slots=True)
class StabilityTally:
    """What the repeats say about the objects of one reference.

    Examples
    --------
    >>> tally = StabilityTally([[7, 7, 0, 4]])
    >>> for repeat in ([[1, 1, 0, 2]], [[3, 3, 0, 0]]):
    ...     tally.add(repeat)
    >>> [(found.id, found.mean_best_iou, found.found_in) for found in tally.objects()]
    [(4, 0.5, 1), (7, 1.0, 2)]
    """

    reference: ArrayLike
    count: int = 0
    _overlap_with_itself: LabelOverlap = field(init=False)
    _best: list[NDArray[np.float64]] = field(default_factory=list)
    _f1: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._overlap_with_itself = label_overlap(self.reference, self.reference)

    @property
    def ids(self) -> Ids:
        """Ids of the objects of the reference, in rising order."""
        return self._overlap_with_itself.reference_ids

    def add(self, repeat: ArrayLike) -> None:
        """Compare one more repeat with the reference.

        Raises
        ------
        ValueError
            If the shape differs, or the array holds anything but label ids.
        """
        overlap = label_overlap(self.reference, repeat)
        best = np.zeros(overlap.reference_ids.size)
        np.maximum.at(best, overlap.rows, overlap.iou())
        self.count += 1
        self._best.append(best)
        counts = match_overlap(overlap, iou_threshold=FOUND_IOU).counts()
        if counts.tp + counts.fp + counts.fn:
            self._f1.append(f1(counts))

    def mean_best_iou(self) -> NDArray[np.float64]:
        """Return for each object its mean best IoU over the repeats."""
        self._require_repeats()
        # exactly rounded, so that the order of repeats has no influence
        rows = np.stack(self._best, axis=1).tolist()
        return np.array([math.fsum(row) / self.count for row in rows])

    def found_in(self) -> Ids:
        """Return for each object the number of repeats in which it is found."""
        self._require_repeats()
        found = np.zeros(self.ids.size, dtype=np.int64)
        for best in self._best:
            found += best >= FOUND_IOU
        return found

    def f1_scores(self) -> tuple[float, ...]:
        """Return the F1 of each repeat with the reference, where either has an object."""
        return tuple(self._f1)

    def objects(self) -> tuple[ObjectRecord, ...]:
        """Return all objects of the reference, in rising order of their ids."""
        centres = _centres(check_labels(self.reference), self.ids)
        return tuple(
            ObjectRecord(int(id_), centre, int(pixels), float(iou), int(found))
            for id_, centre, pixels, iou, found in zip(
                self.ids,
                centres,
                self._overlap_with_itself.reference_areas,
                self.mean_best_iou(),
                self.found_in(),
                strict=True,
            )
        )

    def _require_repeats(self) -> None:
        if not self.count:
            raise UndefinedMetricError("there is no repeat beside the reference")


def measure_stability(
    tallies: Sequence[StabilityTally],
    *,
    counts: Sequence[int],
    parameters: Mapping[str, JsonValue],
) -> Sequence[MeasuredValue]:
    """Return all measures of repeated label images of objects.

    Parameters
    ----------
    tallies
        Of each channel and frame of one image; their objects are taken together.
    counts
        Objects in each repeat.
    parameters
        What the values are about.
    """
    found: dict[str, JsonValue] = {**parameters, "iou_threshold": FOUND_IOU}
    return [
        measured(MeasureId.OBJECT_STABILITY, lambda: _mean_stability(tallies), parameters),
        measured(MeasureId.STABLE_OBJECTS, lambda: _stable_share(tallies), found),
        measured(MeasureId.REPEAT_F1, lambda: _mean_f1(tallies), found),
        measured(MeasureId.REPEAT_COUNT, lambda: statistics.mean(map(float, counts)), parameters),
        measured(MeasureId.REPEAT_COUNT_CV, lambda: _count_variation(counts), parameters),
    ]


def stability_map(reference: ArrayLike, shares: Mapping[int, float]) -> NDArray[np.float64]:
    """Return for each pixel a value of its object; NaN on the background.

    Parameters
    ----------
    reference
        Label image; 0 is background.
    shares
        Value of each object by its id.

    Examples
    --------
    >>> stability_map([[0, 3]], {3: 0.5}).tolist()
    [[nan, 0.5]]
    """
    labels = check_labels(reference)
    ids, places = np.unique(labels, return_inverse=True)
    values = np.array([shares.get(int(id_), math.nan) if id_ else math.nan for id_ in ids])
    painted: NDArray[np.float64] = values[places.reshape(labels.shape)]
    return painted


def _mean_stability(tallies: Sequence[StabilityTally]) -> float:
    values = np.concatenate([tally.mean_best_iou() for tally in tallies])
    if not values.size:
        raise UndefinedMetricError(_NO_OBJECT)
    return math.fsum(values.tolist()) / values.size


def _stable_share(tallies: Sequence[StabilityTally]) -> float:
    stable = np.concatenate([tally.found_in() == tally.count for tally in tallies])
    if not stable.size:
        raise UndefinedMetricError(_NO_OBJECT)
    return float(np.count_nonzero(stable) / stable.size)


def _mean_f1(tallies: Sequence[StabilityTally]) -> float:
    scores = [score for tally in tallies for score in tally.f1_scores()]
    if not scores:
        raise UndefinedMetricError("neither the reference nor a repeat holds an object")
    return math.fsum(scores) / len(scores)


def _count_variation(counts: Sequence[int]) -> float:
    if len(counts) < _TWO:
        raise UndefinedMetricError("there are fewer than two repeats")
    mean = statistics.mean(map(float, counts))
    if not mean:
        raise UndefinedMetricError("no repeat holds an object")
    return statistics.stdev(map(float, counts)) / mean


def _centres(labels: NDArray[np.generic], ids: Ids) -> list[tuple[float, ...]]:
    flat = np.flatnonzero(labels)
    if not flat.size:
        return []
    places = np.searchsorted(ids, labels.reshape(-1)[flat])
    sizes = np.bincount(places, minlength=ids.size)
    means = [
        np.bincount(places, weights=position, minlength=ids.size) / sizes
        for position in np.unravel_index(flat, labels.shape)
    ]
    return [tuple(round(float(axis[i]), 1) for axis in means) for i in range(ids.size)]
