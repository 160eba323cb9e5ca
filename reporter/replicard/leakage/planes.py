"""Which planes of an image are compared: each channel, of a stack its middle and maximum."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from replicard.images import PixelSource

LONGEST_SIDE = 2048
"""A longer plane is averaged down by a whole number before it is compared."""
MOST_FRAMES = 5
"""So many frames of a time series are compared, evenly spaced, the first and last among them."""
MOST_CHANNELS = 32
"""The same for channels."""
_SAMPLES_AT_ONCE = 1 << 24
_RGB = (0.2126, 0.7152, 0.0722)  # brightness by Rec. 709
_COLOURS = 3
_EXACT_IN_SINGLE = 2  # bytes of integers that single precision holds without rounding


@dataclass(frozen=True, slots=True)
class ComparedPlane:
    """One plane of an image, as it is compared.

    Attributes
    ----------
    name
        Channel, frame and slice in words; None for an image of one plane.
    pixels
        ``(Y, X)``, finite, from 0 to 1.
    binning
        How many pixels of the file, along each axis, one pixel stands for.
    """

    name: str | None
    pixels: NDArray[np.float32]
    binning: int


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which plane: a frame and a channel, and one slice or the maximum of several."""

    name: str | None
    frame: int
    channel: int
    slices: slice


def compared_planes(array: PixelSource, axes: str) -> Iterator[ComparedPlane]:
    """Yield the planes of an image that are compared with those of others.

    Every channel, but the brightness of colours; of a stack its middle slice and the
    maximum along Z; of a time series five frames. So a slice elsewhere in a stack is
    not found, nor a frame between the five. A large image is read in strips.

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
    for choice in _choices(array.shape, axes):
        yield _read(array, axes, choice)


def compared_plane(array: PixelSource, axes: str, position: int) -> ComparedPlane:
    """Return one of the planes that `compared_planes` yields."""
    return _read(array, axes, list(_choices(array.shape, axes))[position])


def _choices(shape: tuple[int, ...], axes: str) -> Iterator[_Choice]:
    frames, channels, depth = (shape[axes.index(a)] if a in axes else 1 for a in "TCZ")
    chosen = product(_spread(frames, MOST_FRAMES), _spread(channels, MOST_CHANNELS))
    for frame, channel in chosen:
        words = [f"frame {frame + 1}"] if frames > 1 else []
        words += [f"channel {channel + 1}"] if channels > 1 else []
        middle = depth // 2
        one = slice(middle, middle + 1)
        if depth > 1:
            name = ", ".join([*words, f"slice {middle + 1} of {depth}"])
            yield _Choice(name, frame, channel, one)
            name = ", ".join([*words, "maximum along Z"])
            yield _Choice(name, frame, channel, slice(0, depth))
        else:
            yield _Choice(", ".join(words) or None, frame, channel, one)


def _spread(n: int, most: int) -> list[int]:
    return sorted({round(at) for at in np.linspace(0, n - 1, min(n, most))})


def _read(array: PixelSource, axes: str, choice: _Choice) -> ComparedPlane:
    height, width = (array.shape[axes.index(axis)] for axis in "YX")
    step = max(1, -(-max(height, width) // LONGEST_SIDE))
    depth = choice.slices.stop - choice.slices.start
    samples = array.shape[axes.index("S")] if "S" in axes else 1
    rows = max(1, _SAMPLES_AT_ONCE // max(1, width * depth * samples * step)) * step
    strips = [
        _binned(_strip(array, axes, choice, slice(top, min(top + rows, height))), step)
        for top in range(0, height, rows)
    ]
    pixels = np.concatenate(strips) if strips else np.zeros((0, width))
    return ComparedPlane(choice.name, _from_zero_to_one(pixels), step)


def _strip(array: PixelSource, axes: str, choice: _Choice, rows: slice) -> NDArray[np.floating]:
    """Return some rows of a plane as ``(Y, X)``."""
    frame, channel = (slice(at, at + 1) for at in (choice.frame, choice.channel))
    wanted = {"T": frame, "C": channel, "Z": choice.slices, "Y": rows}
    region = tuple(
        wanted.get(axis, slice(0, length)) for axis, length in zip(axes, array.shape, strict=True)
    )
    values = np.asarray(array[region])
    values = values.transpose([axes.index(axis) for axis in "TCZYXS" if axis in axes])
    is_short = values.dtype.itemsize <= _EXACT_IN_SINGLE or values.dtype == np.float32
    values = values.astype(np.float32 if is_short else np.float64)
    if "S" in axes:
        values = _brightness(values)
    height, width = values.shape[-2:]
    return np.asarray(values.reshape(-1, height, width).max(axis=0))


def _brightness(values: NDArray[np.floating]) -> NDArray[np.floating]:
    if values.shape[-1] < _COLOURS:
        return values[..., 0]
    return np.asarray(values[..., :_COLOURS] @ np.asarray(_RGB, dtype=values.dtype))


def _binned(values: NDArray[np.floating], step: int) -> NDArray[np.floating]:
    """Average squares; what is left over at the edges is left out."""
    height, width = (length // step for length in values.shape)
    if step == 1:
        return values
    cut = values[: height * step, : width * step]
    with np.errstate(all="ignore"):
        return np.asarray(cut.reshape(height, step, width, step).mean(axis=(1, 3)))


def _from_zero_to_one(values: NDArray[np.floating]) -> NDArray[np.float32]:
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(values.shape, dtype=np.float32)
    low = values[known].min()
    with np.errstate(all="ignore"):
        shifted = np.where(known, values, low) - low
        scaled = shifted / shifted.max()
    if not np.isfinite(scaled).all():  # constant, or its range is beyond all numbers
        return np.zeros(values.shape, dtype=np.float32)
    return np.asarray(scaled, dtype=np.float32)
