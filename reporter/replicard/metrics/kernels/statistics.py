"""Extremes and mean of an image, in one pass."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.images import PixelSource
from replicard.metrics.kernels.lanes import lane_sum
from replicard.metrics.kernels.partition import Region, as_source, load, strips, units
from replicard.metrics.kernels.threads import in_order

# Squares of anything up to here stay finite in float64.
LARGEST_INTENSITY = 1e100


@dataclass(frozen=True, slots=True)
class Statistics:
    """What one pass over an image tells.

    Attributes
    ----------
    n
        Number of pixels.
    n_not_finite
        How many of them are infinite or no number.
    minimum, maximum
        Of the finite ones; 0 if there are none.
    mean
        None where no sum can be formed: a pixel is not finite, or its magnitude lies
        beyond `LARGEST_INTENSITY`.
    """

    n: int
    n_not_finite: int
    minimum: float
    maximum: float
    mean: float | None

    @property
    def span(self) -> float:
        """Maximum minus minimum."""
        return self.maximum - self.minimum


@dataclass(frozen=True, slots=True)
class _Part:
    """The same of one unit, with the sum in place of the mean."""

    n_not_finite: int
    minimum: float
    maximum: float
    total: float


def statistics(image: PixelSource) -> Statistics:
    """Return number, extremes and mean of the pixels.

    Parameters
    ----------
    image
        Real numbers of any type and at least one pixel. Whole numbers beyond 2**53 are
        rounded to float64, as in all metrics.

    Examples
    --------
    >>> statistics(np.array([[1, 5], [2, 4]], np.uint8))
    Statistics(n=4, n_not_finite=0, minimum=1.0, maximum=5.0, mean=3.0)
    """
    source = as_source(image)
    shape = source.shape

    def work(region: Region) -> list[_Part]:
        strip = load(source, region)
        return [_part(np.asarray(strip[unit])) for unit in units(shape, region)]

    parts = [part for listed in in_order(work, strips(source)) for part in listed]
    finite = [part for part in parts if part.minimum <= part.maximum]
    minimum = min((part.minimum for part in finite), default=0.0)
    maximum = max((part.maximum for part in finite), default=0.0)
    n, n_not_finite = math.prod(shape), sum(part.n_not_finite for part in parts)
    is_usable = not n_not_finite and max(-minimum, maximum) <= LARGEST_INTENSITY
    mean = math.fsum(part.total for part in parts) / n if is_usable else None
    return Statistics(n, n_not_finite, minimum, maximum, mean)


def _part(block: NDArray[np.generic]) -> _Part:
    # comparing with a number that is none warns on some processors
    with np.errstate(invalid="ignore"):
        low, high = float(block.min()), float(block.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        return _part_not_finite(block)
    if max(-low, high) > LARGEST_INTENSITY:
        return _Part(0, low, high, 0.0)
    return _Part(0, low, high, lane_sum(np.ascontiguousarray(block, dtype=np.float64)))


def _part_not_finite(block: NDArray[np.generic]) -> _Part:
    values = block[np.isfinite(block)]
    n_not_finite = block.size - values.size
    if not values.size:
        return _Part(n_not_finite, math.inf, -math.inf, 0.0)
    return _Part(n_not_finite, float(values.min()), float(values.max()), 0.0)
