"""The reference list: formatted entries, BibTeX and CSL-JSON.

The style is our own and numeric: authors, title, container in italics, volume, pages,
year, DOI. More than six authors are cut to five and *et al.*
"""

import json
import re
from collections.abc import Iterable

from replicard.render.marks import Piece, Style
from replicard.render.references.library import Entry, Name, address_of, entry_of
from replicard.render.typeset import Numbering, to_html, to_markdown, to_text
from replicard_schema.report import NumberedReference

_MOST_AUTHORS, _SHOWN_AUTHORS = 6, 5
_BIBTEX_TYPES = {
    "article-journal": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
    "article": ("misc", "howpublished"),
}
_BIBTEX_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_BIBTEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_CLOSED = ("?", "!", ".")


def numbered_references(numbering: Numbering) -> tuple[NumberedReference, ...]:
    """Return the entries of a reference list in the order of their numbers."""
    found = []
    for doi, number in sorted(numbering.items(), key=lambda pair: pair[1]):
        entry = entry_of(doi)
        text = to_text(_formatted(entry), {})
        found.append(NumberedReference(number=number, key=entry["id"], text=text, doi=entry["DOI"]))
    return tuple(found)


def reference_markdown(reference: NumberedReference) -> str:
    """Write an entry in Markdown, without its number."""
    return to_markdown(_pieces(reference), {})


def reference_html(reference: NumberedReference) -> str:
    """Write an entry in HTML, without its number."""
    return to_html(_pieces(reference), {})


def references_csl_json(references: Iterable[NumberedReference]) -> str:
    """Write the references as CSL-JSON, which reference managers and pandoc read."""
    entries = [entry_of(reference.doi) for reference in references if reference.doi]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def references_bibtex(references: Iterable[NumberedReference]) -> str:
    """Write the references as BibTeX in UTF-8."""
    return "\n".join(_bibtex(entry_of(r.doi)) for r in references if r.doi)


def _pieces(reference: NumberedReference) -> tuple[Piece, ...]:
    if reference.doi is None:
        return (Piece(reference.text),)
    return _formatted(entry_of(reference.doi))


def _formatted(entry: Entry) -> tuple[Piece, ...]:
    link = Piece(address_of(entry["DOI"]), style=Style.LINK)
    if "title" not in entry:
        return (link,)
    title = entry["title"]
    head = f"{_authors(entry['author'])}. {title}{'' if title.endswith(_CLOSED) else '.'} "
    container = entry.get("container-title") or entry.get("publisher", "")
    numbers = [entry.get("volume"), _range(entry.get("page"))]
    rest = ", ".join(number for number in numbers if number)
    year = entry["issued"]["date-parts"][0][0]
    return (
        Piece(head.replace("et al..", "et al.")),
        Piece(container, style=Style.ITALIC),
        Piece(f" {rest} ({year}). " if rest else f" ({year}). "),
        link,
    )


def _authors(names: list[Name]) -> str:
    shown = names if len(names) <= _MOST_AUTHORS else names[:_SHOWN_AUTHORS]
    text = ", ".join(_author(name) for name in shown)
    return text if len(shown) == len(names) else f"{text} et al."


def _author(name: Name) -> str:
    if "literal" in name:
        return name["literal"]
    return f"{name['family']} {name['given'].replace('. ', '').replace('.', '')}"


def _range(pages: str | None) -> str | None:
    return None if pages is None else pages.replace("-", "–")


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
        "doi": _escaped(entry["DOI"]),
        "url": None if "title" in entry else _escaped(address_of(entry["DOI"])),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value is not None]
    return "\n".join([f"@{kind}{{{entry['id']},", *lines, "}", ""])


def _bibtex_author(name: Name) -> str:
    if "literal" in name:
        return f"{{{_escaped(name['literal'])}}}"
    return f"{_escaped(name['family'])}, {_escaped(name['given'])}"


def _optional(text: str | None) -> str | None:
    return None if text is None else _escaped(text)


def _escaped(text: str) -> str:
    """Escape what BibTeX and LaTeX take for commands."""
    return _BIBTEX_SPECIAL.sub(lambda found: _BIBTEX_ESCAPES.get(found[0], f"\\{found[0]}"), text)
