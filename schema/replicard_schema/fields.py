"""Field paths: ``models.*.training.seed`` names a field of the card in every document.

A star stands for any id or list position; ``[0]`` and an id stand for one.
"""

import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

_ITEM_ID = re.compile(r"[A-Z][A-Z0-9]{0,9}[-.]?[0-9]{1,3}[a-z]?")
_PART = re.compile(r"[^.\[\]]+|\[[0-9]+\]")


class UnknownFieldError(ValueError):
    """A path that names no field of the card; ``hint`` says what comes near."""

    def __init__(self, path: str, hint: str | None) -> None:
        super().__init__(f"the card has no field {path!r}")
        self.hint = hint


@dataclass(frozen=True, slots=True)
class CardField:
    """A field of the card format.

    Attributes
    ----------
    path
        Pattern of the field, with ``*`` for ids and list positions.
    description
        What the field means.
    """

    path: str
    description: str


def is_item_id(text: str) -> bool:
    """Say whether a text has the form of a checklist item id, such as L24."""
    return _ITEM_ID.fullmatch(text) is not None


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

    kind: Any = Card
    found: list[str] = []
    description = ""
    for part in _PART.findall(path):
        model, container = _model(kind), _element(kind)
        if model is not None:
            field = model.model_fields.get(part)
            if field is None:
                raise UnknownFieldError(path, _near(part, model.model_fields))
            kind, description = field.annotation, _described(field)
            found.append(part)
        elif container is not None:
            kind = container
            found.append("*")
        else:
            raise UnknownFieldError(path, None)
    if not found:
        raise UnknownFieldError(path, None)
    return CardField(".".join(found), description)


@cache
def all_fields() -> tuple[CardField, ...]:
    """Return every field of the card format, in the order of the models."""
    from replicard_schema.card import Card  # noqa: PLC0415 - the card's rules need this module

    return tuple(_walk(Card, ""))


def _walk(kind: Any, at: str) -> list[CardField]:  # noqa: ANN401 - a type annotation has no type
    model, container = _model(kind), _element(kind)
    if model is None:
        return _walk(container, f"{at}.*") if container is not None else []
    fields = []
    for name, field in model.model_fields.items():
        path = f"{at}.{name}" if at else name
        fields += [CardField(path, _described(field)), *_walk(field.annotation, path)]
    return fields


def _described(field: FieldInfo) -> str:
    return " ".join((field.description or "").split())


def _near(part: str, known: Mapping[str, object]) -> str | None:
    near = get_close_matches(part, list(known), n=1)
    return f"did you mean `{near[0]}`?" if near else f"known here are {', '.join(known)}"


def _members(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a type annotation has no type
    origin = get_origin(kind)
    if origin is Annotated:
        return _members(get_args(kind)[0])
    if origin in {Union, types.UnionType}:
        return tuple(member for option in get_args(kind) for member in _members(option))
    return (kind,)


def _model(kind: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type annotation has no type
    models = [m for m in _members(kind) if isinstance(m, type) and issubclass(m, BaseModel)]
    return models[0] if models else None


def _element(kind: Any) -> Any:  # noqa: ANN401 - a type annotation has no type
    for member in _members(kind):
        origin = get_origin(member)
        if origin is tuple:
            return get_args(member)[0]
        if origin is dict:
            return get_args(member)[1]
    return None
