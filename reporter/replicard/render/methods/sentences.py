"""From a rendered line to a sentence: capital, one stop, no doubled blank, sources."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from replicard.render.citations import ReferenceList, names_of
from replicard.render.marks import Piece, Style, joined_sources, pieces
from replicard.render.prose import capitalised
from replicard.render.spelling import american
from replicard_schema.report import Sentence, Span, SpanStyle

Language = Literal["en-GB", "en-US"]

_STYLES = {
    Style.PLAIN: SpanStyle.PLAIN,
    Style.ITALIC: SpanStyle.ITALIC,
    Style.LINK: SpanStyle.LINK,
}
_ENDS = (".", "!", "?", "…")
_CLOSING = "\"'”’)"
_BLANKS = re.compile(" {2,}")
_BLANK_BEFORE_POINT = re.compile(r" +(?=[,;.)])")


def drafted(line: str, language: Language) -> tuple[Piece, ...]:
    """Return the pieces of a sentence, in order and well-formed.

    Our own words alone are put into American spelling: what an author wrote stays.
    """
    found = list(pieces(line.strip()))
    if language == "en-US":
        found = [piece if piece.sources else _american(piece) for piece in found]
    return tuple(_capitalised(_ended(_without_doubled_blanks(found))))


def sentence(found: Iterable[Piece], references: ReferenceList) -> Sentence:
    """Make a sentence of pieces, with the fields that it rests on.

    Raises
    ------
    ValueError
        If it rests on none: a template has invented something.
    """
    listed = tuple(found)
    sources = joined_sources(source for piece in listed for source in piece.sources)
    spans = tuple(_span(piece, references) for piece in listed if piece.text)
    if not sources:
        text = "".join(span.text for span in spans)
        raise ValueError(f"the sentence rests on no field: {text}")
    return Sentence(spans=_closed_up(spans), sources=sources)


def _closed_up(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Let raised citations follow their word at once; after a digit they would be a power."""
    found: list[Span] = []
    for span in spans:
        if span.style is SpanStyle.CITATION and span.is_raised and found:
            last = found[-1]
            word = last.text.rstrip(" ")
            if word and not word[-1].isdigit():
                found[-1] = last.model_copy(update={"text": word})
        found.append(span)
    return tuple(found)


def _span(piece: Piece, references: ReferenceList) -> Span:
    if piece.style is Style.CITATION:
        return references.citation(names_of(piece))
    return Span(text=piece.text, style=_STYLES[piece.style])


def _american(piece: Piece) -> Piece:
    return replace(piece, text=american(piece.text))


def _without_doubled_blanks(found: Iterable[Piece]) -> list[Piece]:
    """Drop blanks that optional parts of a sentence leave behind, across pieces."""
    kept: list[Piece] = []
    ends_blank = True
    for piece in found:
        text = piece.text
        if piece.style is Style.PLAIN and not piece.sources:
            text = _BLANK_BEFORE_POINT.sub("", _BLANKS.sub(" ", text))
            if ends_blank:
                text = text.lstrip(" ")
            elif kept and text[:1] in ",;.":
                kept = _right_stripped(kept)
        if text:
            ends_blank = text.endswith(" ")
        kept.append(replace(piece, text=text))
    return kept


def _right_stripped(found: list[Piece]) -> list[Piece]:
    last = next((i for i in reversed(range(len(found))) if found[i].text), None)
    if last is None or found[last].sources:
        return found
    return [
        *found[:last],
        replace(found[last], text=found[last].text.rstrip(" ")),
        *found[last + 1 :],
    ]


def _ended(found: list[Piece]) -> list[Piece]:
    """Drop our stop where the text before it brings its own."""
    shown = [i for i, piece in enumerate(found) if piece.text]
    if len(shown) > 1 and found[shown[-1]].text == ".":
        before = found[shown[-2]]
        if before.style is Style.PLAIN and before.text.rstrip(_CLOSING).endswith(_ENDS):
            return [piece for i, piece in enumerate(found) if i != shown[-1]]
    return found


def _capitalised(found: list[Piece]) -> list[Piece]:
    first = next((i for i, piece in enumerate(found) if piece.text), None)
    if first is None or found[first].style is not Style.PLAIN:
        return found
    text = found[first].text
    return [*found[:first], replace(found[first], text=capitalised(text)), *found[first + 1 :]]
