"""The references of one text: which record each is, its citations and its list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from replicard.render.citations.engine import Processor
from replicard.render.citations.labels import Labels
from replicard.render.citations.library import Entry, address_of, entry_of, is_known
from replicard.render.citations.style import CitationStyle
from replicard.render.citations.styles import default_style
from replicard.render.marks import Piece, Style
from replicard_schema.report import NumberedReference, Span, SpanStyle

KEY = "key:"
"""What a reference begins with that is no DOI, but a key of a bibliography file."""


@dataclass(frozen=True, slots=True)
class Citations:
    """How a text cites, and what is known beside the library.

    Attributes
    ----------
    style
        Citation style; by default our own, which is not read before a text cites.
    records
        Records of an author's bibliography or of registries, by what the card calls
        them in lower case: a DOI, or ``key:`` and a citation key.
    """

    style: CitationStyle | None = None
    records: Mapping[str, Entry] = field(default_factory=dict)
    _written: dict[str, tuple[Span, ...]] = field(default_factory=dict, compare=False, repr=False)

    def written(self, key: str, write: Callable[[], tuple[Span, ...]]) -> tuple[Span, ...]:
        """Return an entry, written once for all texts that are made with these citations.

        Texts of a limited length are made again for each sentence that leaves them.
        """
        if key not in self._written:
            self._written[key] = write()
        return self._written[key]

    def entry(self, reference: str) -> Entry:
        """Return the record of a reference; of an unknown one, just what it is called.

        The library comes first, because its records were compared with their source.
        """
        if is_known(reference):
            return entry_of(reference)
        known = self.records.get(reference.lower())
        if known is not None:
            return known
        if reference.startswith(KEY):
            return Entry(id=reference.removeprefix(KEY), type="document")
        return entry_of(reference)


DEFAULT_CITATIONS = Citations()
"""Our own style and the library."""


def cited_references(pieces: Iterable[Piece]) -> list[str]:
    """Return what a text cites, in the order of first citation; capitals do not matter."""
    cited = (name for piece in pieces if piece.style is Style.CITATION for name in names_of(piece))
    return list(dict.fromkeys(cited))


def names_of(piece: Piece) -> list[str]:
    """Return the references of a citation."""
    return piece.text.lower().split()


class ReferenceList:
    """The references of a text in one style.

    Parameters
    ----------
    cited
        What the text cites, in the order of first citation: DOIs and keys.
    citations
        How it cites.
    """

    def __init__(self, cited: Sequence[str], citations: Citations) -> None:
        self._citations = citations
        found = {name: citations.entry(name) for name in dict.fromkeys(map(str.lower, cited))}
        self._keys, self._records = _distinct(found)

    def citation(self, names: Iterable[str]) -> Span:
        """Write a citation of one or several references."""
        return self._labels.citation([self._keys[name.lower()] for name in names])

    def entries(self, *, without: Iterable[str] = ()) -> tuple[NumberedReference, ...]:
        """Return the entries of the list, in its order, apart from some of them."""
        left_out = {self._keys[name.lower()] for name in without}
        if not self._records.keys() - left_out:
            return ()
        order = self._processor.order
        # Asked for first, because citations decide which years have letters.
        _ = self._labels
        return tuple(
            self._reference(number, key)
            for number, key in enumerate(order, start=1)
            if key not in left_out
        )

    def _reference(self, number: int, key: str) -> NumberedReference:
        record = self._records[key]
        spans = self._spans(key, record)
        label = self._processor.entry_label(key)
        return NumberedReference(
            number=number, key=key, label=label, spans=spans, doi=record.get("DOI"), record=record
        )

    def _spans(self, key: str, record: Entry) -> tuple[Span, ...]:
        if "title" not in record:
            return _unknown(record)
        # Its year may have a letter in this text.
        name = f"{key} {self._processor.letter(key)}"
        return self._citations.written(name, lambda: self._processor.entry(key))

    @cached_property
    def _processor(self) -> Processor:
        style = self._citations.style or default_style()
        return Processor(style, [_titled(record) for record in self._records.values()])

    @cached_property
    def _labels(self) -> Labels:
        untitled = {
            k: _name(record) for k, record in self._records.items() if "title" not in record
        }
        return Labels(self._processor, names=untitled)


def _distinct(found: Mapping[str, Entry]) -> tuple[dict[str, str], dict[str, Entry]]:
    """Give each work one key of its own; a work cited by DOI and by key is one work."""
    keys: dict[str, str] = {}
    records: dict[str, Entry] = {}
    by_doi: dict[str, str] = {}
    for name, record in found.items():
        doi = record.get("DOI", "").lower()
        if doi and doi in by_doi:
            keys[name] = by_doi[doi]
            continue
        key = _free(record["id"], {known.lower() for known in records})
        keys[name] = key
        records[key] = record if key == record["id"] else Entry(**{**record, "id": key})
        if doi:
            by_doi[doi] = key
    return keys, records


def _free(key: str, taken: set[str]) -> str:
    number, free = 1, key
    while free.lower() in taken:
        number += 1
        free = f"{key}-{number}"
    return free


def _titled(record: Entry) -> Entry:
    """Return a record that the processor can sort."""
    return record if "title" in record else Entry(**{**record, "title": _name(record)})


def _name(record: Entry) -> str:
    return record.get("DOI", record["id"])


def _unknown(record: Entry) -> tuple[Span, ...]:
    """Write an entry of which nothing is known but where its record is."""
    if "DOI" not in record:
        return (Span(text=f"Record {record['id']}"),)
    return (Span(text="Record at "), Span(text=address_of(record["DOI"]), style=SpanStyle.LINK))
