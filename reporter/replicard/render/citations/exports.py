"""References as files for reference managers: BibTeX and CSL-JSON."""

import json
import re
from collections.abc import Iterable

from replicard.render.citations.library import Entry, Name, address_of, entry_of
from replicard_schema.report import NumberedReference

_BIBTEX_TYPES = {
    "article-journal": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
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
    return [entry_of(reference.doi) for reference in references if reference.doi]


def _bibtex(entry: Entry) -> str:
    kind, container = _BIBTEX_TYPES.get(entry["type"], ("misc", "howpublished"))
    year = entry["issued"]["date-parts"][0][0] if "issued" in entry else None
    fields = {
        "author": " and ".join(map(_bibtex_author, entry.get("author", []))) or None,
        # Braces keep the capitals of names in a title.
        "title": f"{{{_escaped(entry['title'])}}}" if "title" in entry else None,
        container: _optional(entry.get("container-title") or entry.get("publisher")),
        "volume": entry.get("volume"),
        "number": _optional(entry.get("issue")),
        "pages": _optional(entry.get("page")),
        "year": None if year is None else str(year),
        "doi": _verbatim(entry["DOI"]),
        "url": None if "title" in entry else _verbatim(address_of(entry["DOI"])),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value is not None]
    return "\n".join([f"@{kind}{{{entry['id']},", *lines, "}", ""])


def _bibtex_author(name: Name) -> str:
    if "literal" in name:
        return f"{{{_escaped(name['literal'])}}}"
    return f"{_escaped(name['family'])}, {_escaped(name['given'])}"


def _optional(text: str | None) -> str | None:
    return None if text is None else _escaped(text)


def _verbatim(text: str) -> str:
    """Encode the few characters that would break an entry; the rest is read as it is."""
    return _UNSAFE_VERBATIM.sub(lambda found: f"%{ord(found[0]):02X}", text)


def _escaped(text: str) -> str:
    """Escape what BibTeX and LaTeX take for commands."""
    return _BIBTEX_SPECIAL.sub(lambda found: _BIBTEX_ESCAPES.get(found[0], f"\\{found[0]}"), text)
