"""Example images: input, prediction, ground truth and maps, one row for each rank."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from replicard.metrics.overlay import OverlayCode
from replicard.render.english import number, score
from replicard.render.figures import raster
from replicard.render.figures.canvas import (
    SMALL_PT,
    drawing_style,
    new_canvas,
    place_axes,
    to_svg,
    write_text,
)
from replicard.render.figures.figure import DOUBLE_COLUMN_MM
from replicard.render.figures.palette import INK, MUTED, OVERLAY, PAPER, class_colour
from replicard.render.figures.panels import ExamplePanel, MapKind, PanelMap, Plane
from replicard.render.figures.raster import Pixels, Window
from replicard_schema.vocabulary import LabelKind

LABEL_MM = 27.0
_TOP_MM = 5.0
_GAP_MM = 1.6
_NOTE_MM = 4.6
_TALLEST_MM = 70.0
_FLATTEST_MM = 6.0
_KEY_LINE_MM = 3.1
_BAR_MM = 8.0
_SCALE_STEPS = (1, 2, 5)
_SCALE_BAR_SHARE = 0.22
_NAME_CHARACTERS = 17
_NAME_LINES = 3
_TICK_SIDES: tuple[Literal["left", "center", "right"], ...] = ("left", "center", "right")
_COLOUR_MAPS = {MapKind.RSE: "inferno", MapKind.SSIM: "viridis"}
_RSE_PERCENTILE = 99.9
KEY_WORDS = {
    OverlayCode.AGREEMENT: "agreement (TP)",
    OverlayCode.DISAGREEMENT: "found, differs here",
    OverlayCode.FALSE_NEGATIVE: "missed (FN)",
    OverlayCode.FALSE_POSITIVE: "not in truth (FP)",
    OverlayCode.UNMATCHED_BOTH: "missed and FP overlap",
}
MAP_TITLES = {MapKind.RSE: "RSE map", MapKind.SSIM: "SSIM map", MapKind.OVERLAY: "Overlay"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One image of a row, ready to be placed."""

    title: str
    pixels: Pixels
    note: str = ""


def row_cells(
    panel: ExamplePanel, *, candidate: str, limits: dict[MapKind, Window]
) -> tuple[Cell, ...]:
    """Return the images of one row, from left to right.

    Parameters
    ----------
    candidate
        Name of the candidate, for the heading.
    limits
        Scale of each map, the same in all rows.
    """
    cells = []
    shown_input = None
    if panel.input is not None:
        window = _window(panel, panel.input)
        shown_input = raster.grey(panel.input, window)
        cells.append(Cell("Input", shown_input, _said(window, panel.input)))
    for title, plane in ((candidate, panel.prediction), ("Ground truth", panel.target)):
        cells.append(_answer(panel, title, plane))
    for one in panel.maps:
        if one.kind is MapKind.OVERLAY:
            pixels = raster.overlay(one.values, shown_input)
        else:
            pixels = raster.coloured(one.values, limits[one.kind], _colours(one.kind))
        cells.append(Cell(MAP_TITLES[one.kind], pixels))
    return tuple(cells)


def map_limits(panels: Sequence[ExamplePanel]) -> dict[MapKind, Window]:
    """Return the scale of each kind of map, shared by all rows so that they compare."""
    planes = [one.values for panel in panels for one in panel.maps if one.kind is MapKind.RSE]
    highest = max(
        (float(np.percentile(np.nan_to_num(plane), _RSE_PERCENTILE)) for plane in planes),
        default=1.0,
    )
    return {MapKind.RSE: Window(0.0, highest or 1.0), MapKind.SSIM: Window(0.0, 1.0)}


def draw_examples(panels: Sequence[ExamplePanel], *, candidate: str, figure_id: str) -> str:
    """Return a drawing with one row for each panel.

    Parameters
    ----------
    panels
        Of one validation and one candidate, best first.
    """
    limits = map_limits(panels)
    rows = [row_cells(panel, candidate=candidate, limits=limits) for panel in panels]
    width = _cell_width(max(len(row) for row in rows))
    heights = [_row_height(row, width) for row in rows]
    foot = _foot_height(panels)
    with drawing_style():
        canvas = new_canvas(
            width_mm=DOUBLE_COLUMN_MM,
            height_mm=_TOP_MM + sum(heights) + len(rows) * _NOTE_MM + foot,
        )
        top = _TOP_MM
        for place, (panel, row, height) in enumerate(zip(panels, rows, heights, strict=True)):
            _draw_label(canvas, panel, top_mm=top)
            _draw_row(canvas, panel, row, top_mm=top, size_mm=(width, height), titled=place == 0)
            top += height + _NOTE_MM
        _draw_foot(canvas, panels, limits, top_mm=top, width_mm=width)
        return to_svg(canvas, figure_id=figure_id)


