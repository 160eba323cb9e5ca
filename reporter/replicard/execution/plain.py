"""Values as plain data and back, without pickle.

Numbers, texts, tuples, lists, tables, and the dataclasses, documents and words of this
program come back as what they were, type by type. Nothing else is written, and nothing
that is read back can name code to run: a class is looked up among those of this program
that are loaded already.
"""

import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, JsonValue

_OURS = ("replicard.", "replicard_schema.")


def to_plain(value: object) -> JsonValue:
    """Return a value as data that JSON can hold.

    Raises
    ------
    TypeError
        If it is or holds something that would not come back as it was.

    Examples
    --------
    >>> to_plain((1, 2.5, "a"))
    {'tuple': [1, 2.5, 'a']}
    >>> from_plain(to_plain({"a": (1, None)}))
    {'a': (1, None)}
    """
    if value is None or type(value) in {bool, int, str}:
        return value  # type: ignore[return-value] # that is what was asked
    if type(value) is float and math.isfinite(value):
        return value
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if is_dataclass(value):
        held = {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
        return {"record": _name(value), "is": held}
    raise TypeError(f"a {type(value).__name__} cannot be written as plain data")


def from_plain(data: JsonValue) -> Any:  # noqa: ANN401 - whatever was written
    """Return what `to_plain` was given.

    Raises
    ------
    ValueError
        If the data were not written by `to_plain`, or by another version of the program.
    """
    if isinstance(data, list):
        return [from_plain(item) for item in data]
    if not isinstance(data, dict):
        return data
    kind = next(iter(data), "")
    if kind not in _READERS or set(data) - {kind, "is"}:
        raise _not_ours()
    return _READERS[kind](data[kind], data.get("is"))


def _words(value: Enum) -> JsonValue:
    return {"word": _name(value), "is": value.value}


def _tuple(value: tuple[object, ...]) -> JsonValue:
    return {"tuple": [to_plain(item) for item in value]}


def _list(value: list[object]) -> JsonValue:
    return [to_plain(item) for item in value]


def _table(value: Mapping[object, object]) -> JsonValue:
    return {"table": [[to_plain(key), to_plain(item)] for key, item in value.items()]}


def _document(value: BaseModel) -> JsonValue:
    return {"document": _name(value), "is": value.model_dump(mode="json")}


_WRITERS: tuple[tuple[type, Callable[[Any], JsonValue]], ...] = (
    (Enum, _words),
    (tuple, _tuple),
    (list, _list),
    (Mapping, _table),
    (BaseModel, _document),
)


def _to_record(name: JsonValue, held: JsonValue) -> object:
    if not isinstance(held, dict):
        raise _not_ours()
    return _class(name, object)(**{key: from_plain(item) for key, item in held.items()})


_READERS: Mapping[str, Callable[[JsonValue, JsonValue], object]] = MappingProxyType(
    {
        "tuple": lambda items, _: tuple(from_plain(item) for item in _listed(items)),
        "table": lambda rows, _: {from_plain(k): from_plain(v) for k, v in _pairs(_listed(rows))},
        "word": lambda name, word: _class(name, Enum)(word),
        "document": lambda name, document: _class(name, BaseModel).model_validate(document),
        "record": _to_record,
    }
)


def _listed(items: JsonValue) -> list[JsonValue]:
    if not isinstance(items, list):
        raise _not_ours()
    return items


def _pairs(rows: list[JsonValue]) -> list[tuple[JsonValue, JsonValue]]:
    if not all(isinstance(row, list) and len(row) == 2 for row in rows):  # noqa: PLR2004 - key, value
        raise _not_ours()
    return [(row[0], row[1]) for row in rows if isinstance(row, list)]


def _name(value: object) -> str:
    cls = type(value)
    if not cls.__module__.startswith(_OURS):
        raise TypeError(f"{cls.__name__} is no type of this program")
    return f"{cls.__module__}:{cls.__qualname__}"


def _class(name: JsonValue, base: type) -> Any:  # noqa: ANN401 - a class whose call is checked by itself
    module, _, attribute = str(name).partition(":")
    found = getattr(sys.modules.get(module), attribute, None) if module.startswith(_OURS) else None
    is_known = isinstance(found, type) and issubclass(found, base)
    if not is_known or (base is object and not is_dataclass(found)):
        raise ValueError(f"{name} is no type of this program")
    return found


def _not_ours() -> ValueError:
    return ValueError("the data were not written by this program")
