"""Answering several checklists from one card."""

from collections import Counter
from collections.abc import Callable, Sequence

from replicard.checklist.judge import answer_checklist
from replicard.checklist.own import ChosenChecklist
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import ChecklistResult


def answer_checklists(
    lists: Sequence[ChosenChecklist],
    card: Card,
    evidence: Evidence | None,
    *,
    place: Callable[[str], str],
) -> tuple[ChecklistResult, ...]:
    """Answer every item of every checklist; see `answer_checklist`."""
    ids = Counter(item.id for chosen in lists for item in chosen.checklist.items)
    shared = frozenset(name for name, n in ids.items() if n > 1)
    return tuple(
        answer_checklist(
            chosen.checklist,
            card,
            evidence,
            place=place,
            concepts=chosen.concepts,
            ambiguous_items=shared,
        )
        for chosen in lists
    )
