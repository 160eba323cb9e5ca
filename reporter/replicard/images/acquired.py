"""What a file says about how its image was taken, spelt as an author would type it.

Only what a microscope or its software wrote counts. Values that stand for nothing, such
as a magnification of 0 or a detector called *Other*, are no values; numbers that no
microscope has are left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from replicard_schema.text_policy import forbidden_character

_MAX_TEXT = 120
_MAX_NUMBER = 40
_PLACEHOLDERS = frozenset(
    {
        *("", "-", "?", "default", "n/a", "na", "none", "not specified", "null", "other"),
        *("undefined", "unknown", "unspecified"),
    }
)
_SECOND, _MILLISECOND = 1.0, 1e-3
PLAUSIBLE_PIXEL_UM = (1e-5, 1e4)
"""Smallest and largest size of a pixel that is taken for one, in micrometres."""
PLAUSIBLE_NM = (100.0, 5000.0)
"""Shortest and longest wavelength of light that is taken for one, in nanometres."""
_SHORTEST_S = 1e-12
_LONGEST_S = 1e7
"""About four months; no exposure and no interval is longer."""


@dataclass(frozen=True, slots=True)
class Acquired:
    """One thing that a file says about how its image was taken.

    Attributes
    ----------
    field
        Dotted path below ``acquisition`` of a data set. A number counts channels from 0:
        ``channels.0.exposure``. Some fields, such as ``channels.0.fluorophore``, are
        none of the card and are shown only.
    value
        As an author would type it: ``63x``, ``25 ms``.
    place
        Where in the file it stands: ``OME-XML Objective NominalMagnification``.
    """

    field: str
    value: str
    place: str


def kept(pairs: Iterable[tuple[str, str | None, str]]) -> tuple[Acquired, ...]:
    """Return the values that are there; of several for one field the first.

    Parameters
    ----------
    pairs
        Field, value or None, and place.
    """
    found: dict[str, Acquired] = {}
    for field, value, place in pairs:
        if value is not None:
            found.setdefault(field, Acquired(field, value, place))
    return tuple(found.values())


def line(text: object) -> str | None:
    """Return a text on one line; None for what stands for no value or is too long.

    >>> line("  Plan  Apo "), line("Other"), line("x" * 1000)
    ('Plan Apo', None, None)
    """
    if not isinstance(text, str) or len(text) > 10 * _MAX_TEXT:
        return None
    plain = " ".join(text.split())
    if plain.casefold() in _PLACEHOLDERS or len(plain) > _MAX_TEXT or forbidden_character(plain):
        return None
    return plain


def number(text: object) -> float | None:
    """Return a finite number, if a text is one.

    >>> number("0.5"), number("nan"), number("1e999"), number("63x")
    (0.5, None, None, None)
    """
    if not isinstance(text, str | int | float) or len(str(text)) > _MAX_NUMBER:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def spelled(value: float) -> str:
    """Write a number with the digits that count.

    >>> spelled(63.0), spelled(0.6449999999), spelled(0.65)
    ('63', '0.645', '0.65')
    """
    return f"{value:.6g}"


def duration(seconds: float | None) -> str | None:
    """Write a length of time; None where it is none.

    >>> duration(0.025), duration(2.5), duration(0), duration(0.0005)
    ('25 ms', '2.5 s', None, '500 µs')
    """
    if seconds is None or not _SHORTEST_S <= seconds <= _LONGEST_S:
        return None
    if seconds >= _SECOND:
        return f"{spelled(seconds)} s"
    if seconds >= _MILLISECOND:
        return f"{spelled(seconds * 1e3)} ms"
    return f"{spelled(seconds * 1e6)} µs"


def pixel_length(um: float | None) -> str | None:
    """Write the size of a pixel; None where no pixel has that size.

    >>> pixel_length(0.18), pixel_length(-1.0), pixel_length(1e9)
    ('0.18 µm', None, None)
    """
    smallest, largest = PLAUSIBLE_PIXEL_UM
    return None if um is None or not smallest <= um < largest else f"{spelled(um)} µm"


def wavelength(nm: float | None) -> str | None:
    """Write a wavelength of light; None where it is none.

    >>> wavelength(525.0), wavelength(0.0)
    ('525 nm', None)
    """
    shortest, longest = PLAUSIBLE_NM
    return None if nm is None or not shortest <= nm <= longest else f"{spelled(nm)} nm"
