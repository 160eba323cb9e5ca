"""Numbers with units, written as people write them: ``200 ms``, ``0.18 µm``, ``5 %``.

The number keeps its spelling, so that a text prints 0.180 where the author wrote it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from replicard_schema.scalars import pattern_schema, problem, shown

_NUMBER = r"(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})(?:[eE][+-]?[0-9]{1,2})?"
# A number above 0 has another digit than 0 before its exponent.
_POSITIVE = rf"(?=[0.]*[1-9]){_NUMBER}"
_SIGNED = rf"[+-]?{_NUMBER}"
_UNIT = r"[^\s0-9.,+-]\S{0,15}"
_COMMA = re.compile(r"[0-9],[0-9]")
_SPLIT = re.compile(rf"({_SIGNED})\s{{0,3}}({_UNIT})")

_LENGTH_UNITS = {"pm": 1e-6, "Å": 1e-4, "nm": 1e-3, "µm": 1.0, "mm": 1e3, "cm": 1e4}
_TIME_UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
_POWER_UNITS = ("%", "nW", "µW", "mW", "W", "W/cm²", "mW/cm²", "kW/cm²", "µW/mm²", "mW/mm²")
_SPELLINGS = {
    "angstrom": "Å",
    "nanometer": "nm",
    "nanometers": "nm",
    "nanometre": "nm",
    "nanometres": "nm",
    "um": "µm",
    "micron": "µm",
    "microns": "µm",
    "micrometer": "µm",
    "micrometers": "µm",
    "micrometre": "µm",
    "micrometres": "µm",
    "us": "µs",
    "uW": "µW",
    "msec": "ms",
    "sec": "s",
    "secs": "s",
    "second": "s",
    "seconds": "s",
    "minute": "min",
    "minutes": "min",
    "mins": "min",
    "hour": "h",
    "hours": "h",
    "hr": "h",
    "hrs": "h",
    "day": "d",
    "days": "d",
    "W/cm2": "W/cm²",
    "W/cm^2": "W/cm²",
    "mW/cm2": "mW/cm²",
    "mW/cm^2": "mW/cm²",
    "kW/cm2": "kW/cm²",
    "kW/cm^2": "kW/cm²",
    "uW/mm2": "µW/mm²",
    "uW/mm^2": "µW/mm²",
    "uW/mm²": "µW/mm²",
    "µW/mm2": "µW/mm²",
    "µW/mm^2": "µW/mm²",
    "mW/mm2": "mW/mm²",
    "mW/mm^2": "mW/mm²",
    "C": "°C",
    "degC": "°C",
    "ºC": "°C",
    "℃": "°C",
    "percent": "%",
    "pixel": "px",
    "pixels": "px",
    "×": "x",
    "X": "x",
}


def _unit(text: str) -> str:
    # Keyboards produce two different characters for micro, U+00B5 and U+03BC; ångström
    # and kelvin have signs of their own, and å may be written as two characters.
    plain = unicodedata.normalize("NFC", text).replace("μ", "µ")
    return _SPELLINGS.get(plain, plain)


def _accepted(units: Iterable[str]) -> str:
    """Return a pattern of every spelling of some units, longest first.

    It is read by Python and, in the JSON Schema, by JavaScript, which refuses escapes
    that are not needed.
    """
    known = set(units)
    known |= {spelling for spelling, unit in _SPELLINGS.items() if unit in known}
    known |= {spelling.replace("µ", "μ") for spelling in known}
    known |= {unicodedata.normalize("NFD", spelling) for spelling in known}
    known |= {spelling.replace("Å", "\u212b").replace("K", "\u212a") for spelling in known}
    ordered = sorted(known, key=lambda spelling: (-len(spelling), spelling))
    return "|".join(spelling.replace("^", r"\^") for spelling in ordered)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Attributes
    ----------
    number
        The number as the author spelt it.
    unit
        Unit in one spelling: ``µm`` for um, ``min`` for minutes.
    """

    number: str
    unit: str

    @property
    def value(self) -> float:
        """The number, in ``unit``."""
        return float(self.number)

    def __str__(self) -> str:
        return f"{self.number} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class _Kind:
    """Validator and JSON Schema of quantities of one kind.

    Attributes
    ----------
    noun
        What it is, with its article.
    units
        Units that are known, in one spelling each.
    examples
        Quantities as an author may write them.
    number
        Pattern of the numbers that make sense.
    limit
        The same in words, for a message.
    bare_unit
        Unit of a number that stands alone, if it may.
    """

    noun: str
    units: tuple[str, ...]
    examples: tuple[str, ...]
    number: str = _POSITIVE
    limit: str = "must be greater than 0"
    bare_unit: str | None = None

    def read(self, value: object) -> Quantity:
        """Return the quantity that a text or, where no unit is needed, a number stands for."""
        if isinstance(value, Quantity):
            value = str(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = repr(value)
        text = value.strip() if isinstance(value, str) else ""
        found = _SPLIT.fullmatch(text)
        if found is None and re.fullmatch(_SIGNED, text) and self.bare_unit is not None:
            return self._checked(value, text, self.bare_unit)
        if found is None:
            raise problem(
                "quantity",
                f"expected {self.noun} with its unit, got {shown(value)}",
                hint=self._hint(text),
            )
        unit = _unit(found[2])
        if unit not in self.units:
            message = f"{shown(value)}: {shown(found[2])} is no unit of {self.noun}"
            known = f"known are {', '.join(self.units)}"
            raise problem(
                "quantity", message, hint=known if len(self.units) > 1 else self._hint("")
            )
        return self._checked(value, found[1], unit)

    def _hint(self, text: str) -> str:
        if _COMMA.search(text):
            return "write a point, not a comma, before the decimals"
        return f"write it like {' or '.join(self.examples)}"

    def _checked(self, value: object, number: str, unit: str) -> Quantity:
        if not re.fullmatch(self.number, number):
            raise problem("quantity", f"{self.noun} {self.limit}, got {shown(value)}")
        return Quantity(number, unit)

    def __get_pydantic_core_schema__(
        self,
        source: Any,  # noqa: ANN401 - the signature is pydantic's
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        del source, handler
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.to_string_ser_schema()
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler
        bare = self.bare_unit is not None
        units = f"(?:{_accepted(self.units)})"
        end = rf"(?:\s{{0,3}}{units})?" if bare else rf"\s{{0,3}}{units}"
        limits = {"exclusiveMinimum": 0} if bare else {}
        return pattern_schema(
            ["string", "number"] if bare else "string",
            rf"^\s*{self.number}{end}\s*$",
            f"{self.noun} such as {' or '.join(self.examples)}",
            examples=list(self.examples),
            **limits,
        )


_PARTS = tuple(
    (unit, rf"(?:{_accepted([unit])})\s{{0,3}}") for unit in _TIME_UNITS if unit in "d h min s"
)[::-1]
_COMPOSITE_PATTERN = "".join(rf"(?:({_NUMBER})\s{{0,3}}{unit})?" for _, unit in _PARTS)
_COMPOSITE = re.compile(_COMPOSITE_PATTERN)
_DURATION_EXAMPLES = ("200 ms", "1 h 32 min")
_TIME = _Kind("a duration", tuple(_TIME_UNITS), _DURATION_EXAMPLES)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, in one unit or several: ``200 ms``, ``1 h 32 min``.

    Attributes
    ----------
    parts
        Numbers with units, longest unit first.
    """

    parts: tuple[Quantity, ...]

    @property
    def seconds(self) -> float:
        """The whole length of time in seconds."""
        return sum(part.value * _TIME_UNITS[part.unit] for part in self.parts)

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.parts)

    @classmethod
    def read(cls, value: object) -> Self:
        """Read a duration from text such as ``1 h 32 min``.

        >>> Duration.read("1 h 32 min").seconds
        5520.0
        """
        if isinstance(value, cls):
            return value
        composite = _COMPOSITE.fullmatch(value.strip()) if isinstance(value, str) else None
        if composite is None or not any(composite.groups()):
            return cls((_TIME.read(value),))
        named = zip(_PARTS, composite.groups(), strict=True)
        duration = cls(tuple(Quantity(number, unit) for (unit, _), number in named if number))
        if not duration.seconds:
            raise problem("quantity", f"a duration must be greater than 0, got {shown(value)}")
        return duration

    @classmethod
    def __get_pydantic_core_schema__(
        cls,
        source: Any,  # noqa: ANN401 - the signature is pydantic's
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        del source, handler
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler
        single = rf"{_NUMBER}\s{{0,3}}(?:{_accepted(_TIME_UNITS)})"
        composite = re.sub(r"\((?!\?)", "(?:", _COMPOSITE_PATTERN)
        return pattern_schema(
            "string",
            # The first part keeps the empty text out, which the second would admit.
            rf"^\s*(?=[0-9.])(?:{single}|{composite})\s*$",
            f"a duration such as {' or '.join(_DURATION_EXAMPLES)}",
            examples=list(_DURATION_EXAMPLES),
        )


Length: TypeAlias = Annotated[
    Quantity, _Kind("a length", tuple(_LENGTH_UNITS), ("0.18 µm", "180 nm"))
]
"""A length with its unit."""

Tolerance: TypeAlias = Annotated[
    Quantity, _Kind("a tolerance", (*_LENGTH_UNITS, "px"), ("0.5 µm", "2 px"))
]
"""A distance in the specimen, or in widths of a pixel."""

Power: TypeAlias = Annotated[
    Quantity,
    _Kind("a light power", _POWER_UNITS, ("5 %", "2 mW"), _NUMBER, "must not be negative"),
]
"""Power of the light, absolute or as a share of the source's maximum."""

Temperature: TypeAlias = Annotated[
    Quantity, _Kind("a temperature", ("°C", "K"), ("37 °C",), _SIGNED, "must be a number")
]
"""A temperature with its unit."""

Magnification: TypeAlias = Annotated[
    Quantity, _Kind("a magnification", ("x",), ("63x", "63"), bare_unit="x")
]
"""Nominal magnification, ``63`` or ``63x``."""


def micrometres(length: Quantity) -> float:
    """Return a length in micrometres.

    >>> micrometres(Quantity("180", "nm"))
    0.18
    """
    return round(length.value * _LENGTH_UNITS[length.unit], 12)


def measured(text: str) -> tuple[str, float] | None:
    """Return what kind of quantity a text is and its size; None for other texts.

    The size of a length is in micrometres and that of a time in seconds, so that two
    spellings of one quantity have the same size.

    >>> measured("0.025 s"), measured("63x"), measured("0.5"), measured("oil")
    (('time', 0.025), ('x', 63.0), ('', 0.5), None)
    """
    found = _SPLIT.fullmatch(text.strip())
    if found is None:
        return ("", float(text)) if re.fullmatch(_SIGNED, text.strip()) else None
    value, unit = float(found[1]), _unit(found[2])
    for kind, units in (("length", _LENGTH_UNITS), ("time", _TIME_UNITS)):
        if unit in units:
            return kind, round(value * units[unit], 12)
    return unit, value
