"""A finished figure: a drawing with all that a reader needs to understand it."""

from dataclasses import dataclass

from replicard.render.figures.canvas import Drawing

SINGLE_COLUMN_MM = 89.0
DOUBLE_COLUMN_MM = 183.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its legend.

    Attributes
    ----------
    id
        Name within the report, fit for an anchor and a file name.
    title
        What the figure shows, as a phrase without a full stop.
    legend
        Sentences that explain what is drawn, by which rule, and from how many images.
    alt
        Description for readers who do not see it.
    drawing
        What is drawn. Its ``svg`` names no style sheet and no address, and its ids begin
        with the id of the figure, so that several can stand in one document.
    width_mm
        Width in print: one column or two.
    """

    id: str
    title: str
    legend: str
    alt: str
    drawing: Drawing
    width_mm: float

    @property
    def svg(self) -> str:
        """The drawing as one ``svg`` element."""
        return self.drawing.svg

    @property
    def is_wide(self) -> bool:
        """Whether it spans two columns."""
        return self.width_mm > SINGLE_COLUMN_MM
