"""Maps of where repeats disagree, which objects are stable, and where authors see doubt."""

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure as Canvas
from numpy.typing import NDArray

from replicard.render.english import listed
from replicard.render.figures import raster
from replicard.render.figures.agreement_panels import AgreementPanel, Picture, PictureKind
from replicard.render.figures.canvas import (
    SMALL_PT,
    Drawing,
    drawing_style,
    finished,
    new_canvas,
    place_axes,
    write_text,
)
from replicard.render.figures.example_keys import draw_scale, short
from replicard.render.figures.examples import LABEL_MM, draw_label, draw_scale_bar
from replicard.render.figures.figure import DOUBLE_COLUMN_MM, Figure
from replicard.render.figures.palette import MUTED
from replicard.render.figures.raster import Pixels, Window
from replicard_schema.vocabulary import LabelKind

_TOP_MM = 5.0
_GAP_MM = 1.6
_NOTE_MM = 4.6
_FOOT_MM = 8.0
_TALLEST_MM = 70.0
_FLATTEST_MM = 6.0
_FEWEST_CELLS = 4
_HIGHEST = 99.9
_RANKS = ("best", "median", "worst")

_COLOURS = {
    PictureKind.SPREAD: "inferno",
    PictureKind.DISAGREEMENT: "inferno",
    PictureKind.STABILITY: "viridis",
    PictureKind.UNCERTAINTY: "magma",
    PictureKind.ERROR: "inferno",
}
_FROM_0_TO_1 = frozenset({PictureKind.STABILITY})
_SENTENCES = {
    PictureKind.SHARE: "Repeats: share of the repeats that see foreground, from black (none) to "
    "white (all).",
    PictureKind.SPREAD: "SD map: standard deviation between the repeats of each pixel, in units of "
    "the image.",
    PictureKind.DISAGREEMENT: "Disagreement: share of the repeats that do not name the most "
    "frequent class of a pixel.",
    PictureKind.STABILITY: "Stability: share of the repeats in which an object is found with an "
    "IoU of at least 0.5; background black.",
    PictureKind.OBJECTS: "Each object of the reference has a colour of its own; the colours mean "
    "nothing else.",
    PictureKind.UNCERTAINTY: "Uncertainty: the map that the authors made; larger values mean less "
    "certain.",
    PictureKind.ERROR: "Error: of each pixel, as the map is held against it.",
}


def agreement_figures(
    panels: Sequence[AgreementPanel], names: Mapping[str, str]
) -> tuple[Figure, ...]:
    """Return one figure for each model, its rows best first.

    Parameters
    ----------
    panels
        Of one validation.
    names
        Name of each model.
    """
    ids = dict.fromkeys(panel.figure_id for panel in panels)
    return tuple(
        _figure(
            sorted(
                (panel for panel in panels if panel.figure_id == id_),
                key=lambda panel: _RANKS.index(panel.rank),
            ),
            names,
        )
        for id_ in ids
    )


def _figure(panels: Sequence[AgreementPanel], names: Mapping[str, str]) -> Figure:
    first = panels[0]
    name = names.get(first.model, first.model)
    what = "Maps of uncertainty" if first.n is None else f"Agreement of {first.n} predictions"
    ranks = listed([panel.rank for panel in panels])
    which = f"{ranks} image by {first.measure}" if len(panels) > 1 else "the only image"
    rows = [f"{panel.rank}: {panel.image} with {panel.measure} {panel.value}" for panel in panels]
    titles = listed([picture.title for picture in first.pictures])
    return Figure(
        id=first.figure_id,
        title=f"{what} of {name}: {which}",
        legend=_legend(panels),
        alt=f"{titles} of {listed(rows)}.",
        drawing=draw_agreement(panels),
        width_mm=DOUBLE_COLUMN_MM,
    )


