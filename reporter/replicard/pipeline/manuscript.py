"""Every text for the manuscript that follows from a card and its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from replicard.checklist import answer_checklist
from replicard.checklist.shipped import load_checklist
from replicard.loading import LoadedCard
from replicard.pipeline.citing import Citing, citing_of
from replicard.render.citations import Citations
from replicard.render.methods import Language, write_methods
from replicard.render.methods.changing import changed
from replicard.render.methods.shortening import ShortText, shorten
from replicard.render.methods.statements import write_statements
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText, Sentence, Source, TextKind
from replicard_schema.sections.output import Output
from replicard_schema.vocabulary import Origin, Spelling

GUIDELINE = "laine-2021"
"""Checklist that says how much a sentence matters."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The texts of one study.

    Attributes
    ----------
    methods
        The whole methods text.
    further
        Short text, supplement and statements; a text that would be empty is left out.
    too_long_because
        Why the short text is longer than was asked for; None if it is not.
    """

    methods: MethodsText
    further: Mapping[TextKind, MethodsText] = field(default_factory=dict)
    too_long_because: str | None = None

    @property
    def texts(self) -> dict[TextKind, MethodsText]:
        """All texts by kind, the methods first."""
        return {TextKind.METHODS: self.methods, **self.further}


def write_manuscript(
    loaded: LoadedCard,
    evidence: Evidence | None,
    wishes: Output | None = None,
    *,
    citing: Citing | None = None,
) -> Manuscript:
    """Write all texts that need no figures.

    Parameters
    ----------
    wishes
        Spelling, length and citation style; what they leave open, the card says.
    citing
        How the texts cite, if that is known already.

    Raises
    ------
    DataError
        If a bibliography file or the citation style cannot be used.
    """
    asked = merged_wishes(loaded, wishes)
    language = language_of(asked.spelling)
    citations = (citing or citing_of(loaded, wishes)).citations
    methods = write_methods(loaded.card, evidence, language=language, citations=citations)
    further = write_statements(loaded.card, evidence, language=language, citations=citations)
    short = None
    if asked.max_words is not None:
        short = _shortened(loaded, evidence, asked.max_words, language, citations)
        further = {**_parts(short), **further}
    return Manuscript(
        located(methods, loaded),
        {kind: located(text, loaded) for kind, text in further.items()},
        None if short is None else short.too_long_because,
    )


def merged_wishes(loaded: LoadedCard, wishes: Output | None) -> Output:
    """Return the wishes of the card, with those of a caller before them."""
    stated = loaded.card.output or Output()
    if wishes is None:
        return stated
    named = {name: getattr(wishes, name) for name in Output.model_fields}
    return stated.model_copy(update={k: v for k, v in named.items() if v not in (None, ())})


def language_of(spelling: Spelling | None) -> Language:
    """Return the language tag of a spelling; British is the default."""
    return "en-US" if spelling is Spelling.AMERICAN else "en-GB"


def located(text: MethodsText, loaded: LoadedCard) -> MethodsText:
    """Return a text whose stated sources know their line of the card."""

    def with_places(sentence: Sentence) -> Sentence:
        sources = tuple(_with_place(source, loaded) for source in sentence.sources)
        return sentence.model_copy(update={"sources": sources})

    return changed(text, with_places)


def _with_place(source: Source, loaded: LoadedCard) -> Source:
    if source.origin is not Origin.STATED:
        return source
    return source.model_copy(update={"place": loaded.place(source.field)})


def _shortened(
    loaded: LoadedCard,
    evidence: Evidence | None,
    max_words: int,
    language: Language,
    citations: Citations,
) -> ShortText:
    guideline = load_checklist(GUIDELINE)
    answered = answer_checklist(guideline, loaded.card, evidence, place=loaded.place)
    return shorten(
        loaded.card,
        evidence,
        answered,
        max_words=max_words,
        language=language,
        citations=citations,
    )


def _parts(short: ShortText) -> dict[TextKind, MethodsText]:
    found = {TextKind.SHORT: short.text}
    if short.supplement is not None:
        found[TextKind.SUPPLEMENT] = short.supplement
    return found
