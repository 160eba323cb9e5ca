"""Types of single values, each converting the text that an author typed.

A card is read schema-typed: every scalar arrives as the text in the file, and the
type of its field converts it. So ``version: 1.10`` stays ``1.10`` and ``no`` stays
``no`` where a text is wanted. Editors, though, type scalars before they look at the
JSON Schema; the schemas here therefore admit what an editor would make of the text.
"""

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from typing_extensions import TypeAliasType

MAX_TEXT = 20_000
MAX_LINE = 500
_MAX_SHOWN = 60

_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?"
)
_OTHER_BASE = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,16}")
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_TRUE, _FALSE = frozenset({"true", "yes"}), frozenset({"false", "no"})

ANY_SCALAR = ("string", "number", "boolean")
"""JSON types that an editor may make of a text without quotation marks."""


def problem(code: str, message: str, *, hint: str | None = None) -> PydanticCustomError:
    """Build an error whose message and hint reach the author word for word."""
    # Braces in a message itself would be taken for placeholders by pydantic.
    return PydanticCustomError(code.replace("-", "_"), "{text}", {"text": message, "hint": hint})


def shown(value: object) -> str:
    """Return a value as a message may show it: on one line and not too long.

    >>> print(shown("200 ms"), shown(["a"]), shown(None), shown("x" * 1000))
    '200 ms' a list nothing 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxx'
    """
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, str) and len(value) > _MAX_SHOWN:
        value = f"{value[: _MAX_SHOWN - 20]}…{value[-19:]}"
    return repr(value)


def _text(value: object) -> object:
    if value is None:
        raise problem("empty", "is empty")
    if not isinstance(value, str):
        raise problem("text", f"expected text, got {shown(value)}")
    if not value.strip():
        raise problem("empty", "is empty")
    return value.strip()


