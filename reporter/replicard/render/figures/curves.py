"""Training curves: loss of training and validation over the epochs."""

import math
from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from replicard.render.english import number, score
from replicard.render.figures.canvas import (
    SMALL_PT,
    drawing_style,
    finished,
    new_canvas,
    place_axes,
)
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, Figure
from replicard.render.figures.palette import BLUE, MUTED, ORANGE, RULE, VERMILION
from replicard_schema.evidence import LossCurve, SignCode, TrainingLog

_HEIGHT_MM = 58.0
_WIDTH_MM = 130.0
_LOG_SCALE_FROM_RATIO = 10.0
_LATE = 0.7
_EARLIER_ALPHA = 0.3


def training_curves(log: TrainingLog, *, model: str, name: str) -> Figure | None:
    """Return the curves of one training log, or None if it holds no loss.

    Parameters
    ----------
    model
        Id of the model.
    name
        Its name in texts.
    """
    curves = [
        (curve, label, colour, style)
        for curve, label, colour, style in (
            (log.loss, "training", BLUE, "-"),
            (log.validation_loss, "validation", VERMILION, "--"),
        )
        if curve is not None and _known(curve)
    ]
    if not curves:
        return None
    figure_id = f"training-{model}"
    with drawing_style():
        canvas = new_canvas(width_mm=DOUBLE_COLUMN_MM, height_mm=_HEIGHT_MM)
        axes = place_axes(
            canvas, left_mm=16, top_mm=3, width_mm=_WIDTH_MM, height_mm=_HEIGHT_MM - 13
        )
        _mark_tail(axes, log)
        for curve, label, colour, style in curves:
            is_upper = _last(curve) >= max(_last(other) for other, *_ in curves)
            _draw_curve(
                axes, log, curve, label=label, colour=colour, style=style, is_upper=is_upper
            )
        _mark_restarts(axes, log)
        _mark_best(axes, log)
        _dress(axes, [curve for curve, *_ in curves], noun=log.noun)
        drawing = finished(canvas, figure_id=figure_id)
    logged = [label for _, label, _, _ in curves]
    return Figure(
        id=figure_id,
        title=f"Training of {name}",
        legend=_legend(log, logged, is_log_scale=_wants_log_scale([c for c, *_ in curves])),
        alt=_alt(log, logged, name),
        drawing=drawing,
        width_mm=DOUBLE_COLUMN_MM,
    )


def _known(curve: LossCurve) -> list[float]:
    return [value for value in curve.values if value is not None]


def _draw_curve(
    axes: Axes,
    log: TrainingLog,
    curve: LossCurve,
    *,
    label: str,
    colour: str,
    style: str,
    is_upper: bool,
) -> None:
    *earlier, last = _stretches(log, curve)
    for points in earlier:
        axes.plot(*zip(*points, strict=True), style, color=colour, alpha=_EARLIER_ALPHA)
    marker = "o" if len(last) == 1 else ""
    axes.plot(*zip(*last, strict=True), style, color=colour, marker=marker)
    axes.annotate(
        f"{label} ({curve.name})",
        last[-1],
        xytext=(4, 0),
        textcoords="offset points",
        color=colour,
        fontsize=SMALL_PT,
        va="bottom" if is_upper else "top",
        annotation_clip=False,
    )


def _stretches(log: TrainingLog, curve: LossCurve) -> list[list[tuple[float, float]]]:
    """Return the points of a curve from each restart to the next, those without any left out."""
    bounds = [0, *log.restarts, len(log.epochs)]
    stretches = [
        [
            (epoch, value)
            for epoch, value in zip(log.epochs[a:b], curve.values[a:b], strict=True)
            if value is not None
        ]
        for a, b in pairwise(bounds)
    ]
    return [points for points in stretches if points]


def _mark_tail(axes: Axes, log: TrainingLog) -> None:
    """Shade the end of the run, by whose mean the curves are judged."""
    end = _tail(log)
    if end is not None:
        axes.axvspan(*end, color=RULE, alpha=0.4, linewidth=0)


def _tail(log: TrainingLog) -> tuple[float, float] | None:
    """Return the first and last epoch of the end of the run, if it has several."""
    end = log.sign(SignCode.END)
    if end is None or end.numbers["last"] <= end.numbers["first"]:
        return None
    return end.numbers["first"], end.numbers["last"]


def _mark_restarts(axes: Axes, log: TrainingLog) -> None:
    for epoch in sorted({log.epochs[row] for row in log.restarts}):
        axes.axvline(epoch, color=ORANGE, linewidth=0.9, linestyle=(0, (4, 2)))


def _last(curve: LossCurve) -> float:
    return _known(curve)[-1]


def _mark_best(axes: Axes, log: TrainingLog) -> None:
    if log.best_epoch is None:
        return
    axes.axvline(log.best_epoch, color=MUTED, linewidth=0.7, linestyle=":")
    is_late = log.best_epoch > log.epochs[0] + _LATE * (log.epochs[-1] - log.epochs[0])
    axes.annotate(
        f"best {log.noun}: {number(log.best_epoch)}",
        (log.best_epoch, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(-3 if is_late else 3, -1),
        ha="right" if is_late else "left",
        textcoords="offset points",
        fontsize=SMALL_PT,
        color=MUTED,
        va="top",
    )


def _dress(axes: Axes, curves: Sequence[LossCurve], *, noun: str) -> None:
    if _wants_log_scale(curves):
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(noun)
    axes.set_ylabel("loss")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.margins(x=0.01)
    axes.grid(visible=True, axis="y")


def _wants_log_scale(curves: Sequence[LossCurve]) -> bool:
    values = [value for curve in curves for value in _known(curve)]
    return min(values) > 0 and max(values) / min(values) > _LOG_SCALE_FROM_RATIO


def _legend(log: TrainingLog, logged: Sequence[str], *, is_log_scale: bool) -> str:
    both = len(logged) > 1
    which = "Training (solid) and validation loss (dashed)" if both else f"Loss of {logged[0]}"
    scale = ", on a logarithmic axis" if is_log_scale else ""
    sentences = [f"{which} of each {log.noun} as read from the training log{scale}."]
    if log.best_epoch is not None:
        sentences.append(f"The dotted line marks the {log.noun} of the smallest validation loss.")
    if _tail(log) is not None:
        sentences.append("The shaded stretch is the end of the run, whose mean is judged.")
    if log.restarts:
        sentences.append(
            "Dashed lines mark where the count falls back; pale curves are what came before."
        )
    return " ".join(sentences)


def _alt(log: TrainingLog, logged: Sequence[str], name: str) -> str:
    told = []
    for label, curve in (("training", log.loss), ("validation", log.validation_loss)):
        known = _known(curve) if curve is not None and label in logged else []
        if known and all(math.isfinite(value) for value in known):
            told.append(f"{label} loss from {score(known[0])} to {score(known[-1])}")
    best = ""
    if log.best_epoch is not None:
        best = f"; smallest validation loss at {log.noun} {number(log.best_epoch)}"
    return f"Line chart of the training of {name}: {', '.join(told)}{best}."
