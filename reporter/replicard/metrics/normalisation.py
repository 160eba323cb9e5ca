"""Bringing the intensities of ground truth and prediction to one scale.

Networks return intensities on a scale of their own, so two images of the same
structures can differ in every pixel. Each method here states what it does and which
data range it leaves behind, because SSIM and PSNR depend on that range.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.measurement import Note
from replicard_schema.evidence import Normalisation
from replicard_schema.vocabulary import NormalisationMethod

DEFAULT_PERCENTILES = (1.0, 99.8)

# Squares of anything within these bounds stay finite and above zero in float64.
SMALLEST_SPAN = 1e-100
LARGEST_INTENSITY = 1e100


@dataclass(frozen=True, slots=True, eq=False)
class NormalisedPair:
    """Ground truth and prediction on one scale.

    Attributes
    ----------
    reference, prediction
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)``. They are not clipped.
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

    reference: NDArray[np.float64]
    prediction: NDArray[np.float64]
    data_range: float
    slope: float | None = None
    offset: float | None = None
    notes: tuple[Note, ...] = ()


def normalise(
    reference: ArrayLike,
    prediction: ArrayLike,
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
        Both images in float64.

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
    true, found = as_images(reference, prediction)
    _require_usable(true, "ground truth")
    _require_usable(found, "prediction")
    notes = _contrast_notes(true, found)
    match method:
        case NormalisationMethod.NONE:
            return NormalisedPair(true, found, span(true), notes=notes)
        case NormalisationMethod.MIN_MAX:
            true = _by_extremes(true, role="ground truth")
            found = _by_extremes(found, role="prediction")
            return NormalisedPair(true, found, 1.0, notes=notes)
        case NormalisationMethod.PERCENTILE:
            true = _by_percentiles(true, percentiles, role="ground truth")
            found = _by_percentiles(found, percentiles, role="prediction")
            return NormalisedPair(true, found, 1.0, notes=notes)
        case NormalisationMethod.PERCENTILE_FIT:
            true = _by_percentiles(true, percentiles, role="ground truth")
            return _fitted(true, found, notes=notes)


def notes_on_intensities(reference: ArrayLike, prediction: ArrayLike) -> tuple[Note, ...]:
    """Return what is odd about the intensities, also where they cannot be normalised."""
    true, found = as_images(reference, prediction)
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


def as_images(
    reference: ArrayLike, prediction: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both images in float64.

    Raises
    ------
    ValueError
        If shapes differ, or an image is empty or not of real numbers.
    """
    images = np.asarray(reference), np.asarray(prediction)
    for image in images:
        if image.dtype.kind not in "buif":
            raise ValueError(f"an image holds real numbers, not {image.dtype}")
        if not image.size:
            raise ValueError("an image has no pixels")
    if images[0].shape != images[1].shape:
        raise ValueError(f"shapes differ: {images[0].shape} and {images[1].shape}")
    return (
        images[0].astype(np.float64, copy=False),
        images[1].astype(np.float64, copy=False),
    )


def span(image: NDArray[np.float64]) -> float:
    """Return the maximum minus the minimum."""
    return float(image.max() - image.min())


def has_contrast(image: NDArray[np.float64]) -> bool:
    """Return whether the image is more than one constant value."""
    return span(image) > SMALLEST_SPAN


def _by_extremes(image: NDArray[np.float64], *, role: str) -> NDArray[np.float64]:
    """Map minimum and maximum of the image to 0 and 1."""
    if not has_contrast(image):
        raise UndefinedMetricError(f"the {role} is constant, so it cannot be normalised")
    return np.asarray((image - image.min()) / span(image), dtype=np.float64)


def _by_percentiles(
    image: NDArray[np.float64], percentiles: tuple[float, float], *, role: str
) -> NDArray[np.float64]:
    """Map two percentiles of the image to 0 and 1."""
    lower, upper = percentiles
    if not 0 <= lower < upper <= 100:  # noqa: PLR2004 - the ends of a percentile scale
        raise ValueError(f"percentiles must rise within 0 to 100, not {lower:g} and {upper:g}")
    if not has_contrast(image):
        raise UndefinedMetricError(f"the {role} is constant, so it cannot be normalised")
    low, high = (float(bound) for bound in np.percentile(image, percentiles))
    if high - low <= SMALLEST_SPAN:
        raise UndefinedMetricError(
            f"percentiles {lower:g} and {upper:g} of the {role} are equal ({low:g}), "
            "so it cannot be normalised by them"
        )
    scaled = (image - low) / (high - low)
    _require_usable(scaled, f"normalised {role}")
    return scaled


def _fitted(
    reference: NDArray[np.float64], prediction: NDArray[np.float64], *, notes: tuple[Note, ...]
) -> NormalisedPair:
    """Map the prediction onto the reference by the least-squares line."""
    if not has_contrast(prediction):
        raise UndefinedMetricError("the prediction is constant, so no line can be fitted to it")
    centre = float(prediction.mean())
    deviation = prediction - centre
    slope = float((deviation * (reference - reference.mean())).sum() / (deviation**2).sum())
    offset = float(reference.mean()) - slope * centre
    if slope < 0:
        message = (
            "the slope of the fitted line is negative: the contrast of the prediction is "
            "inverted, and the scores hide it because the fit turns it back"
        )
        notes = (*notes, Note("inverted-contrast", message))
    fitted = slope * deviation + reference.mean()
    return NormalisedPair(reference, fitted, 1.0, slope, offset, notes)


def _contrast_notes(
    reference: NDArray[np.float64], prediction: NDArray[np.float64]
) -> tuple[Note, ...]:
    roles = ((reference, "ground truth", True), (prediction, "prediction", False))
    return tuple(
        Note("constant-image", f"every pixel of the {role} has the same value", is_true)
        for image, role, is_true in roles
        if not has_contrast(image)
    )


def _require_usable(image: NDArray[np.float64], role: str) -> None:
    reason = _unusable(image, role)
    if reason:
        raise UndefinedMetricError(reason)


def _unusable(image: NDArray[np.float64], role: str) -> str | None:
    """Return why no arithmetic can be done with these intensities, or None if it can."""
    n = int(image.size - np.isfinite(image).sum())
    if n:
        pixels = "1 pixel" if n == 1 else f"{n} pixels"
        return f"the {role} holds {pixels} without a finite intensity"
    if max(abs(float(image.min())), abs(float(image.max()))) > LARGEST_INTENSITY:
        return f"the {role} holds intensities beyond {LARGEST_INTENSITY:g}, whose squares overflow"
    return None
