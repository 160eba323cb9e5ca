"""Means, variances and covariance of two images in a window around each pixel.

These are what all relatives of the structural similarity are made of. The window is
that of Wang et al. (2004): a Gaussian with a standard deviation of 1.5 pixels, cut to 11
pixels; or else a square. Only pixels are given around which it fits into the image.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, uniform_filter

from replicard.errors import UndefinedMetricError

SIGMA = 1.5
TRUNCATE = 3.5
RADIUS = 5
WINDOW = 2 * RADIUS + 1

# As in `ssim`: strips that fit the cache, of a fixed size, so that sums do not depend
# on the machine.
_STRIP_ROWS = 64


@dataclass(frozen=True, slots=True)
class Window:
    """A neighbourhood, and how its pixels are averaged."""

    radius: int
    average: Callable[[NDArray[np.float64]], NDArray[np.float64]]

    @property
    def length(self) -> int:
        """Pixels along each axis."""
        return 2 * self.radius + 1


def _gaussian(field: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(gaussian_filter(field, SIGMA, truncate=TRUNCATE, mode="reflect"))


def _square(field: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(uniform_filter(field, 2 * SQUARE_RADIUS + 1))


SQUARE_RADIUS = 3
GAUSSIAN = Window(RADIUS, _gaussian)
SQUARE = Window(SQUARE_RADIUS, _square)


@dataclass(frozen=True, slots=True, eq=False)
class LocalStatistics:
    """Statistics of two images around each pixel of a strip, all of one shape.

    Attributes
    ----------
    mean_x, mean_y, variance_x, variance_y, covariance
        Of the first and the second image in the window; population statistics.
    """

    mean_x: NDArray[np.float64]
    mean_y: NDArray[np.float64]
    variance_x: NDArray[np.float64]
    variance_y: NDArray[np.float64]
    covariance: NDArray[np.float64]


def local_statistics(
    x: NDArray[np.float64], y: NDArray[np.float64], *, window: Window = GAUSSIAN
) -> Iterator[LocalStatistics]:
    """Yield the statistics strip by strip along Y, where the whole window lies in the image.

    A constant is subtracted from each image before it is squared, since a faint
    structure over a large offset would lose its digits otherwise.

    Parameters
    ----------
    x, y
        Finite images of equal shape ``(Y, X)`` or ``(Z, Y, X)``, into which the window
        fits.
    """
    centres = float(x.mean()), float(y.mean())
    n_rows, radius = x.shape[-2], window.radius
    inner = [slice(radius, length - radius) for length in x.shape]
    for start in range(radius, n_rows - radius, _STRIP_ROWS):
        stop = min(n_rows - radius, start + _STRIP_ROWS)
        rows = slice(start - radius, stop + radius)
        inner[-2] = slice(radius, radius + stop - start)
        sides = x[..., rows, :] - centres[0], y[..., rows, :] - centres[1]
        yield _statistics(*sides, centres, tuple(inner), window.average)


def require_window(shape: tuple[int, ...], *, shortest: int = WINDOW, what: str = "SSIM") -> None:
    """Refuse an image that is too small.

    Raises
    ------
    ValueError
        If the image has other axes than ``(Y, X)`` or ``(Z, Y, X)``.
    UndefinedMetricError
        If an axis is shorter than ``shortest``.
    """
    if len(shape) not in {2, 3}:
        raise ValueError(f"an image has the axes (Y, X) or (Z, Y, X), not {len(shape)} axes")
    if min(shape) < shortest:
        size = " x ".join(str(length) for length in shape)
        raise UndefinedMetricError(
            f"{what} needs at least {shortest} pixels along each axis, and the image has {size}"
        )


def _statistics(
    u: NDArray[np.float64],
    v: NDArray[np.float64],
    centres: tuple[float, float],
    inner: tuple[slice, ...],
    average: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> LocalStatistics:
    mean_u, mean_v = average(u)[inner], average(v)[inner]
    return LocalStatistics(
        mean_x=mean_u + centres[0],
        mean_y=mean_v + centres[1],
        variance_x=average(u * u)[inner] - mean_u * mean_u,
        variance_y=average(v * v)[inner] - mean_v * mean_v,
        covariance=average(u * v)[inner] - mean_u * mean_v,
    )
