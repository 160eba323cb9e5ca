"""A short methods text: the least important sentences go to a supplement."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeAlias

from replicard.render.citations import Citations
from replicard.render.english import listed
from replicard.render.marks import visible
from replicard.render.methods.blocks import Block, Line, blocks_of, rendered
from replicard.render.methods.importance import Importance, Rank
from replicard.render.methods.sentences import Language
from replicard.render.methods.topics import topics_of
from replicard.render.methods.writer import METHODS_TEMPLATE, drafts_of, text_of
from replicard.render.word_count import words_in, words_of
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import (
    ChecklistResult,
    MethodsSection,
    MethodsText,
    Paragraph,
    Sentence,
    Source,
    Span,
)
from replicard_schema.vocabulary import Origin

_Place: TypeAlias = tuple[int, int]
"""A line, by block and position there."""


@dataclass(frozen=True, slots=True)
class ShortText:
    """A methods text of at most so many words, and what had to leave it.

    Attributes
    ----------
    text
        What stays. Its last sentence says what moved.
    supplement
        What moved, under its headings; None if nothing had to.
    words
        Words of ``text``.
    """

    text: MethodsText
    supplement: MethodsText | None
    words: int
    max_words: int

    @property
    def too_long_because(self) -> str | None:
        """Why it is longer than was asked for; None if it is not."""
        return too_long(self.words, self.max_words)


def too_long(words: int, max_words: int) -> str | None:
    """Say why a short text is longer than was asked for; None if it is not."""
    if words <= max_words:
        return None
    return (
        f"the short methods text has {words:,} words, more than the {max_words:,} asked for: all "
        "that is left in it is asked for explicitly by the guideline"
    )


def shorten(
    card: Card,
    evidence: Evidence | None,
    answered: ChecklistResult,
    *,
    max_words: int,
    language: Language = "en-GB",
    citations: Citations | None = None,
) -> ShortText:
    """Write the methods text in at most ``max_words`` words, and what did not fit.

    Sentences move whole and in the order of their importance: details first, then what
    the guideline does not ask for, its advice, and what it only implies; of equally
    important ones the longest first. What it asks for explicitly stays, even if the text
    is then too long. A larger limit keeps all that a smaller one keeps.

    Parameters
    ----------
    answered
        The guideline, answered for this card and evidence.
    max_words
        Words as a word processor counts them, see `replicard.render.word_count`.
    citations
        Citation style, and records of papers that the library lacks.
    """
    blocks = blocks_of(rendered(METHODS_TEMPLATE, card, evidence))
    leaving = _in_order_of_leaving(blocks, Importance(answered))
    source = _source_of_limit(card)
    moved: set[_Place] = set()
    while True:
        short = _split(blocks, moved, language, source, citations)
        words = words_of(short[0])
        if words <= max_words or not leaving:
            return ShortText(*short, words=words, max_words=max_words)
        moved |= set(leaving.pop(0))


def _in_order_of_leaving(blocks: Sequence[Block], importance: Importance) -> list[list[_Place]]:
    groups = [
        (importance.of([line for _, line in group]), _words(group), [place for place, _ in group])
        for at, block in enumerate(blocks)
        for group in _glued(at, block.lines)
    ]
    leaving = [group for group in groups if group[0] < Rank.EXPLICIT]
    leaving.sort(key=lambda group: (group[0], -group[1]))
    return [places for _, _, places in leaving]


def _glued(at: int, lines: Sequence[Line]) -> Iterator[list[tuple[_Place, Line]]]:
    """Yield the lines of a block that are only understood together, each with its place."""
    group: list[tuple[_Place, Line]] = []
    for position, line in enumerate(lines):
        if group and not line.is_glued:
            yield group
            group = []
        group.append(((at, position), line))
    yield group


def _words(group: Sequence[tuple[_Place, Line]]) -> int:
    return sum(words_in(visible(line.marked)) for _, line in group)


def _split(
    blocks: Sequence[Block],
    moved: AbstractSet[_Place],
    language: Language,
    source: Sequence[Source],
    citations: Citations | None,
) -> tuple[MethodsText, MethodsText | None]:
    """Return the text without the lines that moved, and a text of these."""
    kept = drafts_of(_only(blocks, lambda place: place not in moved), language)
    text = text_of(kept, title="Methods", language=language, citations=citations)
    if not moved:
        return text, None
    gone = drafts_of(_only(blocks, lambda place: place in moved), language)
    supplement = text_of(
        gone, title="Supplementary Methods", language=language, after=kept, citations=citations
    )
    firsts = (s.sources[0] for s in supplement.sentences())
    return _with_pointer(text, topics_of(firsts), source), supplement


def _only(blocks: Sequence[Block], wanted: Callable[[_Place], bool]) -> list[Block]:
    found = (
        replace(
            block,
            lines=tuple(
                line for position, line in enumerate(block.lines) if wanted((at, position))
            ),
        )
        for at, block in enumerate(blocks)
    )
    return [block for block in found if block.lines]


def _with_pointer(
    text: MethodsText, topics: Sequence[str], source: Sequence[Source]
) -> MethodsText:
    """Let the text end by saying what moved."""
    said = f"Further details ({listed(topics)}) are given in the Supplementary Methods."
    pointer = Paragraph(sentences=(Sentence(spans=(Span(text=said),), sources=tuple(source)),))
    if not text.sections:
        return text.model_copy(
            update={"sections": (MethodsSection(title=None, paragraphs=(pointer,)),)}
        )
    last = text.sections[-1]
    longer = last.model_copy(update={"paragraphs": (*last.paragraphs, pointer)})
    return text.model_copy(update={"sections": (*text.sections[:-1], longer)})


def _source_of_limit(card: Card) -> tuple[Source, ...]:
    """Return the field with the limit, which the sentence about the supplement rests on."""
    is_stated = card.output is not None and card.output.max_words is not None
    return (Source(field="output.max_words", origin=Origin.STATED),) if is_stated else ()
