"""Fourier ring correlation: how fine the detail is that two captures of one field share.

Noise differs between two captures, structure does not. So the correlation of their
Fourier transforms, ring by ring from coarse to fine, falls where noise takes over. For
volumes the rings are shells. The curve says that two images agree, not that they are
right: a network that invents the same detail twice correlates with itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.fft import rfftn

from replicard.errors import UndefinedMetricError
from replicard.metrics.kernels import statistics, whole
from replicard.metrics.normalisation import as_pair, has_contrast, require_usable

THRESHOLD = 1 / 7
"""Correlation at which detail counts as resolved."""
SMOOTHED_RINGS = 5
"""Neighbouring rings of which the median is taken before the crossing is looked for."""
SHORTEST = 32
"""An image with fewer pixels along an axis has too few rings."""


@dataclass(frozen=True, slots=True, eq=False)
class FourierCurve:
    """Correlation of two images ring by ring, from coarse to fine.

    Attributes
    ----------
    frequencies
        Middle of each ring, in periods per unit of the spacing; the first ring that is
        more than the mean comes first.
    correlations
        Between -1 and 1; 0 where a ring of either image is empty.
    finest
        The Nyquist frequency, of volumes that along the axis with the widest spacing.
    """

    frequencies: NDArray[np.float64]
    correlations: NDArray[np.float64]
    finest: float

    def smoothed(self) -> NDArray[np.float64]:
        """Return running medians over five rings, at the ends over those that are there.

        A running mean would spread a steep edge by two rings towards fine detail.
        """
        reach = SMOOTHED_RINGS // 2
        return np.array(
            [
                np.median(self.correlations[max(0, place - reach) : place + reach + 1])
                for place in range(self.correlations.size)
            ],
            dtype=np.float64,
        )


def fourier_ring_correlation(
    first: ArrayLike, second: ArrayLike, *, spacing: Sequence[float] | None = None
) -> FourierCurve:
    """Correlate two captures of one field, ring by ring.

    The mean is subtracted, and a Hann window along each axis takes away the edges, which
    would correlate whatever the images show. A ring is as wide as one frequency step of
    the shortest axis.

    Parameters
    ----------
    first, second
        Captures of equal shape ``(Y, X)`` or ``(Z, Y, X)``, taken independently of each
        other.
    spacing
        Distance between pixels along each axis; by default 1 along all of them.

    Raises
    ------
    ValueError
        If shapes differ, or the images have other axes.
    UndefinedMetricError
        If an intensity is not finite, an image is constant, or an axis has fewer than 32
        pixels.

    References
    ----------
    Saxton & Baumeister (1982), doi:10.1111/j.1365-2818.1982.tb00405.x;
    Nieuwenhuizen et al. (2013), doi:10.1038/nmeth.2448.

    Examples
    --------
    >>> image = np.random.default_rng(1).random((32, 32))
    >>> curve = fourier_ring_correlation(image, image)
    >>> curve.frequencies[:2].tolist(), curve.correlations.round(6).min()
    ([0.03125, 0.0625], np.float64(1.0))
    """
    images = _checked(first, second)
    shape = images[0].shape
    lengths = tuple(1.0 for _ in shape) if spacing is None else tuple(spacing)
    if len(lengths) != len(shape):
        raise ValueError(f"{len(shape)} axes but {len(lengths)} spacings")
    rings, step, finest = _rings(shape, lengths)
    spectra = [np.asarray(rfftn(_windowed(image))) for image in images]
    sums = [
        _by_ring(rings, product, n_last=shape[-1])
        for product in (
            (spectra[0] * spectra[1].conj()).real,
            np.abs(spectra[0]) ** 2,
            np.abs(spectra[1]) ** 2,
        )
    ]
    n_rings = math.floor(finest / step * (1 + 1e-9)) + 1
    shared, *powers = (found[1:n_rings] for found in sums)
    power = np.sqrt(powers[0]) * np.sqrt(powers[1])
    is_empty = power <= 1e-300  # noqa: PLR2004 - where a quotient would mean nothing
    correlations = np.where(is_empty, 0.0, shared / np.where(is_empty, 1.0, power))
    frequencies = step * np.arange(1, n_rings, dtype=np.float64)
    return FourierCurve(frequencies, np.clip(correlations, -1, 1), finest)


def frc_resolution(curve: FourierCurve) -> float:
    """Return the length of the finest detail that two captures share.

    It is one over the frequency at which the smoothed curve first falls below 1/7, found
    by a straight line between two rings.

    Returns
    -------
    float
        In the unit of the spacing.

    Raises
    ------
    UndefinedMetricError
        If the curve never falls below 1/7, or lies below it from its beginning.

    References
    ----------
    Nieuwenhuizen et al. (2013), doi:10.1038/nmeth.2448.

    Examples
    --------
    >>> curve = FourierCurve(np.arange(1, 6) / 10, np.array([1, 1, 1, 0, 0.0]), 0.5)
    >>> round(frc_resolution(curve), 2)
    2.12
    """
    smooth = curve.smoothed()
    below = np.flatnonzero(smooth < THRESHOLD)
    if not below.size:
        raise UndefinedMetricError(
            "the Fourier ring correlation stays above 1/7 up to the finest frequency that the "
            "pixels can hold, so no resolution can be read from it"
        )
    place = int(below[0])
    if place == 0:
        raise UndefinedMetricError(
            "the Fourier ring correlation lies below 1/7 from the coarsest ring on: the two "
            "captures share no structure"
        )
    high, low = float(smooth[place - 1]), float(smooth[place])
    start, end = (float(curve.frequencies[i]) for i in (place - 1, place))
    return 1 / (start + (end - start) * (high - THRESHOLD) / (high - low))


@dataclass(frozen=True, eq=False)
class CapturePair:
    """Two captures of one field, or what a model made of them.

    Attributes
    ----------
    spacing
        Distance between pixels along each axis; 1 along all of them if None.
    """

    first: ArrayLike
    second: ArrayLike
    spacing: tuple[float, ...] | None = None

    @cached_property
    def curve(self) -> FourierCurve:
        """Correlation ring by ring, see `fourier_ring_correlation`."""
        return fourier_ring_correlation(self.first, self.second, spacing=self.spacing)


def resolution_of(pair: CapturePair) -> float:
    """Return the length of the finest detail that a pair shares, see `frc_resolution`."""
    return frc_resolution(pair.curve)


def _checked(first: ArrayLike, second: ArrayLike) -> list[NDArray[np.float64]]:
    images = []
    for source, role in zip(
        as_pair(first, second), ("first capture", "second capture"), strict=True
    ):
        if source.ndim not in {2, 3}:
            raise ValueError(f"an image has the axes (Y, X) or (Z, Y, X), not {source.ndim} axes")
        if min(source.shape) < SHORTEST:
            size = " x ".join(str(length) for length in source.shape)
            raise UndefinedMetricError(
                f"Fourier ring correlation needs at least {SHORTEST} pixels along each axis, and "
                f"the image has {size}"
            )
        known = statistics(source)
        require_usable(known, role)
        if not has_contrast(known):
            raise UndefinedMetricError(f"the {role} is constant, so it has no spectrum")
        images.append(whole(source))
    return images


def _windowed(image: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take away the mean, scale to a span of 1, and fade out towards the edges."""
    image = image - image.mean()
    image /= np.abs(image).max()
    for axis, length in enumerate(image.shape):
        window = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(length) + 0.5) / length)
        image *= window.reshape([-1 if other == axis else 1 for other in range(image.ndim)])
    return image


