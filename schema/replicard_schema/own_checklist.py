"""Checklists that users write: of a core facility, a laboratory, a journal.

They point to the questions that the shipped checklists share, or name fields of the card.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from replicard_schema.base import Section
from replicard_schema.checklist import Condition, Kind, Scope
from replicard_schema.fields import UnknownFieldError, near_names, resolve
from replicard_schema.identifiers import Doi, Url
from replicard_schema.rules import Violation
from replicard_schema.scalars import (
    ANY_SCALAR,
    Flag,
    Line,
    Many,
    Text,
    pattern_schema,
    problem,
    shown,
)

CHECKLIST_VERSION = "1.0"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9_.-]+")
_MAX_LISTED = 5

SECTIONS_OF_SCOPES: Mapping[Scope, frozenset[str]] = {
    Scope.MODEL: frozenset({"models"}),
    Scope.TRAINING_DATA: frozenset({"datasets"}),
    Scope.EVALUATION_DATA: frozenset({"datasets"}),
    Scope.DATA: frozenset({"datasets"}),
    Scope.VALIDATION: frozenset({"validations", "datasets"}),
    Scope.MODEL_VALIDATION: frozenset({"validations", "datasets"}),
    Scope.CODE: frozenset({"code"}),
}
"""Sections of the card that a question of each scope can be about; of ``card``, all."""


def _name(value: object) -> object:
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    near = _NOT_IN_NAME.sub("-", str(value)).strip("-_.")[:100] if isinstance(value, str) else ""
    raise problem(
        "id",
        f"{shown(value)} cannot be an id: ids are made of letters A to Z, digits, `-`, `_` and `.`",
        hint=f"write `{near}`" if near else None,
    )


Name: TypeAlias = Annotated[
    str,
    BeforeValidator(_name),
    WithJsonSchema(pattern_schema(list(ANY_SCALAR), f"^{_NAME.pattern}$", "an id")),
]
"""Id of a checklist or of an item; unlike ids of the card it may hold dots."""


class OwnSource(Section):
    """Where a checklist comes from."""

    source_title: Line
    """Title of the paper, page or leaflet."""
    authors: Line | None = None
    """Who wrote it."""
    doi: Doi | None = None
    """DOI of the source."""
    url: Url | None = None
    """Where the source is."""


class OwnItem(Section):
    """One thing that a checklist asks for."""

    id: Name = Field(examples=["OPT-1"])
    """Short name of the item, which no other item of the list has."""
    text: Text
    """What is asked for, as a statement that holds if it is reported."""
    section: Line = "Items"
    """Heading that the item stands under."""
    level: Line | None = None
    """One of the levels; by default the first."""
    concepts: Many[Line] = Field(default=(), examples=[["data.objective", "train.epochs"]])
    """Shared questions that answer it, all of them needed; `replicard checklists --concepts`
    lists their ids."""
    fields: Many[Line] = Field(default=(), examples=[["models.*.training.seed"]])
    """Fields of the card, any of which answers it; the first one is asked for."""
    question: Text | None = None
    """Question to the author, if `fields` are given; by default the text of the item."""
    example: Line | None = None
    """An answer, as it could stand in the card behind the first of the `fields`."""
    scope: Scope | None = None
    """Parts of the card that the `fields` are asked of, each on its own; by default every
    model, data set, validation or piece of code if the fields are theirs, and else the card."""
    applies_if: Many[Condition] = ()
    """Conditions that must all hold for the item to be asked."""
    fallback_for: Name | None = None
    """Item that it stands in for: once that is reported, this is not needed."""
    note: Text | None = None
    """Anything that a reader needs to understand it."""


class OwnChecklist(Section):
    """A checklist that is no part of the program."""

    id: Name = Field(examples=["imaging-core"])
    """Short name of the list; result files are called after it."""
    title: Line
    """Title of the list."""
    source: OwnSource | None = None
    """Where it comes from; by default the list itself."""
    licence_note: Text = "A checklist given by the authors; it does not come with Replicard."
    """What may be done with the wording."""
    kind: Kind | None = None
    """What it is about."""
    restated: Flag = False
    """Whether it prepares for a form whose wording is not reproduced in it."""
    note: Text | None = None
    """Anything that a reader needs to understand it."""
    levels: dict[Line, Text] = Field(
        default={"required": "has to be answered"}, min_length=1, max_length=20
    )
    """Meaning of each level, most important first."""
    items: tuple[OwnItem, ...] = Field(min_length=1, max_length=500)
    """What is asked for, in order."""


def own_violations(
    document: Mapping[str, object], concepts: Collection[str], taken: Collection[str]
) -> Iterator[Violation]:
    """Yield every broken rule of a checklist given as nested mappings and lists.

    Parameters
    ----------
    document
        A checklist as read from YAML; may be malformed.
    concepts
        Ids of the questions that checklists share.
    taken
        Ids of checklists that come with the program.
    """
    if document.get("id") in taken:
        message = f"a checklist called {shown(document['id'])} comes with the program"
        yield Violation(("id",), "id-taken", message, "give the list an id of its own")
    given = document.get("levels")
    levels = given if isinstance(given, Mapping) and given else {"required": None}
    listed = document.get("items")
    items = listed if isinstance(listed, Sequence) and not isinstance(listed, str) else ()
    records = [(i, item) for i, item in enumerate(items) if isinstance(item, Mapping)]
    ids = [item.get("id") for _, item in records]
    for position, (i, item) in enumerate(records):
        at = ("items", i)
        if isinstance(item.get("id"), str) and item["id"] in ids[:position]:
            message = f"there is an item called {shown(item['id'])} already"
            yield Violation((*at, "id"), "id-taken", message, "give every item an id of its own")
        yield from _one_of((*at, "level"), item.get("level"), levels, "level")
        known = {str(name): None for name in ids if name != item.get("id")}
        yield from _one_of((*at, "fallback_for"), item.get("fallback_for"), known, "other item")
        yield from _sources(at, item, concepts)


def _one_of(
    at: tuple[str | int, ...], name: object, known: Mapping[str, object], noun: str
) -> Iterator[Violation]:
    if isinstance(name, str) and name not in known:
        message = f"there is no {noun} called {shown(name)}"
        yield Violation(at, "unknown-reference", message, near_names(name, known))


def _sources(
    at: tuple[str | int, ...], item: Mapping[str, object], concepts: Collection[str]
) -> Iterator[Violation]:
    """Yield what is wrong with the questions and fields that answer an item."""
    asked, fields = _many(item, "concepts"), _many(item, "fields")
    if not asked and not fields:
        yield Violation(
            at,
            "asks-for-nothing",
            "names nothing that could answer it",
            "add `fields` of the card, or `concepts` that the checklists share",
        )
    known = dict.fromkeys(concepts)
    for place, name in _places((*at, "concepts"), asked, item.get("concepts")):
        if isinstance(name, str) and name not in known:
            message = f"there is no shared question called {shown(name)}"
            yield Violation(place, "unknown-concept", message, _concept_hint(name, known))
    for name in ("question", "example", "scope"):
        if item.get(name) is not None and not fields:
            message = f"`{name}` needs `fields` that it is about"
            hint = "shared questions bring their own; add `fields`, or leave it out"
            yield Violation((*at, name), "without-fields", message, hint, about_key=True)
    for place, name in _places((*at, "fields"), fields, item.get("fields")):
        yield from _field(place, name, item.get("scope"))


def _field(at: tuple[str | int, ...], name: object, scope: object) -> Iterator[Violation]:
    if not isinstance(name, str):
        return
    try:
        section = resolve(name).path.partition(".")[0]
    except UnknownFieldError as error:
        yield Violation(at, "unknown-field", str(error), error.hint)
        return
    allowed = next((SECTIONS_OF_SCOPES.get(one) for one in Scope if one.value == scope), None)
    if allowed is not None and section not in allowed:
        message = f"{shown(name)} is no field of what the scope `{scope}` asks about"
        hint = f"name a field under {' or '.join(sorted(allowed))}, or leave the scope out"
        yield Violation(at, "wrong-scope", message, hint)


def _concept_hint(name: str, known: Mapping[str, object]) -> str:
    """Return a hint at questions with a like name, or in the same group."""
    try:
        field = resolve(name).path
    except UnknownFieldError:
        group = [other for other in known if other.startswith(f"{name.partition('.')[0]}.")]
        hint = near_names(name, known)
        if hint.startswith("did you mean") or not group:
            return hint if hint.startswith("did you mean") else _ALL_CONCEPTS
        more = ", …" if len(group) > _MAX_LISTED else ""
        return f"of this group there are {', '.join(group[:_MAX_LISTED])}{more}"
    return f"it is a field of the card: write `fields: [{field}]`"


_ALL_CONCEPTS = "`replicard checklists --concepts` lists them"


def _many(parent: Mapping[str, object], name: str) -> Sequence[object]:
    child = parent.get(name)
    if isinstance(child, str):
        return (child,)
    return child if isinstance(child, Sequence) else ()


def _places(
    at: tuple[str | int, ...], many: Sequence[object], given: object
) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield entries with their places; one that stands alone has that of the field."""
    for i, name in enumerate(many):
        yield (at if isinstance(given, str) else (*at, i)), name
