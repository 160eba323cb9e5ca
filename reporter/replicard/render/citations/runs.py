"""Text on its way from the style processor to spans: characters, each with its style.

The processor is given marks made of C0 control characters where it would write elements
of HTML: no record can hold them, so nothing in a record is ever taken for markup, and
words and punctuation next to a mark are still seen by the processor as they are.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from replicard_schema.report import Span, SpanStyle

_OPEN, _CLOSE, _DASH = "\x02", "\x03", "\x1f"
_CODES = {"1": SpanStyle.ITALIC, "2": SpanStyle.BOLD, "3": SpanStyle.RAISED, "4": SpanStyle.PLAIN}
_CODE_OF = {style: code for code, style in _CODES.items()}
_TAGS = {
    "i": SpanStyle.ITALIC,
    "b": SpanStyle.BOLD,
    "sup": SpanStyle.RAISED,
    "sub": SpanStyle.PLAIN,
    "scp": SpanStyle.PLAIN,
}
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_TAGGED = re.compile(r"<(i|b|sup|sub|scp)>([^<>]{0,300})</\1>")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;)]")

Character = tuple[str, SpanStyle]


def marked(text: str, style: SpanStyle) -> str:
    """Return ``text`` between the marks of a style."""
    return f"{_OPEN}{_CODE_OF[style]}{text}{_CLOSE}" if text else ""


def marked_tags(text: str) -> str:
    """Turn the few elements that titles in CSL-JSON may hold into marks.

    >>> plain(marked_tags("Growth of <i>E. coli</i>, p < 0.05"))
    'Growth of E. coli, p < 0.05'
    """
    return _TAGGED.sub(lambda found: marked(found[2], _TAGS[found[1]]), text)


def typographic(text: str) -> str:
    """Write an apostrophe as printers do.

    >>> typographic("O'Neill")
    'O’Neill'
    """
    return _APOSTROPHE.sub("’", text)


def unbroken(pages: str) -> str:
    """Return a range of pages in a form that the processor does not shorten."""
    return pages.replace("-", _DASH).replace("–", _DASH)


def characters(text: str) -> list[Character]:
    """Take the marks out of a text; the innermost style that is not plain counts."""
    styles: list[SpanStyle] = []
    found: list[Character] = []
    signs = iter(text)
    for sign in signs:
        if sign == _OPEN:
            styles.append(_CODES.get(next(signs, ""), SpanStyle.PLAIN))
        elif sign == _CLOSE:
            styles = styles[:-1]
        else:
            shown = (style for style in reversed(styles) if style is not SpanStyle.PLAIN)
            found.append(("–" if sign == _DASH else sign, next(shown, SpanStyle.PLAIN)))
    return found


def plain(text: str) -> str:
    """Return a text without its marks."""
    return "".join(sign for sign, _ in characters(text))


def spans(found: Iterable[Character]) -> tuple[Span, ...]:
    """Join characters to spans; web addresses become links."""
    return tuple(span for run in _runs(found) for span in _with_links(run))


def _runs(found: Iterable[Character]) -> Iterator[Span]:
    for style, run in groupby(found, key=lambda character: character[1]):
        yield Span(text="".join(sign for sign, _ in run), style=style)


def _with_links(span: Span) -> Iterator[Span]:
    end = 0
    for hit in _ADDRESS.finditer(span.text):
        if hit.start() > end:
            yield Span(text=span.text[end : hit.start()], style=span.style)
        yield Span(text=hit[0], style=SpanStyle.LINK)
        end = hit.end()
    if end < len(span.text):
        yield Span(text=span.text[end:], style=span.style)
