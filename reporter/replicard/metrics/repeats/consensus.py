"""Which repeat stands for all of them, where no prediction was named as the one in use.

Objects have no identity across repeats, so they cannot be averaged. What can be put to
the vote is whether two neighbouring pixels belong to the same object. The repeat that
differs least from the majority of these votes is the reference: it exists as a file,
it does not depend on how objects are numbered or repeats are ordered, and all repeats
are read a fixed number of times, where a comparison of all pairs would grow with the
square of their number.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from replicard.metrics.labels import check_labels

_Bools = NDArray[np.bool_]


def affinities(labels: ArrayLike, *, axes: Sequence[int] | None = None) -> tuple[_Bools, ...]:
    """Say which neighbouring pixels belong to the same object.

    Parameters
    ----------
    labels
        Label image; 0 is background.
    axes
        Axes along which pixels are neighbours; all by default.

    Returns
    -------
    tuple of NDArray
        The foreground, and for each axis whether a pixel and the next one carry the
        same id other than 0.

    Examples
    --------
    >>> [found.tolist() for found in affinities([5, 5, 6, 0])]
    [[True, True, True, False], [True, False, False]]
    """
    array = check_labels(labels)
    found = [array != 0]
    for axis in range(array.ndim) if axes is None else axes:
        ahead = array[_slice(array.ndim, axis, 1, None)]
        here = array[_slice(array.ndim, axis, None, -1)]
        found.append((here == ahead) & (here != 0))
    return tuple(found)


@dataclass(slots=True)
class AffinityVotes:
    """How many repeats join each pair of neighbours."""

    axes: Sequence[int] | None = None
    count: int = 0
    _counts: list[NDArray[np.uint16]] = field(default_factory=list)

    def add(self, labels: ArrayLike) -> None:
        """Take in one more repeat, of the shape of the others."""
        found = affinities(labels, axes=self.axes)
        if not self.count:
            self._counts = [np.zeros(part.shape, dtype=np.uint16) for part in found]
        self.count += 1
        for counts, part in zip(self._counts, found, strict=True):
            np.add(counts, part, out=counts)

    def distance(self, labels: ArrayLike) -> int:
        """Return in how many votes a repeat differs from the majority; a tie counts for none."""
        found = affinities(labels, axes=self.axes)
        distance = 0
        for counts, part in zip(self._counts, found, strict=True):
            twice = counts.astype(np.int64) * 2
            distance += int(np.count_nonzero((twice > self.count) & ~part))
            distance += int(np.count_nonzero((twice < self.count) & part))
        return distance


def canonical_digest(labels: ArrayLike) -> str:
    """Return a hash that is the same however the objects are numbered.

    It decides between repeats that are equally near to the majority.
    """
    array = check_labels(labels)
    _, first, places = np.unique(array.reshape(-1), return_index=True, return_inverse=True)
    ranks = np.argsort(np.argsort(first)).astype("<i8")
    renumbered = ranks[places.reshape(-1)]
    background = array.reshape(-1) == 0
    renumbered[background] = -1
    return hashlib.sha256(repr(array.shape).encode() + renumbered.tobytes()).hexdigest()


def _slice(ndim: int, axis: int, start: int | None, stop: int | None) -> tuple[slice, ...]:
    return tuple(slice(start, stop) if a == axis else slice(None) for a in range(ndim))
