"""The methods text: prose from card and evidence, each sentence with its sources.

Nothing here decides what is said: the templates do. This module renders them, and turns
what they print into sections, paragraphs and sentences with numbered references.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from replicard.render.citations import (
    DEFAULT_CITATIONS,
    Citations,
    ReferenceList,
    cited_references,
)
from replicard.render.marks import Piece
from replicard.render.methods.blocks import Block, blocks_of, rendered
from replicard.render.methods.sentences import Language, drafted, sentence
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsSection, MethodsText, Paragraph

METHODS_TEMPLATE = "methods.md.j2"

# A text of limited length is drafted again for every sentence that leaves it.
_drafted = lru_cache(maxsize=1024)(drafted)


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph before its citations have numbers."""

    section: str | None
    title: str | None
    sentences: tuple[tuple[Piece, ...], ...]


def write_methods(
    card: Card,
    evidence: Evidence | None = None,
    *,
    language: Language = "en-GB",
    citations: Citations | None = None,
) -> MethodsText:
    """Write the methods section of a study.

    Only what the card states and the evidence holds is said; a sentence whose facts
    are missing does not appear.

    Parameters
    ----------
    card
        The study.
    evidence
        What was found in its files and computed from them; without it the text says
        only what is stated.
    language
        Spelling of our own words; what the author wrote stays as it is.
    citations
        Citation style, and records of papers that the library lacks.

    Raises
    ------
    StyleError
        If the citation style cannot be used.
    """
    blocks = blocks_of(rendered(METHODS_TEMPLATE, card, evidence))
    drafts = drafts_of(blocks, language)
    return text_of(drafts, title="Methods", language=language, citations=citations)


def drafts_of(blocks: Sequence[Block], language: Language) -> tuple[Draft, ...]:
    """Put the lines of paragraphs into words: pronouns, spelling, capitals and stops."""
    return tuple(
        Draft(block.section, block.title, tuple(_sentences(block, language))) for block in blocks
    )


def text_of(
    drafts: Sequence[Draft],
    *,
    title: str,
    language: Language,
    after: Sequence[Draft] = (),
    citations: Citations | None = None,
) -> MethodsText:
    """Make a text of drafts, with citations numbered in the order of their mention.

    Parameters
    ----------
    after
        Drafts of a text that it continues: its numbers go on, and the list of
        references holds only what is new.
    citations
        Citation style, and records of papers that the library lacks.
    """
    before = cited_references(_pieces_of(after))
    cited = cited_references([*_pieces_of(after), *_pieces_of(drafts)])
    references = ReferenceList(cited, citations or DEFAULT_CITATIONS)
    return MethodsText(
        title=title,
        language=language,
        sections=tuple(_sections(drafts, references)),
        references=references.entries(without=before),
    )


def _pieces_of(drafts: Sequence[Draft]) -> list[Piece]:
    return [piece for draft in drafts for found in draft.sentences for piece in found]


def _sentences(block: Block, language: Language) -> Iterator[tuple[Piece, ...]]:
    for line in block.lines:
        notes = (Piece("", line.noted),) if line.noted else ()
        yield (*_drafted(line.marked, language), *notes)


def _sections(drafts: Sequence[Draft], references: ReferenceList) -> Iterator[MethodsSection]:
    for title in dict.fromkeys(draft.section for draft in drafts):
        paragraphs = tuple(
            Paragraph(
                title=draft.title,
                sentences=tuple(sentence(found, references) for found in draft.sentences),
            )
            for draft in drafts
            if draft.section == title
        )
        yield MethodsSection(title=title, paragraphs=paragraphs)
