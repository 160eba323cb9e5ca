"""Dates as far as they are known: a year, a month, or a day."""

import datetime
import re
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from replicard_schema.scalars import problem

_FORM = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?")
_EXPECTED = "expected a year, month or day such as 2020, 2020-03 or 2020-03-15"


def _partial_date(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return value
    found = _FORM.fullmatch(value.strip())
    if found is None:
        raise problem("date", f"{_EXPECTED}, got {value!r}")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        datetime.date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise problem("date", f"{value!r} is not in the calendar: {error}") from error
    return "-".join(
        part for part in (f"{year:04}", month and f"{month:02}", day and f"{day:02}") if part
    )


PartialDate: TypeAlias = Annotated[
    str,
    BeforeValidator(_partial_date),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": r"^\s*[0-9]{4}([-/][0-9]{1,2}([-/][0-9]{1,2})?)?\s*$",
            "minimum": 1000,
            "maximum": 9999,
            "examples": ["2020", "2020-03", "2020-03-15"],
        }
    ),
]
"""A date in ISO 8601, as exact as it is known."""
