"""Citations by number: who gets which, and how several are written together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from replicard.render.citations.library import entry_of
from replicard.render.marks import Piece, Style
from replicard_schema.report import LabelPart, Span, SpanStyle

_SHORTEST_RANGE = 2

Numbering = Mapping[str, int]
"""Number of each reference, by its DOI in lower case."""


def numbered(pieces: Iterable[Piece]) -> dict[str, int]:
    """Give each reference its number, in the order of first citation."""
    cited = (doi for piece in pieces if piece.style is Style.CITATION for doi in dois(piece))
    return {doi: number for number, doi in enumerate(dict.fromkeys(cited), start=1)}


def dois(piece: Piece) -> list[str]:
    """Return the DOIs of a citation; DOIs do not distinguish capitals."""
    return piece.text.lower().split()


def citation(piece: Piece, numbering: Numbering) -> Span:
    """Write a citation as numbers in brackets, three or more neighbours as a range."""
    keys = {numbering[doi]: entry_of(doi)["id"] for doi in dois(piece)}
    label = (LabelPart(text="["), *_numbers(keys), LabelPart(text="]"))
    text = "".join(part.text for part in label)
    return Span(text=text, style=SpanStyle.CITATION, keys=tuple(keys.values()), label=label)


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Join neighbouring numbers to ranges of three or more.

    >>> ranges([4, 1, 2, 3]), ranges([1, 2])
    ([(1, 4)], [(1, 1), (2, 2)])
    """
    ordered = sorted(set(numbers))
    breaks = [i for i, (a, b) in enumerate(pairwise(ordered), start=1) if b != a + 1]
    runs = [ordered[a:b] for a, b in pairwise([0, *breaks, len(ordered)])]
    return [found for run in runs for found in _range(run)]


def _range(run: Sequence[int]) -> list[tuple[int, int]]:
    if len(run) > _SHORTEST_RANGE:
        return [(run[0], run[-1])]
    return [(number, number) for number in run]


def _numbers(keys: Mapping[int, str]) -> Iterator[LabelPart]:
    for position, (low, high) in enumerate(ranges(keys)):
        if position:
            yield LabelPart(text=",")
        yield LabelPart(text=str(low), key=keys[low])
        if high != low:
            yield LabelPart(text="–")
            yield LabelPart(text=str(high), key=keys[high])
