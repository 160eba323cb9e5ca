"""Statistics of the intensities of one channel: levels, noise, saturation.

The cost is bounded, and small beside that of reading: levels come from at most 32,768
pixels on a regular grid, noise from at most 64 tiles of 32 x 32 pixels, which also lie on
one. Smaller images are used whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, isfinite, prod

import numpy as np
from numpy.typing import NDArray

MAX_PIXELS = 1 << 15
"""Pixels that levels are computed from."""
TILE = 32
MAX_TILES = 64
BACKGROUND_QUANTILE = 0.05
BRIGHT_QUANTILE = 0.99
MAD_TO_SIGMA = 1.4826
"""Turns a median of absolute values into the standard deviation of normal noise."""
LAPLACIAN_NORM = 6.0
"""Square root of the sum of squares of the weights below."""
FULL_SCALES = tuple(2**bits - 1 for bits in (8, 10, 12, 14, 16))
"""Largest number of the usual converters of cameras."""
_SMALLEST_TILE = 3
_WHOLE = "bui"


@dataclass(frozen=True, slots=True)
class IntensityStatistics:
    """What the intensities of one channel are like.

    Attributes
    ----------
    background
        5th percentile.
    signal
        99th percentile less the background.
    noise
        Standard deviation of the noise; None if it is too small to be seen, as in
        smoothed images and whole numbers that hardly vary.
    saturated
        Share of the pixels at full scale, see `FULL_SCALES`; 0 for images of floats.
    """

    background: float
    signal: float
    noise: float | None
    saturated: float

    @property
    def snr(self) -> float | None:
        """Signal in standard deviations of the noise."""
        return None if self.noise is None else self.signal / self.noise


def intensity_statistics(pixels: NDArray[np.generic]) -> IntensityStatistics | None:
    """Return statistics of one channel.

    Noise is estimated from the response to a difference operator that lines, edges and
    slopes hardly answer to (J. Immerkær, doi:10.1006/cviu.1996.0060), by the median of its
    absolute values in place of their mean, so that structure counts for less.

    Parameters
    ----------
    pixels
        Axes ``(..., Y, X)`` of any real type. Pixels that are not finite are left out.

    Returns
    -------
    IntensityStatistics or None
        None if no pixel is finite, or their range is beyond that of a float.

    Examples
    --------
    >>> noise = np.random.default_rng(0).normal(100, 5, (256, 256))
    >>> found = intensity_statistics(noise)
    >>> round(found.noise, 1), found.saturated
    (5.0, 0.0)
    """
    sample = _sample(pixels)
    finite = sample if pixels.dtype.kind in _WHOLE else sample[np.isfinite(sample)]
    if not finite.size:
        return None
    background, bright = np.quantile(finite, [BACKGROUND_QUANTILE, BRIGHT_QUANTILE])
    signal = float(bright) - float(background)
    if not isfinite(signal):
        return None
    return IntensityStatistics(
        background=float(background),
        signal=signal,
        noise=_noise(pixels),
        saturated=_saturated(pixels.dtype, finite),
    )


def _sample(pixels: NDArray[np.generic]) -> NDArray[np.float64]:
    """Take pixels on a regular grid, with the same step along every axis."""
    step = max(1, ceil((pixels.size / MAX_PIXELS) ** (1 / pixels.ndim)))
    while prod(ceil(length / step) for length in pixels.shape) > MAX_PIXELS:
        step += 1
    return pixels[(slice(None, None, step),) * pixels.ndim].astype(np.float64).ravel()


def _saturated(dtype: np.dtype[np.generic], finite: NDArray[np.float64]) -> float:
    top = float(finite.max())
    if dtype.kind not in "ui" or top not in FULL_SCALES:
        return 0.0
    return float(np.mean(finite == top))


def _noise(pixels: NDArray[np.generic]) -> float | None:
    tiles = list(_tiles(pixels))
    shapes = {tile.shape for tile in tiles}
    stacks = [np.stack([tile for tile in tiles if tile.shape == shape]) for shape in shapes]
    responses = [np.abs(_response(stack)).ravel() for stack in stacks]
    joined = np.concatenate(responses) if responses else np.empty(0)
    finite = joined if pixels.dtype.kind in _WHOLE else joined[np.isfinite(joined)]
    if not finite.size:
        return None
    sigma = MAD_TO_SIGMA * float(np.median(finite, overwrite_input=True)) / LAPLACIAN_NORM
    return sigma if isfinite(sigma) and sigma > 0 else None


def _response(tiles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weigh each pixel and its neighbours by 1 -2 1, -2 4 -2, 1 -2 1."""
    with np.errstate(invalid="ignore", over="ignore"):  # not finite, and left out later
        rows = tiles[:, :-2] - 2 * tiles[:, 1:-1] + tiles[:, 2:]
        response: NDArray[np.float64] = rows[..., :-2] - 2 * rows[..., 1:-1] + rows[..., 2:]
    return response


def _tiles(pixels: NDArray[np.generic]) -> Iterator[NDArray[np.float64]]:
    """Yield tiles on a regular grid over planes, rows and columns."""
    height, width = pixels.shape[-2:]
    if min(height, width) < _SMALLEST_TILE:
        return
    planes = pixels.shape[:-2]
    rows, columns = _starts(height), _starts(width)
    total = prod(planes) * len(rows) * len(columns)
    step = ceil(total / MAX_TILES)
    for place in range(step // 2, total, step):
        # reshaping would copy an image whose axes were moved
        indices = np.unravel_index(place, (*planes, len(rows), len(columns)))
        *plane, row, column = (int(index) for index in indices)
        top, left = rows[row], columns[column]
        image = pixels[tuple(plane)]
        yield image[top : top + TILE, left : left + TILE].astype(np.float64)


def _starts(length: int) -> range:
    return range(0, max(1, length - _SMALLEST_TILE + 1), TILE)
