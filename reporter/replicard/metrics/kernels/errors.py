"""Errors, means and correlation of two images, in one pass.

Squares are taken about the mean of each unit, while the unit is in the cache, and the
units are then put together about the mean of the image. So a large offset costs no
digits, and the image need not be read twice to learn its mean first.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.images import PixelSource
from replicard.metrics.kernels.backend import Kernels, kernels
from replicard.metrics.kernels.partition import (
    UNIT_PIXELS,
    Region,
    as_source,
    load,
    strips,
    units,
)
from replicard.metrics.kernels.threads import in_order


@dataclass(frozen=True, slots=True)
class Errors:
    """What one pass over two images tells.

    Attributes
    ----------
    n
        Number of pixels of each image.
    squared, absolute
        Sums of the squared and of the absolute difference of the two images.
    reference_mean, prediction_mean
        Mean intensities.
    reference_squares, prediction_squares, products
        Sums of the squared deviations from the mean, and of their products.
    reference_extremes, prediction_extremes
        Minimum and maximum.
    """

    n: int
    squared: float
    absolute: float
    reference_mean: float
    prediction_mean: float
    reference_squares: float
    prediction_squares: float
    products: float
    reference_extremes: tuple[float, float]
    prediction_extremes: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Unit:
    """The same of one unit; its sums about its own means."""

    n: int
    reference_sum: float
    prediction_sum: float
    squared: float
    absolute: float
    reference_squares: float
    prediction_squares: float
    products: float
    reference_low: float
    reference_high: float
    prediction_low: float
    prediction_high: float


def errors(
    reference: PixelSource, prediction: PixelSource, *, rse: NDArray[np.floating] | None = None
) -> Errors:
    """Return the sums from which errors and correlation follow.

    Parameters
    ----------
    reference, prediction
        Images of equal shape, real numbers of any type.
    rse
        Where the absolute error of each pixel is to be written, in the shape of the
        images; float32 or float64.

    Raises
    ------
    UndefinedMetricError
        If an intensity is not finite, or its square is not.

    Examples
    --------
    >>> found = errors(np.array([[1, 2]]), np.array([[4, 0]]))
    >>> found.squared, found.absolute, found.reference_mean
    (13.0, 5.0, 1.5)
    """
    true, predicted = as_source(reference), as_source(prediction)
    shape, loops = true.shape, kernels(2 * math.prod(true.shape))

    def work(region: Region) -> list[Unit]:
        sides = load(true, region), load(predicted, region)
        part = None if rse is None else rse.reshape(shape)[region]
        scratch = np.empty((3, UNIT_PIXELS))
        return [
            _measured(*sides, part, unit, loops=loops, scratch=scratch)
            for unit in units(shape, region)
        ]

    parts = [part for listed in in_order(work, strips(true, predicted)) for part in listed]
    return _together(parts)


def _measured(
    reference: PixelSource,
    prediction: PixelSource,
    rse: NDArray[np.floating] | None,
    region: Region,
    *,
    loops: Kernels,
    scratch: NDArray[np.float64],
) -> Unit:
    true = _in_float64(np.asarray(reference[region]), scratch[0])
    found = _in_float64(np.asarray(prediction[region]), scratch[1])
    # what is not finite or overflows is told from the sums at the end
    with np.errstate(invalid="ignore", over="ignore"):
        if rse is not None:
            error = np.subtract(found, true, out=scratch[2, : true.size])
            absolute = np.abs(error, out=error).reshape(rse[region].shape)
            np.copyto(rse[region], absolute, casting="same_kind")
        return Unit(true.size, *loops.error_sums(true, found))


def _in_float64(block: NDArray[np.generic], scratch: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the pixels one after another, in place if they are float64 in C order already."""
    if block.dtype == scratch.dtype and block.flags.c_contiguous:
        return np.asarray(block.reshape(-1), dtype=np.float64)
    values = scratch[: block.size]
    np.copyto(values.reshape(block.shape), block, casting="unsafe")
    return values


def _together(parts: list[Unit]) -> Errors:
    """Put the units together about the means of the whole images."""
    _require_finite(parts)
    n = sum(part.n for part in parts)
    true_mean = math.fsum(part.reference_sum for part in parts) / n
    found_mean = math.fsum(part.prediction_sum for part in parts) / n
    shifts = [
        (part.n, part.reference_sum / part.n - true_mean, part.prediction_sum / part.n - found_mean)
        for part in parts
    ]
    return Errors(
        n=n,
        squared=math.fsum(part.squared for part in parts),
        absolute=math.fsum(part.absolute for part in parts),
        reference_mean=true_mean,
        prediction_mean=found_mean,
        reference_squares=math.fsum(
            [*(part.reference_squares for part in parts), *(m * u * u for m, u, _ in shifts)]
        ),
        prediction_squares=math.fsum(
            [*(part.prediction_squares for part in parts), *(m * v * v for m, _, v in shifts)]
        ),
        products=math.fsum(
            [*(part.products for part in parts), *(m * u * v for m, u, v in shifts)]
        ),
        reference_extremes=(
            min(part.reference_low for part in parts),
            max(part.reference_high for part in parts),
        ),
        prediction_extremes=(
            min(part.prediction_low for part in parts),
            max(part.prediction_high for part in parts),
        ),
    )


def _require_finite(parts: list[Unit]) -> None:
    sums = (
        (part.squared, part.reference_squares, part.prediction_squares, part.products)
        for part in parts
    )
    if not all(math.isfinite(value) for row in sums for value in row):
        raise UndefinedMetricError("an intensity is not finite, or its square is not")
