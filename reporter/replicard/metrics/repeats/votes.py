"""Repeated masks and classes: how the repeats vote on each pixel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import JsonValue

from replicard.errors import UndefinedMetricError
from replicard.metrics.labels import check_labels, class_values
from replicard.metrics.measures import MeasuredValue, measured
from replicard_schema.vocabulary import MeasureId

_Counts = NDArray[np.uint16]


@dataclass(slots=True)
class ClassVotes:
    """Votes of the repeats on each pixel, class by class; 0 is the background.

    One image of counts is kept for each class that occurs, whatever the number of
    repeats.

    Examples
    --------
    >>> votes = ClassVotes()
    >>> for mask in ([[0, 1, 1]], [[0, 1, 0]], [[0, 1, 2]]):
    ...     votes.add(mask)
    >>> votes.disagreement().round(2).tolist()
    [[0.0, 0.0, 0.67]]
    """

    count: int = 0
    shape: tuple[int, ...] = ()
    _by_class: dict[int, _Counts] = field(default_factory=dict)

    def add(self, labels: ArrayLike) -> None:
        """Take in one more repeat.

        Raises
        ------
        ValueError
            If the shape differs, or the array holds anything but label ids.
        """
        array = check_labels(labels)
        if not self.count:
            self.shape = array.shape
        if array.shape != self.shape:
            raise ValueError(f"shapes differ: {self.shape} and {array.shape}")
        self.count += 1
        for value in class_values(array):
            counts = self._by_class.setdefault(value, np.zeros(self.shape, dtype=np.uint16))
            counts += array == value

    @property
    def classes(self) -> tuple[int, ...]:
        """Classes that any repeat names, in rising order, without the background."""
        return tuple(sorted(self._by_class))

    def majority(self) -> NDArray[np.float64]:
        """Return for each pixel the share of repeats that name its most frequent class."""
        background = np.full(self.shape, self.count, dtype=np.int64)
        most = np.zeros(self.shape, dtype=np.int64)
        for counts in self._by_class.values():
            background -= counts
            np.maximum(most, counts, out=most)
        return np.maximum(most, background) / self.count

    def disagreement(self) -> NDArray[np.float64]:
        """Return for each pixel the share of repeats outside the majority, from 0 on."""
        return 1.0 - self.majority()

    def foreground(self) -> NDArray[np.float64]:
        """Return for each pixel the share of repeats that see foreground."""
        total = np.zeros(self.shape, dtype=np.int64)
        for counts in self._by_class.values():
            total += counts
        return total / self.count

    def disputed(self) -> float:
        """Return the share of pixels on which not all repeats agree."""
        return float(np.mean(self.majority() < 1.0))

    def iou_of_all(self, value: int) -> float:
        """Return the pixels of a class in all repeats over those in any.

        Raises
        ------
        UndefinedMetricError
            If the class occurs in no repeat.

        References
        ----------
        Roy et al. (2019), doi:10.1016/j.neuroimage.2019.03.042.
        """
        counts = self._by_class.get(value)
        if counts is None:
            raise UndefinedMetricError("no repeat has a pixel of this class")
        return float(np.count_nonzero(counts == self.count) / np.count_nonzero(counts))


def measure_votes(
    votes: ClassVotes, *, names: Mapping[int, str], parameters: Mapping[str, JsonValue]
) -> Sequence[MeasuredValue]:
    """Return all measures of repeated masks.

    Parameters
    ----------
    names
        Name of each class that is reported, by its value.
    parameters
        What the values are about, such as a channel.
    """
    return [
        measured(
            MeasureId.REPEAT_DISAGREEMENT, lambda: float(votes.disagreement().mean()), parameters
        ),
        measured(MeasureId.REPEAT_DISPUTED, votes.disputed, parameters),
        *(
            _iou(votes, value, {**parameters, "class": name})
            for value, name in sorted(names.items())
        ),
    ]


def _iou(votes: ClassVotes, value: int, parameters: Mapping[str, JsonValue]) -> MeasuredValue:
    return measured(MeasureId.REPEAT_IOU, lambda: votes.iou_of_all(value), parameters)
