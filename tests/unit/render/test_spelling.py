"""Our own words in British and in American spelling, over every golden card."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from replicard.loading import load_card
from replicard.render.methods import Language, write_methods
from replicard.render.spelling import american
from replicard_schema import Evidence
from replicard_schema.card import Card

GOLDEN = Path(__file__).parents[2] / "golden" / "methods"
CARDS = sorted(path.parent for path in GOLDEN.glob("*/card.yaml"))
PAIRS = (
    *(("labelled", "labeled"), ("labelling", "labeling"), ("licence", "license")),
    *(("colour", "color"), ("grey", "gray"), ("behaviour", "behavior"), ("centre", "center")),
    *(("fibre", "fiber"), ("modelling", "modeling"), ("modelled", "modeled")),
    *(("analyse", "analyze"), ("catalogue", "catalog"), ("programme", "program")),
    *(("neighbour", "neighbor"), ("artefact", "artifact"), ("normalise", "normalize")),
    *(("optimiser", "optimizer"), ("summarised", "summarized"), ("recognised", "recognized")),
    *(("initialisation", "initialization"), ("judgement", "judgment"), ("tumour", "tumor")),
    *(("favourable", "favorable"), ("micrometre", "micrometer"), ("organisation", "organization")),
)
BRITISH = re.compile(rf"\b(?:{'|'.join(b for b, _ in PAIRS)})", re.IGNORECASE)
AMERICAN = re.compile(
    r"\b(?:labeled|labeling|color|gray|behavior|center|fiber|modeling|modeled|analyze|neighbor"
    r"|artifact|normalize|optimizer|summarize|recognize|initializ|judgment|tumor|license\b)",
    re.IGNORECASE,
)

every_card = pytest.mark.parametrize("folder", CARDS, ids=lambda folder: folder.name)


def own_words(folder: Path, language: Language) -> Iterator[str]:
    """Yield the sentences of a text without what its author wrote."""
    card: Card = load_card(folder / "card.yaml").card
    file = folder / "evidence.json"
    found = Evidence.model_validate_json(file.read_bytes()) if file.exists() else None
    said = card.model_dump_json().casefold()
    for section in write_methods(card, found, language=language).sections:
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                yield from (
                    span.text for span in sentence.spans if span.text.casefold() not in said
                )


@pytest.mark.parametrize(("british", "expected"), PAIRS)
def test_each_word_has_its_american_form(british: str, expected: str) -> None:
    assert american(british) == expected
    assert american(british.capitalize()) == expected.capitalize()
    assert american(expected) == expected


@every_card
def test_an_american_text_holds_no_british_word_of_ours(folder: Path) -> None:
    assert [text for text in own_words(folder, "en-US") if BRITISH.search(text)] == []


@every_card
def test_a_british_text_holds_no_american_word_of_ours(folder: Path) -> None:
    assert [text for text in own_words(folder, "en-GB") if AMERICAN.search(text)] == []


@pytest.mark.parametrize("word", ["this", "rise", "precise", "metrics", "bromine", "license"])
def test_other_words_stay(word: str) -> None:
    assert american(word) == word
