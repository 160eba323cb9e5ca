"""Distribution of scores over images: every image is a point."""

import textwrap
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from replicard.render.english import listed, whole
from replicard.render.estimates import has_bounds
from replicard.render.figures.canvas import (
    MOST_VECTOR_POINTS,
    SMALL_PT,
    drawing_style,
    finished,
    new_canvas,
    place_axes,
)
from replicard.render.figures.facets import PER_LINE, Names, direction_words, few_ticks
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, Figure
from replicard.render.figures.palette import INK, MUTED
from replicard.render.metric_rows import MetricRow, values
from replicard_schema.evidence import MetricResult

_NAMES_MM = 34.0
_GAP_MM = 11.0
_ROW_MM = 8.5
_ABOVE_MM = 6.0
_BELOW_MM = 10.0
_NAME_CHARACTERS = 24
_SPREAD = 0.32
_MEAN_BELOW = 0.36
"""How far the mean and its interval are drawn below the points, in rows."""
_BINS = 48


def distribution(
    rows: Sequence[MetricRow],
    *,
    validation: str,
    names: Names,
    limits: Mapping[str, Sequence[float]],
) -> Figure:
    """Return a strip chart for each metric, with one row for each candidate.

    Parameters
    ----------
    rows
        Metrics to show.
    limits
        Acceptance limits that the authors stated, by title of the metric.
    """
    figure_id = f"distribution-{validation}"
    lines = [rows[i : i + PER_LINE] for i in range(0, len(rows), PER_LINE)]
    height = _ROW_MM * len(names.texts)
    with drawing_style():
        canvas = new_canvas(
            width_mm=DOUBLE_COLUMN_MM, height_mm=len(lines) * (height + _ABOVE_MM + _BELOW_MM)
        )
        for place, line in enumerate(lines):
            top = place * (height + _ABOVE_MM + _BELOW_MM) + _ABOVE_MM
            for column, row in enumerate(line):
                axes = _axes(canvas, column=column, top_mm=top, height_mm=height)
                _draw(axes, row, names, limits.get(row.title, ()), named=column == 0)
        drawing = finished(canvas, figure_id=figure_id)
    titles = [row.title for row in rows]
    results = [result for row in rows for result in row.results.values()]
    return Figure(
        id=figure_id,
        title="Scores of the single images",
        legend=_legend(
            has_limits=any(limits.get(title) for title in titles),
            has_intervals=any(has_bounds(result.mean_interval) for result in results),
            has_groups=any(
                result.mean_interval is not None and result.mean_interval.n_units < result.summary.n
                for result in results
            ),
        ),
        alt=f"Strip charts of {listed(titles)} for {listed(list(names.texts.values()))}. "
        "The table of scores by image gives the same values as numbers.",
        drawing=drawing,
        width_mm=DOUBLE_COLUMN_MM,
    )


def _axes(canvas: Canvas, *, column: int, top_mm: float, height_mm: float) -> Axes:
    width = (DOUBLE_COLUMN_MM - _NAMES_MM - PER_LINE * _GAP_MM) / PER_LINE
    left = _NAMES_MM + column * (width + _GAP_MM)
    return place_axes(canvas, left_mm=left, top_mm=top_mm, width_mm=width, height_mm=height_mm)


def _draw(
    axes: Axes, row: MetricRow, names: Names, limits: Sequence[float], *, named: bool
) -> None:
    axes.set_title(row.title, loc="left")
    for place, candidate in enumerate(names.texts):
        result = row.results.get(candidate)
        if result is not None:
            _draw_strip(axes, place, result, colour=names.colours[candidate])
    for limit in limits:
        axes.axvline(limit, color=MUTED, linestyle="--", linewidth=0.8)
    labels = [_wrapped(name) for name in names.texts.values()] if named else []
    axes.set_yticks(range(len(names.texts)), labels or [""] * len(names.texts))
    axes.set_ylim(len(names.texts) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(visible=True, axis="x")
    axes.margins(x=0.05)
    axes.set_xlabel(direction_words(row), fontsize=SMALL_PT, color=MUTED)
    few_ticks(axes)


def _wrapped(name: str) -> str:
    return "\n".join(textwrap.wrap(name, _NAME_CHARACTERS, max_lines=2, placeholder="…"))


def _draw_strip(axes: Axes, place: int, result: MetricResult, *, colour: str) -> None:
    points = sorted(values(result).values())
    if points:
        heights = [place + offset for offset in swarm(points)]
        size = 7.0 if len(points) <= 100 else 3.0  # noqa: PLR2004 - many points need to be small
        axes.scatter(
            points,
            heights,
            s=size,
            color=colour,
            alpha=0.7,
            linewidths=0,
            rasterized=len(points) > MOST_VECTOR_POINTS,
        )
    if result.summary.median is not None:
        axes.plot(
            [result.summary.median] * 2, [place - 0.36, place + 0.24], color=INK, linewidth=1.4
        )
    _draw_mean(axes, place, result)
    axes.text(
        1.02,
        place,
        _counted(result),
        transform=axes.get_yaxis_transform(),
        fontsize=SMALL_PT,
        color=MUTED,
        va="center",
    )


def _draw_mean(axes: Axes, place: int, result: MetricResult) -> None:
    """Draw the mean as a diamond, on a line that is its interval."""
    mean, found = result.summary.mean, result.mean_interval
    if mean is None or found is None or found.low is None or found.high is None:
        return
    height = place + _MEAN_BELOW
    axes.plot([found.low, found.high], [height, height], color=INK, linewidth=1.0)
    axes.plot([mean], [height], marker="D", markersize=2.6, color=INK)


def _counted(result: MetricResult) -> str:
    """Write how many images have a value and, where groups were drawn, how many groups."""
    n, found = result.summary.n, result.mean_interval
    is_grouped = found is not None and found.n_units < n
    return f"{whole(n)} ({whole(found.n_units)})" if found and is_grouped else whole(n)


def swarm(points: Sequence[float]) -> list[float]:
    """Return how far each point moves aside, so that equal values stay visible.

    Points that share a bin are spread evenly around the line, the first on it.

    >>> swarm([0.1, 0.9])
    [0.0, 0.0]
    >>> [round(offset, 2) for offset in swarm([0.5, 0.5, 0.5])]
    [0.0, 0.12, -0.12]
    """
    low, high = min(points), max(points)
    width = (high - low) / _BINS or 1.0
    bins = [int((point - low) / width) for point in points]
    sizes = {place: bins.count(place) for place in set(bins)}
    step = min(0.12, 2 * _SPREAD / max(max(sizes.values()) - 1, 1))
    seen: dict[int, int] = {}
    offsets = []
    for place in bins:
        rank = seen.get(place, 0)
        seen[place] = rank + 1
        side = 1 if rank % 2 else -1
        offsets.append(side * ((rank + 1) // 2) * step + 0.0)
    return offsets


def _legend(*, has_limits: bool, has_intervals: bool, has_groups: bool) -> str:
    limit = " Dashed: limit of acceptance that the authors stated." if has_limits else ""
    mean = " The diamond below is the mean, on the line of its interval." if has_intervals else ""
    groups = ", with the groups that they form in brackets" if has_groups else ""
    return (
        "Each point is one image; points of equal value are moved apart. The bar is the median, "
        f"the number at the right the images that have a value{groups}.{mean}{limit}"
    )
