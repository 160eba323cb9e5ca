"""How well objects were found, by their size."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from replicard.metrics import ObjectRow
from replicard.render.english import number, whole
from replicard.render.figures.canvas import (
    MOST_VECTOR_POINTS,
    SMALL_PT,
    drawing_style,
    finished,
    new_canvas,
    place_axes,
    write_text,
)
from replicard.render.figures.facets import PER_LINE, Names
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, Figure
from replicard.render.figures.palette import BLUE, INK, MUTED, VERMILION

MOST_POINTS = 1500
"""Points that a chart shows; of more objects, every second, third ... is shown."""
_BINS = 8
_FEWEST_IN_BIN = 5
_MARGIN = 1.3
_CHART_MM = 46.0
_HEIGHT_MM = 40.0
_GAP_MM = 12.0
_LEFT_MM = 12.0
_ABOVE_MM = 7.0
_BELOW_MM = 16.0


def object_sizes(
    objects: Mapping[str, Sequence[ObjectRow]],
    *,
    validation: str,
    names: Names,
    iou_threshold: float,
) -> Figure | None:
    """Draw the IoU of every object of the ground truth over its size.

    Parameters
    ----------
    objects
        What became of every object, by candidate.
    iou_threshold
        IoU from which an object counts as found.

    Returns
    -------
    Figure or None
        None if no candidate has an object in the ground truth.
    """
    shown = {name: _true_ones(rows) for name, rows in objects.items() if _true_ones(rows)}
    shown = dict(list(shown.items())[:PER_LINE])
    if not shown:
        return None
    figure_id = f"sizes-{validation}"
    with drawing_style():
        canvas = new_canvas(width_mm=DOUBLE_COLUMN_MM, height_mm=_ABOVE_MM + _HEIGHT_MM + _BELOW_MM)
        for column, (candidate, rows) in enumerate(shown.items()):
            left = _LEFT_MM + column * (_CHART_MM + _GAP_MM)
            axes = place_axes(
                canvas, left_mm=left, top_mm=_ABOVE_MM, width_mm=_CHART_MM, height_mm=_HEIGHT_MM
            )
            _draw(axes, rows, title=names.texts[candidate], iou_threshold=iou_threshold)
        write_text(
            canvas,
            "circle: found    cross: missed    line: share found",
            left_mm=_LEFT_MM,
            top_mm=_ABOVE_MM + _HEIGHT_MM + 11.0,
            size_pt=SMALL_PT,
            colour=MUTED,
        )
        drawing = finished(canvas, figure_id=figure_id)
    counts = {names.texts[name]: len(rows) for name, rows in shown.items()}
    return Figure(
        id=figure_id,
        title="Overlap of every object by its size",
        legend=" ".join(_legend(list(shown.values()), iou_threshold)),
        alt="Scatter plots of IoU over the area of objects: "
        + ", ".join(f"{name} with {whole(n)} objects" for name, n in counts.items())
        + ".",
        drawing=drawing,
        width_mm=DOUBLE_COLUMN_MM,
    )


def _legend(shown: Sequence[Sequence[ObjectRow]], iou_threshold: float) -> list[str]:
    threshold = number(iou_threshold)
    sentences = [
        "Each point is an object of the ground truth.",
        f"Its IoU is that with its match (from {threshold} on), if it is missed the largest.",
        f"The line is the share of objects found, in bins that hold at least {_FEWEST_IN_BIN}.",
    ]
    if (step := max(_step(rows) for rows in shown)) > 1:
        sentences.append(f"Of many objects only every {step}th is a point; the line is of all.")
    return sentences


def _true_ones(rows: Sequence[ObjectRow]) -> list[ObjectRow]:
    return [row for row in rows if row.reference_area is not None]


def _step(rows: Sequence[ObjectRow]) -> int:
    return -(-len(rows) // MOST_POINTS)


def _draw(axes: Axes, rows: Sequence[ObjectRow], *, title: str, iou_threshold: float) -> None:
    areas = np.array([row.reference_area for row in rows], dtype=np.float64)
    ious = np.array([row.iou for row in rows])
    found = np.array([row.status == "matched" for row in rows])
    some = np.zeros(len(rows), dtype=bool)
    some[np.argsort(areas, kind="stable")[:: _step(rows)]] = True
    axes.set_xscale("log")
    axes.set_xlim(areas.min() / _MARGIN, areas.max() * _MARGIN)
    for mask, colour, marker in ((found, BLUE, "o"), (~found, VERMILION, "x")):
        axes.scatter(
            areas[mask & some],
            ious[mask & some],
            s=7,
            c=colour,
            marker=marker,
            alpha=0.55,
            linewidths=0.5,
            rasterized=len(rows) > MOST_VECTOR_POINTS,
        )
    axes.axhline(iou_threshold, color=MUTED, linewidth=0.6, linestyle=(0, (4, 2)))
    _draw_share(axes, areas, found)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda area, _: number(area)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_ylim(-0.03, 1.03)
    axes.set_title(title, loc="left")
    axes.set_xlabel("area in the ground truth (pixels)", fontsize=SMALL_PT)
    axes.set_ylabel("IoU, share found", fontsize=SMALL_PT)
    axes.grid(visible=True, axis="y")


def _draw_share(axes: Axes, areas: np.ndarray, found: np.ndarray) -> None:
    edges = np.unique(np.quantile(areas, np.linspace(0, 1, _BINS + 1)))
    places = np.clip(np.searchsorted(edges, areas, side="right") - 1, 0, max(len(edges) - 2, 0))
    points = [
        (float(np.exp(np.log(areas[here]).mean())), float(found[here].mean()))
        for bin_ in range(max(len(edges) - 1, 1))
        if (here := places == bin_).sum() >= _FEWEST_IN_BIN
    ]
    if points:
        axes.plot(*zip(*points, strict=True), color=INK, marker="s", markersize=2.5)
