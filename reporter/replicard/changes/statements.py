"""What two cards say differently, field by field.

Entries of lists that are records belong together by what names them: an author by name, a
deposit of code by its address; what has no name, by position.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from replicard.changes.outcome import Kind, Statement
from replicard_schema.card import Card
from replicard_schema.comparing import is_same

Path = tuple[str | int, ...]

_NAMING = ("name", "metric", "at", "candidate", "url", "target", "funder", "identifier")
_ABSENT = object()


def changed_statements(old: Card, new: Card) -> tuple[Statement, ...]:
    """Return every field that says something else, in the order of the new card."""
    return tuple(_compared(_plain(old), _plain(new), (), ""))


def _plain(card: Card) -> dict[str, object]:
    return card.model_dump(mode="json", exclude_defaults=True)


def _compared(old: object, new: object, path: Path, record: str) -> Iterator[Statement]:
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        yield from _of_mappings(old, new, path, record)
    elif _is_records(old) or _is_records(new):
        yield from _of_records(old, new, path, record)
    elif old is _ABSENT:
        yield Statement(_dotted(path), Kind.ADDED, None, new, record)
    elif new is _ABSENT:
        yield Statement(_dotted(path), Kind.REMOVED, old, None, record)
    elif not _is_equal(path, old, new):
        kind = Kind.REORDERED if _is_reordered(old, new) else Kind.CHANGED
        yield Statement(_dotted(path), kind, old, new, record)


def _of_mappings(old: object, new: object, path: Path, record: str) -> Iterator[Statement]:
    before = old if isinstance(old, Mapping) else {}
    after = new if isinstance(new, Mapping) else {}
    if not isinstance(old, Mapping) and old is not _ABSENT:
        yield from _compared(old, _ABSENT, path, record)
    if not isinstance(new, Mapping) and new is not _ABSENT:
        yield from _compared(_ABSENT, new, path, record)
    is_record = len(path) == 2 and (old is _ABSENT or new is _ABSENT)  # noqa: PLR2004 - section, id
    inner = _dotted(path) if is_record and not record else record
    for name in dict.fromkeys([*after, *before]):
        one, other = before.get(name, _ABSENT), after.get(name, _ABSENT)
        yield from _compared(one, other, (*path, name), inner)


def _of_records(old: object, new: object, path: Path, record: str) -> Iterator[Statement]:
    before = old if isinstance(old, list) else []
    after = new if isinstance(new, list) else []
    pairs = _paired(before, after)
    for one, other in pairs:
        at = (*path, other if other is not None else one)
        place: Path = tuple(part for part in at if part is not None)
        first = _ABSENT if one is None else before[one]
        second = _ABSENT if other is None else after[other]
        whole = one is None or other is None
        inner = record or (_dotted(place) if whole else "")
        yield from _compared(first, second, place, inner)
    kept = [one for one, other in pairs if one is not None and other is not None]
    if kept != sorted(kept):
        yield Statement(_dotted(path), Kind.REORDERED, _names(before), _names(after), record)


def _paired(old: Sequence[object], new: Sequence[object]) -> list[tuple[int | None, int | None]]:
    """Pair records by their names, and what is left by position if as many are left."""
    free = list(range(len(old)))
    found: dict[int, int] = {}
    for at, record in enumerate(new):
        same = next((i for i in free if _name(old[i]) == _name(record) != ()), None)
        if same is not None:
            found[at] = same
            free.remove(same)
    rest = [at for at in range(len(new)) if at not in found]
    if len(rest) == len(free):
        found |= dict(zip(rest, free, strict=True))
        free = []
    pairs: list[tuple[int | None, int | None]] = [(found.get(at), at) for at in range(len(new))]
    return [*pairs, *((one, None) for one in free)]


def _name(record: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(record, Mapping):
        return ()
    return tuple((name, str(record[name])) for name in _NAMING if record.get(name) is not None)


def _names(records: Sequence[object]) -> list[str]:
    return [" ".join(text for _, text in _name(record)) for record in records]


def _is_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)


def _is_reordered(old: object, new: object) -> bool:
    if not isinstance(old, list) or not isinstance(new, list):
        return False
    return Counter(map(repr, old)) == Counter(map(repr, new))


def _is_equal(path: Path, old: object, new: object) -> bool:
    """Say whether two values mean the same; the case of letters counts, the unit does not."""
    if old == new:
        return True
    if str(old).casefold().strip() == str(new).casefold().strip():
        return False
    keys = tuple(map(str, path))
    return isinstance(old, str | int | float) and is_same(keys, old, new)


def _dotted(path: Path) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
