"""What the author of an unknown field may have meant."""

from collections.abc import Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import cache

from pydantic import BaseModel

from replicard.loading.positions import FieldPath, dotted
from replicard_schema.fields import fields_of, kind_at, model_in, near_names

_SURE, _LIKELY = 0.85, 0.75
_MAX_NAME = 100


def field_hint(root: type[BaseModel], path: FieldPath) -> str | None:
    """Return what to do about a field that its place does not know.

    A name that differs by a letter is taken for a typing error. Otherwise the name may be
    that of a field in another part of the document.

    Parameters
    ----------
    root
        Model of the whole document.
    path
        Where the unknown field stands.
    """
    owner = model_in(kind_at(root, path[:-1]))
    if owner is None:
        return None
    name = str(path[-1])[:_MAX_NAME]
    if name.isdecimal():
        return "a comma separates entries: write a point before the decimals of a number"
    if ":" in name:
        key, _, value = name.partition(":")
        return f"write a space after the colon: `{key}: {value}`"
    meant = sibling_meant(root, path)
    if meant is not None:
        return f"did you mean `{meant}`?"
    return _elsewhere(root, path) or near_names(_folded(name), owner.model_fields)


def sibling_meant(root: type[BaseModel], path: FieldPath) -> str | None:
    """Return the field of the same part whose name is surely meant by an unknown one.

    A name that another part has is taken for a typing error only if a letter is wrong.
    """
    owner = model_in(kind_at(root, path[:-1]))
    name = _folded(str(path[-1]).partition(":")[0][:_MAX_NAME])
    near = get_close_matches(name, list(owner.model_fields), n=1) if owner is not None else []
    likeness = SequenceMatcher(None, name, near[0]).ratio() if near else 0
    is_sure = likeness >= _SURE or (likeness >= _LIKELY and _elsewhere(root, path) is None)
    return near[0] if is_sure else None


def _elsewhere(root: type[BaseModel], path: FieldPath) -> str | None:
    """Return a hint at the closest part of the document that has a field of this name."""
    name = str(path[-1])
    here = _pattern(root, path[:-1])
    places = [place[:-1] for place in _places(root) if place[-1] == name and place[:-1] != here]
    if not places:
        return None
    places.sort(key=lambda place: _distance(here, place))
    if len(places) > 1 and _distance(here, places[0]) == _distance(here, places[1]):
        return None
    best = places[0]
    shared = _shared(here, best)
    # Ids of parts that both places have in common are known; others can be any.
    where: list[str | int] = list(path[:shared])
    where += [part if part != "*" else "<id>" for part in best[shared:]]
    if shared == len(here):
        return f"did you mean to put it under `{dotted(where[shared:])}`?"
    return f"it belongs under `{dotted(where)}`" if where else "it belongs at the top of the file"


def _pattern(root: type[BaseModel], path: FieldPath) -> tuple[str, ...]:
    """Return a path with a star for every id and list position."""
    return tuple(
        str(part) if model_in(kind_at(root, path[:i])) is not None else "*"
        for i, part in enumerate(path)
    )


@cache
def _places(root: type[BaseModel]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(field.path.split(".")) for field in fields_of(root))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = list(zip(one, other, strict=False))
    return next((i for i, (a, b) in enumerate(pairs) if a != b), len(pairs))


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    return len(one) + len(other) - 2 * _shared(one, other)


def _folded(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")
