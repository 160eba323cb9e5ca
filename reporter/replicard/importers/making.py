"""Making facts about a model from single values."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from replicard.importers.source import typed
from replicard_schema.evidence import Fact, FactKind, FactSubject


def model_fact(field: str, value: JsonValue, kind: FactKind, place: str) -> Iterator[Fact]:
    """Yield a fact about a model, if there is a value."""
    if value not in (None, "", [], {}):
        yield Fact(
            subject=FactSubject.MODEL, field=field, value=typed(value), kind=kind, place=place
        )


def at(values: Mapping[str, JsonValue], *keys: str) -> JsonValue:
    """Return what stands under keys within keys; None where one is missing."""
    value: JsonValue = dict(values)
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def facts_at(
    values: Mapping[str, JsonValue], fields: Mapping[tuple[str, ...], str], kind: FactKind
) -> Iterator[Fact]:
    """Yield a fact for each path of keys that has a plain value, in the order of ``fields``."""
    for keys, field in fields.items():
        yield from model_fact(field, at(values, *keys), kind, ".".join(keys))


def listed(value: JsonValue) -> Sequence[JsonValue]:
    """Return a list as it is, and anything else as its only entry; nothing for None."""
    if isinstance(value, list):
        return value
    return () if value is None else (value,)
