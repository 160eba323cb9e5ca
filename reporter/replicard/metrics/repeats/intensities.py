"""Repeated images of intensities: mean, standard deviation, correlation of the repeats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import JsonValue

from replicard.errors import UndefinedMetricError
from replicard.metrics.measures import MeasuredValue, measured
from replicard.metrics.normalisation import DEFAULT_PERCENTILES
from replicard_schema.vocabulary import MeasureId

CV_FLOOR = 0.05
"""Share of the upper percentile of the mean image below which a pixel has no CV."""

_TWO = 2
_NOT_FINITE = "a repeat holds intensities that are not finite numbers"

_Image = NDArray[np.float64]


@dataclass(slots=True)
class IntensityRepeats:
    """Running mean and spread of repeats of one image, pixel by pixel.

    Three images are kept, whatever the number of repeats: mean and summed squared
    deviation by the recurrence of Welford (1962), doi:10.1080/00401706.1962.10490022,
    and the sum of the repeats, each brought to zero mean and unit length.

    Examples
    --------
    >>> repeats = IntensityRepeats()
    >>> for image in ([[1.0, 2.0]], [[3.0, 2.0]]):
    ...     repeats.add(image)
    >>> repeats.mean.tolist(), repeats.variance().tolist()
    ([[2.0, 2.0]], [[2.0, 0.0]])
    """

    count: int = 0
    mean: _Image = field(default_factory=lambda: np.empty(0))
    is_finite: bool = True
    _squares: _Image = field(default_factory=lambda: np.empty(0))
    _directions: _Image = field(default_factory=lambda: np.empty(0))
    _n_constant: int = 0

    def add(self, image: ArrayLike) -> None:
        """Take in one more repeat, of the shape of the others.

        Raises
        ------
        ValueError
            If the shape differs.
        """
        values = np.asarray(image, dtype=np.float64)
        if not self.count:
            self.mean = np.zeros(values.shape)
            self._squares, self._directions = np.zeros(values.shape), np.zeros(values.shape)
        if values.shape != self.mean.shape:
            raise ValueError(f"shapes differ: {self.mean.shape} and {values.shape}")
        self.count += 1
        self.is_finite = self.is_finite and bool(np.isfinite(values).all())
        if not self.is_finite:
            return
        step = values - self.mean
        self.mean += step / self.count
        self._squares += step * (values - self.mean)
        self._add_direction(values)

    def _add_direction(self, values: _Image) -> None:
        centred = values - values.mean()
        length = float(np.linalg.norm(centred))
        if values.min() == values.max() or length == 0:
            self._n_constant += 1
        else:
            self._directions += centred / length

    def variance(self) -> _Image:
        """Return the sample variance (n - 1) of each pixel.

        Raises
        ------
        UndefinedMetricError
            If there are fewer than two repeats, or intensities that are not finite.
        """
        self._require_usable()
        return self._squares / (self.count - 1)

    def deviation(self) -> _Image:
        """Return the sample standard deviation of each pixel, in units of the image."""
        return np.sqrt(self.variance())

    def relative_deviation(self, value_range: float | None) -> float:
        """Return the mean standard deviation over the intensity range.

        Parameters
        ----------
        value_range
            Range that intensities can have; None for the span between two percentiles
            of the mean image.

        Raises
        ------
        UndefinedMetricError
            If the mean image has no contrast, or as for `variance`.
        """
        spread = float(self.deviation().mean())
        if value_range is not None:
            return spread / value_range
        low, high = np.percentile(self.mean, DEFAULT_PERCENTILES)
        if high <= low:
            raise UndefinedMetricError("the mean of the repeats has no contrast")
        return spread / float(high - low)

    def coefficient_of_variation(self) -> float:
        """Return the median over bright pixels of standard deviation over mean.

        Bright is a pixel whose mean is at least ``CV_FLOOR`` times the upper percentile
        of the mean image: in the dark a division by almost nothing says nothing.

        Raises
        ------
        UndefinedMetricError
            If no pixel is bright, or as for `variance`.
        """
        deviation = self.deviation()
        floor = CV_FLOOR * float(np.percentile(self.mean, DEFAULT_PERCENTILES[1]))
        bright = self.mean >= floor
        if floor <= 0 or not bright.any():
            raise UndefinedMetricError("the mean of the repeats has no intensities above 0")
        return float(np.median(deviation[bright] / self.mean[bright]))

    def mean_correlation(self) -> float:
        """Return the mean Pearson correlation over all pairs of repeats.

        Each repeat is a direction of unit length; the squared length of their sum holds
        the correlations of all pairs, so no pair has to be formed.

        Raises
        ------
        UndefinedMetricError
            If a repeat is constant, or as for `variance`.
        """
        self._require_usable()
        if self._n_constant:
            raise UndefinedMetricError("a repeat has no contrast")
        total = float(np.vdot(self._directions, self._directions))
        pairs = (total - self.count) / (self.count * (self.count - 1))
        return max(-1.0, min(1.0, pairs))

    def _require_usable(self) -> None:
        if self.count < _TWO:
            raise UndefinedMetricError("there are fewer than two repeats")
        if not self.is_finite:
            raise UndefinedMetricError(_NOT_FINITE)


def measure_intensity_repeats(
    repeats: IntensityRepeats,
    *,
    value_range: float | None,
    parameters: Mapping[str, JsonValue],
) -> Sequence[MeasuredValue]:
    """Return all measures of repeated intensities.

    Parameters
    ----------
    value_range
        1 for probabilities, which have no coefficient of variation; None for images.
    parameters
        What the values are about, such as a channel.
    """
    span = (
        f"percentiles {DEFAULT_PERCENTILES[0]:g} to {DEFAULT_PERCENTILES[1]:g} of the mean image"
        if value_range is None
        else f"0 to {value_range:g}"
    )
    values = [
        measured(
            MeasureId.REPEAT_SD,
            lambda: repeats.relative_deviation(value_range),
            {**parameters, "range": span},
        ),
        measured(MeasureId.REPEAT_PEARSON, repeats.mean_correlation, parameters),
    ]
    if value_range is None:
        floor: dict[str, JsonValue] = {**parameters, "floor": CV_FLOOR}
        values.append(measured(MeasureId.REPEAT_CV, repeats.coefficient_of_variation, floor))
    return values