def _legend(panels: Sequence[AgreementPanel]) -> str:
    kinds = dict.fromkeys(picture.kind for panel in panels for picture in panel.pictures)
    sentences = [_SENTENCES[kind] for kind in kinds if kind in _SENTENCES]
    if len(panels) > 1:
        sentences.insert(
            0,
            "The images were chosen by rule, not by eye: all images with a value were ranked by "
            f"{panels[0].measure}.",
        )
    if PictureKind.INTENSITIES in kinds:
        low, high = raster.WINDOW_PERCENTILES
        sentences.append(
            f"Black to white: from percentile {low:g} to {high:g} of each image; the numbers below "
            "the images give it."
        )
    shapes = {p.values.shape[:2] for panel in panels for p in panel.pictures}
    steps = sorted({raster.binning(shape) for shape in shapes} - {1})
    if steps:
        sizes = listed([f"{step} × {step}" for step in steps], "or")
        others = {
            "of disagreement the largest value": PictureKind.DISAGREEMENT,
            "of objects the first": PictureKind.OBJECTS,
        }
        apart = [f", {words}" for words, kind in others.items() if kind in kinds]
        sentences.append(f"One pixel shown is the mean of {sizes} pixels{''.join(apart)}.")
    sentences += dict.fromkeys(panel.note for panel in panels if panel.note)
    return " ".join(sentences)


def draw_agreement(panels: Sequence[AgreementPanel]) -> Drawing:
    """Return a drawing with one row for each panel; maps of one column share their scale."""
    limits = _limits(panels)
    n = max(*(len(panel.pictures) for panel in panels), _FEWEST_CELLS)
    width = (DOUBLE_COLUMN_MM - LABEL_MM - (n - 1) * _GAP_MM) / n
    rows = [[_pixels(picture, limits) for picture in panel.pictures] for panel in panels]
    heights = [_row_height(row, width) for row in rows]
    with drawing_style():
        canvas = new_canvas(
            width_mm=DOUBLE_COLUMN_MM,
            height_mm=_TOP_MM + sum(heights) + len(rows) * _NOTE_MM + _FOOT_MM,
        )
        top = _TOP_MM
        for place, (panel, row, height) in enumerate(zip(panels, rows, heights, strict=True)):
            heading = panel.rank.capitalize() if len(panels) > 1 else "Image"
            draw_label(
                canvas,
                heading=heading,
                measure=panel.measure,
                value=panel.value,
                image=panel.image,
                top_mm=top,
            )
            _draw_row(canvas, panel, row, top_mm=top, size_mm=(width, height), titled=place == 0)
            top += height + _NOTE_MM
        for column, picture in enumerate(panels[0].pictures):
            if picture.kind in limits:
                left = LABEL_MM + column * (width + _GAP_MM)
                draw_scale(
                    canvas,
                    _table(picture.kind),
                    limits[picture.kind],
                    left_mm=left,
                    top_mm=top,
                    width_mm=width,
                )
        return finished(canvas, figure_id=panels[0].figure_id)


def _limits(panels: Sequence[AgreementPanel]) -> dict[PictureKind, Window]:
    """Return the scale of each kind of map, shared by all rows so that they compare."""
    planes: dict[PictureKind, list[NDArray[np.float64]]] = {}
    for panel in panels:
        for picture in panel.pictures:
            if picture.kind in _COLOURS:
                planes.setdefault(picture.kind, []).append(raster.finite(picture.values))
    return {kind: _window(kind, values) for kind, values in planes.items()}


def _window(kind: PictureKind, values: Sequence[NDArray[np.float64]]) -> Window:
    if kind in _FROM_0_TO_1:
        return Window(0.0, 1.0)
    known = [found for found in values if found.size]
    if kind is PictureKind.DISAGREEMENT:
        return Window(0.0, max((float(v.max()) for v in known), default=0.0) or 1.0)
    highest = max((float(np.percentile(v, _HIGHEST)) for v in known), default=0.0)
    if kind is PictureKind.UNCERTAINTY:
        lowest = min((float(v.min()) for v in known), default=0.0)
        return Window(lowest, highest if highest > lowest else lowest + 1.0)
    return Window(0.0, highest or 1.0)


