"""The structural similarity over five scales.

Coarse structures weigh as much as fine ones: contrast and structure are compared on the
images as they are and on copies of one half to one sixteenth of their size, luminance
only on the smallest.
"""

import math

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.kernels import Image, whole
from replicard.metrics.kernels.similarity import K1, K2
from replicard.metrics.normalisation import SMALLEST_SPAN, as_pair
from replicard.metrics.windows import WINDOW, local_statistics, require_window

WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
SHORTEST = WINDOW * 2 ** (len(WEIGHTS) - 1)
"""The window of 11 pixels must fit into the smallest of the five copies."""


def ms_ssim(reference: Image, prediction: Image, *, data_range: float) -> float:
    """Return the mean structural similarity over five scales.

    Between two scales the images are averaged over blocks of 2 x 2 pixels; a last row or
    column that fills no block is left out. On each scale the settings are those of
    `replicard.metrics.ssim.ssim`.

    Parameters
    ----------
    reference, prediction
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)``; volumes are averaged over
        blocks of 2 x 2 x 2 voxels.
    data_range
        The full scale of the reference.

    Returns
    -------
    float
        Between 0 and 1; 1 for identical images. Where contrast and structure are
        negative in the mean of a scale, their power does not exist, and the value is
        its limit from above, 0: no image is so dissimilar that it drops out of a mean.

    Raises
    ------
    UndefinedMetricError
        If an axis is shorter than 176 pixels, or the data range is zero.

    References
    ----------
    Wang, Simoncelli & Bovik (2003), doi:10.1109/ACSSC.2003.1292216.

    Examples
    --------
    >>> ramp = np.arange(176.0**2).reshape(176, 176)
    >>> ms_ssim(ramp, ramp, data_range=176**2 - 1)
    1.0
    """
    true, found = as_pair(reference, prediction)
    require_window(tuple(true.shape), shortest=SHORTEST, what="MS-SSIM")
    if data_range <= SMALLEST_SPAN:
        raise UndefinedMetricError("the ground truth is constant, so its data range is zero")
    x, y = whole(true), whole(found)
    factors: list[float] = []
    for scale, weight in enumerate(WEIGHTS):
        if scale:
            x, y = _halved(x), _halved(y)
        similarity, structure = _means(x, y, data_range=data_range)
        is_last = scale == len(WEIGHTS) - 1
        factors.append(max(0.0, similarity if is_last else structure) ** weight)
    return math.prod(factors)


def _means(
    x: NDArray[np.float64], y: NDArray[np.float64], *, data_range: float
) -> tuple[float, float]:
    """Return the mean similarity of one scale, and that without its luminance."""
    c1, c2 = (K1 * data_range) ** 2, (K2 * data_range) ** 2
    similarities: list[float] = []
    structures: list[float] = []
    n = 0
    for found in local_statistics(x, y):
        structure = (2 * found.covariance + c2) / (found.variance_x + found.variance_y + c2)
        luminance = (2 * found.mean_x * found.mean_y + c1) / (
            found.mean_x**2 + found.mean_y**2 + c1
        )
        structures.append(float(structure.sum()))
        similarities.append(float((structure * luminance).sum()))
        n += structure.size
    return math.fsum(similarities) / n, math.fsum(structures) / n


def _halved(image: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the means of blocks of two pixels along each axis.

    >>> _halved(np.array([[1.0, 3.0, 7.0], [5.0, 7.0, 7.0]])).tolist()
    [[4.0]]
    """
    for axis, length in enumerate(image.shape):
        even = np.moveaxis(image, axis, 0)[: length // 2 * 2]
        image = np.moveaxis((even[::2] + even[1::2]) / 2, 0, axis)
    return np.ascontiguousarray(image)
