"""From marked text to Markdown, HTML and plain text, each with its own escaper."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from replicard.render.markdown import escape_block_start, escape_inline
from replicard.render.marks import Piece, Style

_UNSAFE_IN_AUTOLINK = re.compile(r"[<>\s]")
_SHORTEST_RANGE = 2

Numbering = Mapping[str, int]
"""Number of each reference, by its DOI in lower case."""


def to_markdown(pieces: Iterable[Piece], numbering: Numbering) -> str:
    """Write pieces as one line of Markdown."""
    return escape_block_start("".join(_markdown(piece, numbering) for piece in pieces).strip())


def to_html(pieces: Iterable[Piece], numbering: Numbering) -> str:
    """Write pieces as HTML; nothing in them can become an element or an attribute."""
    return str(Markup("").join(_html(piece, numbering) for piece in pieces)).strip()


def to_text(pieces: Iterable[Piece], numbering: Numbering) -> str:
    """Write pieces as plain text."""
    return "".join(
        f"[{_numbers(piece, numbering)}]" if piece.style is Style.CITATION else piece.text
        for piece in pieces
    ).strip()


def numbered(pieces: Iterable[Piece]) -> dict[str, int]:
    """Give each reference its number, in the order of first citation."""
    cited = (doi for piece in pieces if piece.style is Style.CITATION for doi in dois(piece))
    return {doi: number for number, doi in enumerate(dict.fromkeys(cited), start=1)}


def dois(piece: Piece) -> list[str]:
    """Return the DOIs of a citation; DOIs do not distinguish capitals."""
    return piece.text.lower().split()


def spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Join neighbouring numbers to spans of three or more.

    >>> spans([4, 1, 2, 3]), spans([1, 2])
    ([(1, 4)], [(1, 1), (2, 2)])
    """
    ordered = sorted(set(numbers))
    breaks = [i for i, (a, b) in enumerate(pairwise(ordered), start=1) if b != a + 1]
    runs = [ordered[a:b] for a, b in pairwise([0, *breaks, len(ordered)])]
    return [span for run in runs for span in _span(run)]


def _span(run: Sequence[int]) -> list[tuple[int, int]]:
    if len(run) > _SHORTEST_RANGE:
        return [(run[0], run[-1])]
    return [(number, number) for number in run]


def _numbers(piece: Piece, numbering: Numbering) -> str:
    found = spans(numbering[doi] for doi in dois(piece))
    return ",".join(f"{low}" if low == high else f"{low}–{high}" for low, high in found)


def _markdown(piece: Piece, numbering: Numbering) -> str:
    match piece.style:
        case Style.PLAIN:
            return escape_inline(piece.text)
        case Style.ITALIC:
            return f"*{escape_inline(piece.text.strip())}*" if piece.text.strip() else ""
        case Style.LINK:
            return f"<{_address(piece.text)}>"
        case Style.CITATION:
            # Plain brackets: the text holds no link definition that they could refer to.
            return f"[{_numbers(piece, numbering)}]"


def _html(piece: Piece, numbering: Numbering) -> Markup:
    match piece.style:
        case Style.PLAIN:
            return escape(piece.text)
        case Style.ITALIC:
            return Markup("<i>{}</i>").format(piece.text)
        case Style.LINK:
            return Markup('<a href="{}">{}</a>').format(_address(piece.text), piece.text)
        case Style.CITATION:
            return _citation(piece, numbering)


def _citation(piece: Piece, numbering: Numbering) -> Markup:
    link = Markup('<a class="citation" href="#reference-{0}">{0}</a>')
    ends = [
        link.format(low) if low == high else link.format(low) + "–" + link.format(high)
        for low, high in spans(numbering[doi] for doi in dois(piece))
    ]
    return Markup("[") + Markup(",").join(ends) + Markup("]")


def _address(text: str) -> str:
    """Encode what no address may hold: old DOIs have angle brackets in them."""
    return _UNSAFE_IN_AUTOLINK.sub(lambda found: f"%{ord(found[0]):02X}", text)
