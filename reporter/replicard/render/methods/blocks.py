"""What templates print, taken apart: sections, paragraphs, and the lines to be sentences.

A line may begin with a mark: ``+`` if it is only understood after the sentence before it,
so that the two are never parted (sentences that begin with *it* or *this* need none), and
``~`` if it adds a detail to what another sentence says, so that a short text does without
it first.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from replicard.render.environment import environment
from replicard.render.facts import Fact, Place
from replicard.render.marks import joined_sources, pieces, visible
from replicard.render.phrases.naming import data_sets, models
from replicard.render.phrases.validations import validations
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import Source

_SECTION, _PARAGRAPH = "# ", "##"
_GLUED, _DETAIL = "+ ", "~ "
_LEANING = re.compile(
    r"(?:This|These|Those|It|Its|They|Their|Both|Instead|Otherwise)\b"
    r"|The (?:raw (?:input|captures)|same|latter|former)\b",
    re.IGNORECASE,
)
"""Words at the start of a sentence that refer to the one before."""
_COMPLETING = re.compile(
    r"validations\.[^.]+\.(?:no_ground_truth\.instead|visual_check\.comment|failures)"
    r"|validations\.[^.]+\.acceptance\[[0-9]+\]\.because|baselines\.[^.]+\.description"
    r"|code\[[0-9]+\]\.(?:description|reproduce)|not_applicable\..*"
)
"""Texts of authors that go on from what was said before, where they open a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as a template printed it, with marks of its facts.

    Attributes
    ----------
    noted
        Sources of what would have been said a second time.
    is_glued
        Whether it is only understood after the line before it.
    is_detail
        Whether it adds a detail to what another line says.
    """

    marked: str
    noted: tuple[Source, ...] = ()
    is_glued: bool = False
    is_detail: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """Fields that it rests on."""
        found = (source for piece in pieces(self.marked) for source in piece.sources)
        return joined_sources([*found, *self.noted])


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, before its sentences are put into words for good."""

    section: str | None
    title: str | None
    lines: tuple[Line, ...]


def rendered(template: str, card: Card, evidence: Evidence | None, **further: object) -> str:
    """Render a template of sentences with the facts of a study.

    Parameters
    ----------
    template
        Name below ``methods/``.
    further
        Anything else that it needs.
    """
    stated = Fact(card, (Place("card", ""),))
    found = None if evidence is None else Fact(evidence, (Place("evidence", ""),))
    data, networks = data_sets(card, stated, found), models(card, stated, found)
    return (
        environment()
        .get_template(f"methods/{template}")
        .render(
            card=stated,
            evidence=found,
            data=data,
            models=networks,
            validations=validations(stated, found, data=data, models=networks),
            **further,
        )
    )


def blocks_of(text: str) -> tuple[Block, ...]:
    """Take what a template printed apart; paragraphs without a sentence are left out."""
    return tuple(block for block in _blocks(text) if block.lines)


def _blocks(text: str) -> Iterator[Block]:
    section: str | None = None
    title: str | None = None
    lines: list[Line] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if not line.startswith((_SECTION, _PARAGRAPH)):
            lines.append(_line(line))
            continue
        yield Block(section, title, _once(lines))
        lines = []
        if line.startswith(_PARAGRAPH):
            title = visible(line.removeprefix(_PARAGRAPH)).strip() or None
        else:
            section, title = line.removeprefix(_SECTION), None
    yield Block(section, title, _once(lines))


def _line(text: str) -> Line:
    is_glued, is_detail = text.startswith(_GLUED), text.startswith(_DETAIL)
    marked = text[2:].lstrip() if is_glued or is_detail else text
    leans = _LEANING.match(visible(marked)) is not None or _completes(marked)
    return Line(marked, is_glued=is_glued or (leans and not is_detail), is_detail=is_detail)


def _completes(marked: str) -> bool:
    """Say whether a line is nothing but what an author wrote to complete the one before."""
    opening = pieces(marked)[0]
    return any(_COMPLETING.fullmatch(source.field) for source in opening.sources)


def _once(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Let what would be said twice in a paragraph be said once, with both sources."""
    found: dict[str, Line] = {}
    for line in lines:
        said = visible(line.marked)
        before = found.get(said)
        if before is not None:
            found[said] = replace(before, noted=(*before.noted, *line.sources))
        else:
            found[said] = line
    return tuple(found.values())
