"""Where things stand in a text: lines and columns of characters and of fields."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

from replicard.errors import Position

FieldPath: TypeAlias = tuple[str | int, ...]

_LINE_END = re.compile(r"\r\n|\r|\n")
_PART = re.compile(r"\[[0-9]{1,9}\]|[^.\[\]]+")
_MAX_PART = 60


def dotted(path: Sequence[str | int]) -> str:
    """Write a path as a message shows it.

    >>> dotted(("models", "nuclei", "prediction", "datasets", 0))
    'models.nuclei.prediction.datasets[0]'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if len(part) <= _MAX_PART else f"{part[: _MAX_PART - 1]}…"
            text += f".{name}" if text else name
    return text


def parts(text: str) -> FieldPath:
    """Split a dotted path.

    >>> parts("models.nuclei.prediction.datasets[0]")
    ('models', 'nuclei', 'prediction', 'datasets', 0)
    """
    return tuple(int(part[1:-1]) if part.startswith("[") else part for part in _PART.findall(text))


@dataclass(frozen=True, slots=True)
class LineTable:
    """Start of every line of a text, as editors count lines."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """Find the lines of a text."""
        return cls((0, *(found.end() for found in _LINE_END.finditer(text))))

    def position(self, index: int) -> Position:
        """Return line and column, from 1, of the character at ``index``."""
        line = bisect_right(self.starts, index)
        return Position(line, index - self.starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Positions of all fields of one document.

    Attributes
    ----------
    positions
        Where to point for a value: its first character, or its key if the value is
        empty or starts on a later line than the key.
    keys
        Where the key of a value stands; entries of lists have none.
    """

    positions: Mapping[FieldPath, Position]
    keys: Mapping[FieldPath, Position]

    def known(self, path: Sequence[str | int]) -> FieldPath:
        """Return ``path`` without the parts that the text does not contain.

        Pydantic adds parts of its own to a location, a missing field has no place at
        all, and the only entry of a list may stand there without a list.
        """
        known: FieldPath = ()
        taken = 0
        while taken < len(path):
            key, length = self._key_at(known, path[taken:])
            known = known if key is None else (*known, key)
            taken += length
        return known

    def _key_at(self, known: FieldPath, rest: Sequence[str | int]) -> tuple[str | int | None, int]:
        """Return the key below ``known`` that ``rest`` begins with, and how many parts it is."""
        if (*known, rest[0]) in self.positions:
            return rest[0], 1
        # Names of libraries and of checklists may hold points, at which a path is split.
        for length in range(2, len(rest) + 1):
            key = ".".join(map(str, rest[:length]))
            if (*known, key) in self.positions:
                return key, length
        return None, 1

    def nearest(self, path: Sequence[str | int]) -> Position:
        """Return the position of ``path`` or of its closest known ancestor."""
        return self.positions.get(self.known(path), Position(1, 1))

    def key(self, path: Sequence[str | int]) -> Position:
        """Return the position of the key of ``path``; of its value where it has none."""
        known = self.known(path)
        return self.keys.get(known) or self.nearest(known)
