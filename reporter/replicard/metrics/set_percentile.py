"""The percentile of all pixels of many images, without holding more than one of them.

Each image is looked at twice: first for its own percentile, then, since that of the set
lies between the smallest and the largest of these, for a histogram of the few values in
between.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.metrics.normalisation import SMALLEST_SPAN

N_BINS = 65_536


@dataclass(frozen=True, slots=True)
class Ends:
    """The two sorted values of one image between which its percentile lies.

    Attributes
    ----------
    n
        Number of pixels.
    """

    n: int
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """Values between which the percentile of a set lies, and how finely they are told apart.

    Whole numbers are told apart exactly if they differ by less than 65,536.
    """

    low: float
    high: float

    @property
    def is_point(self) -> bool:
        """Whether nothing is left to look for: also bounds too near to be told apart."""
        return self.high - self.low <= SMALLEST_SPAN

    @property
    def per_unit(self) -> float:
        """Bins per unit of intensity; a whole number for whole numbers, as far as they fit."""
        span = self.high - self.low
        if self.low.is_integer() and self.high.is_integer() and span < N_BINS:
            return math.floor((N_BINS - 1) / span)
        return (N_BINS - 1) / span


@dataclass(frozen=True, slots=True, eq=False)
class TailCounts:
    """How many pixels lie below the bounds, and in each bin between them."""

    below: int
    counts: NDArray[np.int64]


def ends(values: NDArray[np.floating], *, percentile: float) -> Ends:
    """Return the two sorted values between which the percentile of an image lies.

    >>> ends(np.array([3.0, 1.0, 2.0, 5.0]), percentile=50)
    Ends(n=4, lower=2.0, upper=3.0)
    """
    flat = values.reshape(-1)
    rank = percentile / 100 * (flat.size - 1)
    places = [math.floor(rank), math.ceil(rank)]
    lower, upper = (float(np.partition(flat, places)[place]) for place in places)
    return Ends(flat.size, lower, upper)


def bounds(parts: Sequence[Ends]) -> Bounds:
    """Return the values between which the percentile of all images together lies."""
    return Bounds(min(part.lower for part in parts), max(part.upper for part in parts))


def tail_counts(values: NDArray[np.floating], *, within: Bounds) -> TailCounts:
    """Count the values of one image below and within the bounds."""
    flat = values.reshape(-1)
    inside = flat[(flat >= within.low) & (flat <= within.high)]
    bins = np.floor((inside - within.low) * within.per_unit).astype(np.intp)
    return TailCounts(
        int((flat < within.low).sum()),
        np.bincount(np.minimum(bins, N_BINS - 1), minlength=N_BINS).astype(np.int64),
    )


def percentile_of_set(
    parts: Sequence[Ends], counted: Sequence[TailCounts], *, percentile: float
) -> float:
    """Return the percentile of all pixels of all images, interpolated between two values.

    It equals ``numpy.percentile`` of all pixels together for whole numbers, and else up to
    the width of a bin: 1/65,535 of the difference between the images.

    Parameters
    ----------
    counted
        Counts of each image within ``bounds(parts)``; not needed where that is a point.

    Examples
    --------
    >>> images = [np.array([0.0, 4.0, 9.0]), np.array([2.0, 3.0])]
    >>> parts = [ends(image, percentile=50) for image in images]
    >>> counted = [tail_counts(image, within=bounds(parts)) for image in images]
    >>> percentile_of_set(parts, counted, percentile=50)
    3.0
    """
    within = bounds(parts)
    if within.is_point:
        return within.low
    rank = percentile / 100 * (sum(part.n for part in parts) - 1)
    below = sum(part.below for part in counted)
    sums = below + np.cumsum(np.sum([part.counts for part in counted], axis=0))
    places = (math.floor(rank), math.ceil(rank))
    lower, upper = (
        min(
            within.high,
            within.low + int(np.searchsorted(sums, place, side="right")) / within.per_unit,
        )
        for place in places
    )
    return lower + (rank - places[0]) * (upper - lower)
