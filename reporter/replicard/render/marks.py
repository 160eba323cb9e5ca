"""Text in which every printed fact is marked with the fields that it came from.

A mark is made of C0 control characters, which no card and no evidence file can hold: the
loader refuses them. Templates therefore print facts like any other text, and the marks
are taken out again when a line becomes a sentence.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from replicard.render.typography import with_set_units
from replicard_schema.report import Source
from replicard_schema.vocabulary import Origin

_OPEN, _PART, _NEXT, _CLOSE = "\x02", "\x1f", "\x1e", "\x03"
_MARK = re.compile(f"{_OPEN}([^{_PART}]*){_PART}([^{_PART}]*){_PART}([^{_CLOSE}]*){_CLOSE}")
_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BLANKS = re.compile(" {2,}")


class Style(StrEnum):
    """How a piece of text is set."""

    PLAIN = ""
    ITALIC = "italic"
    LINK = "link"
    """The text is a web address."""
    CITATION = "citation"
    """The text is a list of DOIs, parted by blanks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one style and one set of sources.

    Attributes
    ----------
    sources
        Fields that the text came from; empty for our own words.
    """

    text: str
    sources: tuple[Source, ...] = ()
    style: Style = Style.PLAIN


def mark(text: str, sources: Iterable[Source], style: Style = Style.PLAIN) -> str:
    """Return ``text`` as a mark, on one line and without control characters.

    An empty text is a note: nothing is shown, and the sentence has a source more.
    """
    shown = _BLANKS.sub(" ", _NOT_PRINTED.sub(" ", text))
    if style is Style.PLAIN:
        shown = with_set_units(shown)
    fields = _NEXT.join(f"{source.origin}:{_clean(source.field)}" for source in sources)
    return f"{_OPEN}{style}{_PART}{fields}{_PART}{shown}{_CLOSE}"


def pieces(marked: str) -> tuple[Piece, ...]:
    """Take a marked text apart, in order; our own words become pieces without source."""
    found: list[Piece] = []
    end = 0
    for hit in _MARK.finditer(marked):
        if hit.start() > end:
            found.append(Piece(marked[end : hit.start()]))
        found.append(Piece(hit[3], _sources(hit[2]), Style(hit[1])))
        end = hit.end()
    if end < len(marked):
        found.append(Piece(marked[end:]))
    return tuple(found)


def visible(marked: str) -> str:
    """Return what a reader sees of a marked text; citations are left out."""
    return "".join(piece.text for piece in pieces(marked) if piece.style is not Style.CITATION)


def joined_sources(found: Iterable[Source]) -> tuple[Source, ...]:
    """Return the sources without repetition, in the order of their first mention."""
    return tuple({(source.field, source.origin): source for source in found}.values())


def _sources(fields: str) -> tuple[Source, ...]:
    parts = [entry.split(":", 1) for entry in fields.split(_NEXT) if entry]
    return tuple(Source(field=field, origin=Origin(origin)) for origin, field in parts)


def _clean(field: str) -> str:
    return _NOT_PRINTED.sub(" ", field)
