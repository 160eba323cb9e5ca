"""The reference list: its entries as text, Markdown and HTML.

The style is our own and numeric: authors, title, container in italics, volume, pages,
year, DOI. More than six authors are cut to five and *et al.*
"""

from replicard.render.citations.library import Entry, Name, address_of, entry_of
from replicard.render.citations.numbers import Numbering
from replicard.render.typeset import to_html, to_markdown, to_text
from replicard_schema.report import NumberedReference, Span, SpanStyle

_MOST_AUTHORS, _SHOWN_AUTHORS = 6, 5
_CLOSED = ("?", "!", ".")


def numbered_references(numbering: Numbering) -> tuple[NumberedReference, ...]:
    """Return the entries of a reference list in the order of their numbers."""
    found = []
    for doi, number in sorted(numbering.items(), key=lambda pair: pair[1]):
        entry = entry_of(doi)
        found.append(
            NumberedReference(
                number=number,
                key=entry["id"],
                spans=_formatted(entry),
                doi=entry["DOI"],
                record=entry,
            )
        )
    return tuple(found)


def reference_markdown(reference: NumberedReference) -> str:
    """Write an entry in Markdown, without its number."""
    return to_markdown(with_address(reference))


def reference_html(reference: NumberedReference) -> str:
    """Write an entry in HTML, without its number."""
    return to_html(with_address(reference))


def reference_text(reference: NumberedReference) -> str:
    """Write an entry as plain text, without its number."""
    return to_text(with_address(reference))


def with_address(reference: NumberedReference) -> tuple[Span, ...]:
    """Return the spans of an entry, and its address as a link."""
    if reference.doi is None:
        return reference.spans
    link = Span(text=address_of(reference.doi), style=SpanStyle.LINK)
    return (*reference.spans, Span(text=" "), link)


def _formatted(entry: Entry) -> tuple[Span, ...]:
    if "title" not in entry:
        return (Span(text="Record at"),)
    title = entry["title"]
    head = f"{_authors(entry['author'])}. {title}{'' if title.endswith(_CLOSED) else '.'} "
    container = entry.get("container-title") or entry.get("publisher", "")
    numbers = [entry.get("volume"), _range(entry.get("page"))]
    rest = ", ".join(number for number in numbers if number)
    year = entry["issued"]["date-parts"][0][0]
    return (
        Span(text=head.replace("et al..", "et al.")),
        Span(text=container, style=SpanStyle.ITALIC),
        Span(text=f" {rest} ({year})." if rest else f" ({year})."),
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
