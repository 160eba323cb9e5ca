"""Which planes of an image are compared: each channel, of a stack its middle and maximum."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

LONGEST_SIDE = 2048
"""A longer plane is averaged down by a whole number before it is compared."""
MOST_FRAMES = 5
"""So many frames of a time series are compared, evenly spaced, the first and last among them."""
_RGB = (0.2126, 0.7152, 0.0722)  # brightness by Rec. 709
_COLOURS = 3


@dataclass(frozen=True, slots=True)
class ComparedPlane:
    """One plane of an image, as it is compared.

    Attributes
    ----------
    name
        Channel, frame and slice in words; None for an image of one plane.
    pixels
        ``(Y, X)``, finite.
    binning
        How many pixels of the file, along each axis, one pixel stands for.
    """

    name: str | None
    pixels: NDArray[np.float32]
    binning: int


def compared_planes(array: NDArray[np.generic], axes: str) -> Iterator[ComparedPlane]:
    """Yield the planes of an image that are compared with those of others.

    Every channel, but the brightness of colours; of a stack its middle slice and the
    maximum along Z; of a time series five frames. So a slice elsewhere in a stack is
    not found, nor a frame between the five.

    Parameters
    ----------
    array
        Numbers; those that are not finite count as the smallest of the plane.
    axes
        One letter per axis: T, C, Z, Y, X, S.

    Examples
    --------
    >>> stack = np.zeros((2, 5, 8, 9), dtype=np.uint16)
    >>> [plane.name for plane in compared_planes(stack, "CZYX")][:2]
    ['channel 1, slice 3 of 5', 'channel 1, maximum along Z']
    """
    values = _brightness(array) if axes.endswith("S") else array
    axes = axes.rstrip("S")
    order = [axes.index(axis) for axis in "TCZYX" if axis in axes]
    values = values.transpose(order)
    values = values.reshape([array.shape[axes.index(a)] if a in axes else 1 for a in "TCZYX"])
    frames, channels, depth = values.shape[:3]
    for frame, channel in product(_spread(frames), range(channels)):
        stack = values[frame, channel]
        words = [f"frame {frame + 1}"] if frames > 1 else []
        words += [f"channel {channel + 1}"] if channels > 1 else []
        if depth == 1:
            yield _plane(stack[0], words)
        else:
            middle = depth // 2
            yield _plane(stack[middle], [*words, f"slice {middle + 1} of {depth}"])
            yield _plane(stack.max(axis=0), [*words, "maximum along Z"])


def _spread(n: int) -> list[int]:
    return sorted({round(at) for at in np.linspace(0, n - 1, min(n, MOST_FRAMES))})


def _brightness(array: NDArray[np.generic]) -> NDArray[np.generic]:
    if array.shape[-1] < _COLOURS:
        return array[..., 0]
    return array[..., :_COLOURS].astype(np.float32) @ np.asarray(_RGB, dtype=np.float32)


def _plane(pixels: NDArray[np.generic], words: list[str]) -> ComparedPlane:
    step = -(-max(pixels.shape) // LONGEST_SIDE)
    return ComparedPlane(", ".join(words) or None, _binned(_finite(pixels), step), step)


def _finite(pixels: NDArray[np.generic]) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):
        values = pixels.astype(np.float32)
    known = np.isfinite(values)
    if not known.all():
        values[~known] = values[known].min() if known.any() else 0
    # Sums of squares stay within float32; contrast is all that counts.
    values -= values.min() if values.size else 0
    largest = float(values.max()) if values.size else 0.0
    return values / np.float32(largest) if 0 < largest < np.inf else np.zeros_like(values)


def _binned(values: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    height, width = (length // step for length in values.shape)
    if step == 1 or 0 in (height, width):
        return values
    cut = values[: height * step, : width * step]
    binned: NDArray[np.float32] = cut.reshape(height, step, width, step).mean(axis=(1, 3))
    return binned
