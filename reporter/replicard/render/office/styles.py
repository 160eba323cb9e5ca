"""The paragraph styles of our office files: one table for DOCX and ODT."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style.

    Attributes
    ----------
    word
        Its name in a DOCX; Word knows its own styles by theirs.
    open_document
        Its name in an ODT.
    size
        Points more than the text has.
    before, after
        Distance to what stands before and after, in points.
    lines
        Distance of lines; 0 for that of running text.
    level
        Level in the outline, from 1; 0 for none.
    hanging_mm
        How far lines after the first are set in.
    """

    word: str
    open_document: str
    size: float = 0
    is_bold: bool = False
    is_italic: bool = False
    before: float = 0
    after: float = 0
    lines: float = 1
    level: int = 0
    hanging_mm: float = 0
    keeps_next: bool = False


NUMBERED_ENTRY: Final = "Bibliography"
"""Style of an entry of a reference list that begins with a number and a tabulator."""
NAMED_ENTRY: Final = "Bibliography by name"
"""Style of an entry that begins with the name of an author."""

STYLES: Final = (
    ParagraphStyle("Body Text", "Text body", after=6, lines=0),
    ParagraphStyle("First Paragraph", "First paragraph", after=6, lines=0),
    ParagraphStyle("Title", "Title", size=6, is_bold=True, after=12, keeps_next=True),
    ParagraphStyle("Author", "Author", after=2, keeps_next=True),
    ParagraphStyle("heading 1", "Heading 1", size=4, is_bold=True, before=18, after=6, level=1),
    ParagraphStyle("heading 2", "Heading 2", size=2, is_bold=True, before=14, after=4, level=2),
    ParagraphStyle(
        "heading 3", "Heading 3", is_bold=True, is_italic=True, before=10, after=3, level=3
    ),
    ParagraphStyle(NUMBERED_ENTRY, NUMBERED_ENTRY, after=4, hanging_mm=10),
    ParagraphStyle(NAMED_ENTRY, NAMED_ENTRY, after=4, hanging_mm=8),
    ParagraphStyle("caption", "Caption", size=-2, before=6, after=6),
    ParagraphStyle("footer", "Footer", size=-3),
)