def _pixels(picture: Picture, limits: Mapping[PictureKind, Window]) -> Pixels:
    kind, values = picture.kind, picture.values
    match kind:
        case PictureKind.INTENSITIES | PictureKind.SHARE:
            is_share = kind is PictureKind.SHARE
            return raster.grey(values, Window(0.0, 1.0) if is_share else raster.window_of([values]))
        case PictureKind.OBJECTS:
            return raster.labels(values, LabelKind.INSTANCE)
        case PictureKind.CLASSES:
            return raster.labels(values, LabelKind.CLASS)
        case PictureKind.STABILITY:
            return _painted(values, limits[kind])
        case _:
            shown = _highest(values) if kind is PictureKind.DISAGREEMENT else values
            return raster.coloured(shown, limits[kind], _table(kind))


def _highest(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the largest value of what becomes one pixel: a thin rim would fade otherwise."""
    step = raster.binning(values.shape)
    rows, columns = (np.arange(0, length, step) for length in values.shape)
    small = np.maximum.reduceat(values.astype(np.float64), rows, axis=0)
    return np.asarray(np.maximum.reduceat(small, columns, axis=1))


def _painted(values: NDArray[np.generic], window: Window) -> Pixels:
    """Colour objects by value; what is no object is black and is not averaged with them."""
    step = raster.binning(values.shape)
    small = values[::step, ::step].astype(np.float64)
    pixels = raster.coloured(np.nan_to_num(small), window, _table(PictureKind.STABILITY))
    pixels[np.isnan(small)] = 0
    return pixels


def _table(kind: PictureKind) -> NDArray[np.uint8]:
    colours = colormaps[_COLOURS[kind]](np.arange(256), bytes=True)
    return np.asarray(colours)[:, :3]


def _row_height(row: Sequence[Pixels], width: float) -> float:
    tallest = max(pixels.shape[0] / pixels.shape[1] for pixels in row)
    return float(min(max(width * tallest, _FLATTEST_MM), _TALLEST_MM))


def _draw_row(
    canvas: Canvas,
    panel: AgreementPanel,
    row: Sequence[Pixels],
    *,
    top_mm: float,
    size_mm: tuple[float, float],
    titled: bool,
) -> None:
    width, height = size_mm
    for column, (picture, pixels) in enumerate(zip(panel.pictures, row, strict=True)):
        left = LABEL_MM + column * (width + _GAP_MM)
        axes = place_axes(canvas, left_mm=left, top_mm=top_mm, width_mm=width, height_mm=height)
        axes.set_anchor("N")
        axes.set_axis_off()
        axes.imshow(pixels, interpolation="none")
        if titled:
            title = textwrap.shorten(picture.title, int(width * 0.75), placeholder="…")
            write_text(canvas, title, left_mm=left, top_mm=0.4)
        below = top_mm + height + 0.7
        _draw_note(canvas, _said(picture), left_mm=left, top_mm=below)
        if column == 0 and panel.pixel_size_um is not None:
            bar = draw_scale_bar(axes, pixels.shape, picture.values.shape, panel.pixel_size_um)
            _draw_note(canvas, bar, left_mm=left + width, top_mm=below, align="right")


def _said(picture: Picture) -> str:
    is_colour = picture.values.ndim == 3 and picture.values.dtype == np.uint8  # noqa: PLR2004 - RGB is shown as it is
    if picture.kind is not PictureKind.INTENSITIES or is_colour:
        return ""
    window = raster.window_of([picture.values])
    return f"{short(window.low)} to {short(window.high)}"


def _draw_note(
    canvas: Canvas, text: str, *, left_mm: float, top_mm: float, align: str = "left"
) -> None:
    if text:
        write_text(
            canvas,
            text,
            left_mm=left_mm,
            top_mm=top_mm,
            size_pt=SMALL_PT - 0.5,
            colour=MUTED,
            align=align,
        )
