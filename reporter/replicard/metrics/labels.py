"""What a label image may hold, and whether it looks like what it is said to be."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from skimage.measure import label

from replicard_schema.vocabulary import LabelKind

# A class mask seldom has this many classes each of which is one connected piece.
_MANY_VALUES = 10
_MOSTLY_SINGLE = 0.9
# An object may be cut in two by a neighbour or an artefact, but not most of them.
_PIECES_PER_VALUE = 3.0


def check_labels(labels: ArrayLike) -> NDArray[np.generic]:
    """Return the label image as an array, if it holds nothing but label ids.

    Parameters
    ----------
    labels
        Integers of any width with 0 as background, or bool for a mask.

    Raises
    ------
    ValueError
        If the numbers are no integers (a float image is refused even if all its
        values are whole, since an average or an interpolation looks the same), an
        id is negative or beyond 63 bits, or there are no pixels.
    """
    array = np.asarray(labels)
    if array.dtype.kind not in "bui":
        raise ValueError(
            f"label ids are integers, but this label image holds {array.dtype}; "
            "save it as an integer image"
        )
    if not array.size:
        raise ValueError("the label image has no pixels")
    if array.dtype.kind == "i" and int(array.min()) < 0:
        raise ValueError(f"label ids start at 0, but the smallest here is {int(array.min())}")
    if array.dtype == np.uint64 and int(array.max()) > np.iinfo(np.int64).max:
        raise ValueError(f"label id {int(array.max())} is beyond {np.iinfo(np.int64).max}")
    return array


def class_values(labels: ArrayLike) -> tuple[int, ...]:
    """Return the values that occur, in rising order, without the background 0."""
    flat = check_labels(labels).reshape(-1)
    # neighbours are mostly equal, and sorting all pixels is what takes the time
    starts = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    return tuple(int(value) for value in np.unique(flat[np.append(0, starts)]) if value)


def suspicion(labels: ArrayLike, *, declared: LabelKind) -> str | None:
    """Return why a label image does not look like what it is declared to be.

    The three kinds are all integers, so nothing but their pattern tells them apart.
    A piece is a set of pixels of one value that touch, corners included. Taken for
    odd are: several values in a binary mask; a class mask of 10 or more values of
    which at least 90 % are one piece; an instance mask with one value in several
    pieces, or with at least 3 pieces per value on average.

    Parameters
    ----------
    labels
        Label image of axes ``(Y, X)`` or ``(Z, Y, X)``.
    declared
        What its author says that the numbers mean.

    Returns
    -------
    str or None
        One sentence in lower case without a full stop, or None if nothing is odd.

    Examples
    --------
    >>> suspicion([[1, 0, 1]], declared=LabelKind.INSTANCE)
    'declared as instance, but its only value 1 lies in 2 separate pieces, as in a binary mask'
    """
    array = check_labels(labels)
    values = class_values(array)
    if declared is LabelKind.BINARY:
        return _suspicion_of_binary(values)
    pieces = _pieces_per_value(array)
    if declared is LabelKind.CLASS:
        return _suspicion_of_classes(pieces)
    return _suspicion_of_instances(values, pieces)


def _suspicion_of_binary(values: tuple[int, ...]) -> str | None:
    if len(values) <= 1:
        return None
    return (
        f"declared as binary, but holds {len(values)} values besides 0, "
        "as in a class or an instance mask"
    )


def _suspicion_of_classes(pieces: NDArray[np.int64]) -> str | None:
    n_single = int((pieces == 1).sum())
    if pieces.size < _MANY_VALUES or n_single < _MOSTLY_SINGLE * pieces.size:
        return None
    return (
        f"declared as class, but {n_single} of its {pieces.size} values are one connected "
        "piece each, as in an instance mask"
    )


def _suspicion_of_instances(values: tuple[int, ...], pieces: NDArray[np.int64]) -> str | None:
    n_pieces = int(pieces.sum())
    if len(values) == 1 and n_pieces > 1:
        return (
            f"declared as instance, but its only value {values[0]} lies in {n_pieces} "
            "separate pieces, as in a binary mask"
        )
    if len(values) > 1 and n_pieces >= _PIECES_PER_VALUE * len(values):
        return (
            f"declared as instance, but its {len(values)} values lie in {n_pieces} separate "
            "pieces, as in a class mask"
        )
    return None


def _pieces_per_value(labels: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return for each value but 0, in rising order, the number of its connected pieces."""
    pieces, n_pieces = label(labels, background=0, return_num=True, connectivity=labels.ndim)
    value_of_piece = np.zeros(n_pieces + 1, dtype=labels.dtype)
    value_of_piece[pieces.reshape(-1)] = labels.reshape(-1)
    return np.unique(value_of_piece[1:], return_counts=True)[1].astype(np.int64)
