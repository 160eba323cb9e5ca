"""Means, variances and covariance of two images in a Gaussian window around each pixel.

These are what all relatives of the structural similarity are made of. The window is
that of Wang et al. (2004): a standard deviation of 1.5 pixels, cut to 11 pixels. Only
pixels are given around which it fits into the image.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from replicard.errors import UndefinedMetricError

SIGMA = 1.5
TRUNCATE = 3.5
RADIUS = 5
WINDOW = 2 * RADIUS + 1

# As in `ssim`: strips that fit the cache, of a fixed size, so that sums do not depend
# on the machine.
_STRIP_ROWS = 64


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


def local_statistics(x: NDArray[np.float64], y: NDArray[np.float64]) -> Iterator[LocalStatistics]:
    """Yield the statistics strip by strip along Y, without the border of 5 pixels.

    A constant is subtracted from each image before it is squared, since a faint
    structure over a large offset would lose its digits otherwise.

    Parameters
    ----------
    x, y
        Finite images of equal shape ``(Y, X)`` or ``(Z, Y, X)``, into which the window
        fits.
    """
    centres = float(x.mean()), float(y.mean())
    n_rows = x.shape[-2]
    inner = [slice(RADIUS, length - RADIUS) for length in x.shape]
    for start in range(RADIUS, n_rows - RADIUS, _STRIP_ROWS):
        stop = min(n_rows - RADIUS, start + _STRIP_ROWS)
        rows = slice(start - RADIUS, stop + RADIUS)
        inner[-2] = slice(RADIUS, RADIUS + stop - start)
        yield _statistics(x[..., rows, :], y[..., rows, :], centres, tuple(inner))


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
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    centres: tuple[float, float],
    inner: tuple[slice, ...],
) -> LocalStatistics:
    u, v = x - centres[0], y - centres[1]
    mean_u, mean_v = _filtered(u)[inner], _filtered(v)[inner]
    return LocalStatistics(
        mean_x=mean_u + centres[0],
        mean_y=mean_v + centres[1],
        variance_x=_filtered(u * u)[inner] - mean_u * mean_u,
        variance_y=_filtered(v * v)[inner] - mean_v * mean_v,
        covariance=_filtered(u * v)[inner] - mean_u * mean_v,
    )


def _filtered(field: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(gaussian_filter(field, SIGMA, truncate=TRUNCATE, mode="reflect"))
