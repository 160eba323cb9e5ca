"""Checklists: selecting fields, judging items, asking what is still open."""

from replicard.checklist.answering import answer_checklists
from replicard.checklist.choosing import Choice, choose, named_checklists
from replicard.checklist.judge import answer_checklist
from replicard.checklist.own import ChosenChecklist, read_own_checklist
from replicard.checklist.questions import open_questions
from replicard.checklist.selection import select
from replicard.checklist.shipped import (
    CHECKLIST_NAMES,
    all_checklists,
    load_checklist,
    shipped_checklists,
    shipped_concepts,
)

__all__ = [
    "CHECKLIST_NAMES",
    "Choice",
    "ChosenChecklist",
    "all_checklists",
    "answer_checklist",
    "answer_checklists",
    "choose",
    "load_checklist",
    "named_checklists",
    "open_questions",
    "read_own_checklist",
    "select",
    "shipped_checklists",
    "shipped_concepts",
]
