"""Scores of objects against the overlap that is asked for."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from replicard.render.english import listed, number
from replicard.render.figures.canvas import (
    SMALL_PT,
    drawing_style,
    finished,
    new_canvas,
    place_axes,
)
from replicard.render.figures.facets import PER_LINE, Names
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, Figure
from replicard.render.figures.palette import MUTED
from replicard.render.metric_rows import MetricRow, thresholds
from replicard_schema.vocabulary import MetricId

_CHART_MM = 46.0
_HEIGHT_MM = 40.0
_GAP_MM = 12.0
_LEFT_MM = 12.0
_ABOVE_MM = 7.0
_BELOW_MM = 11.0
_KEY_LINE_MM = 4.0
_METRICS = (MetricId.F1, MetricId.PANOPTIC_QUALITY, MetricId.ACCURACY, MetricId.PRECISION)


def score_against_threshold(
    rows: Sequence[MetricRow], *, validation: str, names: Names
) -> Figure | None:
    """Return lines of the mean score over IoU thresholds; None below two thresholds."""
    if len(thresholds(rows)) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    by_metric = {
        metric: [row for row in rows if row.metric is metric and row.iou_threshold is not None]
        for metric in _METRICS
    }
    shown = [found for found in by_metric.values() if found][:PER_LINE]
    if not shown:
        return None
    figure_id = f"thresholds-{validation}"
    height = _ABOVE_MM + _HEIGHT_MM + _BELOW_MM + _KEY_LINE_MM * len(names.texts)
    with drawing_style():
        canvas = new_canvas(width_mm=DOUBLE_COLUMN_MM, height_mm=height)
        for column, found in enumerate(shown):
            axes = place_axes(
                canvas,
                left_mm=_LEFT_MM + column * (_CHART_MM + _GAP_MM),
                top_mm=_ABOVE_MM,
                width_mm=_CHART_MM,
                height_mm=_HEIGHT_MM,
            )
            _draw(axes, found, names)
        canvas.legend(
            *canvas.axes[0].get_legend_handles_labels(),
            loc="lower left",
            bbox_to_anchor=(0.05, 0.0),
            borderaxespad=0,
        )
        drawing = finished(canvas, figure_id=figure_id)
    titles = [found[0].passport.name for found in shown]
    levels = [number(value) for value in thresholds(rows)]
    return Figure(
        id=figure_id,
        title="Scores against the overlap that is asked for",
        legend=(
            "Mean over the images that have a value, at each IoU from which an object counts as "
            f"found ({listed(levels)})."
        ),
        alt=f"Line charts of {listed(titles)} at IoU thresholds of {listed(levels)}. "
        "The table of scores gives the same values as numbers.",
        drawing=drawing,
        width_mm=DOUBLE_COLUMN_MM,
    )


def _draw(axes: Axes, rows: Sequence[MetricRow], names: Names) -> None:
    for candidate, text in names.texts.items():
        points = sorted(
            (row.iou_threshold, row.results[candidate].summary.mean)
            for row in rows
            if candidate in row.results
            and row.iou_threshold is not None
            and row.results[candidate].summary.mean is not None
        )
        if points:
            axes.plot(
                *zip(*points, strict=True),
                color=names.colours[candidate],
                marker=names.markers[candidate],
                markersize=3.5,
                label=text,
            )
    axes.set_title(rows[0].passport.name, loc="left")
    axes.set_xlabel("IoU threshold", fontsize=SMALL_PT)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xticks(sorted({row.iou_threshold for row in rows if row.iou_threshold is not None}))
    axes.tick_params(axis="both", colors=MUTED)
    axes.grid(visible=True, axis="y")
