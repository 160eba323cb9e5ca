"""Sums in one fixed order that a compiler and NumPy both keep bit by bit.

A processor adds several numbers at once, four or eight or sixteen as it is built, and a
compiler that may reorder a sum makes the result depend on that. Here numbers are dealt
to 256 lanes like cards, each lane is summed from first to last, and the lanes are then
added in halves. Additions of different lanes do not meet, so any processor may do as
many of them at once as it likes.
"""

import numpy as np
from numpy.typing import NDArray

LANES = 256
# So few numbers are added faster one by one than by a call of NumPy.
_FEW = 8


def lane_sum(values: NDArray[np.float64]) -> float:
    """Return the sum of the values in the order of the lanes.

    Parameters
    ----------
    values
        Any shape, in C order.

    Examples
    --------
    >>> lane_sum(np.arange(1000.0))
    499500.0
    """
    return fold(to_lanes(values))


def to_lanes(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of each lane."""
    flat = values.reshape(-1)
    n_dealt = flat.size - flat.size % LANES
    # adding along the first axis goes row by row; there NumPy reorders nothing
    lanes = np.add.reduce(flat[:n_dealt].reshape(-1, LANES), axis=0)
    lanes[: flat.size - n_dealt] += flat[n_dealt:]
    return np.asarray(lanes, dtype=np.float64)


def fold(lanes: NDArray[np.float64]) -> float:
    """Add the lanes, the second half to the first, until one is left."""
    half = LANES // 2
    while half > _FEW:
        lanes = lanes[:half] + lanes[half:]
        half //= 2
    few: list[float] = lanes.tolist()
    while half:
        few = [few[k] + few[half + k] for k in range(half)]
        half //= 2
    return few[0]
