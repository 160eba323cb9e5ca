"""Size and number of the objects in a label image."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label

MAX_PIXELS = 4096 * 4096
"""Of a larger image, the middle of this size is used."""
EQUAL_NEIGHBOURS = 0.6
"""Share of neighbours in a row that are equal, from which on numbers may be labels: the
pixels of a picture hardly ever are."""
_SIDE = 4096
_COUNTABLE = 1 << 24
"""Below this, counting every value is faster than sorting the pixels."""


@dataclass(frozen=True, slots=True)
class ObjectStatistics:
    """What the objects of a label image are like.

    Attributes
    ----------
    sizes
        Quartiles of the number of pixels of an object; empty if there is none.
    count
        Objects, those cut off by the border included.
    coverage
        Share of the pixels that belong to objects.
    is_mask
        Whether there is one value besides the background; then objects are pieces
        that hang together, corners included.
    """

    sizes: tuple[float, ...]
    count: int
    coverage: float
    is_mask: bool


def object_statistics(labels: NDArray[np.generic]) -> ObjectStatistics | None:
    """Return statistics of the objects in one plane or volume.

    Parameters
    ----------
    labels
        Axes ``(Y, X)`` or ``(Z, Y, X)``; 0 is the background.

    Returns
    -------
    ObjectStatistics or None
        None if the numbers cannot be labels: no integers, or hardly any of them equals
        the one beside it.

    Examples
    --------
    >>> object_statistics(np.repeat(np.repeat([[0, 1], [2, 0]], 4, 0), 4, 1)).sizes
    (16.0, 16.0, 16.0)
    """
    if labels.dtype.kind not in "bui" or not labels.size:
        return None
    part = _middle(labels)
    if part.shape[-1] > 1 and np.mean(part[..., 1:] == part[..., :-1]) < EQUAL_NEIGHBOURS:
        return None
    sizes = _sizes(part)
    is_mask = len(sizes) == 1
    if is_mask:
        pieces, _ = label(part != 0, structure=np.ones((3,) * part.ndim))
        sizes = np.bincount(pieces.ravel())[1:]
    quartiles = np.quantile(sizes, [0.25, 0.5, 0.75]) if len(sizes) else ()
    return ObjectStatistics(
        sizes=tuple(float(size) for size in quartiles),
        count=len(sizes),
        coverage=float(sizes.sum() / part.size) if len(sizes) else 0.0,
        is_mask=is_mask,
    )


def _sizes(labels: NDArray[np.generic]) -> NDArray[np.int64]:
    """Count the pixels of each value but 0."""
    largest = int(labels.max())
    if labels.dtype.kind == "b" or (0 <= largest < _COUNTABLE and int(labels.min()) >= 0):
        counts = np.bincount(labels.ravel().astype(np.int64, copy=False))[1:]
        present: NDArray[np.int64] = counts[counts > 0]
        return present
    values, found = np.unique(labels, return_counts=True)
    return np.asarray(found[values != 0], dtype=np.int64)


def _middle(labels: NDArray[np.generic]) -> NDArray[np.generic]:
    if labels.size <= MAX_PIXELS:
        return labels
    planes = max(1, MAX_PIXELS // (_SIDE * _SIDE))
    sides = (*(planes for _ in labels.shape[:-2]), _SIDE, _SIDE)
    return labels[
        tuple(
            slice(max(0, (length - side) // 2), max(0, (length - side) // 2) + side)
            for length, side in zip(labels.shape, sides, strict=True)
        )
    ]
