"""Finding the numbers of a text that belong to a topic."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from replicard.manuscript.topics import Topic
from replicard.manuscript.values import Value, values_in

_MAX_APART = 90
_MAX_SENTENCE = 400
_BEFORE, _BEHIND = 60, 45
# Words that may stand between the words of a topic and its number.
_CONNECTING = re.compile(
    r"(?:[\s:=(~≈≥≤<>_]|\([^()\d]{1,20}\)|\^?\[[\d,\s–-]{1,20}\]|\^[\d,–-]{1,12}"
    r"|\([^()]{0,60}(?:19|20)\d\d[a-z]?\)"
    r"|\bfor (?:the|both|all|each|every)\b[^\d.;:,()]{1,40}\b(?:was|were|is|are)\b"
    r"|\b(?:of|was|were|is|are|be|been|set|to|at|fixed|kept|held"
    r"|equal|equals|used|a|an|the|values?|approximately|about|around|roughly|ca\.?|constant|chosen"
    r"|selected|total|least|most|both|initial|only|maintained|from|between)\b){0,14}"
)
_RANGE = re.compile(r"\s?(?:–|-|to)\s?")
_LIST = re.compile(r"\s?(?:,|;|and|or|to|–|-|/|, and|, or|respectively|±)\s?")
# As in: 0.90 ± 0.02 (0.88 to 0.92; n = 5) for one method and 0.80 for another.
_SCORES = re.compile(
    r"(?:[\s(),;%=±–/]|\b(?:pooled|to|and|or|vs\.?|mean|median|interval|CI|n|p|dB)\b"
    r"|\bfor [^\d.;:()]{1,70}){1,14}"
)
_NUMBER_OF = re.compile(r"\b[np] ?[=<] ?$")
_MAX_LISTED, _MAX_LISTED_APART = 24, 90
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\"(\[0-9])|\t")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|Fig|Figs|Eq|ca|approx|Ref|No|et al|cf|resp|ver|v)\.)$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number of a text together with what it is about.

    Attributes
    ----------
    topic
        What it is about.
    value
        The number and where it stands.
    start, end
        Where the phrase of words and number stands.
    """

    topic: Topic
    value: Value
    start: int
    end: int


class NumberedText:
    """A text, its numbers and its sentences."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values = values_in(text)
        self._starts = [value.start for value in self.values]
        self._ends = sentence_ends(text)

    def sentence(self, index: int) -> tuple[int, int]:
        """Return where the sentence around a character starts and ends."""
        at = bisect_left(self._ends, index + 1)
        start = self._ends[at - 1] if at else 0
        end = self._ends[at] if at < len(self._ends) else len(self.text)
        # A text without full stops is no sentence of a thousand words.
        return max(start, index - _MAX_SENTENCE), min(end, index + _MAX_SENTENCE)

    def mentions(self, topics: Iterable[Topic]) -> tuple[Mention, ...]:
        """Find the numbers that belong to some topics, in the order of the text."""
        listed = tuple(topics)
        behind = [found for topic in listed for found in self._behind(topic)]
        # In "400 epochs of 100 steps" the steps have their number already.
        owned = {found.value.start for found in behind}
        ahead = _nearest(
            found
            for topic in listed
            for found in self._ahead(topic)
            if found.value.start not in owned
        )
        owned |= {found.value.start for found in ahead}
        more = [found for first in ahead for found in self._listed(first, owned)]
        return tuple(
            sorted((*behind, *ahead, *more), key=lambda each: (each.value.start, each.topic.id))
        )

    def _behind(self, topic: Topic) -> Iterator[Mention]:
        pattern = _compiled(topic.behind, after=True)
        if pattern is None:
            return
        for at, value in enumerate(self.values):
            after = pattern.match(self.text, value.end) if fits(topic, value) else None
            if after is None:
                continue
            yield Mention(topic, value, value.start, after.end())
            first = self.values[at - 1] if at else value
            between = self.text[first.end : value.start]
            if at and fits(topic, first) and _RANGE.fullmatch(between):
                yield Mention(topic, first, first.start, after.end())

    def _ahead(self, topic: Topic) -> Iterator[Mention]:
        pattern = _compiled(topic.words, after=False)
        if pattern is None:
            return
        for words in pattern.finditer(self.text):
            at = bisect_left(self._starts, words.end())
            if at == len(self.values) or not fits(topic, self.values[at]):
                continue
            between = self.text[words.end() : self.values[at].start]
            if len(between) <= _MAX_APART and _CONNECTING.fullmatch(between):
                yield Mention(topic, self.values[at], words.start(), self.values[at].end)

    def _listed(self, first: Mention, owned: set[int]) -> Iterator[Mention]:
        """Return the numbers listed after one that stands behind the words of its topic."""
        topic, end = first.topic, first.value.end
        joins = _SCORES if topic.id.startswith("score") else _LIST
        if not topic.takes_lists:
            return
        at = bisect_left(self._starts, end)
        for value in self.values[at : at + _MAX_LISTED]:
            between = self.text[end : value.start]
            if value.start in owned or len(between) > _MAX_LISTED_APART:
                return
            if not joins.fullmatch(between) or not fits(topic, value):
                return
            end = value.end
            if not _NUMBER_OF.search(between):
                yield Mention(topic, value, first.start, value.end)

    def is_about_it(self, mention: Mention) -> bool:
        """Say whether a number surely belongs to its topic, by the words around it."""
        start, end = self.sentence(mention.value.start)
        topic = mention.topic
        if topic.needs and not _search(topic.needs, self.text[start:end]):
            return False
        near = self.text[max(start, mention.start - _BEFORE) : min(end, mention.end + _BEHIND)]
        return not (topic.unless and _search(topic.unless, near))


def _nearest(found: Iterable[Mention]) -> list[Mention]:
    """Let the longest words right before a number decide what it is about."""
    longest: dict[int, list[Mention]] = {}
    for each in found:
        known = longest.setdefault(each.value.start, [])
        if not known or each.start == known[0].start:
            known.append(each)
        elif each.start < known[0].start:
            longest[each.value.start] = [each]
    return [each for group in longest.values() for each in group]


def fits(topic: Topic, value: Value) -> bool:
    """Say whether a number can belong to a topic, by its kind."""
    if value.is_word and not topic.counts:
        return False
    if topic.is_size and len(value.amounts) == 1:
        return False
    if value.kind == "" and topic.is_share:
        return value.amounts[0].value <= 1
    return value.kind in topic.kinds


def sentence_ends(text: str) -> list[int]:
    """Return where sentences end, as far as full stops and capitals tell."""
    return [
        found.end()
        for found in _SENTENCE_END.finditer(text)
        if not _ABBREVIATED.search(text[max(0, found.start() - 12) : found.start()])
    ]


@lru_cache(maxsize=4096)
def _compiled(pattern: str, *, after: bool) -> re.Pattern[str] | None:
    if not pattern:
        return None
    return re.compile(rf"[\s-]{{0,2}}(?:{pattern})" if after else pattern, re.IGNORECASE)


@lru_cache(maxsize=4096)
def _searcher(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _search(pattern: str, text: str) -> bool:
    return _searcher(pattern).search(text) is not None
