"""Dates as far as they are known: a year, a month, or a day."""

import datetime as dt
import re
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from replicard_schema.scalars import pattern_schema, problem, shown

_FORM = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?")
_HINT = "write a year, month or day such as 2020, 2020-03 or 2020-03-15"
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def _partial_date(value: object) -> object:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, (dt.date, int)) and not isinstance(value, bool):
        value = str(value)
    found = _FORM.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise problem("date", f"expected a date, got {shown(value)}", hint=_HINT)
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        message = f"{shown(value)} is not between {_FIRST_YEAR} and {_LAST_YEAR}"
        raise problem("date", message, hint=_HINT)
    try:
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        message = f"{shown(value)} is not in the calendar: {error}"
        raise problem("date", message, hint=_HINT) from error
    parts = (f"{year:04}", month and f"{month:02}", day and f"{day:02}")
    return "-".join(part for part in parts if part)


PartialDate: TypeAlias = Annotated[
    str,
    BeforeValidator(_partial_date),
    WithJsonSchema(
        pattern_schema(
            ["string", "integer"],
            r"^\s*(?:19|20|21)[0-9]{2}(?:[-/][0-9]{1,2}(?:[-/][0-9]{1,2})?)?\s*$",
            "a date such as 2020, 2020-03 or 2020-03-15",
            minimum=_FIRST_YEAR,
            maximum=_LAST_YEAR,
            examples=["2020", "2020-03", "2020-03-15"],
        )
    ),
]
"""A date in ISO 8601, as exact as it is known."""