def _rings(
    shape: tuple[int, ...], spacing: tuple[float, ...]
) -> tuple[NDArray[np.intp], float, float]:
    """Return the ring of each coefficient of a half spectrum, the step, and the last frequency."""
    steps = [1 / (n * width) for n, width in zip(shape, spacing, strict=True)]
    step = max(steps)
    axes = [np.fft.fftfreq(n, width) for n, width in zip(shape[:-1], spacing[:-1], strict=True)]
    axes.append(np.fft.rfftfreq(shape[-1], spacing[-1]))
    squares = sum(
        (
            axis.reshape([-1 if other == i else 1 for other in range(len(shape))]) ** 2
            for i, axis in enumerate(axes)
        ),
        start=np.zeros(1),
    )
    rings = np.floor(np.sqrt(squares) / step + 0.5).astype(np.intp)
    return rings, step, 0.5 / max(spacing)


def _by_ring(
    rings: NDArray[np.intp], values: NDArray[np.float64], *, n_last: int
) -> NDArray[np.float64]:
    """Add up the values of each ring over the whole spectrum, of which half is at hand."""
    weights = np.full(values.shape[-1], 2.0)
    weights[0] = 1.0
    if n_last % 2 == 0:
        weights[-1] = 1.0
    sums = np.bincount(rings.reshape(-1), weights=(values * weights).reshape(-1))
    return np.asarray(sums, dtype=np.float64)
