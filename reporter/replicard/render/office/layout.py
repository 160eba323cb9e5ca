"""How an office file is laid out: paper, font, spacing, what stands at the foot of a page."""

import re
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Paper(StrEnum):
    """Sizes of paper."""

    A4 = "A4"
    LETTER = "Letter"


_MILLIMETRES = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}


@dataclass(frozen=True, slots=True)
class Layout:
    """The look of an office file; the default is that of a manuscript.

    Attributes
    ----------
    margin_mm
        Margin on all four sides.
    points
        Size of the text; headings and captions follow it.
    line_spacing
        Distance of lines in running text, in lines.
    footer
        Plain text at the left of the foot of every page; the page number is at the right.
    """

    paper: Paper = Paper.A4
    margin_mm: float = 25
    font: str = "Times New Roman"
    points: float = 12
    line_spacing: float = 1.5
    footer: str = ""

    @property
    def width_mm(self) -> float:
        """Width of a page."""
        return _MILLIMETRES[self.paper][0]

    @property
    def height_mm(self) -> float:
        """Height of a page."""
        return _MILLIMETRES[self.paper][1]


MANUSCRIPT = Layout()
"""Twelve points, lines one and a half apart, as editors want a manuscript."""


def xml_text(text: str) -> str:
    """Write text for XML, in an element or between double quotes.

    What no XML file can hold is left out.

    >>> xml_text('a < "b" & c' + chr(0))
    'a &lt; &quot;b&quot; &amp; c'
    """
    return escape(_NOT_IN_XML.sub("", text), {'"': "&quot;"})
