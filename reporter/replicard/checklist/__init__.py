"""Checklists: selecting fields, judging items, asking what is still open."""

from replicard.checklist.judge import answer_checklist
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
    "all_checklists",
    "answer_checklist",
    "load_checklist",
    "open_questions",
    "select",
    "shipped_checklists",
    "shipped_concepts",
]
