"""Reading images whose numbers are labels.

A label image holds whole numbers from 0 (background) to 2147483647, with one number per
pixel. Nothing is converted silently: a colour picture, floating point numbers, several
channels or lossy compression are errors that say what to do. A bool image is a label
image with the labels 0 and 1. In a palette PNG or TIFF the palette index is the label,
whatever colour it is shown in.
"""

from pathlib import Path

import numpy as np

from replicard.errors import DataError, Problem
from replicard.images.budget import Budget
from replicard.images.read import LoadedImage, read_image
from replicard.images.view import Image, blocks, extremes

MAX_LABEL = 2**31 - 1


def read_labels(
    root: Path,
    relative: str,
    *,
    partner: str | None = None,
    budget: Budget | None = None,
    axes: str | None = None,
) -> LoadedImage:
    """Read a label image below ``root``.

    Parameters
    ----------
    root, relative, budget, axes
        As for ``read_image``.
    partner
        File that the labels belong to, to be named in an error.

    Raises
    ------
    DataError
        If the file cannot be read or is no label image.
    """
    return require_labels(read_image(root, relative, budget=budget, axes=axes), partner=partner)


def require_labels(image: LoadedImage, *, partner: str | None = None) -> LoadedImage:
    """Return an image that is a label image.

    Raises
    ------
    DataError
        If it is none.
    """
    if problem := label_problem(image, partner=partner):
        raise DataError([problem])
    return image


def label_problem(image: LoadedImage, *, partner: str | None = None) -> Problem | None:
    """Say why an image is no label image, or return None if it is one."""
    found = _colour(image) or _number_type(image) or _label_range(image.array)
    if found is None:
        return None
    message, code, hint = found
    belongs = f" (it belongs to {partner})" if partner else ""
    return Problem(image.path, message + belongs, code=code, hint=hint)


def _colour(image: LoadedImage) -> tuple[str, str, str] | None:
    if "S" in image.axes:
        samples = image.array.shape[-1]
        hint = "give every colour a number and save one number per pixel as PNG or TIFF"
        if samples >= 3 and _is_grey(image.array):  # noqa: PLR2004 -- red, green and blue
            hint = "its red, green and blue are equal: save one of them as a grey PNG or TIFF"
        return (
            f"is a colour picture with {samples} samples per pixel, not a label image",
            "colour-labels",
            hint,
        )
    if "C" in image.axes:
        return (
            f"has {image.array.shape[image.axes.index('C')]} channels, a label image has one",
            "channel-labels",
            "save each channel as a file of its own",
        )
    if image.is_lossy:
        return (
            "is compressed as JPEG, which changes labels",
            "lossy-labels",
            "save the label image as PNG or TIFF from the original",
        )
    return None


def _number_type(image: LoadedImage) -> tuple[str, str, str] | None:
    if image.array.dtype.kind != "f":
        return None
    name = image.record.dtype
    with np.errstate(invalid="ignore"):
        is_whole = all(bool(np.all(np.mod(block, 1) == 0)) for block in blocks(image.array))
    if is_whole:
        return (
            f"holds whole numbers stored as {name}, where a label image holds integers",
            "float-labels",
            "convert it to 16-bit integers without scaling",
        )
    return (
        f"holds {name} values that are not whole numbers, so they are no labels",
        "float-labels",
        "threshold probabilities first, and save the labels as integers",
    )


def _label_range(array: Image) -> tuple[str, str, str] | None:
    smallest, largest = (int(value) for value in extremes(array))
    if smallest < 0:
        return f"holds negative labels, such as {smallest}", "label-range", "save 0 as background"
    if largest > MAX_LABEL:
        message = f"holds the label {largest}, at most {MAX_LABEL} is accepted"
        return message, "label-range", "number the objects from 1"
    return None


def _is_grey(array: Image) -> bool:
    return all(
        bool(np.array_equal(block[..., 0], block[..., other]))
        for block in blocks(array)
        for other in (1, 2)
    )
