"""Arrays made into pixels that a reader can see: windows, previews, colours.

Nothing here measures. A preview is smaller than the image, and the legend says so.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.metrics.overlay import OverlayCode
from replicard.render.figures.palette import CHANNELS, OVERLAY, class_colour, object_colours, rgb
from replicard.render.figures.panels import Channel, Plane
from replicard_schema.vocabulary import LabelKind

PREVIEW_PIXELS = 300
WINDOW_PERCENTILES = (0.5, 99.8)
_RGB_AXES = 3
_DIMMED = 0.45
_OVERLAY_OPACITY = 0.7

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Window:
    """Intensities shown as black and as white."""

    low: float
    high: float


def binning(shape: Sequence[int]) -> int:
    """Return how many pixels along each axis become one pixel of the preview.

    >>> binning((300, 200)), binning((512, 512)), binning((4, 20000))
    (1, 2, 67)
    """
    return max(1, math.ceil(max(shape[:2]) / PREVIEW_PIXELS))


def finite(plane: Plane) -> NDArray[np.float64]:
    """Return the values of a plane that are numbers, in one row."""
    values = plane.astype(np.float64).ravel()
    return values[np.isfinite(values)]


def window_of(planes: Sequence[Plane]) -> Window:
    """Return the window that spans the percentiles of all planes together."""
    values = np.concatenate([finite(plane) for plane in planes])
    if values.size == 0:
        return Window(0.0, 1.0)
    low, high = (float(value) for value in np.percentile(values, WINDOW_PERCENTILES))
    return Window(low, high)


def grey(plane: Plane, window: Window) -> Pixels:
    """Return intensities as grey pixels, averaged to the size of a preview.

    An RGB plane is shown as it is, 8-bit samples unchanged and others by the window.
    """
    if plane.ndim == _RGB_AXES:
        plane = plane[..., :3]  # a fourth sample is opacity, which has no place on paper
    values = _averaged(plane, binning(plane.shape))
    if plane.ndim == _RGB_AXES and plane.dtype == np.uint8:
        return (values + 0.5).astype(np.uint8)
    span = window.high - window.low
    # A constant image has no contrast to show; it becomes middle grey.
    scaled = (values - window.low) / span if span > 0 else np.full_like(values, 0.5)
    shown = (np.clip(np.nan_to_num(scaled), 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    return shown if plane.ndim == _RGB_AXES else np.repeat(shown[..., np.newaxis], 3, axis=-1)


def composite(channels: Sequence[Channel]) -> Pixels:
    """Return channels as light of different colours, added up; each has a window of its own."""
    colours = CHANNELS[len(channels)]
    total = sum(
        grey(channel.values, window_of([channel.values]))[..., :1] / 255.0 * np.asarray(rgb(colour))
        for channel, colour in zip(channels, colours, strict=True)
    )
    pixels: Pixels = (np.minimum(total, 255.0) + 0.5).astype(np.uint8)
    return pixels


def labels(plane: Plane, kind: LabelKind) -> Pixels:
    """Return labels as colours: one for each object or class, white for a binary mask.

    The rim of an object that touches another one is darkened, so that two of similar
    colour stay two.
    """
    step = binning(plane.shape)
    ids = plane[::step, ::step].astype(np.int64)
    if kind is LabelKind.INSTANCE:
        pixels = object_colours(ids)
        pixels[_touching(ids)] = 0
        return pixels
    values = np.minimum(ids != 0, 1) if kind is LabelKind.BINARY else ids
    pixels = np.zeros((*ids.shape, 3), dtype=np.uint8)
    for value in np.unique(values):
        pixels[values == value] = rgb(class_colour(int(value)))
    return pixels


def overlay(codes: Plane, under: Pixels | None) -> Pixels:
    """Return overlay codes as colours over the dimmed input image, or over black."""
    step = binning(codes.shape)
    small = codes[::step, ::step]
    black = np.zeros((*small.shape, 3))
    ground = black if under is None else under.astype(np.float64)
    pixels = ground * _DIMMED
    for code, colour in OVERLAY.items():
        here = small == int(code)
        tint = np.asarray(rgb(colour), dtype=np.float64)
        pixels[here] = _OVERLAY_OPACITY * tint + (1 - _OVERLAY_OPACITY) * ground[here]
    return (pixels + 0.5).astype(np.uint8)


def codes_in(codes: Plane) -> tuple[OverlayCode, ...]:
    """Return the overlay codes that occur and have a colour, in the order of the key."""
    found = {int(code) for code in np.unique(codes)}
    return tuple(code for code in OVERLAY if int(code) in found)


def coloured(plane: Plane, window: Window, colours: NDArray[np.uint8]) -> Pixels:
    """Return the values of a map as colours.

    Parameters
    ----------
    colours
        Table of 256 rows: red, green and blue from the lower to the upper limit.
    """
    values = _averaged(plane, binning(plane.shape))
    span = window.high - window.low
    scaled = (values - window.low) / span if span > 0 else np.zeros_like(values)
    places = (np.clip(np.nan_to_num(scaled), 0.0, 1.0) * 255.0 + 0.5).astype(np.intp)
    return colours[places]


def _averaged(plane: Plane, step: int) -> NDArray[np.float64]:
    values = plane.astype(np.float64)
    if step == 1:
        return values
    rows, columns = (np.arange(0, length, step) for length in plane.shape[:2])
    sums = np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)
    heights = np.minimum(step, plane.shape[0] - rows)[:, np.newaxis]
    widths = np.minimum(step, plane.shape[1] - columns)[np.newaxis, :]
    sizes = (heights * widths).astype(np.float64)
    means: NDArray[np.float64] = sums / (
        sizes[..., np.newaxis] if plane.ndim == _RGB_AXES else sizes
    )
    return means


def _touching(ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    rim = np.zeros(ids.shape, dtype=bool)
    for axis in (0, 1):
        ahead = np.take(ids, range(1, ids.shape[axis]), axis=axis)
        here = np.take(ids, range(ids.shape[axis] - 1), axis=axis)
        meets = (here != ahead) & (here != 0) & (ahead != 0)
        rim[tuple(slice(0, -1) if a == axis else slice(None) for a in (0, 1))] |= meets
    return rim
