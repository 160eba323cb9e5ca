"""What checklists there are, what they ask, and which fields of a card answer them."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from replicard.checklist import (
    CHECKLIST_NAMES,
    ChosenChecklist,
    choose,
    named_checklists,
    shipped_concepts,
)
from replicard.checklist.choosing import ALL, DEFAULT
from replicard.files import printable
from replicard.loading import load_card
from replicard.plugins import Group, plug_ins
from replicard_schema.checklist import ChecklistItem, Concept

_NO_PLACE = "no place in the card"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Checklists that can be answered."""

    lists: tuple[ChosenChecklist, ...]

    def as_json(self) -> dict[str, object]:
        """Return everything but the items as plain data."""
        return {"checklists": [_head_as_json(chosen) for chosen in self.lists]}

    def as_text(self, *, width: int = 80) -> str:
        """Return a paragraph for each checklist."""
        return "\n".join("\n".join(_head(chosen, width)) + "\n" for chosen in self.lists)


@dataclass(frozen=True, slots=True)
class ChecklistDescription:
    """One checklist with its items and what answers them."""

    chosen: ChosenChecklist

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        items = [_item_as_json(item, self.chosen) for item in self.chosen.checklist.items]
        return {**_head_as_json(self.chosen), "items": items}

    def as_text(self, *, width: int = 80) -> str:
        """Return everything as text for a terminal."""
        lines = list(_head(self.chosen, width))
        levels = self.chosen.checklist.levels.items()
        lines += [_wrapped(f"{level}: {meaning}", width, "  ") for level, meaning in levels]
        for section, items in groupby(self.chosen.checklist.items, key=lambda item: item.section):
            lines += ["", printable(section)]
            lines += [line for item in items for line in _item(item, self.chosen, width)]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class SharedQuestions:
    """The questions that checklists share, by the ids that an own checklist names."""

    concepts: tuple[Concept, ...]

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "concepts": [
                {
                    "id": concept.id,
                    "text": concept.text,
                    "question": concept.question,
                    "fields": [*concept.fields, *concept.partial],
                    "used_by": list(concept.used_by),
                }
                for concept in self.concepts
            ]
        }

    def as_text(self, *, width: int = 80) -> str:
        """Return one entry for each question."""
        known = shipped_concepts()
        return "".join(
            f"{concept.id}\n{_wrapped(concept.text, width, '  ')}\n"
            f"{_wrapped(_answered_by(known.leaves(concept.id)), width, '    ')}\n"
            for concept in self.concepts
        )


def list_checklists(card: Path | None = None) -> Catalogue:
    """Return the checklists that are installed, and those of a card.

    Parameters
    ----------
    card
        Card whose own checklists are listed as well.

    Raises
    ------
    CardError, ProblemsError
        If the card, or a checklist that it names, is not valid.
    PlugInError
        If a checklist of another package cannot be loaded.
    """
    lists = named_checklists([ALL, *plug_ins(Group.CHECKLISTS)])
    if card is None:
        return Catalogue(lists)
    listed = {chosen.file for chosen in lists}
    own = [chosen for chosen in choose(load_card(card)).required() if chosen.file not in listed]
    return Catalogue((*lists, *own))


def describe_checklist(name: str) -> ChecklistDescription:
    """Return a checklist with its items; that of a file is validated.

    Parameters
    ----------
    name
        Id of a shipped checklist, or path of a file.

    Raises
    ------
    UnknownChecklistError
        If no checklist has this id.
    ProblemsError
        If the file cannot be read or is no checklist. Lists every problem found.
    """
    return ChecklistDescription(named_checklists([name])[0])


def shared_questions() -> SharedQuestions:
    """Return the questions that checklists share."""
    return SharedQuestions(shipped_concepts().concepts)


