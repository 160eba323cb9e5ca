"""Fields without which a part of a card is not valid, and that no file tells."""

from collections.abc import Mapping, Sequence

from replicard.loading import Typed
from replicard.loading.editing import Addition
from replicard.pipeline.importing.choosing import FieldPath
from replicard_schema.card import Card
from replicard_schema.fields import kind_at, model_in

_REQUIRED = (("task",), ("algorithm", "name"), ("provenance",))
_ENTRY = 2
"""Keys that lead to a model or data set; what lies below is a part of it."""


def models_with_gaps(additions: Sequence[Addition]) -> dict[str, list[str]]:
    """Return the models that lack a field which no model may lack, with these fields."""
    known = {addition.path for addition in additions}
    models = dict.fromkeys(a.path[1] for a in additions if a.path[0] == "models")
    gaps = {m: [".".join(r) for r in _REQUIRED if ("models", m, *r) not in known] for m in models}
    return {model: lacking for model, lacking in gaps.items() if lacking}


def without_gaps(
    additions: Sequence[Addition], card: Mapping[str, Typed]
) -> tuple[list[Addition], dict[FieldPath, list[str]]]:
    """Leave out fields of parts, such as a tool, that would lack a field which they need.

    Parameters
    ----------
    card
        What the card holds already, as typed.

    Returns
    -------
    tuple
        What can be added, and for each part that cannot the fields that it lacks.
    """
    kept, lacking = list(additions), dict[FieldPath, list[str]]()
    while found := _gaps(kept, card):
        lacking |= found
        kept = [a for a in kept if not any(a.path[: len(part)] == part for part in found)]
    return kept, lacking


def _gaps(additions: Sequence[Addition], card: Mapping[str, Typed]) -> dict[FieldPath, list[str]]:
    prefixes = {a.path[:n] for a in additions for n in range(1, len(a.path) + 1)}
    parts = dict.fromkeys(a.path[:n] for a in additions for n in range(_ENTRY + 1, len(a.path)))
    gaps = {
        part: [
            name
            for name in _required(part)
            if (*part, name) not in prefixes and not _holds(card, (*part, name))
        ]
        for part in parts
    }
    return {part: names for part, names in gaps.items() if names}


def _required(path: FieldPath) -> list[str]:
    model = model_in(kind_at(Card, list(path)))
    fields = model.model_fields.items() if model is not None else ()
    return [name for name, field in fields if field.is_required()]


def _holds(card: Mapping[str, Typed], path: FieldPath) -> bool:
    value: Typed = dict(card)
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value is not None
