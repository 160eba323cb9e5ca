"""What a text on changes is made of, before it is written in any format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and what belongs below it."""

    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain texts."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences under one heading.

    Attributes
    ----------
    level
        2 for a part of the text, 3 for what is below it.
    """

    title: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    level: int = 2
