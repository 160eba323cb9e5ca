"""The reference list: its entries as text, Markdown and HTML.

The style is our own and numeric: authors, title, container in italics, volume, pages,
year, DOI. More than six authors are cut to five and *et al.*
"""

from replicard.render.citations.library import Entry, Name, address_of, entry_of
from replicard.render.marks import Piece, Style
from replicard.render.typeset import Numbering, to_html, to_markdown, to_text
from replicard_schema.report import NumberedReference

_MOST_AUTHORS, _SHOWN_AUTHORS = 6, 5
_CLOSED = ("?", "!", ".")


def numbered_references(numbering: Numbering) -> tuple[NumberedReference, ...]:
    """Return the entries of a reference list in the order of their numbers."""
    found = []
    for doi, number in sorted(numbering.items(), key=lambda pair: pair[1]):
        entry = entry_of(doi)
        text = to_text(_formatted(entry)[:-1], {})
        found.append(NumberedReference(number=number, key=entry["id"], text=text, doi=entry["DOI"]))
    return tuple(found)


def reference_markdown(reference: NumberedReference) -> str:
    """Write an entry in Markdown, without its number."""
    return to_markdown(_pieces(reference), {})


def reference_html(reference: NumberedReference) -> str:
    """Write an entry in HTML, without its number."""
    return to_html(_pieces(reference), {})


def _pieces(reference: NumberedReference) -> tuple[Piece, ...]:
    if reference.doi is None:
        return (Piece(reference.text),)
    return _formatted(entry_of(reference.doi))


def _formatted(entry: Entry) -> tuple[Piece, ...]:
    link = Piece(address_of(entry["DOI"]), style=Style.LINK)
    if "title" not in entry:
        return (Piece("Record at "), link)
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
