"""Choosing the plane of an image that a figure shows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.images.raster import Pixels

_COLOURS = 3
# Weights of red, green and blue in the brightness of a picture, Rec. 709.
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


@dataclass(frozen=True, slots=True)
class Plane:
    """One plane of an image.

    Attributes
    ----------
    array
        ``(Y, X)``, or ``(Y, X, S)`` for a colour picture.
    words
        What was chosen, for the legend; empty if there was no choice.
    """

    array: Pixels
    words: str


def choose_plane(array: Pixels, axes: str, *, channel: int = 0) -> Plane:
    """Return the middle of a stack at the first time point.

    The choice depends on the shape alone, so an image, its labels and a prediction of
    the same shape show the same plane.

    Parameters
    ----------
    array
        Pixels with Y and X, in any order.
    axes
        One letter per axis.
    channel
        Which channel to show, counted from 0.

    Raises
    ------
    ValueError
        If ``axes`` does not fit ``array``, or there is no such channel.

    Examples
    --------
    >>> choose_plane(np.zeros((3, 11, 8, 9)), "CZYX").words
    'channel 1 of 3, slice 6 of 11'
    """
    if len(axes) != array.ndim or not {"Y", "X"} <= set(axes):
        raise ValueError(f"axes {axes!r} do not fit {array.ndim} dimensions")
    words = []
    for axis, name, choice in (
        ("T", "time point", 0),
        ("C", "channel", channel),
        ("Z", "slice", None),
    ):
        if axis not in axes:
            continue
        length = array.shape[axes.index(axis)]
        index = length // 2 if choice is None else choice
        if not 0 <= index < length:
            raise ValueError(f"there is no {name} {index} among {length}")
        array = array.take(index, axis=axes.index(axis))
        axes = axes.replace(axis, "")
        if length > 1:
            words.append(f"{name} {index + 1} of {length}")
    order = [axes.index(axis) for axis in "YXS" if axis in axes]
    return Plane(array.transpose(order), ", ".join(words))


def to_display(array: Pixels, axes: str, *, channel: int = 0) -> tuple[NDArray[np.float64], str]:
    """Return one plane as brightness, and what was chosen in words.

    Parameters
    ----------
    array, axes, channel
        As for ``choose_plane``.

    Returns
    -------
    tuple of array and str
        ``(Y, X)`` in the units of the image, and words for the legend.

    Examples
    --------
    >>> pixels, words = to_display(np.ones((4, 5, 3), dtype=np.uint8), "YXS")
    >>> pixels.shape, words
    ((4, 5), 'brightness of the colours')
    """
    plane = choose_plane(array, axes, channel=channel)
    pixels = plane.array.astype(np.float64)
    if pixels.ndim == 2:  # noqa: PLR2004 -- Y and X
        return pixels, plane.words
    if pixels.shape[-1] < _COLOURS:  # grey and transparency
        return pixels[..., 0], plane.words
    words = [*plane.words.split(", "), "brightness of the colours"]
    return pixels[..., :_COLOURS] @ _LUMINANCE, ", ".join(filter(None, words))
