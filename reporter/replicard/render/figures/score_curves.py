"""Receiver operating characteristic and precision against recall, class by class."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from replicard.render.english import listed
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
from replicard_schema.evidence import ScoreCurve, ValidationEvidence

_CHART_MM = 42.0
_GAP_MM = 15.0
_LEFT_MM = 13.0
_ABOVE_MM = 7.0
_BELOW_MM = 12.0
_KEY_LINE_MM = 4.0


def score_curves(found: ValidationEvidence, *, validation: str, names: Names) -> Figure | None:
    """Return both curves of the first classes, with all candidates; None without curves."""
    by_class: dict[str, dict[str, ScoreCurve]] = {}
    for candidate, result in found.candidates.items():
        for curve in result.score_curves:
            by_class.setdefault(curve.name, {})[candidate] = curve
    shown = dict(list(by_class.items())[:PER_LINE])
    if not shown:
        return None
    figure_id = f"score-curves-{validation}"
    compared = dict.fromkeys(candidate for curves in shown.values() for candidate in curves)
    row_mm = _ABOVE_MM + _CHART_MM + _BELOW_MM
    height = 2 * row_mm + _KEY_LINE_MM * len(compared)
    with drawing_style():
        canvas = new_canvas(width_mm=DOUBLE_COLUMN_MM, height_mm=height)
        for column, (name, curves) in enumerate(shown.items()):
            for row, draw in enumerate((_draw_roc, _draw_precision)):
                axes = place_axes(
                    canvas,
                    left_mm=_LEFT_MM + column * (_CHART_MM + _GAP_MM),
                    top_mm=_ABOVE_MM + row * row_mm,
                    width_mm=_CHART_MM,
                    height_mm=_CHART_MM,
                )
                draw(axes, curves, names)
                axes.set_title(f"class {name}" if row == 0 else "", loc="left")
        canvas.legend(
            *canvas.axes[0].get_legend_handles_labels(),
            loc="lower left",
            bbox_to_anchor=(0.05, 0.0),
            borderaxespad=0,
        )
        drawing = finished(canvas, figure_id=figure_id)
    more = f" The first {PER_LINE} of {len(by_class)} classes." if len(by_class) > PER_LINE else ""
    return Figure(
        id=figure_id,
        title="Each class against all others, at every score",
        legend=(
            "Top: receiver operating characteristic; on the dashed line a score tells nothing. "
            "Bottom: precision against recall, in the steps of which the average precision is the "
            "area; dashed: the share of images of the class, which guessing reaches." + more
        ),
        alt=(
            f"Line charts for the classes {listed(list(shown))}. The table of scores gives the "
            "areas below the curves."
        ),
        drawing=drawing,
        width_mm=DOUBLE_COLUMN_MM,
    )


def _draw_roc(axes: Axes, curves: Mapping[str, ScoreCurve], names: Names) -> None:
    for candidate, curve in curves.items():
        axes.plot(
            (0.0, *curve.false_positive_rate),
            (0.0, *curve.recall),
            color=names.colours[candidate],
            label=names.texts[candidate],
        )
    axes.plot((0, 1), (0, 1), color=MUTED, linestyle="--", linewidth=0.8)
    _finish(axes, x="false positive rate", y="recall")


def _draw_precision(axes: Axes, curves: Mapping[str, ScoreCurve], names: Names) -> None:
    for candidate, curve in curves.items():
        axes.plot(
            (0.0, *curve.recall),
            (curve.precision[0], *curve.precision),
            color=names.colours[candidate],
            drawstyle="steps-pre",
        )
        axes.axhline(curve.share, color=MUTED, linestyle="--", linewidth=0.8)
    _finish(axes, x="recall", y="precision")


def _finish(axes: Axes, *, x: str, y: str) -> None:
    axes.set_xlabel(x, fontsize=SMALL_PT)
    axes.set_ylabel(y, fontsize=SMALL_PT)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.tick_params(axis="both", colors=MUTED)
    axes.grid(visible=True)
