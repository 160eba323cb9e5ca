"""Comparing a manuscript with a card: what is said, in which order, with which exit code."""

import json
import shutil
from pathlib import Path

import pytest

from replicard import compare_manuscript
from replicard.errors import CardError
from replicard.manuscript import ManuscriptError

GOLDEN = Path(__file__).parents[2] / "golden" / "methods" / "instance-segmentation"
TEXT = """# Results

A batch size of 16 is common.

# Methods

A StarDist network (version 0.8.3) was trained for 400 epochs with a batch size of 4.
Images of U2OS cells were sorted by hand.

# Deep learning elsewhere

Trained for 30 epochs.
"""


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return Path(shutil.copy(GOLDEN / "card.yaml", tmp_path / "card.yaml"))


@pytest.fixture
def manuscript(tmp_path: Path) -> Path:
    file = tmp_path / "paper.md"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_contradiction_names_place_phrase_and_line_of_the_card(
    manuscript: Path, card: Path
) -> None:
    outcome = compare_manuscript(manuscript, card)
    text = outcome.as_text(width=100)

    assert outcome.exit_code == 1
    assert text.startswith("paper.md:7:84, Methods: contradicts: batch size\n")
    assert "the manuscript says  4" in text
    assert "the card says        2 (card.yaml, line 63: models.stardist-nuclei)" in text
    assert "1 contradiction, " in text
    assert "compared: Methods" in text


def test_missing_facts_name_the_checklist_items_that_ask_for_them(
    manuscript: Path, card: Path
) -> None:
    outcome = compare_manuscript(manuscript, card)
    text = outcome.as_text(width=120)

    assert "version of tensorflow 2.12.0 (card.yaml, line 64, L22)" in text
    assert "--all lists them" in text
    everything = outcome.as_text(width=120, show_all=True)
    assert "random seed 42 (card.yaml, line 67" in everything
    assert "number of epochs 400, at 7:52, Methods" in everything


def test_section_is_chosen_by_its_title(manuscript: Path, card: Path) -> None:
    outcome = compare_manuscript(manuscript, card, sections=["elsewhere"])

    assert [each.said for each in outcome.contradictions] == ["30"]
    with pytest.raises(ManuscriptError, match="has no section with the title 'Discussion'"):
        compare_manuscript(manuscript, card, sections=["Discussion"])


def test_missing_fact_is_a_fault_only_if_asked_for(manuscript: Path, card: Path) -> None:
    manuscript.write_text("Nothing is said here.\n", encoding="utf-8")
    outcome = compare_manuscript(manuscript, card)

    assert outcome.exit_code == 0
    assert "compared: all of the text" in outcome.as_text()
    assert compare_manuscript(manuscript, card, strict=True).exit_code == 1


def test_json_holds_everything(manuscript: Path, card: Path) -> None:
    document = json.loads(json.dumps(compare_manuscript(manuscript, card).as_json()))

    (contradiction,) = document["contradictions"]
    assert contradiction["manuscript_says"] == "4"
    assert contradiction["place"] == {
        "paragraph": 4, "heading": "Methods", "line": 7, "column": 84
    }  # fmt: skip
    assert contradiction["card_says"][0]["line"] == 63
    assert {fact["fact"] for fact in document["found"]} >= {"number of epochs"}


def test_text_of_a_manuscript_steers_no_terminal(manuscript: Path, card: Path) -> None:
    manuscript.write_text("# \x1b[31mMethods\n\nA batch size of \x1b[2J4.\n", encoding="utf-8")

    assert "\x1b" not in compare_manuscript(manuscript, card).as_text()


def test_card_with_errors_is_no_card_to_compare_with(manuscript: Path, card: Path) -> None:
    card.write_text("card_version: '1.0'\n", encoding="utf-8")

    with pytest.raises(CardError):
        compare_manuscript(manuscript, card)
