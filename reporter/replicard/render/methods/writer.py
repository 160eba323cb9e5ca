"""The methods text: prose from card and evidence, each sentence with its sources.

Nothing here decides what is said: the templates do. This module renders them, and turns
what they print into sections, paragraphs and sentences with numbered references.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from replicard.render.citations import numbered_references
from replicard.render.environment import environment
from replicard.render.facts import Fact, Place
from replicard.render.marks import Piece, visible
from replicard.render.methods.sentences import Language, drafted, sentence
from replicard.render.phrases.subjects import data_sets, models
from replicard.render.phrases.validations import validations
from replicard.render.typeset import Numbering, numbered
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsSection, MethodsText, Paragraph

_SECTION, _PARAGRAPH = "# ", "##"


@dataclass(slots=True)
class _Draft:
    """A paragraph before its citations have numbers."""

    section: str
    title: str | None
    sentences: list[tuple[Piece, ...]] = field(default_factory=list)


def write_methods(
    card: Card, evidence: Evidence | None = None, *, language: Language = "en-GB"
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
    """
    drafts = [draft for draft in _drafts(_rendered(card, evidence), language) if draft.sentences]
    pieces = [piece for draft in drafts for found in draft.sentences for piece in found]
    numbering = numbered(pieces)
    return MethodsText(
        sections=tuple(_sections(drafts, numbering)), references=numbered_references(numbering)
    )


def _rendered(card: Card, evidence: Evidence | None) -> str:
    stated = Fact(card, (Place("card", ""),))
    found = None if evidence is None else Fact(evidence, (Place("evidence", ""),))
    data, networks = data_sets(card, stated, found), models(card, stated, found)
    return (
        environment()
        .get_template("methods/methods.md.j2")
        .render(
            card=stated,
            evidence=found,
            data=data,
            models=networks,
            validations=validations(stated, found, data=data, models=networks),
        )
    )


def _drafts(rendered: str, language: Language) -> Iterator[_Draft]:
    """Yield the paragraphs; a sentence said before is not said again."""
    said: set[str] = set()
    draft = _Draft("", None)
    for line in filter(None, map(str.strip, rendered.split("\n"))):
        if line.startswith(_PARAGRAPH):
            yield draft
            draft = _Draft(draft.section, visible(line.removeprefix(_PARAGRAPH)).strip() or None)
        elif line.startswith(_SECTION):
            yield draft
            draft = _Draft(line.removeprefix(_SECTION), None)
        elif visible(line) not in said:
            said.add(visible(line))
            draft.sentences.append(drafted(line, language))
    yield draft


def _sections(drafts: Sequence[_Draft], numbering: Numbering) -> Iterator[MethodsSection]:
    for title in dict.fromkeys(draft.section for draft in drafts):
        paragraphs = tuple(
            Paragraph(
                title=draft.title,
                sentences=tuple(sentence(found, numbering) for found in draft.sentences),
            )
            for draft in drafts
            if draft.section == title
        )
        yield MethodsSection(title=title, paragraphs=paragraphs)