def _answer(panel: ExamplePanel, title: str, plane: Plane) -> Cell:
    if panel.label_kind is not None:
        return Cell(title, raster.labels(plane, panel.label_kind))
    window = _window(panel, plane)
    return Cell(title, raster.grey(plane, window), _said(window, plane))


def _window(panel: ExamplePanel, plane: Plane) -> Window:
    return raster.window_of([panel.target if panel.same_scale else plane])


def _said(window: Window, plane: Plane) -> str:
    if plane.ndim == 3 and plane.dtype == np.uint8:  # noqa: PLR2004 - RGB is shown as it is
        return ""
    return f"{_short(window.low)} to {_short(window.high)}"


def _short(value: float) -> str:
    return number(int(value)) if float(value).is_integer() else score(value)


def _colours(kind: MapKind) -> NDArray[np.uint8]:
    table = colormaps[_COLOUR_MAPS[kind]](np.arange(256), bytes=True)
    return np.asarray(table)[:, :3]


def _cell_width(n_cells: int) -> float:
    # Fewer images do not grow beyond a quarter of the page: that keeps rows alike.
    n = max(n_cells, 4)
    return (DOUBLE_COLUMN_MM - LABEL_MM - (n - 1) * _GAP_MM) / n


def _row_height(row: Sequence[Cell], width: float) -> float:
    tallest = max(cell.pixels.shape[0] / cell.pixels.shape[1] for cell in row)
    return float(min(max(width * tallest, _FLATTEST_MM), _TALLEST_MM))


def _draw_label(canvas: Canvas, panel: ExamplePanel, *, top_mm: float) -> None:
    name = textwrap.wrap(panel.image, _NAME_CHARACTERS, max_lines=_NAME_LINES, placeholder="…")
    metric = textwrap.wrap(panel.metric, _NAME_CHARACTERS)
    write_text(canvas, panel.rank.capitalize(), left_mm=0, top_mm=top_mm, weight="bold")
    write_text(
        canvas,
        "\n".join([*metric, panel.value]),
        left_mm=0,
        top_mm=top_mm + 4.0,
        size_pt=SMALL_PT,
    )
    write_text(
        canvas,
        "\n".join(name),
        left_mm=0,
        top_mm=top_mm + 5.0 + 2.8 * (len(metric) + 1),
        size_pt=SMALL_PT,
        colour=MUTED,
    )


def _draw_row(
    canvas: Canvas,
    panel: ExamplePanel,
    row: Sequence[Cell],
    *,
    top_mm: float,
    size_mm: tuple[float, float],
    titled: bool,
) -> None:
    width, height = size_mm
    for column, cell in enumerate(row):
        left = LABEL_MM + column * (width + _GAP_MM)
        axes = place_axes(canvas, left_mm=left, top_mm=top_mm, width_mm=width, height_mm=height)
        axes.set_anchor("N")
        axes.set_axis_off()
        axes.imshow(cell.pixels, interpolation="none")
        if titled:
            title = textwrap.shorten(cell.title, int(width * 0.75), placeholder="…")
            write_text(canvas, title, left_mm=left, top_mm=0.4)
        below = top_mm + height + 0.7
        _draw_note(canvas, cell.note, left_mm=left, top_mm=below)
        if column == 0 and panel.pixel_size_um is not None:
            bar = _draw_scale_bar(axes, cell, panel)
            _draw_note(canvas, bar, left_mm=left + width, top_mm=below, align="right")


def _draw_note(
    canvas: Canvas, text: str, *, left_mm: float, top_mm: float, align: str = "left"
) -> None:
    write_text(
        canvas,
        text,
        left_mm=left_mm,
        top_mm=top_mm,
        size_pt=SMALL_PT - 0.5,
        colour=MUTED,
        align=align,
    )


def scale_bar_um(width_um: float) -> float:
    """Return a round length of about a fifth of the width of an image.

    >>> scale_bar_um(92.2), scale_bar_um(1.3)
    (20.0, 0.2)
    """
    wanted = width_um * _SCALE_BAR_SHARE
    power = 10.0 ** np.floor(np.log10(wanted))
    steps = [step * power for step in _SCALE_STEPS if step * power <= wanted]
    return float(f"{steps[-1]:.6g}")


