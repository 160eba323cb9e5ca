"""Checklists that users wrote: reading one, and turning it into what is answered."""

from dataclasses import dataclass
from itertools import islice

from replicard.checklist.shipped import CHECKLIST_NAMES, shipped_concepts
from replicard.errors import Problem, ProblemsError
from replicard.loading import RawDocument, SourceText, dotted, read_document, validate
from replicard_schema.checklist import (
    Checklist,
    ChecklistItem,
    Concept,
    Concepts,
    Condition,
    Scope,
    Source,
)
from replicard_schema.fields import resolve
from replicard_schema.own_checklist import OwnChecklist, OwnItem, own_violations

NOUN = "checklist"
_MAX_VIOLATIONS = 200
_SCOPES = {
    "models": Scope.MODEL,
    "datasets": Scope.DATA,
    "validations": Scope.VALIDATION,
    "code": Scope.CODE,
}
_TRAINING = "models.*.training."


@dataclass(frozen=True, slots=True)
class ChosenChecklist:
    """A checklist to be answered.

    Attributes
    ----------
    concepts
        Vocabulary that its items point to.
    file
        Name of its file as the user gave it; None if it comes with the program.
    """

    checklist: Checklist
    concepts: Concepts
    file: str | None = None


def read_own_checklist(source: SourceText) -> ChosenChecklist:
    """Turn the text of a checklist into what can be answered.

    Raises
    ------
    ProblemsError
        If it is not YAML or no checklist. Lists every problem found.
    """
    document = read_document(source)
    outcome = validate(document, OwnChecklist)
    broken = _rule_problems(document)
    if isinstance(outcome, OwnChecklist) and not document.problems and not broken:
        return _chosen(outcome, source.shown_as)
    complaints = () if isinstance(outcome, OwnChecklist) else outcome
    problems = [*document.problems, *complaints, *broken]
    raise ProblemsError(problems, sources={source.shown_as: source.text})


def _rule_problems(document: RawDocument) -> list[Problem]:
    if not isinstance(document.value, dict):
        return []
    rules = own_violations(document.value, shipped_concepts().by_id, CHECKLIST_NAMES)
    problems = []
    for broken in islice(rules, _MAX_VIOLATIONS):
        find = document.source_map.key if broken.about_key else document.source_map.nearest
        if not document.is_damaged(broken.field):
            at, name = find(broken.field), dotted(broken.field)
            file = document.source.shown_as
            problems.append(Problem(file, broken.message, broken.code, at, name, broken.hint))
    return problems


def _chosen(own: OwnChecklist, file: str) -> ChosenChecklist:
    shipped = shipped_concepts()
    asked = {item.id: _concept(item, own.id, shipped) for item in own.items if item.fields}
    items = tuple(_item(item, asked.get(item.id), next(iter(own.levels))) for item in own.items)
    given = own.source
    checklist = Checklist(
        id=own.id,
        title=own.title,
        source=Source(source_title=own.title) if given is None else Source(**given.model_dump()),
        licence_note=own.licence_note,
        kind=own.kind,
        restated=own.restated,
        note=own.note,
        levels=own.levels,
        item_count=len(items),
        items=items,
    )
    concepts = Concepts(
        id=own.id,
        title=shipped.title,
        note=shipped.note,
        concepts=(*shipped.concepts, *asked.values()),
    )
    return ChosenChecklist(checklist, concepts, file)


def _item(item: OwnItem, asked: Concept | None, level: str) -> ChecklistItem:
    return ChecklistItem(
        id=item.id,
        section=item.section,
        level=item.level or level,
        text=item.text,
        concepts=(*item.concepts, *((asked.id,) if asked is not None else ())),
        applies_if=item.applies_if,
        fallback_for=item.fallback_for,
        note=item.note,
    )


def _concept(item: OwnItem, checklist: str, shipped: Concepts) -> Concept:
    """Return the question that an item asks about fields of its own."""
    fields = tuple(resolve(path).path for path in item.fields)
    known = next((concept for concept in shipped.concepts if concept.asked == fields[0]), None)
    is_known = known is not None and item.question is None
    return Concept(
        # A shipped id holds no stroke, so the two never clash.
        id=f"{checklist}/{item.id}",
        text=resolve(fields[0]).description.rstrip("."),
        used_by=(checklist,),
        scope=item.scope or _scope(fields),
        applies_if=_conditions(item, fields),
        fields=fields,
        question=known.question if known is not None and is_known else item.question or item.text,
        example=item.example or (known.example if known is not None else None),
    )


def _scope(fields: tuple[str, ...]) -> Scope:
    """Return the parts of the card that fields are asked of, if all are in one section."""
    sections = {path.partition(".")[0] for path in fields}
    return _SCOPES.get(sections.pop(), Scope.CARD) if len(sections) == 1 else Scope.CARD


def _conditions(item: OwnItem, fields: tuple[str, ...]) -> tuple[Condition, ...]:
    """Return what must hold beyond the conditions of the item."""
    is_about_training = all(path.startswith(_TRAINING) for path in fields)
    # Of a model by others the authors know no training.
    return (Condition.OWN_MODEL,) if is_about_training and not item.applies_if else ()
