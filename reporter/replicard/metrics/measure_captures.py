"""Measuring two captures of one field: the metric, and the curve that it is read from."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.frc import CapturePair, FourierCurve
from replicard.metrics.measurement import Measurement
from replicard.metrics.registry import METRICS
from replicard.metrics.spacing import distance_unit, spacing_of
from replicard_schema.evidence import Parameters
from replicard_schema.vocabulary import MetricId

CURVE_POINTS = 64
"""Equal steps from 0 to the Nyquist frequency at which curves are kept."""


def measure_captures(
    first: ArrayLike, second: ArrayLike, *, pixel_size_um: Mapping[str, float]
) -> tuple[Measurement, tuple[float, ...] | None]:
    """Compare two captures of one field, or predictions of them.

    Parameters
    ----------
    first, second
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)``, one channel each.
    pixel_size_um
        Micrometres per pixel by axis letter, as far as known. A plane of unknown pixel
        size is measured in px.

    Returns
    -------
    tuple
        The resolution, and the correlation at each of 64 equal steps up to the Nyquist
        frequency; None in place of a curve that does not exist.
    """
    ndim = np.ndim(first)
    parameters: Parameters = {"threshold": "1/7", "unit": distance_unit(pixel_size_um, ndim=ndim)}
    metric = MetricId.FRC_RESOLUTION
    try:
        pair = CapturePair(first, second, spacing_of(pixel_size_um, ndim=ndim).lengths)
        curve = pair.curve
    except UndefinedMetricError as error:
        return Measurement(metric, None, str(error), parameters), None
    try:
        measured = Measurement(metric, METRICS[metric].compute(pair), None, parameters)
    except UndefinedMetricError as error:
        measured = Measurement(metric, None, str(error), parameters)
    return measured, tuple(_sampled(curve).tolist())


def _sampled(curve: FourierCurve) -> NDArray[np.float64]:
    """Return the correlation at equal steps of the Nyquist frequency, six digits of it."""
    steps = curve.finest * np.arange(1, CURVE_POINTS + 1) / CURVE_POINTS
    return np.round(np.interp(steps, curve.frequencies, curve.correlations), 6)
