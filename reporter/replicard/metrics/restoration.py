"""How far a restored image is from its ground truth, intensity by intensity.

All functions compare images as they come: normalise them first, see
`replicard.metrics.normalisation`. The arithmetic is float64 throughout, and sums are
NumPy's pairwise ones rather than BLAS products, so the number of threads has no
influence on a value.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.normalisation import SMALLEST_SPAN, as_images, has_contrast, span


def rse_map(reference: ArrayLike, prediction: ArrayLike) -> NDArray[np.float64]:
    """Return the root squared error of each pixel, which is the absolute error.

    Its mean is the MAE. The root of its mean is no metric, although it has been
    printed as NRMSE.

    Parameters
    ----------
    reference, prediction
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)``.

    Returns
    -------
    NDArray
        Map of the same shape.

    References
    ----------
    Laine et al. (2021), doi:10.1038/s41592-021-01284-3, Box 1.

    Examples
    --------
    >>> rse_map([[1, 2]], [[4, 0]]).tolist()
    [[3.0, 2.0]]
    """
    true, found = as_images(reference, prediction)
    return np.abs(found - true)


def mae(reference: ArrayLike, prediction: ArrayLike) -> float:
    """Return the mean absolute error, which is the mean of the RSE map.

    >>> mae([[1, 2]], [[4, 0]])
    2.5
    """
    return float(rse_map(reference, prediction).mean())


def rmse(reference: ArrayLike, prediction: ArrayLike) -> float:
    """Return the root of the mean squared error.

    >>> rmse([[0, 0]], [[1, 7]])
    5.0
    """
    return math.sqrt(_mean_squared_error(*as_images(reference, prediction)))


def nrmse(reference: ArrayLike, prediction: ArrayLike) -> float:
    """Return the RMSE divided by the maximum minus the minimum of the reference.

    Other denominators are in use, the mean and the Euclidean norm among them, so a
    value is comparable only where the denominator is named.

    Raises
    ------
    UndefinedMetricError
        If the reference is constant: its range is zero.

    Examples
    --------
    >>> nrmse([[0, 10]], [[1, 9]])
    0.1
    """
    true, found = as_images(reference, prediction)
    if not has_contrast(true):
        raise UndefinedMetricError("the ground truth is constant, so its range is zero")
    return math.sqrt(_mean_squared_error(true, found)) / span(true)


def pearson(reference: ArrayLike, prediction: ArrayLike) -> float:
    """Return Pearson's correlation of the intensities.

    Raises
    ------
    UndefinedMetricError
        If either image is constant: it has no variance.

    References
    ----------
    Pearson (1895), doi:10.1098/rspl.1895.0041.

    Examples
    --------
    >>> pearson([[0, 1, 2]], [[4, 3, 2]])
    -1.0
    """
    true, found = as_images(reference, prediction)
    for image, role in ((true, "ground truth"), (found, "prediction")):
        if not has_contrast(image):
            raise UndefinedMetricError(f"the {role} is constant, so it has no variance")
    true = (true - true.mean()) / span(true)
    found = (found - found.mean()) / span(found)
    variances = float((true**2).sum()) * float((found**2).sum())
    correlation = float((true * found).sum()) / math.sqrt(variances)
    return min(1.0, max(-1.0, correlation))


def psnr(reference: ArrayLike, prediction: ArrayLike, *, data_range: float) -> float:
    """Return the peak signal-to-noise ratio in decibel.

    Parameters
    ----------
    reference, prediction
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)``.
    data_range
        The peak: the data range of the reference, not that of its sample type.

    Returns
    -------
    float
        ``10 log10(data_range**2 / MSE)``.

    Raises
    ------
    UndefinedMetricError
        If the images are identical, or the data range is zero.

    References
    ----------
    Horé & Ziou (2010), doi:10.1109/ICPR.2010.579.

    Examples
    --------
    >>> psnr([[0, 10]], [[1, 9]], data_range=10)
    20.0
    """
    true, found = as_images(reference, prediction)
    if data_range <= SMALLEST_SPAN:
        raise UndefinedMetricError("the ground truth is constant, so its data range is zero")
    error = math.sqrt(_mean_squared_error(true, found))
    if error == 0:
        raise UndefinedMetricError("identical images have no finite PSNR")
    return 20 * (math.log10(data_range) - math.log10(error))


def _mean_squared_error(reference: NDArray[np.float64], prediction: NDArray[np.float64]) -> float:
    return float(((prediction - reference) ** 2).mean())
