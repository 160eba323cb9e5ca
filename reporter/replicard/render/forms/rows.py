"""The rows of a form: one for each item, more where an item would not fit on a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from replicard.render.forms.checklist import reason_beside
from replicard_schema.report import Answer, ChecklistResult, ItemResult

MAX_LINES: Final = 44
"""Lines of an answer cell after which a new row begins; a page holds about 65."""
_LONG_ID = 10
_WIDTH = 48
"""Characters of the widest line of an answer cell, about."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item does not apply, or is only partly answered."""

    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is still open, with every field of the card that would hold an answer."""

    text: str
    fields: tuple[str, ...]


Entry: TypeAlias = Answer | Reason | Question


@dataclass(slots=True)
class FormRow:
    """A row of a form.

    Attributes
    ----------
    is_continued
        Whether an earlier row has begun the item.
    """

    item: ItemResult
    is_continued: bool
    answers: list[Answer] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Put an entry into the answer cell."""
        match entry:
            case Answer():
                self.answers.append(entry)
            case Reason():
                self.reasons.append(entry)
            case Question():
                self.questions.append(entry)


def form_rows(item: ItemResult) -> tuple[FormRow, ...]:
    """Return the rows of an item: answers, then the reason, then questions.

    No row is cut between pages, so none may be as long as a page.
    """
    rows = [FormRow(item, is_continued=False)]
    taken = 0
    for entry in _entries(item):
        lines = _lines(entry)
        if taken and taken + lines > MAX_LINES:
            rows.append(FormRow(item, is_continued=True))
            taken = 0
        rows[-1].add(entry)
        taken += lines
    return tuple(rows)


def questions_of(item: ItemResult) -> tuple[Question, ...]:
    """Return what is open, each question once with all its fields."""
    fields: dict[str, list[str]] = {}
    for gap in item.gaps:
        fields.setdefault(gap.question, []).append(gap.field)
    return tuple(Question(text, tuple(names)) for text, names in fields.items())


def has_long_ids(result: ChecklistResult) -> bool:
    """Say whether the ids of the items ask for a wide column."""
    return any(len(item.id) > _LONG_ID for item in result.items)


def _entries(item: ItemResult) -> Iterator[Entry]:
    yield from item.answers
    reason = reason_beside(item)
    if reason is not None:
        yield Reason(reason)
    yield from questions_of(item)


def _lines(entry: Entry) -> int:
    match entry:
        case Answer():
            section = entry.section.title if entry.section is not None else ""
            texts = [f"{entry.value} {entry.origin.value} {entry.place} {section}"]
        case Reason():
            texts = [entry.text]
        case Question():
            texts = [entry.text, *entry.fields]
    return sum(1 + len(text) // _WIDTH for text in texts)
