"""Formatting records with the style processor (citeproc-py), entry by entry.

Nothing is written as HTML: the processor gets a formatter that leaves marks, which become
spans. What it does not do is done here: years with letters, names that tell two papers
apart, and the number of an entry as a field of its own.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from replicard.render.citations.library import Entry
from replicard.render.citations.mending import mended
from replicard.render.citations.runs import (
    characters,
    marked,
    marked_tags,
    plain,
    spans,
    typographic,
    unbroken,
)
from replicard.render.citations.style import CitationStyle, StyleError
from replicard_schema.report import Span, SpanStyle

_NS = {"cs": "http://purl.org/net/xbiblio/csl"}
_TAGGABLE = {"title", "container-title", "collection-title", "title-short"}


class _Year(int):
    """A year that is written with a letter behind it."""

    letter = ""

    def __abs__(self) -> "_Year":
        return self

    def __str__(self) -> str:
        return f"{int(self)}{self.letter}"


class _Marks:
    """What the processor calls to write text and styles."""

    @staticmethod
    def preformat(text: object) -> Any:  # noqa: ANN401 - a string type of the processor
        from citeproc.string import String  # noqa: PLC0415 - with the processor

        return String(str(text))

    @staticmethod
    def _in(style: SpanStyle, text: object) -> Any:  # noqa: ANN401 - as above
        return _Marks.preformat(marked(str(text), style))

    @staticmethod
    def Italic(text: object) -> Any:  # noqa: ANN401, N802 - the processor asks for this name
        return _Marks._in(SpanStyle.ITALIC, text)

    @staticmethod
    def Bold(text: object) -> Any:  # noqa: ANN401, N802 - as above
        return _Marks._in(SpanStyle.BOLD, text)

    @staticmethod
    def Superscript(text: object) -> Any:  # noqa: ANN401, N802 - as above
        return _Marks._in(SpanStyle.RAISED, text)

    Oblique = Italic
    Light = Underline = Subscript = SmallCaps = preformat


class Processor:
    """The records of one text in one style, in the order in which they are first cited.

    Raises
    ------
    StyleError
        Of any method, if the style asks for something that cannot be done.
    """

    def __init__(self, style: CitationStyle, records: Sequence[Entry]) -> None:
        self.style = style
        self._records = {str(record["id"]).lower(): record for record in records}
        self._letters: dict[str, str] = {}
        # The processor asks what was cited before; here nothing ever was.
        self._citation = style.root.citation
        self._citation.cites = []
        self._bibliography = self._registered(records)
        with _style_errors(style):
            self._bibliography.sort()

    @property
    def order(self) -> tuple[str, ...]:
        """Ids of the records in the order of the reference list."""
        return tuple(str(self._records[key]["id"]) for key in self._bibliography.keys)

    def entry_label(self, key: str) -> str:
        """Return what stands before an entry, such as ``1.``; empty if the style wants nothing."""
        layouts = self.style.root.bibliography.findall("cs:layout", _NS)
        with _style_errors(self.style):
            return plain(self._written(layouts[1], key)).strip() if len(layouts) > 1 else ""

    def entry(self, key: str) -> tuple[Span, ...]:
        """Return an entry without its label."""
        layout = self.style.root.bibliography.layout
        with _style_errors(self.style):
            text = self._written(layout, key)
        in_quote = self.style.root.get_locale_option("punctuation-in-quote").lower() == "true"
        return spans(mended(characters(text), punctuation_in_quote=in_quote))

    def label(self, key: str) -> str:
        """Return what stands for one record in a citation, with marks, without brackets."""
        layout = self.style.root.citation.layout
        with _style_errors(self.style):
            layout.repressed = {}
            return str(layout.render_children(self._item(key)) or "")

    def sorted(self, keys: Sequence[str]) -> list[str]:
        """Return keys in the order in which the style wants them in a citation."""
        citation = self.style.root.citation
        rules = citation.xpath_search("./cs:sort")
        if not rules or len(keys) == 1:
            return list(keys)
        with _style_errors(self.style):
            items = rules[0].sort([self._item(key) for key in keys], citation.layout)
        return [str(self._records[item.key]["id"]) for item in items]

    def reference(self, key: str) -> Any:  # noqa: ANN401 - the processor has no types
        """Return the record as the processor holds it."""
        return self._item(key).reference

    def with_initials(self, name: Mapping[str, str]) -> str:
        """Return a family name with its initials, in the order of names in citations."""
        found = self.style.root.xpath_search(".//cs:citation//cs:name | .//cs:macro//cs:name")
        elements = [self.style.root.citation, self.style.root, *found]
        stated = (element.get("initialize-with") for element in elements)
        points = next((points for points in stated if points is not None), ". ")
        letters = [part[0] for part in name["given"].replace("-", " ").split() if part[0].isupper()]
        initials = points.join([*letters, ""]).strip() or name["given"]
        if any(e.get("name-as-sort-order") for e in elements[:2]):
            return f"{name['family']} {initials}"
        return f"{initials} {name['family']}"

    def letter(self, key: str) -> str:
        """Return the letter behind the year of a record; empty if it has none."""
        return self._letters.get(key.lower(), "")

    def with_letter(self, key: str, letter: str) -> None:
        """Write the year of a record with a letter from now on."""
        self._letters[key.lower()] = letter
        reference = self.reference(key)
        if self.style.root.xpath_search(".//cs:text[@variable='year-suffix']"):
            reference["year_suffix"] = letter
        elif isinstance(issued := reference.get("issued"), dict) and "year" in issued:
            year = _Year(issued["year"])
            year.letter = letter
            issued["year"] = year

    @contextmanager
    def showing(self, names: int) -> Iterator[None]:
        """Show so many names before *et al.* as long as this lasts."""
        elements = [
            self.style.root.citation,
            *self.style.root.xpath_search(".//cs:macro//cs:name | .//cs:citation//cs:name"),
        ]
        before = [dict(element.attrib) for element in elements]
        for element in elements:
            element.attrib["et-al-use-first"] = str(names)
        try:
            yield
        finally:
            for element, attributes in zip(elements, before, strict=True):
                element.attrib.clear()
                element.attrib.update(attributes)

    def _written(self, layout: Any, key: str) -> str:  # noqa: ANN401 - as above
        layout.repressed = {}
        text = layout.render_children(self._item(key))
        return str(layout.format(layout.wrap(text))) if text is not None else ""

    def _item(self, key: str) -> Any:  # noqa: ANN401 - as above
        keys: list[str] = self._bibliography.keys
        return self._bibliography.items[keys.index(key.lower())]

    def _prepared(self, record: Entry) -> dict[str, Any]:
        found = _known(record)
        is_shortened = self.style.root.get("page-range-format", "expanded") != "expanded"
        if is_shortened and "." in found.get("page", ""):
            # The processor would shorten 32.1-32.11 to 32.1-1.
            found["page"] = unbroken(found["page"])
        return found

    def _registered(self, records: Sequence[Entry]) -> Any:  # noqa: ANN401 - as above
        from citeproc import (  # noqa: PLC0415 - costs 40 ms
            Citation,
            CitationItem,
            CitationStylesBibliography,
        )
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415 - as above

        source = CiteProcJSON([self._prepared(record) for record in records])
        bibliography = CitationStylesBibliography(self.style.document, source, _Marks)
        for record in records:
            bibliography.register(Citation([CitationItem(str(record["id"]))]))
        return bibliography


def _known(record: Entry) -> dict[str, Any]:
    """Return what the processor knows of a record, with marks for tagged words."""
    from citeproc import DATES, NAMES, VARIABLES  # noqa: PLC0415 - costs 40 ms

    known = {"id", "type", *(variable.replace("_", "-") for variable in VARIABLES)}
    structured = {name.replace("_", "-") for name in (*NAMES, *DATES)}
    found: dict[str, Any] = {}
    for key, value in record.items():
        if key in structured:
            found[key] = _people(value) if isinstance(value, list) else value
        elif key in known and isinstance(value, str | int | float):
            text = typographic(str(value))
            found[key] = marked_tags(text) if key in _TAGGABLE else str(value)
    return found


def _people(names: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{part: typographic(text) for part, text in name.items()} for name in names]


@contextmanager
def _style_errors(style: CitationStyle) -> Iterator[None]:
    """Turn whatever the processor raises into one sentence.

    A style is a program; a wrong one makes the processor fail in ways that it does not
    name.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        kind = type(error).__name__
        raise StyleError(f"{style.name}: the style cannot be used: {kind}: {error}") from error
