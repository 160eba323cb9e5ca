"""Confusion matrix: which classes are taken for which."""

import textwrap

import numpy as np
from matplotlib import colormaps

from replicard.render.english import whole
from replicard.render.figures.canvas import (
    SMALL_PT,
    drawing_style,
    finished,
    new_canvas,
    place_axes,
)
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, Figure
from replicard.render.figures.palette import ON_DARK, ON_LIGHT
from replicard_schema.evidence import ConfusionMatrix

MOST_CLASSES = 20
_LEFT_MM = 40.0
_TOP_MM = 18.0
_LARGEST_MM = 110.0
_CELL_MM = 11.0
_NAME_CHARACTERS = 22
_DARK_FROM = 0.55


def confusion_matrix(
    confusion: ConfusionMatrix, *, validation: str, candidate: str, name: str
) -> Figure | None:
    """Return the matrix as a heat map, or None if it has too many classes to be read."""
    n = len(confusion.classes)
    if not 0 < n <= MOST_CLASSES:
        return None
    counts = np.asarray(confusion.counts, dtype=np.float64)
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
    side = min(n * _CELL_MM, _LARGEST_MM)
    figure_id = f"confusion-{validation}-{candidate}"
    with drawing_style():
        canvas = new_canvas(width_mm=DOUBLE_COLUMN_MM, height_mm=_TOP_MM + side + 3)
        axes = place_axes(canvas, left_mm=_LEFT_MM, top_mm=_TOP_MM, width_mm=side, height_mm=side)
        axes.imshow(
            colormaps["Blues"](shares * 0.85, bytes=True)[..., :3],
            interpolation="none",
            aspect="auto",
        )
        for (row, column), value in np.ndenumerate(counts):
            dark = shares[row, column] > _DARK_FROM
            axes.text(
                column,
                row,
                whole(int(value)),
                ha="center",
                va="center",
                fontsize=SMALL_PT,
                color=ON_DARK if dark else ON_LIGHT,
            )
        classes = [
            (textwrap.shorten(c, _NAME_CHARACTERS, placeholder="…")) for c in confusion.classes
        ]
        axes.set_yticks(range(n), classes)
        axes.set_xticks(range(n), classes, rotation=40, ha="left")
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
        axes.set_xlabel("predicted class")
        axes.set_ylabel("true class")
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        drawing = finished(canvas, figure_id=figure_id)
    return Figure(
        id=figure_id,
        title=f"Confusion matrix of {name}",
        legend=(
            "Number of images of each true class (rows) that were predicted as each class "
            "(columns). The shade is the share of the true class."
        ),
        alt=f"Matrix of {n} by {n} counts of images. {_diagonal(confusion)}",
        drawing=drawing,
        width_mm=DOUBLE_COLUMN_MM,
    )


def _diagonal(confusion: ConfusionMatrix) -> str:
    right = sum(row[place] for place, row in enumerate(confusion.counts))
    total = sum(sum(row) for row in confusion.counts)
    return f"{whole(right)} of {whole(total)} images lie on the diagonal."
