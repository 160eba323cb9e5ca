"""Patterns of file names, as a card may give them.

======== ==========================================================
``*``     anything within one name, also nothing
``?``     any one character
``**``    any number of folders, also none
``{word}`` one or more characters, remembered under that word
======== ==========================================================

Everything else stands for itself, square brackets too: microscopes write them into
file names. A wildcard takes as little as it can; the last one of a name takes what is
left. A word that stands twice must catch the same both times. A placeholder needs a
character between itself and the next wildcard, since nothing would say where it ends.

Matching scans each name from left to right and never goes back, so no pattern can
make it slow. Accented letters match however their accents are encoded.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from replicard.errors import DataError, Problem

MAX_PATTERN = 1000
_TOKEN = re.compile(r"\*+|\{([A-Za-z][A-Za-z0-9_]{0,30})\}")


@dataclass(frozen=True, slots=True)
class NamePattern:
    """Pattern of one name, without folders.

    Attributes
    ----------
    text
        The pattern as given.
    literals
        What stands before, between and after the wildcards, in order.
    wildcards
        The word of each placeholder, and an empty word for ``*``.
    """

    text: str
    literals: tuple[str, ...]
    wildcards: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take a pattern apart.

        Raises
        ------
        DataError
            If two wildcards touch, so that nothing says where one ends.
        """
        normal = unicodedata.normalize("NFC", text)
        if len(normal) > MAX_PATTERN:
            raise _bad(text[:40] + "...", "the pattern is too long", hint=None)
        tokens = list(_TOKEN.finditer(normal))
        starts = [0, *(token.end() for token in tokens)]
        ends = [*(token.start() for token in tokens), len(normal)]
        literals = tuple(normal[start:end] for start, end in zip(starts, ends, strict=True))
        if not all(literals[1:-1]):
            raise _bad(
                text,
                "two wildcards stand side by side",
                hint="put the character between them that separates the two, such as _",
            )
        return cls(text, literals, tuple(token[1] or "" for token in tokens))

    @property
    def is_literal(self) -> bool:
        """Whether it can match one name only."""
        return not self.wildcards and "?" not in self.text

    @property
    def words(self) -> frozenset[str]:
        """Words of its placeholders."""
        return frozenset(self.wildcards) - {""}

    def match(self, name: str) -> dict[str, str] | None:
        """Return what the placeholders caught, or None if ``name`` does not match.

        Examples
        --------
        >>> NamePattern.parse("{well}_s{field}_*").match("B05_s7_w1.tif")
        {'well': 'B05', 'field': '7'}
        >>> NamePattern.parse("*.tif").match("B05_s7_w1.png")
        """
        name = unicodedata.normalize("NFC", name)
        first, last = self.literals[0], self.literals[-1]
        if not self.wildcards:
            return {} if len(name) == len(first) and _fits(first, name, 0) else None
        end = len(name) - len(last)
        if not _fits(first, name, 0) or end < len(first) or not _fits(last, name, end):
            return None
        return self._catch(name, len(first), end)

    def _catch(self, name: str, start: int, end: int) -> dict[str, str] | None:
        caught: dict[str, str] = {}
        for word, literal in zip(self.wildcards, (*self.literals[1:-1], ""), strict=True):
            least = start + (1 if word else 0)
            stop = _find(literal, name, least, end) if literal else end
            if not least <= stop <= end:
                return None
            if word and caught.setdefault(word, name[start:stop]) != name[start:stop]:
                return None
            start = stop + len(literal)
        return caught


@dataclass(frozen=True, slots=True)
class PathPattern:
    """Pattern of a path; ``**`` is a part that is None."""

    text: str
    parts: tuple[NamePattern | None, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take a pattern apart.

        Raises
        ------
        DataError
            If a part of it is no pattern.
        """
        if len(text) > MAX_PATTERN:
            raise _bad(text[:40] + "...", "the pattern is too long", hint=None)
        names = [name for name in text.split("/") if name not in {"", "."}]
        return cls(text, tuple(None if name == "**" else NamePattern.parse(name) for name in names))

    @property
    def words(self) -> frozenset[str]:
        """Words of its placeholders."""
        return frozenset().union(*(part.words for part in self.parts if part))

    def match(self, path: str) -> dict[str, str] | None:
        """Return what the placeholders caught, or None if ``path`` does not match.

        Examples
        --------
        >>> PathPattern.parse("data/{plate}/**/{name}_mask.tif").match("data/P1/a/b/7_mask.tif")
        {'plate': 'P1', 'name': '7'}
        """
        names = path.split("/")
        runs = _runs(self.parts)
        at_end = len(names) - len(runs[-1])
        if len(runs) == 1 and at_end:
            return None
        caught: dict[str, str] = {}
        start = 0
        for index, run in enumerate(runs):
            # The first run stands at the start, the last at the end, others where they first fit.
            last = index == len(runs) - 1
            spots = range(at_end if last else start, (at_end if index else 0) + 1)
            spot = next((s for s in spots if s >= start and _agree(run, names[s:], caught)), None)
            if spot is None:
                return None
            start = spot + len(run)
        return caught

    def may_hold(self, folder: Sequence[str]) -> bool:
        """Say whether a path that begins with these folders can match."""
        for part, name in zip(self.parts, folder, strict=False):
            if part is None:
                return True
            if part.match(name) is None:
                return False
        return len(folder) < len(self.parts)


def _runs(parts: Sequence[NamePattern | None]) -> list[list[NamePattern]]:
    """Cut the parts at every ``**``."""
    runs: list[list[NamePattern]] = [[]]
    for part in parts:
        if part is None:
            runs.append([])
        else:
            runs[-1].append(part)
    return runs


def _agree(run: Sequence[NamePattern], names: Sequence[str], caught: dict[str, str]) -> bool:
    """Match the first names, adding what was caught if all agree."""
    if len(names) < len(run):
        return False
    together = dict(caught)
    for part, name in zip(run, names, strict=False):
        found = part.match(name)
        if found is None or any(together.setdefault(w, v) != v for w, v in found.items()):
            return False
    caught.update(together)
    return True


def _fits(literal: str, name: str, start: int) -> bool:
    piece = name[start : start + len(literal)]
    return len(piece) == len(literal) and all(
        wanted in ("?", found) for wanted, found in zip(literal, piece, strict=True)
    )


def _find(literal: str, name: str, start: int, end: int) -> int:
    """Return where ``literal`` first stands between two places, or -1."""
    if "?" not in literal:
        return name.find(literal, start, end)
    spots = range(start, end - len(literal) + 1)
    return next((spot for spot in spots if _fits(literal, name, spot)), -1)


def _bad(pattern: str, message: str, *, hint: str | None) -> DataError:
    return DataError([Problem(pattern, message, code="bad-pattern", hint=hint)])
