"""Whether two spellings of a card value mean the same."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from replicard_schema.fields import kind_at
from replicard_schema.quantities import Duration, Quantity, measured
from replicard_schema.scalars import core_value


class UnfitValueError(ValueError):
    """A value that a field of the card does not take; the message says why."""


def converted(path: Sequence[str], value: object) -> object:
    """Return a value as the field of a card holds it, for comparing.

    Parameters
    ----------
    path
        Keys from the root of the card to the field.
    value
        As typed, or as a validated card holds it.

    Raises
    ------
    UnfitValueError
        If the field does not take such a value, or there is no such field.

    Examples
    --------
    >>> converted(("models", "a", "training", "seed"), "042")
    42
    """
    from replicard_schema.card import Card  # noqa: PLC0415 - the card's rules need this module

    kind = kind_at(Card, path)
    if kind is None:
        if not _is_free(path):
            raise UnfitValueError("the card has no such field")
        return _free(value)
    try:
        validated = _adapter(kind).validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise UnfitValueError(first["msg"]) from error
    return _free(_plain(validated))


def is_same(path: Sequence[str], one: object, other: object) -> bool:
    """Say whether two values of a field mean the same.

    Spelling does not count: ``3e-4`` is ``0.0003``, ``ReLU`` is ``relu``, and ``25 ms`` is
    ``0.025 s``.

    >>> is_same(("models", "a", "training", "hyperparameters", "learning_rate"), "3e-4", "0.0003")
    True
    """
    try:
        return _sized(converted(path, one)) == _sized(converted(path, other))
    except UnfitValueError:
        return _free(one) == _free(other)


def _is_free(path: Sequence[str]) -> bool:
    """Say whether something around the field takes names of its own."""
    from replicard_schema.card import Card  # noqa: PLC0415 - see above
    from replicard_schema.fields import model_in  # noqa: PLC0415 - see above

    for length in range(len(path) - 1, 0, -1):
        kind = kind_at(Card, path[:length])
        if kind is not None:
            model = model_in(kind)
            return model is None or model.model_config.get("extra") == "allow"
    return False


@lru_cache(maxsize=512)
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - an annotation has no type
    return TypeAdapter(kind)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return value


def _free(value: object) -> object:
    match value:
        case str():
            typed = core_value(value)
            return value.strip().casefold() if isinstance(typed, str) else _number(typed)
        case Mapping():
            return {key: _free(entry) for key, entry in value.items()}
        case tuple() | list():
            return [_free(entry) for entry in value]
        case _:
            return _number(value)


def _sized(value: object) -> object:
    """Replace quantities by their sizes, whatever units they are written in."""
    match value:
        case Duration():
            return round(value.seconds, 12)
        case Quantity():
            return measured(str(value))
        case Mapping():
            return {key: _sized(entry) for key, entry in value.items()}
        case list():
            return [_sized(entry) for entry in value]
        case _:
            return value


def _number(value: object) -> object:
    is_whole = isinstance(value, float) and value.is_integer()
    return int(value) if is_whole and isinstance(value, float) else value
