"""Measuring one pair of intensity images: arrays in, numbers or reasons out.

The functions keep no state and touch no file, so they may run in any thread or
process. None raises for an undefined metric: the measurement carries the reason.
A channel axis is not known here; whoever calls scores channels one by one.
"""

from collections.abc import Sequence

from replicard.errors import UndefinedMetricError
from replicard.metrics.families import measured, require_families
from replicard.metrics.intensity_parameters import intensity_parameters
from replicard.metrics.kernels import Image
from replicard.metrics.legacy import RawPair
from replicard.metrics.measurement import AppliedScale, ImageMeasurement, Measurement
from replicard.metrics.normalisation import (
    DEFAULT_PERCENTILES,
    NormalisedPair,
    normalise,
    notes_on_intensities,
)
from replicard.metrics.registry import METRICS
from replicard.metrics.spec import Family
from replicard_schema.vocabulary import MetricId, NormalisationMethod


def measure_restoration(
    reference: Image,
    prediction: Image,
    *,
    metrics: Sequence[MetricId],
    method: NormalisationMethod,
    percentiles: tuple[float, float] = DEFAULT_PERCENTILES,
) -> ImageMeasurement:
    """Score a restored image against its ground truth.

    Parameters
    ----------
    reference, prediction
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)``, one channel each.
    metrics
        Metrics of intensities; some scale the images in a way of their own.
    method, percentiles
        See `replicard.metrics.normalisation.normalise`.

    Raises
    ------
    ValueError
        If a metric is of another family, or the arrays are no pair of images.
    """
    require_families(metrics, (Family.INTENSITIES, Family.RAW_INTENSITIES))
    raw = RawPair(reference, prediction)
    parameters = {
        metric: intensity_parameters(metric, method=method, percentiles=percentiles)
        for metric in metrics
    }
    try:
        pair = normalise(reference, prediction, method=method, percentiles=percentiles)
    except UndefinedMetricError as error:
        undefined = tuple(
            measured(metric, raw, parameters[metric])
            if METRICS[metric].family is Family.RAW_INTENSITIES
            else Measurement(metric, None, str(error), parameters[metric])
            for metric in metrics
        )
        return ImageMeasurement(undefined, notes_on_intensities(reference, prediction))
    statistics: dict[Family, NormalisedPair | RawPair] = {
        Family.INTENSITIES: pair,
        Family.RAW_INTENSITIES: raw,
    }
    return ImageMeasurement(
        tuple(
            measured(metric, statistics[METRICS[metric].family], parameters[metric])
            for metric in metrics
        ),
        pair.notes,
        AppliedScale(pair.data_range, pair.slope, pair.offset),
    )
