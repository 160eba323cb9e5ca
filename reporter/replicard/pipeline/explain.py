"""Explaining a field of the card, an item of a checklist, a metric or a normalisation."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from replicard.checklist import ChosenChecklist, named_checklists
from replicard.checklist.choosing import ALL
from replicard.checklist.shipped import CHECKLIST_NAMES, shipped_concepts, shipped_guidance
from replicard.errors import ReplicardError
from replicard_schema.checklist import ChecklistItem, Concept
from replicard_schema.fields import (
    UnknownFieldError,
    all_fields,
    describe,
    element_of,
    kind_at,
    model_in,
    resolve,
)
from replicard_schema.guidance import Guide
from replicard_schema.plug_in_id import is_plug_in_id
from replicard_schema.scalars import shown
from replicard_schema.vocabulary import MetricId, NormalisationMethod

_MOST_SHOWN = 5


class UnknownSubjectError(ReplicardError):
    """A name that is no field of the card, item, metric or normalisation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, who asks it, and where its answer usually stands.

    Attributes
    ----------
    items
        Checklist and item, such as ``laine-2021/L03``, with the level.
    others
        Checklists that ask for it and do not come with the program.
    """

    question: str
    fields: tuple[str, ...]
    example: str
    why: str
    items: tuple[str, ...]
    others: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a field or an item means, and who asks for it.

    Attributes
    ----------
    title
        Field path or item id.
    meaning
        What it is.
    parts
        Fields below it, each with its meaning.
    asked
        Questions whose answer it holds.
    """

    title: str
    meaning: str
    parts: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "title": self.title,
            "meaning": self.meaning,
            "parts": dict(self.parts),
            "asked": [
                {
                    "question": asked.question,
                    "fields": list(asked.fields),
                    "example": asked.example,
                    "why": asked.why,
                    "items": list(asked.items),
                    "other_checklists": list(asked.others),
                    "places": dict(asked.places),
                }
                for asked in self.asked
            ],
        }

    def as_text(self, *, width: int = 80) -> str:
        """Return everything as text for a terminal."""
        blocks = [f"{self.title}\n{_wrapped(self.meaning, width, '  ')}"]
        blocks += ["\n".join(_lines(asked, width)) for asked in self.asked]
        if self.parts:
            parts = [_wrapped(f"{name}: {text}", width, "  ") for name, text in self.parts]
            blocks.append("\n".join(parts))
        return "\n\n".join(blocks) + "\n"


def explain(name: str, *, checklists: Sequence[str] = ()) -> Explanation:
    """Explain a field of the card, an item of a checklist, a metric or a normalisation.

    Parameters
    ----------
    name
        Dotted path, in which ids may stand as they are or as ``*``; or an item such as
        ``L03`` or ``dome-1.0/D3``.
    checklists
        Ids or files of the checklists to look for items in; by default all shipped ones.

    Raises
    ------
    UnknownSubjectError
        If there is nothing of that name, or several items have it; says what comes near.
    UnknownChecklistError, ProblemsError
        If one of ``checklists`` cannot be used.
    """
    lists = named_checklists(checklists or (ALL,))
    items = _items_called(name, lists)
    if items:
        return _of_item(name, items)
    if name in set(MetricId) or is_plug_in_id(name):
        return _of_metric(MetricId(name))
    if name in set(NormalisationMethod):
        return _of_normalisation(NormalisationMethod(name))
    try:
        field = resolve(name)
    except UnknownFieldError as error:
        raise UnknownSubjectError(_unknown(name, error)) from error
    from replicard_schema.card import Card  # noqa: PLC0415 - slow to import

    kind = kind_at(Card, field.path.split("."))
    model = model_in(kind) or model_in(element_of(kind))
    names = model.model_fields if model is not None else ()
    parts = tuple((name, describe(model, name)) for name in names if model is not None)
    concepts = [c for c in shipped_concepts().concepts if field.path in _fields_of(c)]
    concepts = concepts or [c for c in shipped_concepts().concepts if _is_below(c, field.path)]
    return Explanation(field.path, field.description, parts, tuple(map(_asked, concepts)))


def _fields_of(concept: Concept) -> tuple[str, ...]:
    return (*concept.fields, *concept.partial)


def _is_below(concept: Concept, path: str) -> bool:
    return any(field.startswith(f"{path}.") for field in concept.fields)


