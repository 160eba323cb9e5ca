"""Phrases of the card that stand in a text with another number in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from replicard.manuscript.facts import Fact, Words

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)")
_WORD = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*|[%°]")
_BEFORE, _BEHIND = 3, 2
_FEWEST, _LONG = 3, 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number of a free text with the words around it.

    Attributes
    ----------
    pattern
        The words, with any number between them.
    number
        The number that the card has there.
    fact
        Where it stands in the card.
    """

    pattern: re.Pattern[str]
    number: float
    fact: Fact


def phrases_of(facts: Sequence[Fact]) -> Iterator[Phrase]:
    """Return the numbers in free texts that have enough words around them."""
    for fact in facts:
        if not isinstance(fact.sought, Words) or fact.origin != "stated":
            continue
        text = fact.sought.text
        for found in _NUMBER.finditer(text):
            pattern = _around(text, found)
            if pattern is not None:
                yield Phrase(pattern, float(found[0]), fact)


def _around(text: str, found: re.Match[str]) -> re.Pattern[str] | None:
    start = max(text.rfind(". ", 0, found.start()) + 1, 0)
    stop = text.find(". ", found.end())
    before = _WORD.findall(text[start : found.start()])[-_BEFORE:]
    behind = _WORD.findall(text[found.end() : stop if stop >= 0 else len(text)])[:_BEHIND]
    words = [*before, *behind]
    if len(words) < _FEWEST or not any(w.isalpha() and len(w) >= _LONG for w in words):
        return None
    ahead = r"\W{1,4}".join(map(re.escape, before))
    after = r"\W{1,4}".join(map(re.escape, behind))
    gap = r"\W{0,4}?"
    return re.compile(
        rf"(?<!\w){ahead}{gap}(?<![\w.])(?P<number>\d+(?:\.\d+)?)(?![\w.]*\d){gap}{after}(?!\w)",
        re.IGNORECASE,
    )
