"""Manuscripts: reading them, and telling what of a card they say, lack or contradict."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from replicard.manuscript.card_facts import card_facts, card_texts
from replicard.manuscript.choosing import chosen
from replicard.manuscript.comparison import Comparer
from replicard.manuscript.document import Manuscript, ManuscriptError, Place
from replicard.manuscript.facts import Fact
from replicard.manuscript.outcome import Comparison, Contradiction, Found
from replicard.manuscript.reading import READERS, read_manuscript
from replicard_schema.card import Card

if TYPE_CHECKING:
    from replicard_schema.evidence import Evidence

__all__ = [
    "READERS",
    "Comparison",
    "Contradiction",
    "Fact",
    "Found",
    "Manuscript",
    "ManuscriptError",
    "Place",
    "compare",
    "read_manuscript",
]


def compare(
    manuscript: Manuscript,
    card: Card,
    evidence: "Evidence | None" = None,
    *,
    sections: Sequence[str] = (),
) -> Comparison:
    """Compare a manuscript with a card and, if there is any, its evidence.

    Parameters
    ----------
    manuscript
        What was read of it.
    card
        The card.
    evidence
        What was computed for it.
    sections
        Words of the headings whose sections are compared; by default those that look
        like methods, or else all of the text.

    Raises
    ------
    ManuscriptError
        If a section was named that the manuscript does not have.
    """
    facts = card_facts(card)
    if evidence is not None:
        from replicard.manuscript.evidence_facts import evidence_facts  # noqa: PLC0415

        facts = (*facts, *evidence_facts(card, evidence))
    passages, headings = chosen(manuscript, sections)
    return Comparer(manuscript, passages, facts, card_texts(card)).compare(headings)
