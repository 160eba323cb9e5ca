"""How much a sentence matters: by what the guideline asks about the facts in it.

The guideline of Laine et al. (doi:10.1038/s41592-021-01284-3) states some points
explicitly, needs others to make them checkable, and advises on the rest. A sentence
matters as much as the weightiest point that one of its facts answers in this card.
"""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import cached_property

from replicard.render.methods.blocks import Line
from replicard_schema.report import ChecklistResult, Source
from replicard_schema.vocabulary import Origin


class Rank(IntEnum):
    """How much a sentence matters."""

    DETAIL = 0
    """It adds a detail to what another sentence says."""
    NOTHING = 1
    """The guideline does not ask for it."""
    ADVICE = 2
    IMPLIED = 3
    EXPLICIT = 4


_RANKS: Mapping[str, Rank] = {
    "advice": Rank.ADVICE,
    "implied": Rank.IMPLIED,
    "explicit": Rank.EXPLICIT,
    # What is answered in its place is asked for as explicitly.
    "fallback": Rank.EXPLICIT,
}
_LAST_PART = re.compile(r"(?:^|\.)[^.\[\]]+$|\[[0-9]+\]$")
_ASIDE = re.compile(
    r"models\.[^.]+\.(?:algorithm|prediction\.tool)"
    r"\.(?:url|documentation|source_code|support|last_release|license)"
)
"""Where a program is found; the guideline at most advises to say it."""
_WAIVERS = "not_applicable."


class Importance:
    """Ranks of sentences about one study.

    Parameters
    ----------
    answered
        The guideline, answered for this study.
    """

    def __init__(self, answered: ChecklistResult) -> None:
        self._answered = answered

    def of(self, lines: Sequence[Line]) -> Rank:
        """Return the rank of sentences that are never parted: that of the weightiest."""
        return max(map(self._of_line, lines))

    def _of_line(self, line: Line) -> Rank:
        if line.is_detail:
            return Rank.DETAIL
        aside = [source for source in line.sources if _ASIDE.fullmatch(source.field)]
        # Such a sentence names its program, but is not the one that introduces it.
        counted = aside or line.sources
        return max((self._of_source(source) for source in counted), default=Rank.NOTHING)

    def _of_source(self, source: Source) -> Rank:
        if source.field.startswith(_WAIVERS):
            # A reason is a full answer to what it is given for.
            return self._of_items.get(source.field.removeprefix(_WAIVERS), Rank.EXPLICIT)
        ranks = self._of_fields[source.origin is Origin.STATED]
        return max(ranks.get(field, Rank.NOTHING) for field in _and_above(source.field))

    @cached_property
    def _of_items(self) -> dict[str, Rank]:
        return {item.id: _RANKS.get(item.level, Rank.NOTHING) for item in self._answered.items}

    @cached_property
    def _of_fields(self) -> dict[bool, dict[str, Rank]]:
        """Rank of each field that answers an item, of the card (True) and the evidence."""
        found: dict[bool, dict[str, Rank]] = {True: {}, False: {}}
        for item in self._answered.items:
            for answer in item.answers:
                ranks = found[answer.origin is Origin.STATED]
                before = ranks.get(answer.field, Rank.NOTHING)
                ranks[answer.field] = max(before, self._of_items[item.id])
        return found


def _and_above(field: str) -> list[str]:
    """Return a path and those of all parts that it lies in.

    >>> _and_above("code[0].doi")
    ['code[0].doi', 'code[0]', 'code']
    """
    found = []
    while field:
        found.append(field)
        field = _LAST_PART.sub("", field)
    return found
