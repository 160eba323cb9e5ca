"""Two documents side by side, value by value.

Entries of lists are found by what they are about (an image, a metric with its parameters),
not by their number, so that one entry more or less shows as that and nothing else.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

from replicard.pipeline.verifying.claim import is_record

Plain: TypeAlias = Any
"""What JSON can hold."""


class _Absent(Enum):
    ABSENT = "absent"


ABSENT: Final = _Absent.ABSENT
"""Stands for a value that one of the two documents does not have."""

_IDENTITY = (
    *("path", "name", "validation", "model", "evaluation_dataset", "dataset"),
    *("training_dataset", "other_dataset", "role", "candidate", "other", "first", "second"),
    *("metric", "measure", "parameters", "rank", "image", "channel", "code", "subject", "field"),
    *("place", "frame", "evaluation", "training"),
)
"""Fields that tell what an entry of a list is about, unless it has an id."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value on both sides.

    Attributes
    ----------
    tokens
        Where it stands, from the root on.
    metric
        Metric or measure that it belongs to; empty if to none.
    """

    tokens: tuple[str, ...]
    claimed: Plain
    found: Plain
    metric: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as one line."""
        return place_of(self.tokens)

    @property
    def is_equal(self) -> bool:
        """Whether both are the same; a truth value is no number."""
        kinds = isinstance(self.claimed, bool), isinstance(self.found, bool)
        return kinds[0] == kinds[1] and bool(self.claimed == self.found)

    @property
    def are_numbers(self) -> bool:
        """Whether both are numbers, and one has decimals."""
        both = (self.claimed, self.found)
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in both):
            return False
        return any(isinstance(one, float) for one in both)

    @property
    def are_texts(self) -> bool:
        """Whether both are texts of more than one word."""
        return all(isinstance(one, str) and " " in one for one in (self.claimed, self.found))


def place_of(tokens: Sequence[str]) -> str:
    """Write a place as one line.

    >>> place_of(["validations", "nuclei", "pairs", "[tile 1]", "group"])
    'validations.nuclei.pairs[tile 1].group'
    """
    return ".".join(tokens).replace(".[", "[")


def leaves(
    claimed: Plain, found: Plain, tokens: tuple[str, ...] = (), *, metric: str = ""
) -> Iterator[Leaf]:
    """Yield every value that at least one of two documents has.

    The record of a file counts as its path: its hash is compared elsewhere, once.
    """
    one, other = _brief(claimed), _brief(found)
    if isinstance(one, dict) and isinstance(other, dict):
        metric = str(one.get("metric") or one.get("measure") or metric)
        known = _identity(one) if tokens and tokens[-1].startswith("[") else {}
        for key in [*one, *(key for key in other if key not in one)]:
            if key not in known or one[key] != other.get(key):
                step = (one.get(key, ABSENT), other.get(key, ABSENT), (*tokens, key))
                yield from leaves(*step, metric=metric)
    elif isinstance(one, list) and isinstance(other, list):
        ours, theirs = _keyed(one), _keyed(other)
        for key in [*ours, *(key for key in theirs if key not in ours)]:
            step = (ours.get(key, ABSENT), theirs.get(key, ABSENT), (*tokens, f"[{key}]"))
            yield from leaves(*step, metric=metric)
    else:
        yield Leaf(tokens, one, other, metric)


def _brief(value: Plain) -> Plain:
    return value["path"] if is_record(value) else value


def _keyed(entries: list[Plain]) -> dict[str, Plain]:
    seen: Counter[str] = Counter()
    keyed = {}
    for number, entry in enumerate(entries):
        key = words_of(entry) or str(number)
        seen[key] += 1
        keyed[key if seen[key] == 1 else f"{key} #{seen[key]}"] = entry
    return keyed


def words_of(entry: Plain) -> str:
    """Return what an entry is about; empty if only its number tells."""
    if is_record(entry):
        return str(entry["path"])
    return ", ".join(_identity(entry).values()) if isinstance(entry, dict) else ""


def _identity(entry: dict[str, Plain]) -> dict[str, str]:
    names = ("id", "frame") if "id" in entry else _IDENTITY
    found = {name: _word(entry[name]) for name in names if name in entry}
    return {name: word for name, word in found.items() if word}


def _word(value: Plain) -> str:
    if is_record(value):
        return str(value["path"])
    if isinstance(value, dict):
        if "file" in value:
            return str(value["file"])
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return "" if isinstance(value, list) else str(value)
