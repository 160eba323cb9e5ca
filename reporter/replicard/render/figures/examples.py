"""Example images: input, prediction, ground truth and maps, one row for each rank."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from replicard.render.figures import raster
from replicard.render.figures.canvas import (
    SMALL_PT,
    Drawing,
    drawing_style,
    finished,
    new_canvas,
    place_axes,
    write_text,
)
from replicard.render.figures.example_keys import (
    draw_foot,
    foot_height,
    map_colours,
    map_limits,
    short,
)
from replicard.render.figures.figure import DOUBLE_COLUMN_MM
from replicard.render.figures.palette import MUTED, PAPER
from replicard.render.figures.panels import CHOSEN, ExamplePanel, MapKind, Plane
from replicard.render.figures.raster import Pixels, Window
from replicard.render.figures.svg import SHOWN

LABEL_MM = 27.0
_TOP_MM = 5.0
_GAP_MM = 1.6
_NOTE_MM = 4.6
_TALLEST_MM = 70.0
_FLATTEST_MM = 6.0
_SCALE_STEPS = (1, 2, 5)
_SCALE_BAR_SHARE = 0.22
_NAME_CHARACTERS = 17
_NAME_LINES = 3
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
    under = None
    if panel.channels:
        lit = raster.composite(panel.channels)
        cells.append(Cell("Input", lit))
        # Coloured light below would change the colours that mean something.
        under = np.repeat(lit.max(axis=-1, keepdims=True), 3, axis=-1)
    elif panel.input is not None:
        window = _window(panel, panel.input)
        under = raster.grey(panel.input, window)
        cells.append(Cell("Input", under, _said(window, panel.input)))
    for title, plane in ((candidate, panel.prediction), ("Ground truth", panel.target)):
        cells.append(_answer(panel, title, plane))
    for one in panel.maps:
        if one.kind is MapKind.OVERLAY:
            pixels = raster.overlay(one.values, under)
        else:
            pixels = raster.coloured(one.values, limits[one.kind], map_colours(one.kind))
        cells.append(Cell(MAP_TITLES[one.kind], pixels))
    return tuple(cells)


def draw_examples(panels: Sequence[ExamplePanel], *, candidate: str, figure_id: str) -> Drawing:
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
    foot = foot_height(panels)
    with drawing_style():
        canvas = new_canvas(
            width_mm=DOUBLE_COLUMN_MM,
            height_mm=_TOP_MM + sum(heights) + len(rows) * _NOTE_MM + foot,
        )
        top = _TOP_MM
        for place, (panel, row, height) in enumerate(zip(panels, rows, heights, strict=True)):
            heading = panel.rank.capitalize() if len(panels) > 1 else "Image"
            draw_label(
                canvas,
                heading=heading,
                measure=panel.metric,
                value=panel.value,
                image=panel.image,
                top_mm=top,
            )
            _draw_row(canvas, panel, row, top_mm=top, size_mm=(width, height), titled=place == 0)
            top += height + _NOTE_MM
        draw_foot(canvas, panels, limits, corner_mm=(LABEL_MM, top), step_mm=width + _GAP_MM)
        return finished(canvas, figure_id=figure_id)


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
    return f"{short(window.low)} to {short(window.high)}"


def _cell_width(n_cells: int) -> float:
    # Fewer images do not grow beyond a quarter of the page: that keeps rows alike.
    n = max(n_cells, 4)
    return (DOUBLE_COLUMN_MM - LABEL_MM - (n - 1) * _GAP_MM) / n


def _row_height(row: Sequence[Cell], width: float) -> float:
    tallest = max(cell.pixels.shape[0] / cell.pixels.shape[1] for cell in row)
    return float(min(max(width * tallest, _FLATTEST_MM), _TALLEST_MM))


def draw_label(
    canvas: Canvas, *, heading: str, measure: str, value: str, image: str, top_mm: float
) -> None:
    """Write what a row of images shows, to its left: rank, measure with value, and image.

    Parameters
    ----------
    canvas
        The figure that is drawn on.
    heading
        Rank of the image, first and bold.
    measure, value
        What the images are ranked by, and its value for this image.
    image
        Name of the image.
    top_mm
        Upper edge of the row, in mm from the top of the figure.
    """
    measure_lines = textwrap.wrap(measure, _NAME_CHARACTERS)
    image_lines = textwrap.wrap(image, _NAME_CHARACTERS, max_lines=_NAME_LINES, placeholder="…")
    write_text(canvas, heading, left_mm=0, top_mm=top_mm, weight="bold")
    write_text(
        canvas,
        "\n".join([*measure_lines, value]),
        left_mm=0,
        top_mm=top_mm + 4.0,
        size_pt=SMALL_PT,
    )
    write_text(
        canvas,
        "\n".join(image_lines),
        left_mm=0,
        top_mm=top_mm + 5.0 + 2.8 * (len(measure_lines) + 1),
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
        axes.set_gid(f"{SHOWN}{_row_name(panel)}:{cell.title}")
        axes.imshow(cell.pixels, interpolation="none")
        if titled:
            title = textwrap.shorten(cell.title, int(width * 0.75), placeholder="…")
            write_text(canvas, title, left_mm=left, top_mm=0.4)
        below = top_mm + height + 0.7
        _draw_note(canvas, cell.note, left_mm=left, top_mm=below)
        if column == 0 and panel.pixel_size_um is not None:
            bar = draw_scale_bar(
                axes, cell.pixels.shape, panel.prediction.shape, panel.pixel_size_um
            )
            _draw_note(canvas, bar, left_mm=left + width, top_mm=below, align="right")


def _row_name(panel: ExamplePanel) -> str:
    """Return what tells the row from others of its figure."""
    name = panel.image if panel.rank == CHOSEN else panel.rank
    return name.replace(":", " ")


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


def draw_scale_bar(
    axes: Axes, shown: Sequence[int], shape: Sequence[int], pixel_size_um: float
) -> str:
    """Draw a bar of round length into an image; return its length as text.

    Parameters
    ----------
    shown, shape
        Rows and columns of the pixels shown, and of the image itself.
    pixel_size_um
        Edge length of a pixel of the image.
    """
    height, width = shown[:2]
    um_per_shown_pixel = pixel_size_um * raster.binning(shape)
    length = scale_bar_um(shape[1] * pixel_size_um)
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
    return f"bar {short(length)} µm"
