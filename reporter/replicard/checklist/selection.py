"""Selecting card fields by their paths, and telling answers from gaps."""

from collections.abc import Iterator, Mapping
from enum import Enum

from pydantic import BaseModel

from replicard.loading.positions import FieldPath, parts
from replicard_schema.card import Card
from replicard_schema.empty_words import is_empty_word


def dotted(path: FieldPath) -> str:
    """Write a path as it stands in documents.

    >>> dotted(("code", 0, "url"))
    'code[0].url'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def select(card: Card, field: str) -> Iterator[tuple[str, object]]:
    """Yield path and value of each stated field that a pattern selects.

    Parameters
    ----------
    field
        Dotted path; ``*`` stands for every id or list position.

    Examples
    --------
    >>> card = Card.model_validate(
    ...     {
    ...         "card_version": "1.0",
    ...         "study": {"title": "Nuclei", "authors": [{"name": "Given Family"}]},
    ...         "models": {
    ...             "nuclei": {
    ...                 "task": "denoising",
    ...                 "algorithm": {"name": "CARE"},
    ...                 "provenance": "trained",
    ...             }
    ...         },
    ...     }
    ... )
    >>> list(select(card, "models.*.algorithm.name"))
    [('models.nuclei.algorithm.name', 'CARE')]
    """
    for path, value in spread(card, parts(field)):
        if value is not None:
            yield dotted(path), value


def spread(node: object, path: FieldPath, at: FieldPath = ()) -> Iterator[tuple[FieldPath, object]]:
    """Yield each place that a pattern stands for, with its value or None.

    A star over an empty list yields nothing: there is no place yet.
    """
    while path:
        if path[0] == "*":
            for key, child in _children(node):
                yield from spread(child, path[1:], (*at, key))
            return
        key, taken = _key(node, path)
        node, path, at = _child(node, key), path[taken:], (*at, key)
    yield at, node


def is_answer(value: object) -> bool:
    """Say whether a value tells a reader anything.

    An empty word does not; neither does a record or list of nothing else. An empty list
    where the card tells "none" from "not stated" does: it says that there was none.
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        return not is_empty_word(value)
    if isinstance(value, BaseModel):
        return any(is_answer(child) for _, child in _children(value))
    if isinstance(value, Mapping):
        return any(not is_empty_word(str(key)) for key in value)
    if isinstance(value, tuple):
        return not value or any(is_answer(child) for child in value)
    return value is not None


def _key(node: object, path: FieldPath) -> tuple[str | int, int]:
    # Names of libraries may hold points, so several parts of a split path can be one key.
    if isinstance(node, dict):
        for length in range(len(path), 1, -1):
            joined = ".".join(map(str, path[:length]))
            if joined in node:
                return joined, length
    return path[0], 1


def _child(node: object, key: str | int) -> object:
    if isinstance(node, BaseModel):
        return _stated(node, str(key))
    if isinstance(node, dict):
        return node.get(key)
    if isinstance(node, tuple) and isinstance(key, int) and key < len(node):
        return node[key]
    return None


def _children(node: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(node, BaseModel):
        names = (*type(node).model_fields, *(node.model_extra or {}))
        yield from ((name, _stated(node, name)) for name in names)
    elif isinstance(node, Mapping):
        yield from node.items()
    elif isinstance(node, tuple):
        yield from enumerate(node)


def _stated(record: BaseModel, name: str) -> object:
    value: object = getattr(record, name, None)
    if not isinstance(value, (tuple, dict)) or value:
        return value
    # An empty list that the card format itself puts there was not stated by anybody.
    field = type(record).model_fields.get(name)
    return None if field is not None and value == field.default else value
