"""Checking records in CSL-JSON: what is known of them is kept, in one form."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from replicard_schema.text_policy import forbidden_character

Record = dict[str, JsonValue]

_TEXTS = (
    *("DOI", "URL", "title", "title-short", "container-title", "container-title-short"),
    *("collection-title", "volume", "issue", "page", "number", "edition", "version"),
    *("publisher", "publisher-place", "genre", "language", "ISBN", "event-title"),
)
_NAMES = ("author", "editor", "container-author", "translator")
_DATES = ("issued", "accessed")
_PARTS_OF_NAME = (
    *("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"),
)
_MOST_NAMES = 5_000
_LONGEST = 5_000
_DOI = re.compile(
    r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S{1,300})", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_YEAR = re.compile(r"-?[0-9]{1,4}")
_TYPES = {
    # Names that registries use beside those of CSL.
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "monograph": "book",
}


class RecordError(ValueError):
    """A record that cannot be used; the message says why, as the end of a sentence."""


def checked(value: object, *, default_id: str | None = None) -> Record:
    """Return a record with what is known of it, in one form.

    Parameters
    ----------
    value
        One item of CSL-JSON.
    default_id
        Citation key of an item without one.

    Raises
    ------
    RecordError
        If it is no item, or a part that matters has the wrong form.
    """
    if not isinstance(value, Mapping):
        raise RecordError("it is not a mapping")
    key = value.get("id", default_id)
    if not isinstance(key, str | int) or not str(key).strip():
        raise RecordError("it has no id")
    kind = value.get("type", "document")
    if not isinstance(kind, str):
        raise RecordError("its type is not a text")
    record: Record = {"id": str(key).strip(), "type": _TYPES.get(kind, kind)}
    record |= dict(_texts(value))
    for name in _NAMES:
        if value.get(name):
            record[name] = [dict(person) for person in _people(value[name], name)]
    for name in _DATES:
        if value.get(name):
            record[name] = _date(value[name], name)
    return record


def _texts(value: Mapping[object, object]) -> Iterator[tuple[str, JsonValue]]:
    for name in _TEXTS:
        found = value.get(name)
        if isinstance(found, list) and len(found) == 1:
            found = found[0]  # Crossref's own form of titles
        if found is None or found in ("", []):
            continue
        if not isinstance(found, str | int | float) or isinstance(found, bool):
            raise RecordError(f"its {name} is not a text")
        text = clean(str(found), name)
        if name == "DOI":
            doi = _DOI.fullmatch(text)
            if doi is None:
                raise RecordError("its DOI is not a DOI")
            text = doi[1]
        if name == "URL" and _ADDRESS.fullmatch(text) is None:
            continue
        if text:
            yield name, text


def clean(text: str, name: str) -> str:
    """Return a text on one line, with characters in place of entities.

    Raises
    ------
    RecordError
        If it is too long or holds a character that no text may hold.
    """
    one_line = " ".join(html.unescape(text).split())
    if len(one_line) > _LONGEST:
        raise RecordError(f"its {name} has more than {_LONGEST:,} characters")
    found = forbidden_character(one_line)
    if found is not None:
        raise RecordError(f"its {name} holds {found[1]}")
    return one_line


def _people(value: object, name: str) -> Iterator[Record]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > _MOST_NAMES:
        raise RecordError(f"its {name} is not a list of names")
    for person in value:
        if not isinstance(person, Mapping):
            raise RecordError(f"its {name} is not a list of names")
        parts: Record = {
            part: clean(person[part], name)
            for part in _PARTS_OF_NAME
            if isinstance(person.get(part), str) and person[part].strip()
        }
        group = person.get("name")
        if isinstance(group, str) and not parts:
            parts = {"literal": clean(group, name)}
        if "literal" in parts:
            parts = {"literal": parts["literal"]}
        elif "given" in parts and "family" not in parts:
            parts = {"literal": parts["given"]}
        if parts:
            yield parts


def _date(value: object, name: str) -> JsonValue:
    if not isinstance(value, Mapping):
        raise RecordError(f"its {name} is not a date")
    given = value.get("date-parts")
    if isinstance(given, list) and given and isinstance(given[0], list) and given[0]:
        numbers = [str(part) for part in given[0][:3] if part is not None]
        if numbers and all(_YEAR.fullmatch(number) for number in numbers):
            return {"date-parts": [[int(number) for number in numbers]]}
    for form in ("raw", "literal"):
        text = value.get(form)
        if isinstance(text, str) and text.strip():
            return parsed_date(clean(text, name))
    raise RecordError(f"its {name} has no year")


def parsed_date(text: str) -> JsonValue:
    """Return a date written as 2020, 2020-05 or 2020-05-01; anything else as its words.

    >>> parsed_date("2020-05"), parsed_date("in press")
    ({'date-parts': [[2020, 5]]}, {'literal': 'in press'})
    """
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?(?:T.{0,40})?", text)
    if found is None:
        return {"literal": text}
    return {"date-parts": [[int(part) for part in found.groups() if part is not None]]}