def _draw_scale_bar(axes: Axes, cell: Cell, panel: ExamplePanel) -> str:
    assert panel.pixel_size_um is not None  # noqa: S101 - asked by the caller
    height, width = cell.pixels.shape[:2]
    plane = panel.prediction
    um_per_shown_pixel = panel.pixel_size_um * raster.binning(plane.shape)
    length = scale_bar_um(plane.shape[1] * panel.pixel_size_um)
    bar = length / um_per_shown_pixel
    axes.add_patch(
        Rectangle(
            (width * 0.95 - bar, height - width * 0.075),
            bar,
            width * 0.022,
            facecolor=PAPER,
            edgecolor="#000000",
            linewidth=0.4,
        )
    )
    return f"bar {_short(length)} µm"


def _foot_height(panels: Sequence[ExamplePanel]) -> float:
    maps = {one.kind for panel in panels for one in panel.maps}
    lines = max(len(_key_entries(panels)), len(_class_entries(panels)))
    return max(lines * _KEY_LINE_MM + 0.5, _BAR_MM if maps - {MapKind.OVERLAY} else 0.0)


def _key_entries(panels: Sequence[ExamplePanel]) -> list[tuple[str, str]]:
    codes = {
        code
        for panel in panels
        for one in panel.maps
        if one.kind is MapKind.OVERLAY
        for code in raster.codes_in(one.values)
    }
    return [(OVERLAY[code], KEY_WORDS[code]) for code in OVERLAY if code in codes]


def _class_entries(panels: Sequence[ExamplePanel]) -> list[tuple[str, str]]:
    kinds = {panel.label_kind for panel in panels}
    if LabelKind.CLASS not in kinds:
        return []
    names = {value: name for panel in panels for value, name in panel.class_names.items()}
    return [(class_colour(value), name) for value, name in sorted(names.items()) if value]


def _draw_foot(
    canvas: Canvas,
    panels: Sequence[ExamplePanel],
    limits: dict[MapKind, Window],
    *,
    top_mm: float,
    width_mm: float,
) -> None:
    first = panels[0]
    place = int(first.input is not None)
    left = LABEL_MM + place * (width_mm + _GAP_MM)
    _draw_key(canvas, _class_entries(panels), left_mm=left, top_mm=top_mm)
    for step, one in enumerate(first.maps, start=2):
        left = LABEL_MM + (place + step) * (width_mm + _GAP_MM)
        if one.kind is MapKind.OVERLAY:
            _draw_key(canvas, _key_entries(panels), left_mm=left, top_mm=top_mm)
        else:
            _draw_colour_bar(canvas, one, limits, left_mm=left, top_mm=top_mm, width_mm=width_mm)


def _draw_key(
    canvas: Canvas, entries: Sequence[tuple[str, str]], *, left_mm: float, top_mm: float
) -> None:
    for line, (colour, words) in enumerate(entries):
        top = top_mm + line * _KEY_LINE_MM
        axes = place_axes(canvas, left_mm=left_mm, top_mm=top + 0.2, width_mm=2.2, height_mm=2.2)
        axes.set_axis_off()
        axes.add_patch(Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor=INK, linewidth=0.3))
        write_text(canvas, words, left_mm=left_mm + 3.0, top_mm=top, size_pt=SMALL_PT)


def _draw_colour_bar(
    canvas: Canvas,
    one: PanelMap,
    limits: dict[MapKind, Window],
    *,
    left_mm: float,
    top_mm: float,
    width_mm: float,
) -> None:
    window = limits[one.kind]
    axes = place_axes(
        canvas, left_mm=left_mm, top_mm=top_mm + 0.4, width_mm=width_mm, height_mm=2.0
    )
    axes.imshow(
        _colours(one.kind)[np.newaxis, :, :],
        aspect="auto",
        interpolation="none",
        extent=(window.low, window.high, 0, 1),
    )
    axes.set_yticks([])
    middle = (window.low + window.high) / 2
    ticks = [window.low, middle, window.high]
    axes.set_xticks(ticks, [(_short(tick)) for tick in ticks])
    for label, side in zip(axes.get_xticklabels(), _TICK_SIDES, strict=True):
        label.set_horizontalalignment(side)
    for spine in axes.spines.values():
        spine.set_visible(False)
