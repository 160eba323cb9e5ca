"""Pairs of images that show the same, side by side, with the part that both show."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

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
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, Figure
from replicard.render.figures.palette import MUTED, ORANGE
from replicard.render.figures.panels import Plane

_LABEL_MM = 27.0
_TOP_MM = 5.0
_GAP_MM = 1.6
_BETWEEN_MM = 3.0
_TALLEST_MM = 55.0
_TITLES = ("Evaluation image", "Training image", "Part of the first", "Same part of the second")
_NAME_CHARACTERS = 19
_NAME_LINES = 4

Box: TypeAlias = tuple[int, int, int, int]
"""Top, left, height and width in pixels of the plane."""


@dataclass(frozen=True, slots=True)
class LikenessPanel:
    """An evaluation image and a training image that show the same.

    Attributes
    ----------
    validation, training
        Ids of the validation and of the training data set.
    names
        Names of the two files, with their planes.
    planes
        Intensities of both, of shape ``(Y, X)``.
    boxes
        The part of each that the other shows.
    parts
        These parts; the second one is turned back to lie as the first.
    change
        What was done to the first image, in words; empty if nothing.
    similarity
        Correlation of the parts.
    """

    validation: str
    training: str
    names: tuple[str, str]
    planes: tuple[Plane, Plane]
    boxes: tuple[Box, Box]
    parts: tuple[Plane, Plane]
    change: str
    similarity: float


def likeness_figure(panels: Sequence[LikenessPanel], *, n_pairs: int) -> Figure:
    """Draw the pairs of one validation and one training data set, one row each.

    Parameters
    ----------
    n_pairs
        How many pairs were found; those shown are the most similar.
    """
    first = panels[0]
    figure_id = f"likeness-{first.validation}-{first.training}"
    shown = (
        f"the {len(panels)} most similar of {n_pairs} pairs"
        if n_pairs > len(panels)
        else "all pairs that were found"
    )
    return Figure(
        id=figure_id,
        title=f"Evaluation images of {first.validation} that show what images of "
        f"{first.training} show",
        legend=(
            f"Shown are {shown}. Each row: the evaluation image, the training image, and the part "
            "that both show (framed in orange), cut out of each; the part of the training image "
            "is turned and mirrored back. Each picture is brightened by itself, from its 0.5 to "
            "its 99.8 percentile. Correlation: of the fine structure of the two parts, 1 for "
            "equal ones; from 0.9 on there is no doubt."
        ),
        alt=" ".join(_described(panel) for panel in panels),
        drawing=_drawn(panels, figure_id=figure_id),
        width_mm=DOUBLE_COLUMN_MM,
    )


def _described(panel: LikenessPanel) -> str:
    how = f", {panel.change}" if panel.change else ""
    return (
        f"{panel.names[0]} beside {panel.names[1]}{how}: the framed parts are alike, "
        f"correlation {panel.similarity:.2f}."
    )


def _drawn(panels: Sequence[LikenessPanel], *, figure_id: str) -> Drawing:
    n = len(_TITLES)
    width = (DOUBLE_COLUMN_MM - _LABEL_MM - (n - 1) * _GAP_MM) / n
    heights = [_row_height(panel, width) for panel in panels]
    with drawing_style():
        canvas = new_canvas(
            width_mm=DOUBLE_COLUMN_MM,
            height_mm=_TOP_MM + sum(heights) + len(panels) * _BETWEEN_MM,
        )
        for column, title in enumerate(_TITLES):
            left = _LABEL_MM + column * (width + _GAP_MM)
            write_text(canvas, title, left_mm=left, top_mm=0.4)
        top = _TOP_MM
        for panel, height in zip(panels, heights, strict=True):
            _draw_label(canvas, panel, top_mm=top)
            _draw_row(canvas, panel, top_mm=top, size_mm=(width, height))
            top += height + _BETWEEN_MM
        return finished(canvas, figure_id=figure_id)


def _row_height(panel: LikenessPanel, width: float) -> float:
    tallest = max(plane.shape[0] / plane.shape[1] for plane in (*panel.planes, *panel.parts))
    return float(min(width * tallest, _TALLEST_MM))


def _draw_label(canvas: Canvas, panel: LikenessPanel, *, top_mm: float) -> None:
    write_text(
        canvas,
        f"Correlation {panel.similarity:.2f}",
        left_mm=0,
        top_mm=top_mm,
        size_pt=SMALL_PT,
        weight="bold",
    )
    names = [
        "\n".join(textwrap.wrap(name, _NAME_CHARACTERS, max_lines=_NAME_LINES, placeholder="…"))
        for name in panel.names
    ]
    change = "\n".join(textwrap.wrap(panel.change, _NAME_CHARACTERS))
    write_text(
        canvas,
        "\n".join(filter(None, [names[0], "and", names[1], change])),
        left_mm=0,
        top_mm=top_mm + 4.0,
        size_pt=SMALL_PT,
        colour=MUTED,
    )


def _draw_row(
    canvas: Canvas, panel: LikenessPanel, *, top_mm: float, size_mm: tuple[float, float]
) -> None:
    width, height = size_mm
    for column, plane in enumerate((*panel.planes, *panel.parts)):
        left = _LABEL_MM + column * (width + _GAP_MM)
        axes = place_axes(canvas, left_mm=left, top_mm=top_mm, width_mm=width, height_mm=height)
        axes.set_anchor("N")
        axes.set_axis_off()
        axes.imshow(raster.grey(plane, raster.window_of([plane])), interpolation="none")
        if column < len(panel.boxes):
            _frame(axes, panel.boxes[column], step=raster.binning(plane.shape))


def _frame(axes: Axes, box: Box, *, step: int) -> None:
    top, left, height, width = (length / step for length in box)
    axes.add_patch(
        Rectangle(
            (left - 0.5, top - 0.5), width, height, fill=False, edgecolor=ORANGE, linewidth=1.2
        )
    )
