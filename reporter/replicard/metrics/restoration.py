"""How far a restored image is from its ground truth, intensity by intensity.

All functions compare images as they come: normalise them first, see
`replicard.metrics.normalisation`. The arithmetic is float64 throughout. One pass over
both images gives the sums from which all scores follow (`replicard.metrics.kernels`), so
for each score there is a function of two images and one of their sums.
"""

import math

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.kernels import Errors, Image, errors
from replicard.metrics.normalisation import SMALLEST_SPAN, as_pair


def rse_map(reference: Image, prediction: Image) -> NDArray[np.float64]:
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
    true, found = as_pair(reference, prediction)
    error = np.empty(true.shape)
    errors(true, found, rse=error)
    return error


def mae(reference: Image, prediction: Image) -> float:
    """Return the mean absolute error, which is the mean of the RSE map.

    >>> mae([[1, 2]], [[4, 0]])
    2.5
    """
    return mae_of(errors(*as_pair(reference, prediction)))


def mae_of(sums: Errors) -> float:
    """Return the mean absolute error."""
    return sums.absolute / sums.n


def rmse(reference: Image, prediction: Image) -> float:
    """Return the root of the mean squared error.

    >>> rmse([[0, 0]], [[1, 7]])
    5.0
    """
    return rmse_of(errors(*as_pair(reference, prediction)))


def rmse_of(sums: Errors) -> float:
    """Return the root of the mean squared error."""
    return math.sqrt(sums.squared / sums.n)


def nrmse(reference: Image, prediction: Image) -> float:
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
    return nrmse_of(errors(*as_pair(reference, prediction)))


def nrmse_of(sums: Errors) -> float:
    """Return the RMSE divided by the range of the reference, see `nrmse`."""
    low, high = sums.reference_extremes
    if high - low <= SMALLEST_SPAN:
        raise UndefinedMetricError("the ground truth is constant, so its range is zero")
    return rmse_of(sums) / (high - low)


def nrmse_mean(reference: Image, prediction: Image) -> float:
    """Return the RMSE divided by the mean of the reference.

    It makes sense for intensities whose zero means no light: an offset, such as that of
    a camera or of a normalisation, changes the mean and so the value.

    Raises
    ------
    UndefinedMetricError
        If the mean of the reference is not above zero.

    Examples
    --------
    >>> nrmse_mean([[0, 10]], [[1, 9]])
    0.2
    """
    return nrmse_mean_of(errors(*as_pair(reference, prediction)))


def nrmse_mean_of(sums: Errors) -> float:
    """Return the RMSE divided by the mean of the reference, see `nrmse_mean`."""
    if sums.reference_mean <= SMALLEST_SPAN:
        raise UndefinedMetricError("the mean of the ground truth is not above zero")
    return rmse_of(sums) / sums.reference_mean


def nrmse_euclidean(reference: Image, prediction: Image) -> float:
    """Return the Euclidean norm of the difference divided by that of the reference.

    The same as the RMSE divided by the root mean square of the reference, and what
    scikit-image computes unless told otherwise. An offset changes the value.

    Raises
    ------
    UndefinedMetricError
        If the reference is zero everywhere.

    Examples
    --------
    >>> nrmse_euclidean([[3, 4]], [[3, 3]])
    0.2
    """
    return nrmse_euclidean_of(errors(*as_pair(reference, prediction)))


def nrmse_euclidean_of(sums: Errors) -> float:
    """Return the difference divided by the Euclidean norm, see `nrmse_euclidean`."""
    root_mean_square = math.hypot(math.sqrt(sums.reference_squares / sums.n), sums.reference_mean)
    if root_mean_square <= SMALLEST_SPAN:
        raise UndefinedMetricError("the ground truth is zero everywhere, so its norm is zero")
    return rmse_of(sums) / root_mean_square


def root_mean_rse(reference: Image, prediction: Image) -> float:
    """Return the root of the mean of the RSE map, which published notebooks call NRMSE.

    It is no root mean squared error of any kind: where errors are below 1 it is larger
    than the RMSE, often several times. It only serves to compare with values so printed.

    References
    ----------
    Notebooks of ZeroCostDL4Mic: von Chamier et al. (2021), doi:10.1038/s41467-021-22518-0.

    Examples
    --------
    >>> root_mean_rse([[0, 0]], [[0.04, 0.04]]), rmse([[0, 0]], [[0.04, 0.04]])
    (0.2, 0.04)
    """
    return math.sqrt(mae(reference, prediction))


def pearson(reference: Image, prediction: Image) -> float:
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
    return pearson_of(errors(*as_pair(reference, prediction)))


def pearson_of(sums: Errors) -> float:
    """Return Pearson's correlation, see `pearson`."""
    sides = ((sums.reference_extremes, "ground truth"), (sums.prediction_extremes, "prediction"))
    for (low, high), role in sides:
        if high - low <= SMALLEST_SPAN:
            raise UndefinedMetricError(f"the {role} is constant, so it has no variance")
    # powers of two change no digit, and keep the product within what float64 holds
    shifts = [math.frexp(s)[1] // 2 for s in (sums.reference_squares, sums.prediction_squares)]
    variances = math.ldexp(sums.reference_squares, -2 * shifts[0]) * math.ldexp(
        sums.prediction_squares, -2 * shifts[1]
    )
    correlation = math.ldexp(sums.products, -sum(shifts)) / math.sqrt(variances)
    return min(1.0, max(-1.0, correlation))


def psnr(reference: Image, prediction: Image, *, data_range: float) -> float:
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
    return psnr_of(errors(*as_pair(reference, prediction)), data_range=data_range)


def psnr_of(sums: Errors, *, data_range: float) -> float:
    """Return the peak signal-to-noise ratio in decibel, see `psnr`."""
    if data_range <= SMALLEST_SPAN:
        raise UndefinedMetricError("the ground truth is constant, so its data range is zero")
    error = rmse_of(sums)
    if error == 0:
        raise UndefinedMetricError("identical images have no finite PSNR")
    return 20 * (math.log10(data_range) - math.log10(error))
