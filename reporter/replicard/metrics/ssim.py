"""The structural similarity index, as a map and as its mean.

The settings are those of the publication: a Gaussian window with a standard deviation
of 1.5 pixels cut to 11 pixels, K1 = 0.01, K2 = 0.03, and population statistics. The
map has the shape of the images, their borders reflected; the mean leaves out the
border of 5 pixels in which the window would reach outside.

The arithmetic is in `replicard.metrics.kernels.similarity`.
"""

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.images import PixelSource
from replicard.metrics.kernels import Image, similarity
from replicard.metrics.kernels.similarity import WINDOW
from replicard.metrics.normalisation import SMALLEST_SPAN, as_pair


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
    return similarity(true, found, data_range=data_range)


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
    similarity(true, found, data_range=data_range, out=whole)
    return whole


def _checked(
    reference: Image, prediction: Image, *, data_range: float
) -> tuple[PixelSource, PixelSource]:
    true, found = as_pair(reference, prediction)
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
