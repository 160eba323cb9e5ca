"""The one factor by which MicroSSIM multiplies all predictions of a set.

It makes the similarity summed over all pixels of the set largest. The sum is asked for at
many factors at once, first far apart and then close to the best one, so that each image
is read few times and none need be kept.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

_REACH = 16
_COARSE = math.log(4) / _REACH
_FINE = _COARSE / 8
_MOST_ROUNDS = 8


def best_factor(
    sums: Callable[[Sequence[float]], Sequence[float]], *, start: float
) -> float | None:
    """Return the factor at which a sum is largest; None if there is no maximum to be found.

    Parameters
    ----------
    sums
        Returns the sum for each of some factors.
    start
        A factor to begin with, above 0, such as that of least squares.

    Examples
    --------
    >>> found = best_factor(lambda many: [-((x - 3.7) ** 2) for x in many], start=1.0)
    >>> round(found, 2)
    3.7
    """
    centre = math.log(start)
    for _ in range(_MOST_ROUNDS):
        grid = [centre + _COARSE * step for step in range(-_REACH, _REACH + 1)]
        values = sums([math.exp(point) for point in grid])
        best = int(np.argmax(values))
        centre = grid[best]
        if 0 < best < len(grid) - 1:
            return _refined(sums, centre)
    return None


def _refined(sums: Callable[[Sequence[float]], Sequence[float]], centre: float) -> float:
    """Look closer, and take the top of the parabola through the best three points."""
    steps = range(-9, 10)
    values = sums([math.exp(centre + _FINE * step) for step in steps])
    best = min(max(int(np.argmax(values)), 1), len(values) - 2)
    left, middle, right = (values[best + by] for by in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return math.exp(centre + _FINE * (steps[best] + min(max(shift, -1.0), 1.0)))
