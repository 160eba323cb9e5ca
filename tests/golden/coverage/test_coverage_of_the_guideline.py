"""Every reporting point of the guideline is said in the methods text of a card that answers it.

From the checklist to the words: an item points to concepts, a concept to card fields, and
a field is told if some sentence names it as its source. Nothing here lists the sentences of
the program, so an item whose fields are no longer told fails.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from replicard.checklist import answer_checklist, load_checklist
from replicard.checklist.selection import select
from replicard.checklist.shipped import shipped_concepts
from replicard.loading import load_card
from replicard.render.methods import write_methods
from replicard_schema import Evidence
from replicard_schema.card import Card
from replicard_schema.checklist import ChecklistItem
from replicard_schema.report import Sentence
from replicard_schema.vocabulary import Origin, Verdict

HERE = Path(__file__).parent
METHODS = HERE.parent / "methods"
ITEMS = tuple(item for item in load_checklist("laine-2021").items if item.id.startswith("L"))
WORDS = {
    "L01": "a StarDist model",
    "L02": "StarDist model (version 0.8.3) [2]",
    "L03": "(version 0.8.3)",
    "L04": "(as obtained on 3 November 2021)",
    "L05": "was trained for this study",
    "L06": "Version 3 of the model",
    "L07": "obtained on 1 February 2023",
    "L08": "used on 15 March 2023",
    "L09": "consists of paired images and manual outlines",
    "L10": "MDA-MB-231 cells",
    "L11": "3i Marianas microscope",
    "L12": "63×/1.4 NA",
    "L13": "1.4 NA",
    "L14": "sCMOS camera (Photometrics Prime 95B)",
    "L15": "200 ms exposure",
    "L16": "640 nm laser excitation at 5 % power",
    "L17": "The pixel size was 0.18 µm",
    "L18": "is deposited on Zenodo",
    "L19": "https://doi.org/10.5281/zenodo.3715492",
    "L20": "400 epochs of 100 steps",
    "L21": "TensorFlow",
    "L22": "TensorFlow 2.12.0",
    "L23": "The model is deposited on Zenodo",
    "L24": "listed in the BioImage Model Zoo",
    "L25": "together with configuration and training log",
    "L26": "Custom code",
    "L27": "is archived on Zenodo",
    "L28": "was compared with the ground truth",
    "L29": "the F1 score",
    "L30": "0.895 ± 0.036",
    "L31": "eight images",
    "L32": "acquired for this study",
    "L33": "None of the eight evaluation images is among",
    "L34": "because counts are compared",
    "L35": "Example images, chosen by their scores",
    "L36": "the notebook ZeroCostDL4Mic",
    "L37": "ZeroCostDL4Mic 1.13",
    "L38": "ZeroCostDL4Mic 1.13 [3]",
    "L39": "Preprocessing before prediction consisted of",
}
"""What a reader finds in one of the golden texts, for each item."""

every_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)


def studies() -> Iterator[tuple[str, Card, Evidence | None]]:
    """Yield the golden cards that together answer every item."""
    for folder in sorted(METHODS.iterdir()):
        if (folder / "card.yaml").exists():
            file = folder / "evidence.json"
            found = Evidence.model_validate_json(file.read_bytes()) if file.exists() else None
            yield folder.name, load_card(folder / "card.yaml").card, found


def sentences_of(card: Card, found: Evidence | None) -> list[Sentence]:
    text = write_methods(card, found)
    return [s for section in text.sections for p in section.paragraphs for s in p.sentences]


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[Card, list[Sentence]]]:
    return {name: (card, sentences_of(card, found)) for name, card, found in studies()}


def fields_of(item: ChecklistItem) -> list[str]:
    """Return the card fields that answer an item, by its concepts."""
    concepts = {concept.id: concept for concept in shipped_concepts().concepts}
    return [field for name in item.concepts for field in concepts[name].fields]


def is_computed(item: ChecklistItem) -> bool:
    concepts = {concept.id: concept for concept in shipped_concepts().concepts}
    return any(concepts[name].computed is not None for name in item.concepts)


def tells(sentence: Sentence, path: str) -> bool:
    """Say whether a field, or a part of it, is a source of a sentence."""
    return any(
        source.origin is Origin.STATED
        and (source.field == path or source.field.startswith((f"{path}.", f"{path}[")))
        for source in sentence.sources
    )


def where_told(item: ChecklistItem, card: Card, sentences: list[Sentence]) -> list[str]:
    """Return the stated fields of an item that sentences of the text rest on."""
    stated = [path for field in fields_of(item) for path, _ in select(card, field)]
    return [path for path in stated if any(tells(sentence, path) for sentence in sentences)]


@every_item
def test_what_answers_an_item_is_a_source_of_a_sentence(
    item: ChecklistItem, told: dict[str, tuple[Card, list[Sentence]]]
) -> None:
    found = [path for card, text in told.values() for path in where_told(item, card, text)]
    computed = is_computed(item) and any(
        source.origin is not Origin.STATED
        for _, text in told.values()
        for sentence in text
        for source in sentence.sources
    )

    assert found or computed, fields_of(item)


@every_item
def test_the_words_for_an_item_stand_in_a_text(
    item: ChecklistItem, told: dict[str, tuple[Card, list[Sentence]]]
) -> None:
    texts = [" ".join(s.text for s in text) for _, text in told.values()]
    plain = [re.sub(r"[\u202f\u00a0]", " ", text) for text in texts]

    assert any(WORDS[item.id] in text for text in plain), WORDS[item.id]


@every_item
def test_each_stated_answer_to_an_item_is_told(
    item: ChecklistItem, told: dict[str, tuple[Card, list[Sentence]]]
) -> None:
    """No card states an answer to the guideline that its text keeps to itself."""
    untold = [
        (name, path)
        for name, (card, text) in told.items()
        for field in fields_of(item)
        for path, value in select(card, field)
        if not any(tells(sentence, path) for sentence in text)
        and not is_replaced(card, path, value)
    ]

    assert untold == []


def is_replaced(card: Card, path: str, value: object) -> bool:
    """Say whether files, or the date of the model, take the place of a stated field."""
    name, _, field = path.partition(".")[2].partition(".")
    if field == "algorithm.obtained":
        return card.models[name].obtained == value
    return field in {"image_count", "metrics", "procedure"} or field.startswith("candidates")


def test_the_table_of_coverage_is_the_expected_one(
    told: dict[str, tuple[Card, list[Sentence]]], golden: Callable[[Path, str], None]
) -> None:
    rows = ["item | said in the methods text of", "--- | ---"]
    answered = {
        name: {
            result.id
            for result in answer_checklist(
                load_checklist("laine-2021"), card, found, place=str
            ).items
            if result.verdict is Verdict.REPORTED
        }
        for name, card, found in studies()
    }
    n = 0
    for item in ITEMS:
        names = [
            name
            for name, (card, text) in told.items()
            if where_told(item, card, text) or (is_computed(item) and item.id in answered[name])
        ]
        n += bool(names)
        rows.append(f"{item.id} | {', '.join(names)}")

    golden(HERE / "coverage.md", "\n".join([*rows, "", f"{n} of {len(ITEMS)}", ""]))
    assert n == len(ITEMS)
