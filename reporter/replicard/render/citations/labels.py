"""Citations in a text: by number, or by author and year, several together as one.

Which form is the style's affair. Numbers that follow each other are joined to ranges;
papers that would look the same get more names or letters behind the year, and years of
the same authors stand together, as far as the style asks for it.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from replicard.render.citations.disambiguation import told_apart
from replicard.render.citations.engine import Processor
from replicard.render.citations.runs import characters, plain
from replicard_schema.report import LabelPart, Span, SpanStyle

_SHORTEST_RANGE = 2
_YEAR = re.compile(r"^(?P<names>.*?)(?P<gap>[\s,(]*)(?P<year>[0-9]{4}[a-z]*)$")


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around and between the parts of a citation."""

    before: str
    between: str
    after: str
    is_raised: bool


class Labels:
    """The citations of one text in one style.

    Parameters
    ----------
    processor
        Holds all records that the text cites. Years that need a letter have it afterwards.
    names
        What stands for records without title, where the style does not cite by number.
    """

    def __init__(self, processor: Processor, *, names: Mapping[str, str] | None = None) -> None:
        self._processor = processor
        self._options = processor.style.citation_options()
        self._order = {key: place for place, key in enumerate(processor.order)}
        self._frame = _frame(processor)
        self._texts: Mapping[str, str] = (
            {key: processor.label(key) for key in self._order}
            if processor.style.is_numeric
            else told_apart(processor) | dict(names or {})
        )

    def citation(self, keys: Sequence[str]) -> Span:
        """Write a citation of one or several references."""
        cited = self._processor.sorted(list(dict.fromkeys(keys)))
        by_number = self._options.get("collapse") == "citation-number"
        inner = self._numbers(cited) if by_number else self._listed(cited)
        before, after = LabelPart(text=self._frame.before), LabelPart(text=self._frame.after)
        label = tuple(part for part in (before, *inner, after) if part.text)
        is_raised = self._frame.is_raised or self._is_raised(cited)
        return Span(
            text="".join(part.text for part in label),
            style=SpanStyle.CITATION,
            keys=tuple(cited),
            label=label,
            is_raised=is_raised,
        )

    def _is_raised(self, keys: Sequence[str]) -> bool:
        styles = {style for key in keys for _, style in characters(self._texts[key])}
        return styles == {SpanStyle.RAISED}

    def _numbers(self, keys: Sequence[str]) -> Iterator[LabelPart]:
        by_number = {self._order[key] + 1: key for key in keys}
        for position, (low, high) in enumerate(ranges(by_number)):
            if position:
                yield LabelPart(text=self._frame.between)
            yield self._part(by_number[low])
            if high != low:
                yield LabelPart(text="–")
                yield self._part(by_number[high])

    def _part(self, key: str) -> LabelPart:
        return LabelPart(text=plain(self._texts[key]), key=key)

    def _listed(self, keys: Sequence[str]) -> Iterator[LabelPart]:
        for position, group in enumerate(self._groups(keys)):
            if position:
                yield LabelPart(text=self._frame.between)
            yield self._part(group[0])
            for earlier, key in pairwise(group):
                yield from self._same_names(earlier, key)

    def _groups(self, keys: Sequence[str]) -> Iterator[list[str]]:
        """Join neighbours of the same names, if the style wants it."""
        if not self._options.get("collapse", "").startswith("year"):
            yield from ([key] for key in keys)
            return

        def names(key: str) -> Hashable:
            found = _YEAR.match(plain(self._texts[key]))
            return key if found is None else found["names"]

        for _, group in groupby(keys, key=names):
            by_year = groupby(group, key=lambda key: _year(plain(self._texts[key]))[:4])
            yield [key for _, alike in by_year for key in sorted(alike, key=self._letter)]

    def _letter(self, key: str) -> str:
        return _year(plain(self._texts[key]))[4:]

    def _same_names(self, earlier: str, key: str) -> Iterator[LabelPart]:
        """Write the year of a paper of the authors who were just named."""
        before, now = (_year(plain(self._texts[name])) for name in (earlier, key))
        collapse = self._options["collapse"]
        if collapse != "year" and before[:4] == now[:4] and now[4:]:
            between = self._options.get("year-suffix-delimiter", self._frame.between)
            yield LabelPart(text=between)
            yield LabelPart(text=now[4:], key=key)
        else:
            yield LabelPart(text=self._options.get("cite-group-delimiter", ", "))
            yield LabelPart(text=now, key=key)


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


def _frame(processor: Processor) -> _Frame:
    layout = processor.style.root.citation.layout
    return _Frame(
        before=layout.get("prefix", ""),
        between=layout.get("delimiter", ", "),
        after=layout.get("suffix", ""),
        is_raised=layout.get("vertical-align") == "sup",
    )


def _year(text: str) -> str:
    found = _YEAR.match(text)
    return "" if found is None else found["year"]
