"""Fourier ring correlation against frequency, from coarse to fine."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from replicard.render.english import count, listed
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
from replicard_schema.evidence import RingCurve, ValidationEvidence

_CHART_MM = 50.0
_HEIGHT_MM = 42.0
_GAP_MM = 9.0
_LEFT_MM = 13.0
_ABOVE_MM = 7.0
_BELOW_MM = 11.0
_KEY_LINE_MM = 4.0
_THRESHOLD = 1 / 7


def ring_curves(found: ValidationEvidence, *, validation: str, names: Names) -> Figure | None:
    """Return the mean curve of each candidate, channel by channel; None without curves."""
    by_channel: dict[str | None, dict[str, RingCurve]] = {}
    for candidate, result in found.candidates.items():
        for curve in result.ring_curves:
            by_channel.setdefault(curve.channel, {})[candidate] = curve
    shown = dict(list(by_channel.items())[:PER_LINE])
    if not shown:
        return None
    figure_id = f"rings-{validation}"
    compared = dict.fromkeys(candidate for curves in shown.values() for candidate in curves)
    height = _ABOVE_MM + _HEIGHT_MM + _BELOW_MM + _KEY_LINE_MM * len(compared)
    with drawing_style():
        canvas = new_canvas(width_mm=DOUBLE_COLUMN_MM, height_mm=height)
        for column, (channel, curves) in enumerate(shown.items()):
            axes = place_axes(
                canvas,
                left_mm=_LEFT_MM + column * (_CHART_MM + _GAP_MM),
                top_mm=_ABOVE_MM,
                width_mm=_CHART_MM,
                height_mm=_HEIGHT_MM,
            )
            _draw(axes, curves, names, title="" if channel is None else f"channel {channel}")
        canvas.legend(
            *canvas.axes[0].get_legend_handles_labels(),
            loc="lower left",
            bbox_to_anchor=(0.05, 0.0),
            borderaxespad=0,
        )
        drawing = finished(canvas, figure_id=figure_id)
    texts = [names.texts[candidate] for candidate in compared]
    return Figure(
        id=figure_id,
        title="Fourier ring correlation of two captures of each field",
        legend=_legend([curve for curves in shown.values() for curve in curves.values()]),
        alt=(
            f"Line chart of the correlation against frequency for {listed(texts)}, with a line at "
            "1/7. The table of scores gives the resolution as a number."
        ),
        drawing=drawing,
        width_mm=DOUBLE_COLUMN_MM,
    )


def _legend(curves: Sequence[RingCurve]) -> str:
    n = max(curve.n for curve in curves)
    return (
        f"Mean over {count(n, 'pair')} of captures; predictions of the two captures are compared "
        "with each other, and so are the raw captures. Frequencies run from coarse structure to "
        "the finest that the pixels can hold. Dashed: 1/7, below which detail does not count as "
        "shared. The curve of a prediction says that two predictions agree, not that they are "
        "right."
    )


def _draw(axes: Axes, curves: Mapping[str, RingCurve], names: Names, *, title: str) -> None:
    for candidate, curve in curves.items():
        steps = len(curve.correlations)
        axes.plot(
            [(place + 1) / steps for place in range(steps)],
            curve.correlations,
            color=names.colours[candidate],
            label=names.texts[candidate],
        )
    axes.axhline(_THRESHOLD, color=MUTED, linestyle="--", linewidth=0.8)
    axes.set_title(title, loc="left")
    axes.set_xlabel("frequency / Nyquist frequency", fontsize=SMALL_PT)
    axes.set_ylabel("correlation", fontsize=SMALL_PT)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.1, 1.02)
    axes.tick_params(axis="both", colors=MUTED)
    axes.grid(visible=True, axis="y")
