"""Numbers that published notebooks printed under a wrong name, for comparison only."""

from dataclasses import dataclass

from replicard.metrics.kernels import Image
from replicard.metrics.normalisation import normalise
from replicard.metrics.restoration import root_mean_rse
from replicard_schema.vocabulary import NormalisationMethod

ZEROCOST_METHOD = NormalisationMethod.PERCENTILE_FIT
ZEROCOST_PERCENTILES = (0.1, 99.9)


@dataclass(frozen=True, slots=True, eq=False)
class RawPair:
    """Ground truth and prediction as they were read, of equal shape."""

    reference: Image
    prediction: Image


def zerocost_nrmse(pair: RawPair) -> float:
    """Return what the notebooks of ZeroCostDL4Mic print as NRMSE of an image.

    The notebooks scale the ground truth by its percentiles 0.1 and 99.9, fit the
    prediction to it by least squares, and take the root of the mean of the RSE map.

    Raises
    ------
    UndefinedMetricError
        If an intensity is not finite, or an image has no contrast.

    References
    ----------
    von Chamier et al. (2021), doi:10.1038/s41467-021-22518-0.

    Examples
    --------
    >>> round(zerocost_nrmse(RawPair([[0, 1, 2, 3]], [[5, 7, 9, 13]])), 3)
    0.249
    """
    scaled = normalise(
        pair.reference,
        pair.prediction,
        method=ZEROCOST_METHOD,
        percentiles=ZEROCOST_PERCENTILES,
    )
    return root_mean_rse(scaled.reference_pixels, scaled.prediction_pixels)
