"""Keys below example images: what colours mean, as words or as a scale with numbers."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from replicard.metrics.overlay import OverlayCode
from replicard.render.english import number, score
from replicard.render.figures import raster
from replicard.render.figures.canvas import SMALL_PT, place_axes, write_text
from replicard.render.figures.palette import CHANNELS, INK, OVERLAY, class_colour
from replicard.render.figures.panels import ExamplePanel, MapKind
from replicard.render.figures.raster import Window
from replicard_schema.vocabulary import LabelKind

_KEY_LINE_MM = 3.1
_BAR_MM = 8.0
_GAP_MM = 1.6
_RSE_PERCENTILE = 99.9
_TICK_SIDES: tuple[Literal["left", "center", "right"], ...] = ("left", "center", "right")
_COLOUR_MAPS = {MapKind.RSE: "inferno", MapKind.SSIM: "viridis"}
_KEY_WORDS = {
    OverlayCode.AGREEMENT: "agreement (TP)",
    OverlayCode.DISAGREEMENT: "found, differs here",
    OverlayCode.FALSE_NEGATIVE: "missed (FN)",
    OverlayCode.FALSE_POSITIVE: "not in truth (FP)",
    OverlayCode.UNMATCHED_BOTH: "missed and FP overlap",
    OverlayCode.SPLIT: "one object split",
    OverlayCode.MERGE: "objects merged",
}


def map_limits(panels: Sequence[ExamplePanel]) -> dict[MapKind, Window]:
    """Return the scale of each kind of map, shared by all rows so that they compare."""
    planes = [one.values for panel in panels for one in panel.maps if one.kind is MapKind.RSE]
    finite = [values for plane in planes if (values := raster.finite(plane)).size]
    highest = max((float(np.percentile(v, _RSE_PERCENTILE)) for v in finite), default=1.0)
    return {MapKind.RSE: Window(0.0, highest or 1.0), MapKind.SSIM: Window(0.0, 1.0)}


def short(value: float) -> str:
    """Write an intensity in few digits.

    >>> short(120.0), short(0.12345)
    ('120', '0.123')
    """
    return number(int(value)) if float(value).is_integer() else score(value)


def map_colours(kind: MapKind) -> NDArray[np.uint8]:
    """Return the 256 colours of a map, from its lower to its upper limit."""
    table = colormaps[_COLOUR_MAPS[kind]](np.arange(256), bytes=True)
    return np.asarray(table)[:, :3]


def foot_height(panels: Sequence[ExamplePanel]) -> float:
    """Return the height of the keys in millimetres."""
    maps = {one.kind for panel in panels for one in panel.maps}
    entries = (_key_entries(panels), _class_entries(panels), _channel_entries(panels))
    lines = max(map(len, entries))
    return max(lines * _KEY_LINE_MM + 0.5, _BAR_MM if maps - {MapKind.OVERLAY} else 0.0)


def _key_entries(panels: Sequence[ExamplePanel]) -> list[tuple[str, str]]:
    codes = {
        code
        for panel in panels
        for one in panel.maps
        if one.kind is MapKind.OVERLAY
        for code in raster.codes_in(one.values)
    }
    return [(OVERLAY[code], _KEY_WORDS[code]) for code in OVERLAY if code in codes]


def _channel_entries(panels: Sequence[ExamplePanel]) -> list[tuple[str, str]]:
    channels = next((panel.channels for panel in panels if panel.channels), ())
    colours = CHANNELS[len(channels)] if channels else ()
    return [(colour, one.name) for colour, one in zip(colours, channels, strict=True)]


def _class_entries(panels: Sequence[ExamplePanel]) -> list[tuple[str, str]]:
    kinds = {panel.label_kind for panel in panels}
    if LabelKind.CLASS not in kinds:
        return []
    names = {value: name for panel in panels for value, name in panel.class_names.items()}
    return [(class_colour(value), name) for value, name in sorted(names.items()) if value]


def draw_foot(
    canvas: Canvas,
    panels: Sequence[ExamplePanel],
    limits: dict[MapKind, Window],
    *,
    corner_mm: tuple[float, float],
    step_mm: float,
) -> None:
    """Draw the key of each column that needs one.

    Parameters
    ----------
    corner_mm
        Upper left corner of the key of the first column.
    step_mm
        Distance from one column to the next.
    """
    first = panels[0]
    left, top = corner_mm
    _draw_key(canvas, _channel_entries(panels), left_mm=left, top_mm=top)
    prediction = int(first.input is not None)
    _draw_key(canvas, _class_entries(panels), left_mm=left + prediction * step_mm, top_mm=top)
    for column, one in enumerate(first.maps, start=prediction + 2):
        place = left + column * step_mm
        if one.kind is MapKind.OVERLAY:
            _draw_key(canvas, _key_entries(panels), left_mm=place, top_mm=top)
        else:
            width = step_mm - _GAP_MM
            colours, window = map_colours(one.kind), limits[one.kind]
            draw_scale(canvas, colours, window, left_mm=place, top_mm=top, width_mm=width)


def _draw_key(
    canvas: Canvas, entries: Sequence[tuple[str, str]], *, left_mm: float, top_mm: float
) -> None:
    for line, (colour, words) in enumerate(entries):
        top = top_mm + line * _KEY_LINE_MM
        axes = place_axes(canvas, left_mm=left_mm, top_mm=top + 0.2, width_mm=2.2, height_mm=2.2)
        axes.set_axis_off()
        axes.add_patch(Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor=INK, linewidth=0.3))
        write_text(canvas, words, left_mm=left_mm + 3.0, top_mm=top, size_pt=SMALL_PT)


def draw_scale(
    canvas: Canvas,
    colours: NDArray[np.uint8],
    window: Window,
    *,
    left_mm: float,
    top_mm: float,
    width_mm: float,
) -> None:
    """Draw the colours of a map with the values of both ends and the middle.

    Parameters
    ----------
    colours
        Table of red, green and blue, from the lower to the upper limit.
    """
    axes = place_axes(
        canvas, left_mm=left_mm, top_mm=top_mm + 0.4, width_mm=width_mm, height_mm=2.0
    )
    axes.imshow(
        colours[np.newaxis, :, :],
        aspect="auto",
        interpolation="none",
        extent=(window.low, window.high, 0, 1),
    )
    axes.set_yticks([])
    middle = (window.low + window.high) / 2
    ticks = [window.low, middle, window.high]
    axes.set_xticks(ticks, [(short(tick)) for tick in ticks])
    for label, side in zip(axes.get_xticklabels(), _TICK_SIDES, strict=True):
        label.set_horizontalalignment(side)
    for spine in axes.spines.values():
        spine.set_visible(False)
