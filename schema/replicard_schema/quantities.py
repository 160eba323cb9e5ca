"""Numbers with units, written as people write them: ``200 ms``, ``0.18 µm``, ``5 %``.

The number keeps its spelling, so that a text prints 0.180 where the author wrote it.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from replicard_schema.scalars import problem

_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE][+-]?[0-9]{1,2})?"
_UNIT = r"[A-Za-zµμ°%²³^/·⁻¹0-9]{1,12}"
_SINGLE = re.compile(rf"({_NUMBER})\s{{0,3}}({_UNIT})")
_COMPOSITE = re.compile(
    rf"(?:({_NUMBER})\s{{0,3}}(?:d|days?)\s{{0,3}})?"
    rf"(?:({_NUMBER})\s{{0,3}}(?:h|hours?|hrs?)\s{{0,3}})?"
    rf"(?:({_NUMBER})\s{{0,3}}(?:min|minutes?|mins?)\s{{0,3}})?"
    rf"(?:({_NUMBER})\s{{0,3}}(?:s|seconds?|secs?))?"
)

_LENGTH_UNITS = {"pm": 1e-6, "nm": 1e-3, "µm": 1.0, "mm": 1e3, "cm": 1e4}
_TIME_UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
_POWER_UNITS = dict.fromkeys(
    ("%", "nW", "µW", "mW", "W", "W/cm²", "mW/cm²", "kW/cm²", "µW/mm²", "mW/mm²"), 1.0
)
_SPELLINGS = {
    "um": "µm",
    "micron": "µm",
    "microns": "µm",
    "micrometer": "µm",
    "micrometre": "µm",
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
    "C": "°C",
    "percent": "%",
}


def _unit(text: str) -> str:
    # Keyboards produce two different characters for micro: U+00B5 and U+03BC.
    plain = text.replace("μ", "µ")
    return _SPELLINGS.get(plain, plain)


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
    """Validator and JSON Schema of quantities of one kind."""

    noun: str
    units: tuple[str, ...]
    examples: tuple[str, ...]
    pattern: str
    bare_unit: str | None = None

    def read(self, value: object) -> Quantity:
        if isinstance(value, Quantity):
            value = str(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = repr(value)
        if not isinstance(value, str):
            raise problem("quantity", self._expected(value))
        return self._from_text(value)

    def _from_text(self, text: str) -> Quantity:
        stripped = text.strip()
        if self.bare_unit is not None and re.fullmatch(_NUMBER, stripped):
            return Quantity(stripped, self.bare_unit)
        found = _SINGLE.fullmatch(stripped)
        if found is None:
            raise problem("quantity", self._expected(text))
        unit = _unit(found[2])
        if unit not in self.units:
            raise problem(
                "quantity",
                f"{text!r}: {found[2]!r} is no unit of {self.noun}; known are {', '.join(self.units)}",
            )
        return Quantity(found[1], unit)

    def _expected(self, value: object) -> str:
        return f"expected {self.noun} with its unit, such as {' or '.join(self.examples)}, got {value!r}"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:  # noqa: ANN401 - the signature is pydantic's
        del source, handler
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.to_string_ser_schema()
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler
        kinds = ["string", "number"] if self.bare_unit is not None else "string"
        return {"type": kinds, "pattern": self.pattern, "examples": list(self.examples)}


_WITH_UNIT = rf"^\s*{_NUMBER}\s*{_UNIT}\s*$"


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
        if not isinstance(value, str):
            raise problem(
                "duration",
                f"expected a duration with its unit, such as 200 ms or 1 h 32 min, got {value!r}",
            )
        composite = _COMPOSITE.fullmatch(value.strip())
        if composite is not None and any(composite.groups()):
            units = ("d", "h", "min", "s")
            return cls(
                tuple(Quantity(n, u) for n, u in zip(composite.groups(), units, strict=True) if n)
            )
        return cls((_TIME.read(value),))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - the signature is pydantic's
        del source, handler
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler
        return {
            "type": "string",
            "pattern": rf"^\s*({_NUMBER}\s*{_UNIT}\s*){{1,4}}$",
            "examples": ["200 ms", "1 h 32 min"],
        }


_TIME = _Kind("a duration", tuple(_TIME_UNITS), ("200 ms", "1 h 32 min"), _WITH_UNIT)

Length: TypeAlias = Annotated[
    Quantity, _Kind("a length", tuple(_LENGTH_UNITS), ("0.18 µm", "180 nm"), _WITH_UNIT)
]
"""A length with its unit."""

Power: TypeAlias = Annotated[
    Quantity, _Kind("a light power", tuple(_POWER_UNITS), ("5 %", "2 mW"), _WITH_UNIT)
]
"""Power of the light, absolute or as a share of the source's maximum."""

Temperature: TypeAlias = Annotated[
    Quantity, _Kind("a temperature", ("°C", "K"), ("37 °C",), _WITH_UNIT)
]
"""A temperature with its unit."""

Magnification: TypeAlias = Annotated[
    Quantity,
    _Kind(
        "a magnification",
        ("x", "×", "X"),
        ("63x", "63"),
        rf"^\s*{_NUMBER}\s*[xX×]?\s*$",
        bare_unit="x",
    ),
]
"""Nominal magnification, ``63`` or ``63x``."""


def micrometres(length: Quantity) -> float:
    """Return a length in micrometres.

    >>> micrometres(Quantity("180", "nm"))
    0.18
    """
    return round(length.value * _LENGTH_UNITS[length.unit], 12)
