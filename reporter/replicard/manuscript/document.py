"""A manuscript as paragraphs with their places."""

from collections.abc import Callable
from dataclasses import dataclass

from replicard.errors import Position, Problem, ProblemsError
from replicard.loading.positions import LineTable
from replicard.manuscript.normal import normal
from replicard.manuscript.traced import Traced

MAX_CHARACTERS = 2_000_000
"""Longest text that is read; a manuscript has a tenth of it."""
MAX_PASSAGES = 50_000


class ManuscriptError(ProblemsError):
    """A manuscript that cannot be read."""


def unreadable(name: str, message: str, *, hint: str | None = None) -> ManuscriptError:
    """Say why a manuscript cannot be read."""
    return ManuscriptError([Problem(name, message, "unreadable-manuscript", hint=hint)])


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, or one row of a table.

    Attributes
    ----------
    number
        Its number among the paragraphs of the document, from 1; headings count, empty
        ones do not.
    content
        Its text in one spelling.
    headings
        Headings that it stands below, the outermost first.
    level
        Level of a heading, from 1; None for other paragraphs.
    """

    number: int
    content: Traced
    headings: tuple[str, ...]
    level: int | None = None

    @property
    def text(self) -> str:
        """The text."""
        return self.content.text


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a manuscript.

    Attributes
    ----------
    paragraph
        Number of the paragraph.
    heading
        Heading above it; empty if there is none.
    position
        Line and column, for formats that are text; otherwise None.
    """

    paragraph: int
    heading: str
    position: Position | None

    def __str__(self) -> str:
        where = f"paragraph {self.paragraph}"
        if self.position is not None:
            where = f"{self.position.line}:{self.position.column}"
        return f"{where}, {self.heading}" if self.heading else where

    def as_json(self) -> dict[str, str | int | None]:
        """Return everything as plain data."""
        return {
            "paragraph": self.paragraph,
            "heading": self.heading or None,
            "line": self.position.line if self.position else None,
            "column": self.position.column if self.position else None,
        }


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A manuscript as it was read.

    Attributes
    ----------
    name
        Name of the file.
    passages
        Paragraphs in their order.
    lines
        Lines of the file, for formats that are text; otherwise None.
    """

    name: str
    passages: tuple[Passage, ...]
    lines: LineTable | None = None

    def place(self, passage: Passage, index: int) -> Place:
        """Return where a character of a passage stands."""
        heading = passage.headings[-1] if passage.headings else ""
        position = None
        if self.lines is not None and passage.content.origins:
            last = len(passage.content.origins) - 1
            position = self.lines.position(passage.content.origins[min(index, last)])
        return Place(passage.number, heading, position)


class Outline:
    """Collects the paragraphs of a document below their headings."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.passages: list[Passage] = []
        self._headings: list[tuple[int, str]] = []
        self._number = 0
        self._size = 0

    def add(self, content: Traced, *, level: int | None = None, counts: bool = True) -> None:
        """Take the next paragraph; one without text is left out.

        Raises
        ------
        ManuscriptError
            If the document is longer than any manuscript.
        """
        content = normal(content)
        if not content.text:
            return
        self._size += len(content.text)
        if self._size > MAX_CHARACTERS or len(self.passages) >= MAX_PASSAGES:
            raise unreadable(self.name, "the document is too long to be a manuscript")
        self._number += counts
        if level is not None:
            self._headings = [(n, title) for n, title in self._headings if n < level]
        above = tuple(title for _, title in self._headings)
        self.passages.append(Passage(max(self._number, 1), content, above, level))
        if level is not None:
            self._headings.append((level, content.text))

    def document(self, lines: LineTable | None = None) -> Manuscript:
        """Return what was collected.

        Raises
        ------
        ManuscriptError
            If there is no text at all.
        """
        if not self.passages:
            raise unreadable(self.name, "the document holds no text")
        return Manuscript(self.name, tuple(self.passages), lines)


Reader = Callable[[str, bytes], Manuscript]
"""Reads the bytes of a file, given its name."""
