"""Patterns of names as ``.gitignore`` has them, matched without backtracking.

A pattern from a stranger must not be able to keep the program busy, which rules out
translating it to a regular expression: ``*a*a*a*b`` takes time that grows with every
star. Here a star takes as little as it can, and only the last one is ever extended.
"""

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias, TypeVar

T = TypeVar("T")
U = TypeVar("U")

_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "alnum": string.ascii_letters + string.digits,
        "alpha": string.ascii_letters,
        "blank": " \t",
        "digit": string.digits,
        "lower": string.ascii_lowercase,
        "punct": string.punctuation,
        "space": string.whitespace,
        "upper": string.ascii_uppercase,
        "xdigit": string.hexdigits,
    }
)


class Wild(Enum):
    """What is not a character."""

    ONE = "?"
    MANY = "*"


@dataclass(frozen=True, slots=True)
class CharacterSet:
    """A choice of characters, ``[a-z_]`` or ``[!0-9]``."""

    ranges: tuple[tuple[str, str], ...]
    is_negated: bool

    def holds(self, character: str) -> bool:
        """Return whether the set allows ``character``."""
        is_listed = any(first <= character <= last for first, last in self.ranges)
        return is_listed != self.is_negated


Piece: TypeAlias = "str | Wild | CharacterSet"


class BadPatternError(ValueError):
    """A pattern that can match nothing, such as one with an open bracket."""


def parse(pattern: str) -> tuple[Piece, ...]:
    """Split the pattern of one name into what matches one character each, and stars.

    Raises
    ------
    BadPatternError
        If a bracket is not closed or the last backslash stands alone.
    """
    pieces: list[Piece] = []
    place = 0
    while place < len(pattern):
        piece, place = _piece(pattern, place)
        if piece is not Wild.MANY or pieces[-1:] != [Wild.MANY]:
            pieces.append(piece)
    return tuple(pieces)


def match(pieces: Sequence[Piece], name: str) -> bool:
    """Return whether the whole of ``name`` is what ``pieces`` describe.

    >>> match(parse("*.py[cod]"), "model.pyc"), match(parse("*.py[cod]"), "model.py")
    (True, False)
    """
    return scan(pieces, name, star=Wild.MANY, fits=_fits)


def scan(
    pattern: Sequence[T], items: Sequence[U], *, star: T, fits: Callable[[T, U], bool]
) -> bool:
    """Match a sequence against a pattern in which ``star`` stands for any number of items.

    Takes at most as many steps as the product of both lengths.
    """
    place, item = 0, 0
    star_at, resume = -1, 0
    while item < len(items):
        if place < len(pattern) and pattern[place] is star:
            star_at, resume = place, item
            place += 1
        elif place < len(pattern) and fits(pattern[place], items[item]):
            place, item = place + 1, item + 1
        elif star_at >= 0:
            resume += 1
            place, item = star_at + 1, resume
        else:
            return False
    return all(rest is star for rest in pattern[place:])


def _fits(piece: Piece, character: str) -> bool:
    if isinstance(piece, CharacterSet):
        return piece.holds(character)
    return piece is Wild.ONE or piece == character


def _piece(pattern: str, place: int) -> tuple[Piece, int]:
    """Return the piece that begins at ``place``, and where the next one does."""
    character = pattern[place]
    if character == "*":
        return Wild.MANY, place + 1
    if character == "?":
        return Wild.ONE, place + 1
    if character == "[":
        return _character_set(pattern, place + 1)
    if character == "\\":
        return _at(pattern, place + 1), place + 2
    return character, place + 1


def _character_set(pattern: str, place: int) -> tuple[CharacterSet, int]:
    is_negated = _at(pattern, place) in "!^"
    place += is_negated
    ranges: list[tuple[str, str]] = []
    first = place
    while _at(pattern, place) != "]" or place == first:
        if pattern.startswith("[:", place):
            end = pattern.find(":]", place)
            ranges += [(one, one) for one in _named(pattern[place + 2 : max(end, 0)])]
            place = end + 2
            continue
        low, place = _literal(pattern, place)
        high = low
        if _at(pattern, place) == "-" and _at(pattern, place + 1) != "]":
            high, place = _literal(pattern, place + 1)
        ranges.append((low, high))
    return CharacterSet(tuple(ranges), is_negated), place + 1


def _named(name: str) -> str:
    try:
        return _NAMED[name]
    except KeyError as error:
        raise BadPatternError(name) from error


def _literal(pattern: str, place: int) -> tuple[str, int]:
    if _at(pattern, place) == "\\":
        place += 1
    return _at(pattern, place), place + 1


def _at(pattern: str, place: int) -> str:
    if place >= len(pattern):
        raise BadPatternError(pattern)
    return pattern[place]
