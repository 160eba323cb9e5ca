"""Bringing the intensities of ground truth and prediction to one scale.

Networks return intensities on a scale of their own, so two images of the same
structures can differ in every pixel. Each method here states what it does and which
data range it leaves behind, because SSIM and PSNR depend on that range.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.images import PixelSource
from replicard.metrics.kernels import (
    LARGEST_INTENSITY,
    AffineMap,
    Errors,
    Image,
    ScaledPixels,
    Statistics,
    as_source,
    errors,
    statistics,
    whole,
)
from replicard.metrics.kernels import percentiles as percentiles_of
from replicard.metrics.measurement import Note
from replicard_schema.evidence import Normalisation
from replicard_schema.vocabulary import NormalisationMethod

DEFAULT_PERCENTILES = (1.0, 99.8)

# Squares of anything within these bounds stay finite and above zero in float64.
SMALLEST_SPAN = 1e-100


@dataclass(frozen=True, eq=False)
class NormalisedPair:
    """Ground truth and prediction on one scale.

    Attributes
    ----------
    reference_pixels, prediction_pixels
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)`` to be read block by block,
        scaled when they are read. They are not clipped.
    data_range
        The full scale of the reference. Without normalisation it is the maximum
        minus the minimum of the reference; after ``min-max`` the same, which is 1;
        after either percentile method 1, the distance between the two percentiles
        of the reference.
    slope, offset
        Of the line fitted to the prediction, from its raw intensities to the
        normalised reference; None if no line was fitted.
    notes
        What the author should look at: an image without contrast, a negative slope.
    """

    reference_pixels: PixelSource
    prediction_pixels: PixelSource
    data_range: float
    slope: float | None = None
    offset: float | None = None
    notes: tuple[Note, ...] = ()

    @cached_property
    def reference(self) -> NDArray[np.float64]:
        """The whole ground truth in float64: eight bytes per pixel, kept once asked for."""
        return whole(self.reference_pixels)

    @cached_property
    def prediction(self) -> NDArray[np.float64]:
        """The whole prediction in float64: eight bytes per pixel, kept once asked for."""
        return whole(self.prediction_pixels)

    @cached_property
    def errors(self) -> Errors:
        """Sums from which errors and correlation follow, from one pass over both images."""
        return errors(self.reference_pixels, self.prediction_pixels)


def normalise(
    reference: Image,
    prediction: Image,
    *,
    method: NormalisationMethod,
    percentiles: tuple[float, float] = DEFAULT_PERCENTILES,
) -> NormalisedPair:
    """Bring two images to one scale.

    Parameters
    ----------
    reference, prediction
        Ground truth and prediction of equal shape ``(Y, X)`` or ``(Z, Y, X)``.
    method
        ``none`` leaves intensities as they are. ``min-max`` maps minimum and maximum
        of each image to 0 and 1. ``percentile`` maps two percentiles of each image
        to 0 and 1; each image is scaled by its own percentiles. With the
        least-squares fit only the reference is scaled by its percentiles, and the
        raw prediction is mapped onto it by the line with the smallest squared error.
    percentiles
        Lower and upper percentile, used by the two percentile methods.

    Returns
    -------
    NormalisedPair
        Both images, scaled in float64 when they are read.

    Raises
    ------
    ValueError
        If shapes differ, an image is empty or not real, or the percentiles are no
        increasing pair within 0 to 100.
    UndefinedMetricError
        If an intensity is not finite, or an image that must be scaled has no contrast.

    Examples
    --------
    >>> pair = normalise([[0, 5, 10]], [[3, 4, 5]], method=NormalisationMethod.MIN_MAX)
    >>> pair.prediction.tolist(), pair.data_range
    ([[0.0, 0.5, 1.0]], 1.0)
    """
    true, found = as_pair(reference, prediction)
    of_true, of_found = statistics(true), statistics(found)
    require_usable(of_true, "ground truth")
    require_usable(of_found, "prediction")
    notes = _contrast_notes(of_true, of_found)
    match method:
        case NormalisationMethod.NONE:
            return NormalisedPair(true, found, of_true.span, notes=notes)
        case NormalisationMethod.MIN_MAX:
            scaled = _by_extremes(true, of_true, role="ground truth")
            return NormalisedPair(
                scaled, _by_extremes(found, of_found, role="prediction"), 1.0, notes=notes
            )
        case NormalisationMethod.PERCENTILE:
            scaled = _by_percentiles(true, of_true, percentiles, role="ground truth")
            other = _by_percentiles(found, of_found, percentiles, role="prediction")
            return NormalisedPair(scaled, other, 1.0, notes=notes)
        case NormalisationMethod.PERCENTILE_FIT:
            scaled = _by_percentiles(true, of_true, percentiles, role="ground truth")
            if not has_contrast(of_found):
                raise UndefinedMetricError(
                    "the prediction is constant, so no line can be fitted to it"
                )
            return _fitted(scaled, found, notes=notes)


def notes_on_intensities(reference: Image, prediction: Image) -> tuple[Note, ...]:
    """Return what is odd about the intensities, also where they cannot be normalised."""
    true, found = (statistics(image) for image in as_pair(reference, prediction))
    reasons = ((_unusable(true, "ground truth"), True), (_unusable(found, "prediction"), False))
    notes = tuple(Note("unusable-intensity", why, is_true) for why, is_true in reasons if why)
    return notes or _contrast_notes(true, found)


def describe_normalisation(
    method: NormalisationMethod, *, percentiles: tuple[float, float] = DEFAULT_PERCENTILES
) -> Normalisation:
    """Say for the evidence how intensities were brought to one scale."""
    low, high = percentiles
    match method:
        case NormalisationMethod.NONE:
            text = (
                "Intensities were compared as they are; the data range is the maximum minus "
                "the minimum of each ground-truth image."
            )
        case NormalisationMethod.MIN_MAX:
            text = (
                "Ground truth and prediction were each mapped from their own minimum and "
                "maximum to 0 and 1; the data range is 1."
            )
        case NormalisationMethod.PERCENTILE:
            text = (
                "Ground truth and prediction were each mapped from their own percentiles "
                f"{low:g} and {high:g} to 0 and 1, without clipping; the data range is 1."
            )
        case NormalisationMethod.PERCENTILE_FIT:
            text = (
                f"The ground truth was mapped from its percentiles {low:g} and {high:g} to 0 "
                "and 1, without clipping; the prediction was then mapped onto it by the line "
                "with the least squared error; the data range is 1."
            )
    takes_percentiles = method in {
        NormalisationMethod.PERCENTILE,
        NormalisationMethod.PERCENTILE_FIT,
    }
    return Normalisation(
        method=method, percentiles=percentiles if takes_percentiles else None, description=text
    )


def as_pair(reference: Image, prediction: Image) -> tuple[PixelSource, PixelSource]:
    """Return both images as something to be read block by block.

    Raises
    ------
    ValueError
        If shapes differ, or an image is empty or not of real numbers.
    """
    images = as_source(reference), as_source(prediction)
    for image in images:
        if image.dtype.kind not in "buif":
            raise ValueError(f"an image holds real numbers, not {image.dtype}")
        if not math.prod(image.shape):
            raise ValueError("an image has no pixels")
    if tuple(images[0].shape) != tuple(images[1].shape):
        raise ValueError(f"shapes differ: {tuple(images[0].shape)} and {tuple(images[1].shape)}")
    return images


def has_contrast(image: Statistics) -> bool:
    """Return whether the image is more than one constant value."""
    return image.span > SMALLEST_SPAN


def _by_extremes(image: PixelSource, known: Statistics, *, role: str) -> ScaledPixels:
    """Map minimum and maximum of the image to 0 and 1."""
    if not has_contrast(known):
        raise UndefinedMetricError(f"the {role} is constant, so it cannot be normalised")
    return ScaledPixels(image, AffineMap(origin=known.minimum, unit=known.span))


def _by_percentiles(
    image: PixelSource, known: Statistics, percentiles: tuple[float, float], *, role: str
) -> ScaledPixels:
    """Map two percentiles of the image to 0 and 1."""
    lower, upper = percentiles
    if not 0 <= lower < upper <= 100:  # noqa: PLR2004 - the ends of a percentile scale
        raise ValueError(f"percentiles must rise within 0 to 100, not {lower:g} and {upper:g}")
    if not has_contrast(known):
        raise UndefinedMetricError(f"the {role} is constant, so it cannot be normalised")
    low, high = percentiles_of(image, percentiles)
    if high - low <= SMALLEST_SPAN:
        raise UndefinedMetricError(
            f"percentiles {lower:g} and {upper:g} of the {role} are equal ({low:g}), "
            "so it cannot be normalised by them"
        )
    scale = AffineMap(origin=low, unit=high - low)
    ends = ((known.minimum - low) / (high - low), (known.maximum - low) / (high - low))
    if max(-ends[0], ends[1]) > LARGEST_INTENSITY:
        raise UndefinedMetricError(_too_large(f"normalised {role}"))
    return ScaledPixels(image, scale)


def _fitted(
    reference: ScaledPixels, prediction: PixelSource, *, notes: tuple[Note, ...]
) -> NormalisedPair:
    """Map the prediction onto the reference by the least-squares line."""
    sums = errors(reference, prediction)
    slope = sums.products / sums.prediction_squares
    offset = sums.reference_mean - slope * sums.prediction_mean
    if slope < 0:
        message = (
            "the slope of the fitted line is negative: the contrast of the prediction is "
            "inverted, and the scores hide it because the fit turns it back"
        )
        notes = (*notes, Note("inverted-contrast", message))
    line = AffineMap(origin=sums.prediction_mean, slope=slope, level=sums.reference_mean)
    return NormalisedPair(reference, ScaledPixels(prediction, line), 1.0, slope, offset, notes)


def _contrast_notes(reference: Statistics, prediction: Statistics) -> tuple[Note, ...]:
    roles = ((reference, "ground truth", True), (prediction, "prediction", False))
    return tuple(
        Note("constant-image", f"every pixel of the {role} has the same value", is_true)
        for image, role, is_true in roles
        if not has_contrast(image)
    )


def require_usable(image: Statistics, role: str) -> None:
    """Refuse an image with which no arithmetic can be done.

    Raises
    ------
    UndefinedMetricError
        If an intensity is not finite, or its square overflows.
    """
    reason = _unusable(image, role)
    if reason:
        raise UndefinedMetricError(reason)


def _unusable(image: Statistics, role: str) -> str | None:
    """Return why no arithmetic can be done with these intensities, or None if it can."""
    n = image.n_not_finite
    if n:
        pixels = "1 pixel" if n == 1 else f"{n} pixels"
        return f"the {role} holds {pixels} without a finite intensity"
    if image.mean is None:
        return _too_large(role)
    return None


def _too_large(role: str) -> str:
    return f"the {role} holds intensities beyond {LARGEST_INTENSITY:g}, whose squares overflow"
