"""Blocks and inlines of pandoc's document tree, which need no escaping.

A tree is plain data, ready for JSON: https://hackage.haskell.org/package/pandoc-types.
Only what our documents are made of has a function here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from replicard.render.typeset import address_in_links
from replicard_schema.report import Span, SpanStyle

Inline = dict[str, Any]
"""A run of text, or something in a line."""
Block = dict[str, Any]
"""A paragraph, a heading or the like."""

_NO_ATTRIBUTES: tuple[str, list[str], list[tuple[str, str]]] = ("", [], [])
_TAB = {"openxml": "<w:r><w:tab/></w:r>", "opendocument": "<text:tab/>"}


def words(text: str) -> list[Inline]:
    """Return text as words and blanks; it is shown as it is."""
    found: list[Inline] = []
    for position, word in enumerate(text.split(" ")):
        if position:
            found.append({"t": "Space"})
        if word:
            found.append({"t": "Str", "c": word})
    return found


def italic(inlines: Sequence[Inline]) -> Inline:
    """Return inlines in italics."""
    return {"t": "Emph", "c": list(inlines)}


def bold(inlines: Sequence[Inline]) -> Inline:
    """Return inlines in bold."""
    return {"t": "Strong", "c": list(inlines)}


def raised(inlines: Sequence[Inline]) -> Inline:
    """Return inlines above the line."""
    return {"t": "Superscript", "c": list(inlines)}


def link(inlines: Sequence[Inline], address: str) -> Inline:
    """Return inlines that lead to an address, or to ``#name`` of an `anchor`."""
    return {"t": "Link", "c": [_NO_ATTRIBUTES, list(inlines), [address, ""]]}


def anchor(name: str) -> Inline:
    """Return a place that links can lead to."""
    return {"t": "Span", "c": [(name, [], []), []]}


def tab() -> list[Inline]:
    """Return a jump to the next tabulator stop."""
    return [{"t": "RawInline", "c": list(raw)} for raw in _TAB.items()]


def from_spans(spans: Iterable[Span]) -> list[Inline]:
    """Return spans as inlines; the parts of a citation lead to ``reference-<key>``."""
    return [inline for span in spans for inline in _from_span(span)]


def heading(level: int, inlines: Sequence[Inline], *, name: str = "") -> Block:
    """Return a heading, with a name if links shall lead to it."""
    return {"t": "Header", "c": [level, (name, [], []), list(inlines)]}


def paragraph(inlines: Sequence[Inline]) -> Block:
    """Return a paragraph of running text."""
    return {"t": "Para", "c": list(inlines)}


def styled(style: str, blocks: Sequence[Block]) -> Block:
    """Return blocks whose paragraphs have a style of the file, such as ``Bibliography``."""
    return {"t": "Div", "c": [("", [], [("custom-style", style)]), list(blocks)]}


def _from_span(span: Span) -> list[Inline]:
    text = words(span.text)
    match span.style:
        case SpanStyle.PLAIN:
            return text
        case SpanStyle.ITALIC:
            return [italic(text)]
        case SpanStyle.BOLD:
            return [bold(text)]
        case SpanStyle.RAISED:
            return [raised(text)]
        case SpanStyle.LINK:
            return [link(text, address_in_links(span.text))]
        case SpanStyle.CITATION:
            label = [inline for part in span.label for inline in _labelled(part.text, part.key)]
            return [raised(label)] if span.is_raised else label


def _labelled(text: str, key: str | None) -> list[Inline]:
    return words(text) if key is None else [link(words(text), f"#reference-{key}")]
