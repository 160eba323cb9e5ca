"""A volume from its sides: middle planes and maximum, of input, prediction and truth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
from replicard.render.figures.palette import MUTED
from replicard.render.figures.panels import ExamplePanel, Plane, View, ViewKind, VolumeView
from replicard.render.figures.raster import Pixels, Window
from replicard_schema.vocabulary import LabelKind

TRUTH = "Ground truth"
"""Title of the row that others are compared with."""

_LABEL_MM = 27.0
_TOP_MM = 5.0
_GAP_MM = 2.0
_NOTE_MM = 4.0
_TALLEST_MM = 60.0
_FLATTEST_MM = 8.0
_HIGHEST = "maximum along Z"
_TITLES = {view: f"{view.value}, middle plane" for view in View}
_COLUMNS = (*_TITLES.values(), f"XY, {_HIGHEST}")
_AXES = {View.XY: "→ X  ↓ Y", View.XZ: "→ X  ↓ Z", View.YZ: "→ Z  ↓ Y"}


@dataclass(frozen=True, slots=True)
class _Cell:
    pixels: Pixels
    aspect: float
    """Height of a pixel as a multiple of its width."""


def volume_figure(panel: ExamplePanel, *, name: str) -> Figure:
    """Draw one image of a validation of volumes along all three axes.

    Parameters
    ----------
    panel
        With views of its volumes.
    name
        Name of the candidate.
    """
    figure_id = f"volume-{panel.validation}-{panel.candidate}"
    return Figure(
        id=figure_id,
        title=f"Planes of {panel.image}, the {panel.rank} image by {panel.metric}, for {name}",
        legend=" ".join(_legend(panel)),
        alt=(
            f"Planes through the middle of {panel.image} along XY, XZ and ZY, and its {_HIGHEST}: "
            f"{', '.join(view.title for view in panel.volume)}."
        ),
        drawing=_drawn(panel, figure_id=figure_id),
        width_mm=DOUBLE_COLUMN_MM,
    )


def _legend(panel: ExamplePanel) -> Iterator[str]:
    yield "Each row is one volume; the arrows name the axes of each column."
    if panel.plane_distance is None:
        yield "The distance of planes is not known: a plane is drawn as thick as a pixel is wide."
    else:
        yield "Planes are drawn at their distance."
    low, high = raster.WINDOW_PERCENTILES
    if any(view.kind is ViewKind.INTENSITIES for view in panel.volume):
        whose = "the ground truth" if panel.same_scale else "the planes of a row"
        yield f"Black to white: from percentile {low:g} to {high:g} of {whose}."
    if any(view.kind is ViewKind.OVERLAY for view in panel.volume):
        yield "Colours of the overlay are those of the other examples."


def _drawn(panel: ExamplePanel, *, figure_id: str) -> Drawing:
    width = (DOUBLE_COLUMN_MM - _LABEL_MM - 3 * _GAP_MM) / len(_COLUMNS)
    across = panel.volume[0].planes[View.XY]
    height = min(max(width * across.shape[0] / across.shape[1], _FLATTEST_MM), _TALLEST_MM)
    step = height + _GAP_MM
    rows = len(panel.volume)
    with drawing_style():
        canvas = new_canvas(width_mm=DOUBLE_COLUMN_MM, height_mm=_TOP_MM + rows * step + _NOTE_MM)
        for row, view in enumerate(panel.volume):
            top = _TOP_MM + row * step
            write_text(canvas, view.title, left_mm=0, top_mm=top, weight="bold")
            for column, cell in enumerate(_cells(panel, view)):
                left = _LABEL_MM + column * (width + _GAP_MM)
                axes = place_axes(
                    canvas, left_mm=left, top_mm=top, width_mm=width, height_mm=height
                )
                axes.set_anchor("NW")
                axes.set_axis_off()
                axes.imshow(cell.pixels, interpolation="none", aspect=cell.aspect)
        for column, (title, arrows) in enumerate(
            zip(_COLUMNS, (*_AXES.values(), _AXES[View.XY]), strict=True)
        ):
            left = _LABEL_MM + column * (width + _GAP_MM)
            write_text(canvas, title, left_mm=left, top_mm=0.4)
            write_text(
                canvas,
                arrows,
                left_mm=left,
                top_mm=_TOP_MM + rows * step,
                size_pt=SMALL_PT,
                colour=MUTED,
            )
        return finished(canvas, figure_id=figure_id)


def _cells(panel: ExamplePanel, view: VolumeView) -> list[_Cell]:
    shown = [*view.planes.values(), *([] if view.highest is None else [view.highest])]
    window = _window(panel, shown)
    depth = panel.plane_distance or 1.0
    aspects = (1.0, depth, 1.0 / depth, 1.0)
    return [
        _Cell(_pixels(panel, view.kind, plane, window), aspect)
        for plane, aspect in zip(shown, aspects, strict=False)
    ]


def _window(panel: ExamplePanel, own: Sequence[Plane]) -> Window:
    truths = [v for v in panel.volume if v.title == TRUTH and v.kind is ViewKind.INTENSITIES]
    if panel.same_scale and truths:
        return raster.window_of(list(truths[0].planes.values()))
    return raster.window_of(own)


def _pixels(panel: ExamplePanel, kind: ViewKind, plane: Plane, window: Window) -> Pixels:
    match kind:
        case ViewKind.INTENSITIES:
            return raster.grey(plane, window)
        case ViewKind.LABELS:
            return raster.labels(plane, panel.label_kind or LabelKind.INSTANCE)
        case ViewKind.OVERLAY:
            return raster.overlay(plane, None)
