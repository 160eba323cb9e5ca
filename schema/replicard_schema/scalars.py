"""Types of single values, each converting the text that an author typed.

A card is read schema-typed: every scalar arrives as the text in the file, and the
type of its field converts it. So ``version: 1.10`` stays ``1.10`` and ``no`` stays
``no`` where a text is wanted. Editors, though, type scalars before they look at the
JSON Schema; the schemas here therefore admit what an editor would make of the text.
"""

import math
import re
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

MAX_TEXT = 20_000
MAX_LINE = 500

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
)
_NUMBER_PATTERN = f"^{_NUMBER.pattern}$"
_TRUE, _FALSE = frozenset({"true", "yes"}), frozenset({"false", "no"})


def problem(code: str, message: str) -> PydanticCustomError:
    """Build an error whose message reaches the author word for word."""
    # Braces would be taken for placeholders by pydantic.
    return PydanticCustomError(code.replace("-", "_"), "{text}", {"text": message})


def _text(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise problem("empty", "is empty: write a text, or leave the field out")
    return value.strip() if isinstance(value, str) else value


def _one_line(value: str) -> str:
    if "\n" in value:
        raise problem("one-line", "must be one line")
    return value


def _integer(value: object) -> object:
    if isinstance(value, bool):
        raise problem("integer", f"expected a whole number, got {value!r}")
    if isinstance(value, str):
        if not _INTEGER.fullmatch(value.strip()):
            raise problem("integer", f"expected a whole number, got {value!r}")
        return int(value)
    return value


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise problem("number", f"expected a number, got {value!r}")
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value.strip()):
            raise problem("number", f"expected a number, got {value!r}")
        return float(value)
    return value


def _spelled_number(value: object) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = repr(value)
    if isinstance(value, str):
        number = _number(value)
        if not isinstance(number, float) or not math.isfinite(number) or number <= 0:
            raise problem("number", f"expected a number greater than 0, got {value!r}")
        return value.strip()
    return value


def _fraction(value: object) -> object:
    if isinstance(value, str) and value.strip().endswith("%"):
        percent = _number(value.strip().removesuffix("%").strip())
        # Rounding removes the binary dust of the division: 14 % is 0.14.
        return round(float(percent) / 100, 12) if isinstance(percent, float) else percent
    return _number(value)


def _flag(value: object) -> object:
    if isinstance(value, str):
        word = value.strip().lower()
        if word not in _TRUE | _FALSE:
            raise problem("yes-or-no", f"expected yes or no, got {value!r}")
        return word in _TRUE
    return value


def _many(value: object) -> object:
    return (value,) if isinstance(value, (str, dict)) else value


def _free(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return value


def _number_schema(kind: str, pattern: str, **limits: float) -> WithJsonSchema:
    schema: dict[str, Any] = {"type": [kind, "string"], "pattern": pattern, **limits}
    return WithJsonSchema(schema)


_ANY_SCALAR = ["string", "number", "boolean"]

Text: TypeAlias = Annotated[
    str,
    BeforeValidator(_text),
    Field(max_length=MAX_TEXT),
    WithJsonSchema({"type": _ANY_SCALAR, "minLength": 1, "maxLength": MAX_TEXT}),
]
"""One or more sentences; blank at the ends is dropped."""

Line: TypeAlias = Annotated[
    str,
    BeforeValidator(_text),
    Field(max_length=MAX_LINE),
    AfterValidator(_one_line),
    WithJsonSchema({"type": _ANY_SCALAR, "minLength": 1, "maxLength": MAX_LINE}),
]
"""A name or a term on one line."""

Count: TypeAlias = Annotated[
    int,
    BeforeValidator(_integer),
    Field(gt=0),
    _number_schema("integer", r"^\s*\+?[0-9]+\s*$", minimum=1),
]
"""A whole number from 1."""

Integer: TypeAlias = Annotated[
    int, BeforeValidator(_integer), _number_schema("integer", r"^\s*[+-]?[0-9]+\s*$")
]
"""Any whole number."""

Number: TypeAlias = Annotated[
    float,
    BeforeValidator(_number),
    Field(allow_inf_nan=False),
    _number_schema("number", rf"^\s*{_NUMBER.pattern}\s*$"),
]
"""Any finite number."""

SpelledNumber: TypeAlias = Annotated[
    str,
    BeforeValidator(_spelled_number),
    _number_schema("number", rf"^\s*{_NUMBER.pattern}\s*$", exclusiveMinimum=0),
]
"""A number above 0 that keeps its spelling, because ``3e-4`` should be printed so."""

Fraction: TypeAlias = Annotated[
    float,
    BeforeValidator(_fraction),
    Field(ge=0, le=1),
    _number_schema("number", rf"^\s*{_NUMBER.pattern}\s*%?\s*$", minimum=0, maximum=1),
]
"""A share from 0 to 1; ``10 %`` is accepted and becomes 0.1."""

Percentile: TypeAlias = Annotated[
    float,
    BeforeValidator(_number),
    Field(ge=0, le=100),
    _number_schema("number", rf"^\s*{_NUMBER.pattern}\s*$", minimum=0, maximum=100),
]
"""A percentile from 0 to 100."""

Flag: TypeAlias = Annotated[
    bool,
    BeforeValidator(_flag),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {
                    "type": "string",
                    "pattern": r"^\s*([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\s*$",
                },
            ]
        }
    ),
]
"""Yes or no."""

Id: TypeAlias = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$"),
]
"""Name by which one part of a card refers to another."""

Item = TypeVar("Item")
Many: TypeAlias = Annotated[tuple[Item, ...], BeforeValidator(_many)]
"""A list; a single entry may be written without the dash."""

FreeValue = TypeAliasType(
    "FreeValue",
    Annotated[
        "str | None | tuple[FreeValue, ...] | dict[str, FreeValue]",
        BeforeValidator(_free),
    ],
)
"""Any value, kept as the author spelt it; see ``core_value`` for its type."""


def core_value(text: str) -> str | int | float | bool | None:
    """Type a free-form scalar by the core rules of YAML 1.2.

    This is the one place where a spelling becomes a number, a truth value or null.

    >>> [core_value(text) for text in ("3e-4", "400", "true", "no", "~", "1.10", "0o17")]
    [0.0003, 400, True, 'no', None, 1.1, 15]
    """
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if re.fullmatch(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,16}", text):
        return int(text, 0)
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text
