"""References as files for reference managers: BibTeX and CSL-JSON."""

import json
import re
from collections.abc import Iterable
from typing import cast

from replicard.render.citations.library import Entry, Name, address_of
from replicard_schema.report import NumberedReference

_BIBTEX_TYPES = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "book": ("book", "series"),
    "thesis": ("phdthesis", "series"),
    "report": ("techreport", "series"),
    "article": ("misc", "howpublished"),
}
_BIBTEX_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_UNSAFE_VERBATIM = re.compile(r"[{}\\\"]")
_BIBTEX_ESCAPES = {
    # BibTeX counts braces even behind a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def references_csl_json(references: Iterable[NumberedReference]) -> str:
    """Write references as CSL-JSON, which pandoc reads, too."""
    return json.dumps(_entries(references), ensure_ascii=False, indent=2) + "\n"


def references_bibtex(references: Iterable[NumberedReference]) -> str:
    """Write references as BibTeX in UTF-8."""
    return "\n".join(map(_bibtex, _entries(references)))


def _entries(references: Iterable[NumberedReference]) -> list[Entry]:
    return [cast("Entry", {**reference.record, "id": reference.key}) for reference in references]


def _bibtex(entry: Entry) -> str:
    kind, container = _BIBTEX_TYPES.get(entry["type"], ("misc", "howpublished"))
    year = year_of(entry)
    publisher = _optional(entry.get("publisher"))
    institution = {"thesis": "school", "report": "institution"}.get(entry["type"], "publisher")
    fields = {
        "author": " and ".join(map(_bibtex_author, entry.get("author", []))) or None,
        # Braces keep the capitals of names in a title.
        "title": f"{{{_escaped(entry['title'])}}}" if "title" in entry else None,
        container: _optional(entry.get("container-title")),
        "editor": " and ".join(map(_bibtex_author, entry.get("editor", []))) or None,
        "volume": _optional(entry.get("volume")),
        "number": _optional(entry.get("issue")),
        "pages": _optional(entry.get("page")),
        institution: publisher,
        "version": _optional(entry.get("version")),
        "year": None if year is None else str(year),
        "doi": _verbatim(entry["DOI"]) if "DOI" in entry else None,
        "url": _address(entry),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value is not None]
    return "\n".join([f"@{kind}{{{entry['id']},", *lines, "}", ""])


def year_of(entry: Entry) -> int | str | None:
    """Return the year of a record, if it has one."""
    parts = entry.get("issued", {}).get("date-parts")
    return parts[0][0] if parts and parts[0] else None


def _address(entry: Entry) -> str | None:
    """Return the address of a record where no other field leads to it."""
    if "URL" in entry:
        return _verbatim(entry["URL"])
    return _verbatim(address_of(entry["DOI"])) if "title" not in entry and "DOI" in entry else None


def _bibtex_author(name: Name) -> str:
    if "literal" in name:
        return f"{{{_escaped(name['literal'])}}}"
    family, given = _escaped(name["family"]), _escaped(name.get("given", ""))
    return f"{family}, {given}" if given else f"{{{family}}}"


def _optional(text: str | None) -> str | None:
    return None if text is None else _escaped(text)


def _verbatim(text: str) -> str:
    """Encode the few characters that would break an entry; the rest is read as it is."""
    return _UNSAFE_VERBATIM.sub(lambda found: f"%{ord(found[0]):02X}", text)


def _escaped(text: str) -> str:
    """Escape what BibTeX and LaTeX take for commands."""
    return _BIBTEX_SPECIAL.sub(lambda found: _BIBTEX_ESCAPES.get(found[0], f"\\{found[0]}"), text)
