"""Prediction against raw input, image by image."""

import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes

from replicard.render.english import count, listed
from replicard.render.estimates import fitting, interval
from replicard.render.figures.canvas import (
    MOST_VECTOR_POINTS,
    SMALL_PT,
    drawing_style,
    finished,
    new_canvas,
    place_axes,
)
from replicard.render.figures.facets import PER_LINE, Names
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, SINGLE_COLUMN_MM, Figure
from replicard.render.figures.palette import BLUE, MUTED, VERMILION
from replicard.render.metric_rows import RAW_INPUT, MetricRow, values
from replicard_schema.evidence import PairedComparison
from replicard_schema.vocabulary import Direction, MetricId

_CHART_MM = 42.0
_GAP_MM = 17.0
_LEFT_MM = 14.0
_ABOVE_MM = 7.0
_BELOW_MM = 11.0


def paired(
    row: MetricRow,
    *,
    validation: str,
    names: Names,
    comparisons: Sequence[PairedComparison] = (),
) -> Figure | None:
    """Return one chart for each candidate, or None if the raw input has no score.

    Parameters
    ----------
    row
        The metric by which they are compared.
    comparisons
        Mean differences from the raw input, whose intervals are written into the charts.
    """
    differences = {
        entry.candidate: entry
        for entry in comparisons
        if entry.metric is row.metric and entry.parameters == row.parameters
    }
    others = [candidate for candidate in names.texts if candidate != RAW_INPUT]
    raw = values(row.results[RAW_INPUT]) if RAW_INPUT in row.results else {}
    pairs = {
        candidate: _pairs(raw, values(row.results[candidate]))
        for candidate in others
        if candidate in row.results
    }
    pairs = {candidate: found for candidate, found in pairs.items() if found}
    if not pairs:
        return None
    figure_id = f"paired-{validation}"
    lines = -(-len(pairs) // PER_LINE)
    width = DOUBLE_COLUMN_MM if len(pairs) > 1 else SINGLE_COLUMN_MM
    with drawing_style():
        canvas = new_canvas(width_mm=width, height_mm=lines * (_CHART_MM + _ABOVE_MM + _BELOW_MM))
        for place, (candidate, found) in enumerate(pairs.items()):
            line, column = divmod(place, PER_LINE)
            axes = place_axes(
                canvas,
                left_mm=_LEFT_MM + column * (_CHART_MM + _GAP_MM),
                top_mm=_ABOVE_MM + line * (_CHART_MM + _ABOVE_MM + _BELOW_MM),
                width_mm=_CHART_MM,
                height_mm=_CHART_MM,
            )
            _draw(axes, row, found, name=names.texts[candidate])
            if candidate in differences:
                _write_difference(axes, differences[candidate])
        drawing = finished(canvas, figure_id=figure_id)
    return Figure(
        id=figure_id,
        title=f"{row.title} of prediction and raw input",
        legend=_legend(row, has_differences=bool(differences)),
        alt=_alt(row, {names.texts[key]: found for key, found in pairs.items()}),
        drawing=drawing,
        width_mm=width,
    )


def _pairs(raw: dict[str, float], found: dict[str, float]) -> list[tuple[float, float]]:
    return [(raw[image], found[image]) for image in found if image in raw]


def _is_worse(row: MetricRow, before: float, after: float) -> bool:
    if row.passport.direction is Direction.LOWER_IS_BETTER:
        return after > before
    return after < before


def _draw(axes: Axes, row: MetricRow, pairs: Sequence[tuple[float, float]], *, name: str) -> None:
    span = [min(min(pair) for pair in pairs), max(max(pair) for pair in pairs)]
    room = (span[1] - span[0]) * 0.06 or 0.05
    span = [span[0] - room, span[1] + room]
    axes.plot(span, span, color=MUTED, linewidth=0.7)
    for is_worse, colour, marker in ((False, BLUE, "o"), (True, VERMILION, "s")):
        here = [pair for pair in pairs if _is_worse(row, *pair) is is_worse]
        if here:
            before, after = zip(*here, strict=True)
            axes.scatter(
                before,
                after,
                s=10,
                color=colour,
                marker=marker,
                alpha=0.75,
                linewidths=0,
                rasterized=len(before) > MOST_VECTOR_POINTS,
            )
    axes.set_xlim(*span)
    axes.set_ylim(*span)
    axes.locator_params(nbins=5)
    axes.set_title(textwrap.shorten(name, 30, placeholder="…"), loc="left")
    axes.set_xlabel("raw input", fontsize=SMALL_PT)
    axes.set_ylabel("prediction", fontsize=SMALL_PT)
    axes.grid(visible=True)


def _write_difference(axes: Axes, entry: PairedComparison) -> None:
    found = entry.interval
    sign = "+" if entry.mean_difference > 0 else ""
    text = f"Δ {sign}{fitting(entry.mean_difference, found)}"
    if found.low is not None and found.high is not None:
        text += f" {interval(found.low, found.high)}"
    axes.text(0.97, 0.03, text, transform=axes.transAxes, fontsize=SMALL_PT, ha="right")


def _legend(row: MetricRow, *, has_differences: bool) -> str:
    unit = f" ({row.unit})" if row.unit else ""
    mean = " Δ: mean difference with its interval." if has_differences else ""
    better = "below" if row.passport.direction is Direction.LOWER_IS_BETTER else "above"
    sides = "the raw input against the ground truth", "the prediction"
    if row.metric is MetricId.FRC_RESOLUTION:
        sides = "two raw captures", "the predictions of both"
    return (
        f"Each point is one image, with the {row.title}{unit} of {sides[0]} along the horizontal "
        f"axis and that of {sides[1]} along the vertical axis. "
        f"On the line both are equal; {better} it the prediction is better (blue circles), on the "
        f"other side the raw input is (red squares).{mean}"
    )


def _alt(row: MetricRow, pairs: dict[str, list[tuple[float, float]]]) -> str:
    told = [
        f"{name} is worse than the raw input on "
        f"{sum(_is_worse(row, *pair) for pair in found)} of {count(len(found), 'image')}"
        for name, found in pairs.items()
    ]
    return f"Scatter chart of {row.title}: {listed(told)}."
