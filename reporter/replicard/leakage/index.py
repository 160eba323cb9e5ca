"""Pairs of codes that nearly agree, among millions, by looking up parts of the codes.

Codes that differ in a few bits are likely to agree in one of several runs of 20 bits. So
each run is a key under which codes are filed; only codes filed under the same key are
compared. A key under which very many are filed says little, and of these only some are
looked at: that keeps the work in proportion to the number of codes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.leakage.codes import Codes, ones

MOST_DIFFERING_BITS = 6
"""Of 48; unlike patches differ in 24 of them on average."""
_KEY_BITS = 20
_KEY_STARTS = (0, 14, 28)
_MOST_UNDER_ONE_KEY = 8
_MASK = np.uint64((1 << _KEY_BITS) - 1)

_Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CodeIndex:
    """Codes filed under their keys.

    Attributes
    ----------
    codes
        All codes.
    order
        Positions in ``codes`` sorted by key, for each kind of key.
    keys
        The keys in that order.
    """

    codes: Codes
    order: tuple[_Places, ...]
    keys: tuple[NDArray[np.uint32], ...]

    @classmethod
    def of(cls, codes: Codes) -> "CodeIndex":
        """File codes; those that come first are found first under a crowded key."""
        keys = [_keys(codes, start) for start in _KEY_STARTS]
        order = [np.argsort(key, kind="stable") for key in keys]
        ordered = tuple(key[at] for key, at in zip(keys, order, strict=True))
        return cls(codes, tuple(order), ordered)

    def near(self, codes: Codes) -> tuple[_Places, _Places]:
        """Return which of ``codes`` nearly agrees with which code of the index.

        Returns
        -------
        tuple of arrays
            Positions in ``codes`` and in the index, of equal length, each pair once.
        """
        found = [
            _close(codes, self.codes, *_filed_alike(_keys(codes, start), keys, order), kind=kind)
            for kind, (start, keys, order) in enumerate(
                zip(_KEY_STARTS, self.keys, self.order, strict=True)
            )
        ]
        return (
            np.concatenate([theirs for theirs, _ in found]),
            np.concatenate([ours for _, ours in found]),
        )


def _keys(codes: Codes, start: int) -> NDArray[np.uint32]:
    return ((codes >> np.uint64(start)) & _MASK).astype(np.uint32)


def _filed_alike(
    wanted: NDArray[np.uint32], keys: NDArray[np.uint32], order: _Places
) -> tuple[_Places, _Places]:
    # Sorted look-ups stay within the cache, which makes them several times faster.
    by_key = np.argsort(wanted, kind="stable")
    first = np.searchsorted(keys, wanted[by_key], side="left")
    last = np.searchsorted(keys, wanted[by_key], side="right")
    n = np.minimum(last - first, _MOST_UNDER_ONE_KEY)
    ends = np.cumsum(n)
    within = np.arange(ends[-1] if n.size else 0) - np.repeat(ends - n, n)
    return np.repeat(by_key, n), order[np.repeat(first, n) + within]


def _close(
    theirs: Codes, ours: Codes, i: _Places, j: _Places, *, kind: int
) -> tuple[_Places, _Places]:
    """Keep the pairs that nearly agree and have no key of an earlier kind in common."""
    differing = theirs[i] ^ ours[j]
    close = ones(differing) <= MOST_DIFFERING_BITS
    i, j, differing = i[close], j[close], differing[close]
    new = np.ones(len(i), dtype=bool)
    for start in _KEY_STARTS[:kind]:
        new &= ((differing >> np.uint64(start)) & _MASK) != 0
    return i[new], j[new]
