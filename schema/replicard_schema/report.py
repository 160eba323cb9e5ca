"""Report: everything that is rendered, judged and assembled, as data only.

Clock, user and environment never enter here on their own, so that the same card and
evidence give the same bytes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Literal

from pydantic import Field, JsonValue

from replicard_schema.base import Document
from replicard_schema.card import Card
from replicard_schema.checklist import Kind
from replicard_schema.evidence import Evidence
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Origin, Verdict


class ReportPlace(Document):
    """A section of the supplementary report."""

    anchor: str
    """Id of the section in ``report.html``, to link to."""
    title: str
    """The section in words, such as ``model nuclei``."""


class Answer(Document):
    """One value that answers a checklist item."""

    field: str
    """Dotted path in the card or, for a computed value, in the evidence."""
    value: str
    """The value in words."""
    origin: Origin
    place: str
    """Where it stands: a line of the card, or a part of the evidence or report."""
    section: ReportPlace | None = None
    """Section of the report that shows it."""


class Gap(Document):
    """A field whose value would complete an answer, and the question to ask for it."""

    field: str
    question: str
    example: str | None = None
    """An answer as it could stand in the card."""


class OpenQuestion(Document):
    """Something the author has not answered yet."""

    field: str
    """Field of the card that would hold the answer."""
    question: str
    example: str | None = None
    """An answer as it could stand in the card."""
    items: tuple[str, ...]
    """Checklist items that the answer would close, as ``L03`` or, where several checklists
    are answered, as ``laine-2021/L03``."""
    level: str
    """Highest level among these items."""


class ItemResult(Document):
    """Verdict on one checklist item."""

    id: str
    section: str
    level: str
    text: str
    """What the item asks for."""
    verdict: Verdict
    answers: tuple[Answer, ...] = ()
    reason: str | None = None
    """Why it does not apply, or why it is only partly answered."""
    gaps: tuple[Gap, ...] = ()
    """What would answer the rest; none if there is no field for it."""

    @property
    def open_fields(self) -> tuple[str, ...]:
        """Card fields that would answer what is missing."""
        return tuple(gap.field for gap in self.gaps)


class Tally(Document):
    """How many items of a level, of a section or in all got each verdict."""

    name: str
    """Level or section; empty for all items."""
    items: int
    verdicts: dict[Verdict, int]
    """Number of items by verdict; every verdict is listed."""
    origins: dict[Origin, int]
    """Number of items with an answer of each origin; an item can have several."""


class ChecklistResult(Document):
    """One checklist, answered from card and evidence."""

    id: str
    title: str
    source_title: str
    source_doi: str | None = None
    licence_note: str
    kind: Kind | None = None
    """What it is about."""
    restated: bool = False
    """Whether it prepares for a form or list whose wording is not reproduced here."""
    note: str | None = None
    """Anything that a reader needs to understand it."""
    levels: dict[str, str]
    """Meaning of each level."""
    items: tuple[ItemResult, ...]

    def counts(self) -> dict[Verdict, int]:
        """Return how many items got each verdict; every verdict is listed."""
        return self.tally().verdicts

    @property
    def is_complete(self) -> bool:
        """Whether every item is reported or does not apply."""
        counts = self.counts()
        return not (counts[Verdict.MISSING] or counts[Verdict.PARTLY])

    def tally(self) -> Tally:
        """Count all items."""
        return _tally("", self.items)

    def by_level(self) -> tuple[Tally, ...]:
        """Count the items of each level that has any, most important level first."""
        return _tallies(((item.level, item) for item in self.items), tuple(self.levels))

    def by_section(self) -> tuple[Tally, ...]:
        """Count the items of each section, in the order of the checklist."""
        names = tuple(dict.fromkeys(item.section for item in self.items))
        return _tallies(((item.section, item) for item in self.items), names)


def _tallies(named: Iterable[tuple[str, ItemResult]], names: Sequence[str]) -> tuple[Tally, ...]:
    groups: dict[str, list[ItemResult]] = {name: [] for name in names}
    for name, item in named:
        groups[name].append(item)
    return tuple(_tally(name, items) for name, items in groups.items() if items)


def _tally(name: str, items: Sequence[ItemResult]) -> Tally:
    verdicts = Counter(item.verdict for item in items)
    origins = Counter(origin for item in items for origin in {a.origin for a in item.answers})
    return Tally(
        name=name,
        items=len(items),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        origins={origin: origins[origin] for origin in Origin},
    )


class Source(Document):
    """A field that a sentence took a fact from."""

    field: str
    """Dotted path in the card, or in the evidence."""
    origin: Origin
    place: str | None = None
    """Line of the card, where a stated value stands in one."""


class SpanStyle(StrEnum):
    """How a span of text is set."""

    PLAIN = "plain"
    ITALIC = "italic"
    BOLD = "bold"
    RAISED = "raised"
    LINK = "link"
    """The text is a web address."""
    CITATION = "citation"


class LabelPart(Document):
    """A part of the label of a citation."""

    text: str
    key: str | None = None
    """Key of the reference that it stands for; None for what parts and joins."""


class Span(Document):
    """A run of text with one style, before it is written in any format."""

    text: str
    """What a reader sees."""
    style: SpanStyle = SpanStyle.PLAIN
    keys: tuple[str, ...] = ()
    """Keys of the references that a citation names."""
    label: tuple[LabelPart, ...] = ()
    """The text of a citation, in parts."""
    is_raised: bool = False
    """Whether the label of a citation stands above the line."""


class Sentence(Document):
    """One sentence of the methods text."""

    spans: tuple[Span, ...]
    sources: tuple[Source, ...]

    @property
    def text(self) -> str:
        """The sentence as a reader sees it."""
        return "".join(span.text for span in self.spans)


class Paragraph(Document):
    """Sentences that belong together."""

    title: str | None = None
    """What it is about, as plain text, where several paragraphs must be told apart."""
    sentences: tuple[Sentence, ...] = Field(min_length=1)


class MethodsSection(Document):
    """A part of a text, with a heading where there are several."""

    title: str | None
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)


class NumberedReference(Document):
    """An entry of the reference list."""

    number: int = Field(gt=0)
    key: str
    """Citation key, as in the BibTeX file."""
    label: str = ""
    """What stands before the entry, such as ``1.`` or ``[1]``; empty where citations name
    author and year."""
    spans: tuple[Span, ...]
    """The formatted entry, with the address of the work where the style shows it."""
    doi: str | None = None
    record: dict[str, JsonValue] = {}
    """Bibliographic record in CSL-JSON."""

    @property
    def text(self) -> str:
        """The formatted entry as a reader sees it."""
        return "".join(span.text for span in self.spans)


class MethodsText(Document):
    """The methods section or another text, sentence by sentence, with its references."""

    title: str = "Methods"
    """Heading over the whole text."""
    language: Literal["en-GB", "en-US"] = "en-GB"
    """Spelling of our own words."""
    sections: tuple[MethodsSection, ...]
    references: tuple[NumberedReference, ...] = ()

    def paragraphs(self) -> Iterator[tuple[MethodsSection, Paragraph]]:
        """Yield each paragraph with the section it belongs to."""
        for section in self.sections:
            for paragraph in section.paragraphs:
                yield section, paragraph

    def sentences(self) -> Iterator[Sentence]:
        """Yield all sentences in order."""
        for _, paragraph in self.paragraphs():
            yield from paragraph.sentences


class TextKind(StrEnum):
    """Texts for a manuscript; the name is that of the file, too."""

    METHODS = "methods"
    SHORT = "methods-short"
    SUPPLEMENT = "methods-supplement"
    """What was moved out of the short text."""
    DATA = "data-availability"
    CODE = "code-availability"
    LEGENDS = "legends"
    ACKNOWLEDGEMENTS = "acknowledgements"


class Report(Document):
    """All that is shown to a reader."""

    card: Card
    evidence: Evidence
    evidence_sha256: str
    """SHA-256 of the evidence file."""
    findings: tuple[Finding, ...]
    """Sorted by severity."""
    open_questions: tuple[OpenQuestion, ...]
    """Most important first."""
    checklists: tuple[ChecklistResult, ...]
    methods: MethodsText
    texts: dict[TextKind, MethodsText] = {}
    """Further texts; one that would be empty is left out."""
