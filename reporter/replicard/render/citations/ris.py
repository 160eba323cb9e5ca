"""References as RIS, which every reference manager reads.

A record is a run of lines ``TY  - JOUR``; the tags are those that EndNote, Zotero and
Mendeley agree on.
"""

import re
from collections.abc import Iterable, Iterator
from typing import cast

from replicard.render.citations.exports import year_of
from replicard.render.citations.library import Entry, Name, address_of
from replicard_schema.report import NumberedReference

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "paper-conference": "CONF",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "article": "UNPB",
    "software": "COMP",
    "dataset": "DATA",
    "webpage": "ELEC",
}
_BREAKS = re.compile(r"\s+")


def references_ris(references: Iterable[NumberedReference]) -> str:
    """Write references as RIS in UTF-8, in the order of the list."""
    return "\n".join(
        "\n".join(_lines(cast("Entry", reference.record), reference.key)) + "\n"
        for reference in references
    )


def _lines(entry: Entry, key: str) -> Iterator[str]:
    first, last = _pages(entry.get("page", ""))
    year = year_of(entry)
    yield _line("TY", _TYPES.get(entry["type"], "GEN"))
    for name in entry.get("author", []):
        yield _line("AU", _person(name))
    for name in entry.get("editor", []):
        yield _line("ED", _person(name))
    fields = {
        "PY": None if year is None else str(year),
        "TI": entry.get("title"),
        "T2": entry.get("container-title"),
        "JO": entry.get("container-title") if entry["type"] == "article-journal" else None,
        "VL": entry.get("volume"),
        "IS": entry.get("issue"),
        "SP": first,
        "EP": last,
        "PB": entry.get("publisher"),
        "ET": entry.get("edition"),
        "DO": entry.get("DOI"),
        "UR": entry.get("URL") or (address_of(entry["DOI"]) if "DOI" in entry else None),
        "ID": key,
    }
    yield from (_line(tag, value) for tag, value in fields.items() if value)
    yield _line("ER", "")


def _line(tag: str, value: str) -> str:
    """Write one field; a line break in a value would begin another."""
    return f"{tag}  - {_BREAKS.sub(' ', value).strip()}"


def _person(name: Name) -> str:
    """Write a name; a comma parts family and given name, so a group has none."""
    if "literal" in name:
        return name["literal"].replace(",", "")
    parts = (name["family"].replace(",", ""), name.get("given", "").replace(",", ""))
    return ", ".join(part for part in parts if part)


def _pages(pages: str) -> tuple[str | None, str | None]:
    first, _, last = pages.replace("–", "-").partition("-")
    return first.strip() or None, last.strip() or None
