"""The order of fields in a new card: that of the card format."""

from collections.abc import Sequence

from replicard.loading.editing import Addition
from replicard_schema.card import Card
from replicard_schema.fields import kind_at, model_in


def in_card_order(additions: Sequence[Addition]) -> list[Addition]:
    """Sort fields as the card format has them; ids keep the order in which they came.

    What a model is and does comes before how it was trained, as a reader wants it.
    """
    first_seen: dict[tuple[str, ...], int] = {}
    for addition in additions:
        for length in range(1, len(addition.path) + 1):
            first_seen.setdefault(addition.path[:length], len(first_seen))
    return sorted(additions, key=lambda addition: _rank(addition.path, first_seen))


def _rank(
    path: tuple[str, ...], first_seen: dict[tuple[str, ...], int]
) -> tuple[tuple[int, int], ...]:
    """Rank each key by its place in the model that has it, and others as they came."""
    ranks = []
    for length in range(1, len(path) + 1):
        names = _fields(path[: length - 1])
        key = path[length - 1]
        place = names.index(key) if key in names else len(names)
        ranks.append((place, first_seen[path[:length]]))
    return tuple(ranks)


def _fields(path: tuple[str, ...]) -> list[str]:
    kind = kind_at(Card, list(path)) if path else Card
    model = model_in(kind)
    return list(model.model_fields) if model is not None else []
