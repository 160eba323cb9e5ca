"""How many pixels have each pair of labels, counted from runs of equal pairs."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from replicard.images import PixelSource
from replicard.metrics.kernels.backend import Pairs, kernels
from replicard.metrics.kernels.partition import Region, as_source, load, strips
from replicard.metrics.kernels.threads import in_order

LARGEST_ID = int(np.iinfo(np.int64).max)


def count_pairs(reference: PixelSource, prediction: PixelSource) -> Pairs:
    """Count the pixels of each pair of values that occurs, in rising order of the pairs.

    Parameters
    ----------
    reference, prediction
        Label images or masks of equal shape, of integers or bool.

    Returns
    -------
    tuple of NDArray
        Value in the reference, value in the prediction, number of pixels.

    Raises
    ------
    ValueError
        If shapes differ, the numbers are no integers, an id is negative or beyond 63
        bits, or there are no pixels.

    Examples
    --------
    >>> [column.tolist() for column in count_pairs(np.array([[0, 1, 1]]), np.array([[0, 2, 0]]))]
    [[0, 1, 1], [0, 0, 2], [1, 1, 1]]
    """
    sides = as_source(reference), as_source(prediction)
    for side in sides:
        require_labels(side)
    shapes = [tuple(side.shape) for side in sides]
    if shapes[0] != shapes[1]:
        raise ValueError(f"shapes differ: {shapes[0]} and {shapes[1]}")
    loops = kernels(2 * math.prod(shapes[0]))

    def work(region: Region) -> tuple[Pairs, list[tuple[int, int] | None]]:
        true, found = (np.asarray(load(side, region)).reshape(-1) for side in sides)
        return _merged([loops.count_pairs(true, found)]), [_extremes(true), _extremes(found)]

    counted, extremes = [], []
    for pairs, ends in in_order(work, strips(*sides)):
        counted.append(pairs)
        extremes.append(ends)
    for of_side in zip(*extremes, strict=True):
        _require_ids([ends for ends in of_side if ends is not None])
    return _merged(counted)


def require_labels(image: PixelSource) -> None:
    """Refuse what cannot be a label image, as far as its type tells.

    Raises
    ------
    ValueError
        If the numbers are no integers, or there are no pixels.
    """
    if image.dtype.kind not in "bui":
        raise ValueError(
            f"label ids are integers, but this label image holds {image.dtype}; "
            "save it as an integer image"
        )
    if not math.prod(image.shape):
        raise ValueError("the label image has no pixels")


def _extremes(labels: NDArray[Any]) -> tuple[int, int] | None:
    """Return the smallest and the largest id, or None if the type leaves no doubt."""
    if labels.dtype.kind == "i" or labels.dtype == np.uint64:
        return int(labels.min()), int(labels.max())
    return None


def _require_ids(extremes: list[tuple[int, int]]) -> None:
    smallest = min((low for low, _ in extremes), default=0)
    largest = max((high for _, high in extremes), default=0)
    if smallest < 0:
        raise ValueError(f"label ids start at 0, but the smallest here is {smallest}")
    if largest > LARGEST_ID:
        raise ValueError(f"label id {largest} is beyond {LARGEST_ID}")


def _merged(counted: list[Pairs]) -> Pairs:
    """Add up the pixels of equal pairs, and sort the pairs."""
    first, second, pixels = (np.concatenate(columns) for columns in zip(*counted, strict=True))
    order = np.lexsort((second, first))
    first, second, pixels = first[order], second[order], pixels[order]
    is_new = np.append(True, (first[1:] != first[:-1]) | (second[1:] != second[:-1]))
    starts = np.flatnonzero(is_new)
    return first[starts], second[starts], np.add.reduceat(pixels, starts)
