"""Our own check of a finished document: mandatory fields are there, and forms are kept.

It looks at what was written, not at how, and so finds what the writing overlooked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

WEB = r"https?://[^\s<>\"{}|\\^`]+"
ORCID = r"https://orcid\.org/[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]"
DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field of a document has to be.

    Attributes
    ----------
    path
        Keys from the outside in, parted by blanks; ``*`` stands for every element of a
        list.
    form
        Regular expression that a text has to match as a whole.
    is_required
        Whether it has to be there wherever what it stands in is.
    """

    path: str
    form: str = r"(?s).+"
    is_required: bool = True


def faults(document: JsonValue, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield what is wrong with a document, as sentences without a full stop.

    >>> list(faults({"title": "", "year": "24"}, [Rule("title"), Rule("year", "[0-9]{4}")]))
    ['title is missing', 'year has not the form that the format asks for']
    """
    for rule in rules:
        for place, value in _found(document, rule.path.split(), ()):
            if value in (None, "", [], {}):
                if rule.is_required:
                    yield f"{place} is missing"
            elif isinstance(value, str) and not re.fullmatch(rule.form, value):
                yield f"{place} has not the form that the format asks for"


def _found(
    value: JsonValue, keys: Sequence[str], place: tuple[str, ...]
) -> Iterator[tuple[str, JsonValue]]:
    if not keys:
        yield " ".join(place), value
        return
    key, *rest = keys
    if key == "*":
        for i, part in enumerate(value if isinstance(value, list) else ()):
            yield from _found(part, rest, (*place, str(i + 1)))
    elif isinstance(value, dict):
        if rest and key not in value:
            return  # What is not there lacks nothing; a rule of its own asks for it.
        yield from _found(value.get(key), rest, (*place, key))