def _items_called(
    name: str, lists: Sequence[ChosenChecklist]
) -> list[tuple[ChosenChecklist, ChecklistItem]]:
    """Return the items that a name stands for; a field of the card comes before a short name."""
    # A blank between checklist and item is how an explanation was asked for before.
    wanted = name.casefold().replace(" ", "/", 1)
    found = [(chosen, item) for chosen in lists for item in chosen.checklist.items]
    full = [(c, i) for c, i in found if f"{c.checklist.id}/{i.id}".casefold() == wanted]
    if full or _is_field(name):
        return full
    return [(chosen, item) for chosen, item in found if item.id.casefold() == wanted]


def _is_field(name: str) -> bool:
    try:
        resolve(name)
    except UnknownFieldError:
        return False
    return True


def _of_item(name: str, items: Sequence[tuple[ChosenChecklist, ChecklistItem]]) -> Explanation:
    names = [f"{chosen.checklist.id}/{item.id}" for chosen, item in items]
    if len(items) > 1:
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        raise UnknownSubjectError(f"{shown(name)} is the name of several items: {listed}; give one")
    chosen, item = items[0]
    level = f"{item.level}: {chosen.checklist.levels[item.level]}"
    meaning = f"{item.text} ({chosen.checklist.title}, {item.section}; {level})"
    concepts = [leaf for one in item.concepts for leaf in chosen.concepts.leaves(one)]
    asked = tuple(_asked(concept) for concept in concepts)
    return Explanation(names[0], meaning, (), asked)


def _of_metric(metric: MetricId) -> Explanation:
    from replicard.metrics import METRICS  # noqa: PLC0415 - needed for metrics only

    passport = METRICS[metric].passport
    parts = (
        ("formula", passport.formula),
        ("range", passport.range),
        ("direction", passport.direction.value),
        ("undefined when", passport.undefined_when),
        ("empty images", passport.empty_rule),
        ("reference", passport.reference),
        *((("note", passport.note),) if passport.note else ()),
    )
    return Explanation(metric.value, f"{passport.name}. {passport.definition}", parts, ())


def _of_normalisation(method: NormalisationMethod) -> Explanation:
    from replicard_schema.passports import NORMALISATIONS  # noqa: PLC0415 - as above

    passport = NORMALISATIONS[method]
    parts = (
        ("formula", passport.formula),
        *passport.parameters.items(),
        ("full scale", passport.data_range),
        ("constant images", passport.constant_rule),
        ("taken from", passport.n),
        ("reference", passport.reference),
        *((("note", passport.note),) if passport.note else ()),
        ("field", "validations.*.normalisation.method"),
    )
    return Explanation(method.value, f"{passport.name}. {passport.definition}", parts, ())


def _unknown(name: str, error: UnknownFieldError) -> str:
    """Say that there is nothing of a name, and which fields end with it."""
    ending = f".{name}"
    longer = [field.path for field in all_fields() if field.path.endswith(ending)]
    if longer:
        shown = ", ".join(longer[:_MOST_SHOWN]) + (", …" if len(longer) > _MOST_SHOWN else "")
        return f"{error}; a path begins at the top of the card, as in {shown}"
    hint = f"; {error.hint}" if error.hint else ""
    return f"there is no field, checklist item, metric or normalisation of this name: {error}{hint}"


def _asked(concept: Concept) -> Asked:
    guide = shipped_guidance().of(concept.id) or Guide(concept=concept.id, why=concept.text)
    return Asked(
        question=concept.question or concept.text,
        fields=_fields_of(concept),
        example=concept.example or "",
        why=guide.why,
        items=tuple(_asking(concept.id)),
        others=tuple(name for name in concept.used_by if name not in CHECKLIST_NAMES),
        places=tuple(guide.places.items()),
    )


def _asking(concept: str) -> Iterator[str]:
    for chosen in named_checklists((ALL,)):
        for item in chosen.checklist.items:
            if concept in item.concepts:
                yield f"{chosen.checklist.id}/{item.id} ({item.level})"


def _lines(asked: Asked, width: int) -> Iterator[str]:
    yield _wrapped(asked.question, width, "  ")
    yield _wrapped(f"why: {asked.why}", width, "    ")
    if asked.fields:
        yield _wrapped(f"field: {' or '.join(asked.fields)}", width, "    ")
    if asked.example:
        yield _wrapped(f"example: {asked.example}", width, "    ")
    if asked.items:
        yield _wrapped(f"asked by: {', '.join(asked.items)}", width, "    ")
    if asked.others:
        yield _wrapped(f"also asked by: {', '.join(asked.others)}", width, "    ")
    for tool, place in asked.places:
        yield _wrapped(f"in {tool}: {place}", width, "    ")


def _wrapped(text: str, width: int, margin: str) -> str:
    return textwrap.fill(
        text,
        max(width, 40),
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
