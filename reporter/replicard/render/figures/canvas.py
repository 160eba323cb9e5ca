"""Drawing surface: matplotlib without pyplot, with settings of our own and none of the user's."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from replicard.render.figures.palette import INK, MUTED, PAPER, RULE
from replicard.render.figures.svg import compact_png, tidy

MM_PER_INCH = 25.4
PRINT_DOTS_PER_INCH = 300
SMALL_PT = 6.0
MOST_VECTOR_POINTS = 300
"""Clouds of more points are drawn as pixels: as vectors they make pages large and slow."""
TEXT_PT = 7.0

_SETTINGS: dict[str, object] = {
    "axes.axisbelow": True,
    "axes.edgecolor": MUTED,
    "axes.formatter.use_mathtext": False,
    "axes.labelcolor": INK,
    "axes.labelpad": 2.5,
    "axes.labelsize": TEXT_PT,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": TEXT_PT,
    "axes.titleweight": "bold",
    "axes.titlepad": 4.0,
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",
    "font.size": TEXT_PT,
    "grid.color": RULE,
    "grid.linewidth": 0.4,
    "legend.fontsize": TEXT_PT,
    "legend.frameon": False,
    "lines.linewidth": 1.1,
    "path.simplify": False,
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "replicard",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "xtick.labelsize": SMALL_PT,
    "xtick.major.pad": 2.0,
    "xtick.major.size": 2.0,
    "xtick.major.width": 0.6,
    "xtick.minor.size": 1.2,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "ytick.labelsize": SMALL_PT,
    "ytick.major.pad": 2.0,
    "ytick.major.size": 2.0,
    "ytick.major.width": 0.6,
}


@contextmanager
def drawing_style() -> Iterator[None]:
    """Draw and save with our settings, whatever a user's ``matplotlibrc`` says."""
    with mpl.rc_context(), warnings.catch_warnings():
        # Text stays text, so the reader's fonts decide whether a character can be shown.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()
        for name, value in _SETTINGS.items():
            mpl.rcParams[name] = value  # type: ignore[index] # the stubs want literal names
        yield


def new_canvas(*, width_mm: float, height_mm: float) -> Canvas:
    """Return an empty drawing of this size."""
    return Canvas(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))


def place_axes(
    canvas: Canvas, *, left_mm: float, top_mm: float, width_mm: float, height_mm: float
) -> Axes:
    """Add axes whose corner and size are given in millimetres from the upper left corner."""
    full_width, full_height = (float(inches) * MM_PER_INCH for inches in canvas.get_size_inches())
    return canvas.add_axes(
        (
            left_mm / full_width,
            1.0 - (top_mm + height_mm) / full_height,
            width_mm / full_width,
            height_mm / full_height,
        )
    )


def write_text(
    canvas: Canvas,
    text: str,
    *,
    left_mm: float,
    top_mm: float,
    size_pt: float = TEXT_PT,
    weight: str = "normal",
    colour: str = INK,
    align: str = "left",
) -> None:
    """Write text whose upper edge lies at a place given in millimetres."""
    full_width, full_height = (float(inches) * MM_PER_INCH for inches in canvas.get_size_inches())
    canvas.text(
        left_mm / full_width,
        1.0 - top_mm / full_height,
        text,
        fontsize=size_pt,
        fontweight=weight,
        color=colour,
        ha=align,
        va="top",
        linespacing=1.25,
    )


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing, for pages and for print.

    Attributes
    ----------
    svg
        One ``svg`` element that fits into any document.
    canvas
        What it was written from.
    """

    svg: str
    canvas: Canvas = field(compare=False, repr=False)

    def png(self, *, dots_per_inch: int = PRINT_DOTS_PER_INCH) -> bytes:
        """Return the drawing as pixels on white paper; the resolution stands in the file."""
        FigureCanvasAgg(self.canvas)
        stream = io.BytesIO()
        with drawing_style():
            self.canvas.savefig(
                stream,
                format="png",
                dpi=dots_per_inch,
                facecolor=PAPER,
                metadata={"Software": None},
            )
        return compact_png(stream.getvalue(), dots_per_inch=dots_per_inch)


def finished(canvas: Canvas, *, figure_id: str) -> Drawing:
    """Return what was drawn; ids in it begin with the id of the figure."""
    FigureCanvasSVG(canvas)
    stream = io.BytesIO()
    # The resolution is that of what is drawn as pixels.
    canvas.savefig(
        stream,
        format="svg",
        dpi=PRINT_DOTS_PER_INCH,
        metadata={"Date": None, "Creator": None},
    )
    return Drawing(tidy(stream.getvalue(), prefix=figure_id), canvas)
