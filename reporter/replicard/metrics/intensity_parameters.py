"""What is fixed for a metric of intensities, and stands beside its value."""

from collections.abc import Mapping
from types import MappingProxyType

from replicard.metrics.legacy import ZEROCOST_METHOD, ZEROCOST_PERCENTILES
from replicard_schema.evidence import Parameters
from replicard_schema.vocabulary import MetricId, NormalisationMethod

_DENOMINATORS: Mapping[MetricId, str] = MappingProxyType(
    {
        MetricId.NRMSE: "max - min of the ground truth",
        MetricId.NRMSE_MEAN: "mean of the ground truth",
        MetricId.NRMSE_EUCLIDEAN: "root mean square of the ground truth",
    }
)
_WITH_DATA_RANGE = frozenset({MetricId.SSIM, MetricId.MS_SSIM, MetricId.PSNR})
_WITH_PERCENTILES = frozenset({NormalisationMethod.PERCENTILE, NormalisationMethod.PERCENTILE_FIT})


def intensity_parameters(
    metric: MetricId, *, method: NormalisationMethod, percentiles: tuple[float, float]
) -> Parameters:
    """Return what was fixed; nothing that differs between images, so that they compare.

    >>> fixed = intensity_parameters(
    ...     MetricId.PSNR, method=NormalisationMethod.MIN_MAX, percentiles=(1, 99)
    ... )
    >>> fixed
    {'normalisation': 'min-max', 'data_range': 1.0}
    """
    if metric is MetricId.LEGACY_ZEROCOST_NRMSE:
        method, percentiles = ZEROCOST_METHOD, ZEROCOST_PERCENTILES
    parameters: Parameters = {"normalisation": method.value}
    if method in _WITH_PERCENTILES:
        parameters["percentiles"] = list(percentiles)
    if metric in _WITH_DATA_RANGE:
        is_raw = method is NormalisationMethod.NONE
        parameters["data_range"] = "max - min of the ground truth" if is_raw else 1.0
    if metric in _DENOMINATORS:
        parameters["denominator"] = _DENOMINATORS[metric]
    return parameters