def _head(chosen: ChosenChecklist, width: int) -> Iterator[str]:
    checklist, source = chosen.checklist, chosen.checklist.source
    note = " (answered unless others are chosen)" if checklist.id in DEFAULT else ""
    yield f"{printable(checklist.id)}{note}"
    yield _wrapped(checklist.title, width, "  ")
    if chosen.file is not None:
        yield _wrapped(f"file: {chosen.file}", width, "  ")
    for_whom = "; ".join(_for_whom(chosen))
    if for_whom:
        yield _wrapped(f"for: {for_whom}", width, "  ")
    counts = ", ".join(f"{n} {level}" for level, n in _levels(chosen).items())
    yield _wrapped(f"items: {len(checklist.items)} ({counts})", width, "  ")
    after = [source.authors, source.source_title, source.doi and f"doi:{source.doi}"]
    yield _wrapped(f"source: {', '.join(part for part in after if part)}", width, "  ")
    yield _wrapped(f"licence: {checklist.licence_note}", width, "  ")
    if checklist.note is not None:
        yield _wrapped(f"note: {checklist.note}", width, "  ")


def _for_whom(chosen: ChosenChecklist) -> Iterator[str]:
    checklist = chosen.checklist
    if checklist.is_clinical:
        yield "studies with patients, as an addition to another list"
    elif checklist.kind is not None:
        yield checklist.kind.value
    if checklist.restated:
        yield "prepares for a form whose wording is not reproduced"


def _levels(chosen: ChosenChecklist) -> dict[str, int]:
    found = Counter(item.level for item in chosen.checklist.items)
    return {level: found[level] for level in chosen.checklist.levels}


def _item(item: ChecklistItem, chosen: ChosenChecklist, width: int) -> Iterator[str]:
    yield _wrapped(f"{item.id} ({item.level}): {item.text}", width, "  ")
    leaves = [leaf for name in item.concepts for leaf in chosen.concepts.leaves(name)]
    yield _wrapped(_answered_by(leaves), width, "      ")


def _answered_by(concepts: Sequence[Concept]) -> str:
    """Say which fields or computations answer questions; one part for each question."""
    return "; ".join(dict.fromkeys(map(_sources, concepts)))


def _sources(concept: Concept) -> str:
    if not concept.is_answerable:
        return f"{concept.text}: {_NO_PLACE}"
    parts = [" or ".join((*concept.fields, *concept.partial))]
    parts += [f"computed ({concept.computed.value})"] if concept.computed is not None else []
    return " and ".join(part for part in parts if part)


def _head_as_json(chosen: ChosenChecklist) -> dict[str, object]:
    checklist = chosen.checklist
    return {
        "id": checklist.id,
        "title": checklist.title,
        "file": chosen.file,
        "is_shipped": checklist.id in CHECKLIST_NAMES,
        "is_default": checklist.id in DEFAULT,
        "kind": checklist.kind.value if checklist.kind is not None else None,
        "is_clinical": checklist.is_clinical,
        "restated": checklist.restated,
        "item_count": checklist.item_count,
        "levels": _levels(chosen),
        "source": checklist.source.model_dump(mode="json"),
        "licence_note": checklist.licence_note,
        "note": checklist.note,
    }


def _item_as_json(item: ChecklistItem, chosen: ChosenChecklist) -> dict[str, object]:
    leaves = [leaf for name in item.concepts for leaf in chosen.concepts.leaves(name)]
    return {
        "id": item.id,
        "section": item.section,
        "level": item.level,
        "text": item.text,
        "applies_if": [condition.value for condition in item.applies_if],
        "questions": [
            {
                "concept": leaf.id,
                "question": leaf.question,
                "fields": [*leaf.fields, *leaf.partial],
                "computed": leaf.computed.value if leaf.computed is not None else None,
            }
            for leaf in leaves
        ],
    }


def _wrapped(text: str, width: int, margin: str) -> str:
    return textwrap.fill(
        printable(" ".join(text.split())),
        max(width, 40),
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
