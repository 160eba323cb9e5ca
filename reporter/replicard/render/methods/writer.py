"""The methods text: prose from card and evidence, each sentence with its sources.

Nothing here decides what is said: the templates do. This module renders them, and turns
what they print into sections, paragraphs and sentences with numbered references.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from replicard.render.citations import Numbering, numbered, numbered_references
from replicard.render.environment import environment
from replicard.render.facts import Fact, Place
from replicard.render.marks import Piece, pieces, visible
from replicard.render.methods.sentences import Language, drafted, sentence
from replicard.render.phrases.naming import data_sets, models
from replicard.render.phrases.validations import validations
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsSection, MethodsText, Paragraph

_PRONOUNS = (
    (re.compile(r"(?:the|all) images (?:of .*? data sets )?"), "they "),
    (re.compile(r"the model "), "it "),
    (re.compile(r"(?:both|all|the .*?) models "), "they "),
    (re.compile(r"Training (?:of .*? models )?(?=ran |was |took )"), "it "),
)
_SECTION, _PARAGRAPH = "# ", "##"


@dataclass(slots=True)
class _Draft:
    """A paragraph before its citations have numbers."""

    section: str
    title: str | None
    sentences: dict[str, tuple[Piece, ...]] = field(default_factory=dict)
    """By what a reader sees of them."""


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
    found = (line for draft in drafts for line in draft.sentences.values())
    numbering = numbered(piece for line in found for piece in line)
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
    """Yield the paragraphs; what would be said twice in one is said once, with both sources."""
    draft = _Draft("", None)
    previous = ""
    for line in filter(None, map(str.strip, rendered.split("\n"))):
        if line.startswith((_SECTION, _PARAGRAPH)):
            yield draft
            draft, previous = _opened(line, draft), ""
        elif (said := visible(line)) in draft.sentences:
            draft.sentences[said] += tuple(replace(piece, text="") for piece in pieces(line))
        else:
            previous = _with_pronoun(line, previous)
            draft.sentences[said] = drafted(previous, language)
    yield draft


def _opened(line: str, before: _Draft) -> _Draft:
    """Begin a section or a paragraph."""
    if line.startswith(_PARAGRAPH):
        return _Draft(before.section, visible(line.removeprefix(_PARAGRAPH)).strip() or None)
    return _Draft(line.removeprefix(_SECTION), None)


def _sections(drafts: Sequence[_Draft], numbering: Numbering) -> Iterator[MethodsSection]:
    for title in dict.fromkeys(draft.section for draft in drafts):
        paragraphs = tuple(
            Paragraph(
                title=draft.title,
                sentences=tuple(sentence(found, numbering) for found in draft.sentences.values()),
            )
            for draft in drafts
            if draft.section == title
        )
        yield MethodsSection(title=title, paragraphs=paragraphs)


def _with_pronoun(line: str, previous: str) -> str:
    """Put a pronoun for a subject that the sentence before names as well.

    After a pronoun the noun has its turn again.
    """
    for subject, pronoun in _PRONOUNS:
        found = subject.match(line)
        if found is not None and previous.startswith(found[0]):
            return f"{pronoun}{line.removeprefix(found[0])}"
    return line
