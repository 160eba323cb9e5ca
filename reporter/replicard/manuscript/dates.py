"""Dates in a text, and how exact they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august",
           "september", "october", "november", "december")  # fmt: skip
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + "|sept"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_DAY}(?: of)? (?P<month>{_MONTH})\.?,? (?P<year>(?:19|20)\d\d)(?!\d)",
        rf"\b(?P<month>{_MONTH})\.? {_DAY},? (?P<year>(?:19|20)\d\d)(?!\d)",
        rf"\b(?P<month>{_MONTH})\.?,? (?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?![\d-])",
        r"(?<=\bin )(?P<year>(?:19|20)\d\d)(?![\d-]|\.\d)",
    )
)
_OCCASIONS: dict[str, str] = {
    "acquired": r"acquired|imaged|recorded|taken|collected",
    "obtained": r"obtained|downloaded|installed|accessed|cloned",
    "used": r"used|applied|run\b|accessed",
    "trained": r"trained|training|\brun\b",
    "inspected": r"inspected|checked|looked",
}
_MAX_APART = 60


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text, as ``2020``, ``2020-03`` or ``2020-03-15``."""

    date: str
    start: int
    end: int


def dates_in(text: str) -> Iterator[Dated]:
    """Find the dates of a text.

    >>> [each.date for each in dates_in("in March 2020, on 5 May 2021 and 2020-06-15")]
    ['2020-03', '2021-05-05', '2020-06-15']
    """
    found = [match for form in _FORMS for match in form.finditer(text)]
    end = -1
    for match in sorted(found, key=lambda each: (each.start(), -each.end())):
        parts = match.groupdict()
        month = _month(parts.get("month"))
        if match.start() < end or month is None:
            continue
        end = match.end()
        date = parts["year"] + (f"-{month:02}" if month else "")
        day = parts.get("day")
        yield Dated(f"{date}-{int(day):02}" if day else date, match.start(), match.end())


def _month(text: str | None) -> int | None:
    if text is None:
        return 0
    if text.isdigit():
        return int(text) if 1 <= int(text) <= len(_MONTHS) else None
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(text[:3].lower()))


def agree(one: str, other: str) -> bool:
    """Say whether one date is the other, or contains it.

    >>> agree("2020-03", "2020-03-15"), agree("2020-03", "2020-04")
    (True, False)
    """
    return f"{one}-".startswith(f"{other}-") or f"{other}-".startswith(f"{one}-")


def occasions_of(text: str, dated: Dated) -> frozenset[str]:
    """Return what happened on a date, by the verbs that stand before it."""
    before = text[max(0, dated.start - _MAX_APART) : dated.start]
    clause = re.split(r"[.;:]\s", before)[-1]
    if not re.search(r"\b(?:in|on|between|from|dates? from)\s?$", clause):
        return frozenset()
    found = (name for name, verbs in _OCCASIONS.items() if re.search(verbs, clause, re.IGNORECASE))
    return frozenset(found)
