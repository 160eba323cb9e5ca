"""Field paths: ``models.*.training.seed`` names a field of the card in every document.

A star stands for any id or list position; ``[0]`` and an id stand for one.
"""

import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from replicard_schema.attribute_docs import attribute_docs
from replicard_schema.scalars import shown

_ITEM_ID = re.compile(r"[A-Z][A-Z0-9]{0,9}[-.]?[0-9]{1,3}[a-z]?")
_FULL_ITEM_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]{0,99})/([A-Za-z0-9][A-Za-z0-9_.-]{0,99})")
_PART = re.compile(r"[^.\[\]]+|\[[0-9]+\]")
_PATH = re.compile(r"[^.\[\]]+(?:\.[^.\[\]]+|\[[0-9]+\])*")
_MAX_LISTED = 12


class UnknownFieldError(ValueError):
    """A path that names no field of the card; ``hint`` says what comes near."""

    def __init__(self, path: str, hint: str | None) -> None:
        super().__init__(f"the card has no field {shown(path)}")
        self.hint = hint


@dataclass(frozen=True, slots=True)
class CardField:
    """A field of the card format.

    Attributes
    ----------
    path
        Pattern of the field, with ``*`` for ids and list positions.
    owner
        Model that has the field.
    name
        Name of the field there.
    """

    path: str
    owner: type[BaseModel]
    name: str

    @property
    def description(self) -> str:
        """What the field means."""
        return describe(self.owner, self.name)


def is_item_id(text: str) -> bool:
    """Say whether a text has the form of a checklist item id, such as L24."""
    return _ITEM_ID.fullmatch(text) is not None


def is_item_name(text: str) -> bool:
    """Say whether a text names a checklist item, with its checklist or without.

    >>> [is_item_name(text) for text in ("L24", "dome-1.0/D3", "study.title")]
    [True, True, False]
    """
    return is_item_id(text) or list_and_item(text) is not None


def list_and_item(text: str) -> tuple[str, str] | None:
    """Return the checklist and the item that a text names, if it names both.

    >>> list_and_item("dome-1.0/D3"), list_and_item("L24")
    (('dome-1.0', 'D3'), None)
    """
    match = _FULL_ITEM_NAME.fullmatch(text)
    return (match[1], match[2]) if match is not None else None


@lru_cache(maxsize=2048)
def resolve(path: str) -> CardField:
    """Return the field that a path names.

    Parameters
    ----------
    path
        Dotted path; ids and positions may be given or replaced by ``*``.

    Raises
    ------
    UnknownFieldError
        If the card format has no such field.

    Examples
    --------
    >>> resolve("models.nuclei.training.seed").path
    'models.*.training.seed'
    """
    from replicard_schema.card import Card  # noqa: PLC0415 - the card's rules need this module

    if not _PATH.fullmatch(path):
        raise UnknownFieldError(path, None)
    kind: Any = Card
    found: list[str] = []
    owner: type[BaseModel] = Card
    name = ""
    for part in _PART.findall(path):
        model, element = model_in(kind), element_of(kind)
        if model is not None and part in model.model_fields:
            kind, owner, name = model.model_fields[part].annotation, model, part
            found.append(part)
        elif model is not None and model.model_config.get("extra") == "allow":
            # A setting under a name of the tool's own has no field of its own.
            found.append("*")
            break
        elif model is not None:
            raise UnknownFieldError(path, near_names(part, model.model_fields))
        elif element is not None:
            kind = element
            found.append("*")
        else:
            raise UnknownFieldError(path, None)
    return CardField(".".join(found), owner, name)


@cache
def all_fields() -> tuple[CardField, ...]:
    """Return every field of the card format, in the order of the models."""
    from replicard_schema.card import Card  # noqa: PLC0415 - the card's rules need this module

    return tuple(fields_of(Card))


def fields_of(kind: Any, at: str = "") -> list[CardField]:  # noqa: ANN401 - an annotation has no type
    """Return the fields of a model and of all models in it, with paths below ``at``."""
    model, element = model_in(kind), element_of(kind)
    if model is None:
        return fields_of(element, f"{at}.*") if element is not None else []
    fields = []
    for name, field in model.model_fields.items():
        path = f"{at}.{name}" if at else name
        fields += [CardField(path, model, name), *fields_of(field.annotation, path)]
    return fields


def kind_at(root: type[BaseModel], path: Sequence[str | int]) -> Any:  # noqa: ANN401 - an annotation has no type
    """Return the annotation of what stands at ``path`` in a document; None if nothing may."""
    kind: Any = root
    for part in path:
        model = model_in(kind)
        if model is None:
            kind = element_of(kind)
        else:
            field = model.model_fields.get(str(part))
            kind = _annotation(field) if field else None
    return kind


def _annotation(field: FieldInfo) -> Any:  # noqa: ANN401 - an annotation has no type
    """Return the annotation of a field, whole: pydantic keeps its outermost notes apart."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def describe(model: type[BaseModel], name: str) -> str:
    """Return what a field of a model means, on one line; empty if nothing is said."""
    field = model.model_fields.get(name)
    given = field.description if field is not None else None
    return attribute_docs(model).get(name, given or "")


def near_names(part: str, known: Mapping[str, object]) -> str:
    """Return a hint at the names that come near ``part``, or else at all."""
    near = get_close_matches(part[:100], list(known), n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    more = ", …" if len(known) > _MAX_LISTED else ""
    return f"known here are {', '.join(list(known)[:_MAX_LISTED])}{more}"


def model_in(kind: Any) -> type[BaseModel] | None:  # noqa: ANN401 - an annotation has no type
    """Return the model that an annotation allows, apart from None; None if it allows none."""
    models = [m for m in members_of(kind) if isinstance(m, type) and issubclass(m, BaseModel)]
    return models[0] if models else None


def element_of(kind: Any) -> Any:  # noqa: ANN401 - an annotation has no type
    """Return the annotation of the entries of a list or mapping; None for anything else."""
    for member in members_of(kind):
        origin = get_origin(member)
        if origin is tuple:
            return get_args(member)[0]
        if origin is dict:
            return get_args(member)[1]
    return None


def members_of(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - an annotation has no type
    """Return the members of a union, and anything else as the only member."""
    origin = get_origin(kind)
    if origin is Annotated:
        return members_of(get_args(kind)[0])
    if origin in {Union, types.UnionType}:
        return tuple(member for option in get_args(kind) for member in members_of(option))
    return (kind,)