def _one_line(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise problem("one-line", "must stay on one line")
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _integer(value: object) -> object:
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    if _is_number(value):
        return value
    raise problem("integer", f"expected a whole number, got {shown(value)}")


def _number(value: object) -> object:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        number = float(value)
        if math.isfinite(number):
            return number
        raise problem("number", f"{shown(value)} is too large")
    if _is_number(value):
        return value
    comma = isinstance(value, str) and _NUMBER.fullmatch(value.strip().replace(",", ".", 1))
    hint = "write a point, not a comma, before the decimals" if comma else None
    raise problem("number", f"expected a number, got {shown(value)}", hint=hint)


def _spelled_number(value: object) -> object:
    text = repr(value) if _is_number(value) else value
    number = _number(text)
    if not isinstance(number, float) or number <= 0:
        raise problem("number", f"expected a number greater than 0, got {shown(value)}")
    return str(text).strip()


def _fraction(value: object) -> object:
    if isinstance(value, str) and value.strip().endswith("%"):
        percent = _number(value.strip().removesuffix("%"))
        # Rounding removes the binary dust of the division: 14 % is 0.14.
        return round(float(percent) / 100, 12) if isinstance(percent, float) else percent
    return _number(value)


def _axes(value: object) -> object:
    letters = value.strip().upper() if isinstance(value, str) else ""
    is_known = set(letters) <= set("TCZYXS") and set("YX") <= set(letters)
    if not is_known or len(set(letters)) < len(letters):
        raise problem(
            "axes",
            f"expected the axes of an image, got {shown(value)}",
            hint="write Y and X and, where the files have them, T, C, Z or S, such as ZYX",
        )
    return letters


def _flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in _TRUE | _FALSE:
        raise problem("yes-or-no", f"expected yes or no, got {shown(value)}")
    return word in _TRUE


def _id(value: object) -> object:
    # Blank around an id is not dropped, or two keys of one mapping could become the same.
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    near = _NOT_IN_ID.sub("-", str(value)).strip("-_")[:100] if isinstance(value, str) else ""
    raise problem(
        "id",
        f"{shown(value)} cannot be an id: ids are made of letters A to Z, digits, `-` and `_`",
        hint=f"write `{near}`" if near else None,
    )


def _many(value: object) -> object:
    if value is None:
        return ()
    return value if isinstance(value, (list, tuple)) else (value,)


def _free(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return value


def pattern_schema(
    kinds: str | list[str],
    pattern: str,
    expected: str,
    **more: Any,  # noqa: ANN401 - JSON has no narrower type
) -> JsonSchemaValue:
    """Return the JSON Schema of texts of one form.

    Editors show ``patternErrorMessage`` in place of the pattern; validators ignore it.
    """
    message = f"expected {expected}"
    return {"type": kinds, "pattern": pattern, "patternErrorMessage": message, **more}


def _number_schema(kind: str, pattern: str, expected: str, **limits: float) -> WithJsonSchema:
    return WithJsonSchema(pattern_schema([kind, "string"], pattern, expected, **limits))


_NUMBER_PATTERN = rf"^\s*{_NUMBER.pattern}\s*$"
_NOT_BLANK = r"\S"

Text: TypeAlias = Annotated[
    str,
    BeforeValidator(_text),
    Field(max_length=MAX_TEXT),
    WithJsonSchema(pattern_schema(list(ANY_SCALAR), _NOT_BLANK, "a text that is not empty")),
]
"""One or more sentences; blank at the ends is dropped."""

Line: TypeAlias = Annotated[
    str,
    BeforeValidator(_text),
    Field(max_length=MAX_LINE),
    AfterValidator(_one_line),
    WithJsonSchema(pattern_schema(list(ANY_SCALAR), _NOT_BLANK, "a text that is not empty")),
]
"""A name or a term on one line."""

Count: TypeAlias = Annotated[
    int,
    BeforeValidator(_integer),
    Field(gt=0, lt=10**18),
    _number_schema("integer", r"^\s*\+?[0-9]{1,40}\s*$", "a whole number from 1", minimum=1),
]
"""A whole number from 1."""

Integer: TypeAlias = Annotated[
    int,
    BeforeValidator(_integer),
    _number_schema("integer", rf"^\s*{_INTEGER.pattern}\s*$", "a whole number"),
]
"""Any whole number."""

Number: TypeAlias = Annotated[
    float,
    BeforeValidator(_number),
    Field(allow_inf_nan=False),
    _number_schema("number", _NUMBER_PATTERN, "a number"),
]
"""Any finite number."""

SpelledNumber: TypeAlias = Annotated[
    str,
    BeforeValidator(_spelled_number),
    _number_schema("number", _NUMBER_PATTERN, "a number greater than 0", exclusiveMinimum=0),
]
"""A number above 0 that keeps its spelling, because ``3e-4`` should be printed so."""

Fraction: TypeAlias = Annotated[
    float,
    BeforeValidator(_fraction),
    Field(ge=0, le=1),
    _number_schema(
        "number",
        rf"^\s*{_NUMBER.pattern}(?:\s*%)?\s*$",
        "a share such as 0.1 or 10 %",
        minimum=0,
        maximum=1,
    ),
]
"""A share from 0 to 1; ``10 %`` is accepted and becomes 0.1."""

Percentile: TypeAlias = Annotated[
    float,
    BeforeValidator(_number),
    Field(ge=0, le=100),
    _number_schema("number", _NUMBER_PATTERN, "a number from 0 to 100", minimum=0, maximum=100),
]
"""A percentile from 0 to 100."""

Level: TypeAlias = Annotated[
    float,
    BeforeValidator(_fraction),
    Field(ge=0.5, le=0.999),
    _number_schema(
        "number",
        rf"^\s*{_NUMBER.pattern}(?:\s*%)?\s*$",
        "a confidence level such as 0.95 or 95 %",
        minimum=0.5,
        maximum=0.999,
    ),
]
"""A confidence level from 0.5 to 0.999; ``95 %`` is accepted and becomes 0.95."""

Resamples: TypeAlias = Annotated[
    int,
    BeforeValidator(_integer),
    Field(ge=1000, le=100_000),
    _number_schema(
        "integer",
        r"^\s*\+?[0-9]{1,40}\s*$",
        "a whole number from 1000 to 100000",
        minimum=1000,
        maximum=100_000,
    ),
]
"""How often images are drawn again: with fewer, the ends of an interval are left to chance."""

Seed: TypeAlias = Annotated[
    int,
    BeforeValidator(_integer),
    Field(ge=0, lt=2**53),
    _number_schema(
        "integer",
        r"^\s*(?:\+?[0-9]{1,40}|-0{1,40})\s*$",
        "a whole number from 0",
        minimum=0,
        maximum=2**53 - 1,
    ),
]
"""Start of pseudo-random numbers, a whole number from 0."""

Aperture: TypeAlias = Annotated[
    float,
    BeforeValidator(_number),
    Field(gt=0, le=2),
    _number_schema(
        "number", _NUMBER_PATTERN, "a numerical aperture", exclusiveMinimum=0, maximum=2
    ),
]
"""A numerical aperture; no immersion medium allows more than 2."""

Axes: TypeAlias = Annotated[
    str,
    BeforeValidator(_axes),
    WithJsonSchema(
        pattern_schema(
            "string",
            r"^\s*[TCZYXStczyxs]{2,6}\s*$",
            "axes such as ZYX",
            examples=["YX", "ZYX", "CZYX", "TYX"],
        )
    ),
]
"""Axes of an array, one letter each, slowest first."""

Flag: TypeAlias = Annotated[
    bool,
    BeforeValidator(_flag),
    WithJsonSchema(
        pattern_schema(
            ["boolean", "string"],
            r"^\s*(?:[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\s*$",
            "yes or no",
        )
    ),
]
"""Yes or no."""

Id: TypeAlias = Annotated[
    str,
    BeforeValidator(_id),
    WithJsonSchema(pattern_schema(list(ANY_SCALAR), f"^{_ID.pattern}$", "an id")),
]
"""Name by which one part of a card refers to another.

It holds no dot, because dots separate the parts of a field path.
"""


class _OneOrMany:
    """JSON Schema of a list whose only entry may stand alone."""

    @staticmethod
    def __get_pydantic_json_schema__(
        schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}


Item = TypeVar("Item")
Many: TypeAlias = Annotated[tuple[Item, ...], BeforeValidator(_many), _OneOrMany]
"""A list; a single entry may be written without the dash."""

FreeValue = TypeAliasType(
    "FreeValue",
    Annotated[
        "str | tuple[FreeValue, ...] | dict[str, FreeValue] | None",
        BeforeValidator(_free),
        WithJsonSchema({}),
    ],
)
"""Any value, kept as the author spelt it; see ``core_value`` for its type."""


def core_value(text: str) -> str | int | float | bool | None:
    """Type a free-form scalar by the core rules of YAML 1.2.

    This is the one place where a spelling becomes a number, a truth value or null.
    Numbers that are not finite stay text, because no report can carry them.

    >>> [core_value(text) for text in ("3e-4", "400", "true", "no", "~", "1.10", "0o17")]
    [0.0003, 400, True, 'no', None, 1.1, 15]
    """
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text
