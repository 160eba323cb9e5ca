"""MicroSSIM: structural similarity for images on scales that differ, as in microscopy.

A restored image often has another background and another gain than its ground truth. So
the background of each is subtracted, the prediction is multiplied by one factor, and only
then the structural similarity is computed. Backgrounds and factor are found once for all
images of a set, so an image cannot be flattered by a factor of its own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.kernels import statistics, whole
from replicard.metrics.kernels.similarity import K1, K2
from replicard.metrics.legacy import RawPair
from replicard.metrics.normalisation import SMALLEST_SPAN, as_pair, require_usable
from replicard.metrics.windows import (
    GAUSSIAN,
    SQUARE,
    LocalStatistics,
    Window,
    local_statistics,
    require_window,
)

BACKGROUND_PERCENTILE = 3.0


@dataclass(frozen=True, slots=True)
class RangeFit:
    """How the images of a set are brought to one scale.

    Attributes
    ----------
    reference_background, prediction_background
        Intensities that are subtracted: the third percentile of all pixels of the set.
    largest
        By what both are divided: the largest intensity of all ground-truth images above
        their background.
    factor
        By what the prediction is multiplied besides.
    """

    reference_background: float
    prediction_background: float
    largest: float
    factor: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class FittedPair:
    """Ground truth and prediction as they were read, with the fit of their set."""

    pair: RawPair
    fit: RangeFit


def micro_ssim(fitted: FittedPair) -> float:
    """Return the mean structural similarity of an image under the fit of its set.

    Windows and constants are those of SSIM; variances are divided by n - 1 (n = 121 pixels
    of a plane), as the authors of the metric do, and the data range is the maximum minus
    the minimum of the ground truth of this image.

    Raises
    ------
    UndefinedMetricError
        If an axis is shorter than 11 pixels, the ground truth is constant, or an
        intensity is not finite.

    References
    ----------
    Ashesh, Deschamps & Jug (2024), doi:10.48550/arXiv.2408.08747.

    Examples
    --------
    >>> ramp = np.arange(400.0).reshape(20, 20)
    >>> fit = RangeFit(0.0, 100.0, largest=399.0, factor=2.0)
    >>> round(micro_ssim(FittedPair(RawPair(ramp, ramp / 2 + 100), fit)), 12)
    1.0
    """
    (total,) = similarity_sums(fitted, factors=(fitted.fit.factor,), window=GAUSSIAN)
    true, _ = as_pair(fitted.pair.reference, fitted.pair.prediction)
    return total / math.prod(length - 2 * GAUSSIAN.radius for length in true.shape)


def similarity_sums(
    fitted: FittedPair, *, factors: Sequence[float], window: Window = SQUARE
) -> tuple[float, ...]:
    """Return the similarity summed over all pixels, for each of some factors.

    Parameters
    ----------
    window
        The factor is found with a square window of 7 pixels, the score computed with the
        Gaussian one: so does the program of the authors of the metric.

    Raises
    ------
    UndefinedMetricError
        See `micro_ssim`.
    """
    reference, prediction = _scaled(fitted)
    data_range = float(reference.max() - reference.min())
    if data_range * fitted.fit.largest <= SMALLEST_SPAN:
        raise UndefinedMetricError("the ground truth is constant, so its data range is zero")
    n = window.length**reference.ndim
    sums: list[list[float]] = [[] for _ in factors]
    for part in local_statistics(reference, prediction, window=window):
        for place, factor in enumerate(factors):
            sums[place].append(_similarity(part, factor, data_range, n / (n - 1)))
    return tuple(math.fsum(parts) for parts in sums)


def _similarity(
    found: LocalStatistics, factor: float, data_range: float, correction: float
) -> float:
    """Return the sum of the similarity over a strip, the prediction multiplied by a factor."""
    c1, c2 = (K1 * data_range) ** 2, (K2 * data_range) ** 2
    mean_y = factor * found.mean_y
    luminance = (2 * found.mean_x * mean_y + c1) / (found.mean_x**2 + mean_y**2 + c1)
    variances = found.variance_x + factor**2 * found.variance_y
    structure = (2 * correction * factor * found.covariance + c2) / (correction * variances + c2)
    return float((luminance * structure).sum())


def _scaled(fitted: FittedPair) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    true, found = as_pair(fitted.pair.reference, fitted.pair.prediction)
    require_window(tuple(true.shape), what="MicroSSIM")
    for image, role in ((true, "ground truth"), (found, "prediction")):
        require_usable(statistics(image), role)
    fit = fitted.fit
    reference = (whole(true) - fit.reference_background) / fit.largest
    return reference, (whole(found) - fit.prediction_background) / fit.largest
