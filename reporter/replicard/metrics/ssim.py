"""The structural similarity index, as a map and as its mean.

The settings are those of the publication: a Gaussian window with a standard deviation
of 1.5 pixels cut to 11 pixels, K1 = 0.01, K2 = 0.03, and population statistics. The
map has the shape of the images, their borders reflected; the mean leaves out the
border of 5 pixels in which the window would reach outside.

Variance is the mean of squares minus the square of the mean, which loses all digits
on a faint structure over a large offset. A constant is therefore subtracted from each
image before it is squared, and added back where the formula needs the mean itself.
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from replicard.errors import UndefinedMetricError
from replicard.metrics.kernels import whole
from replicard.metrics.normalisation import SMALLEST_SPAN, Image, as_pair

SIGMA = 1.5
TRUNCATE = 3.5
RADIUS = 5
WINDOW = 2 * RADIUS + 1
K1 = 0.01
K2 = 0.03

# Images are worked on in strips of rows: four filtered copies of a whole image would
# not fit the cache. The size is fixed so that sums do not depend on the machine.
_STRIP_ROWS = 64


def ssim(reference: Image, prediction: Image, *, data_range: float) -> float:
    """Return the mean structural similarity.

    Parameters
    ----------
    reference, prediction
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)``. A volume is scored as a
        volume, with a window of 11 voxels along each axis.
    data_range
        The full scale of the reference.

    Returns
    -------
    float
        Mean of the map without its border of 5 pixels; 1 for identical images.

    Raises
    ------
    UndefinedMetricError
        If an axis is shorter than the window of 11 pixels, or the data range is zero.

    References
    ----------
    Wang, Bovik, Sheikh & Simoncelli (2004), doi:10.1109/TIP.2003.819861.

    Examples
    --------
    >>> ramp = np.arange(400.0).reshape(20, 20)
    >>> ssim(ramp, ramp, data_range=399)
    1.0
    """
    true, found = _checked(reference, prediction, data_range=data_range)
    row_sums: list[float] = []
    for rows, similarity in _strips(true, found, data_range=data_range):
        inner = [slice(RADIUS, length - RADIUS) for length in true.shape]
        first = max(rows.start, RADIUS) - rows.start
        inner[-2] = slice(first, max(first, min(rows.stop, true.shape[-2] - RADIUS) - rows.start))
        by_row = np.moveaxis(similarity[tuple(inner)], -2, 0)
        row_sums += [float(row.sum()) for row in by_row]
    n_inner: int = math.prod(length - 2 * RADIUS for length in true.shape)
    return math.fsum(row_sums) / n_inner


def ssim_map(reference: Image, prediction: Image, *, data_range: float) -> NDArray[np.float64]:
    """Return the structural similarity around each pixel.

    Parameters, errors and reference are those of `ssim`.

    Returns
    -------
    NDArray
        Map of the shape of the images, borders included.
    """
    true, found = _checked(reference, prediction, data_range=data_range)
    whole = np.empty(true.shape)
    for rows, similarity in _strips(true, found, data_range=data_range):
        whole[..., rows, :] = similarity
    return whole


def _checked(
    reference: Image, prediction: Image, *, data_range: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    true, found = (whole(image) for image in as_pair(reference, prediction))
    if true.ndim not in {2, 3}:
        raise ValueError(f"an image has the axes (Y, X) or (Z, Y, X), not {true.ndim} axes")
    if min(true.shape) < WINDOW:
        size = " x ".join(str(length) for length in true.shape)
        raise UndefinedMetricError(
            f"the SSIM window of {WINDOW} pixels does not fit into an image of {size}"
        )
    if data_range <= SMALLEST_SPAN:
        raise UndefinedMetricError("the ground truth is constant, so its data range is zero")
    return true, found


def _strips(
    reference: NDArray[np.float64], prediction: NDArray[np.float64], *, data_range: float
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield the map strip by strip along Y, each with the rows that it covers."""
    centres = float(reference.mean()), float(prediction.mean())
    n_rows = reference.shape[-2]
    for start in range(0, n_rows, _STRIP_ROWS):
        stop = min(n_rows, start + _STRIP_ROWS)
        top, bottom = max(0, start - RADIUS), min(n_rows, stop + RADIUS)
        strip = _similarity(
            reference[..., top:bottom, :],
            prediction[..., top:bottom, :],
            centres=centres,
            data_range=data_range,
        )
        yield slice(start, stop), strip[..., start - top : stop - top, :]


def _similarity(
    reference: NDArray[np.float64],
    prediction: NDArray[np.float64],
    *,
    centres: tuple[float, float],
    data_range: float,
) -> NDArray[np.float64]:
    """Return the map of one strip, from four filtered fields.

    The formula needs the two variances only as their sum, so one field holds both.
    """
    x, y = reference - centres[0], prediction - centres[1]
    mean_x, mean_y = _filtered(x), _filtered(y)
    covariance = _filtered(x * y) - mean_x * mean_y
    variances = _filtered(x * x + y * y) - (mean_x * mean_x + mean_y * mean_y)
    mean_x += centres[0]
    mean_y += centres[1]
    c1, c2 = (K1 * data_range) ** 2, (K2 * data_range) ** 2
    luminance = (2 * mean_x * mean_y + c1) / (mean_x * mean_x + mean_y * mean_y + c1)
    structure = (2 * covariance + c2) / (variances + c2)
    return luminance * structure


def _filtered(field: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(gaussian_filter(field, SIGMA, truncate=TRUNCATE, mode="reflect"))
