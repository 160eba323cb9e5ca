"""The short methods text: what leaves it first, what never does, and what is said of it."""

from pathlib import Path

import pytest

from replicard.checklist import answer_checklist
from replicard.checklist.shipped import load_checklist
from replicard.loading import load_card
from replicard.render.methods import methods_html, write_methods
from replicard.render.methods.blocks import blocks_of
from replicard.render.methods.importance import Importance, Rank
from replicard.render.methods.shortening import ShortText, shorten
from replicard.render.typeset import to_text
from replicard.render.word_count import words_of
from replicard_schema.evidence import Evidence
from replicard_schema.report import MethodsText
from replicard_schema.vocabulary import Origin

CASE = Path(__file__).parents[2] / "golden" / "methods" / "instance-segmentation"
LOADED = load_card(CASE / "card.yaml")
EVIDENCE = Evidence.model_validate_json((CASE / "evidence.json").read_bytes())
GUIDELINE = answer_checklist(
    load_checklist("laine-2021"), LOADED.card, EVIDENCE, place=LOADED.place
)


def shortened(max_words: int) -> ShortText:
    return shorten(LOADED.card, EVIDENCE, GUIDELINE, max_words=max_words)


def stated_in(text: MethodsText) -> set[str]:
    sources = (source for sentence in text.sentences() for source in sentence.sources)
    return {source.field for source in sources if source.origin is Origin.STATED}


def shown(text: MethodsText) -> list[str]:
    return [to_text(sentence.spans) for sentence in text.sentences()]


def test_a_text_that_is_short_enough_stays_whole() -> None:
    whole = write_methods(LOADED.card, EVIDENCE)

    short = shortened(words_of(whole))

    assert short.text == whole
    assert short.supplement is None
    assert short.too_long_because is None


@pytest.mark.parametrize("max_words", [650, 700, 800])
def test_a_short_text_has_at_most_so_many_words_and_says_what_moved(max_words: int) -> None:
    short = shortened(max_words)

    assert short.words == words_of(short.text) <= max_words
    assert shown(short.text)[-1].startswith("Further details (")
    assert shown(short.text)[-1].endswith(") are given in the Supplementary Methods.")
    assert short.supplement is not None


def test_what_the_guideline_asks_for_explicitly_stays_however_small_the_limit() -> None:
    short = shortened(1)

    kept = stated_in(short.text)
    for field in stated_in(write_methods(LOADED.card, EVIDENCE)) - kept:
        assert not any(
            field.startswith(answer.field) and answer.origin is Origin.STATED
            for item in GUIDELINE.items
            if item.level == "explicit"
            for answer in item.answers
        ), field
    assert short.too_long_because is not None
    assert f"{short.words} words" in short.too_long_because


def test_details_leave_before_anything_else() -> None:
    whole = words_of(write_methods(LOADED.card, EVIDENCE))

    moved = shortened(whole - 1).supplement

    assert moved is not None
    assert all(sentence.startswith(("In total", "At IoU", "No int")) for sentence in shown(moved))


def test_references_are_numbered_anew_and_the_supplement_continues() -> None:
    short = shortened(650)
    assert short.supplement is not None

    first = [reference.number for reference in short.text.references]
    second = [reference.number for reference in short.supplement.references]

    assert first == list(range(1, len(first) + 1))
    assert second == list(range(len(first) + 1, len(first) + len(second) + 1))
    assert f'start="{second[0]}"' in methods_html(short.supplement)


def test_links_of_a_supplement_lead_to_references_that_it_has() -> None:
    supplement = shortened(400).supplement
    assert supplement is not None

    html = methods_html(supplement)

    for part in html.split('href="#')[1:]:
        assert f'id="{part.partition(chr(34))[0]}"' in html


def test_marks_of_templates_glue_and_rank_sentences() -> None:
    (block,) = blocks_of("# A\nFirst.\n+ Second.\n~ Third.\nIt is fourth.\n")

    assert [line.marked for line in block.lines] == ["First.", "Second.", "Third.", "It is fourth."]
    assert [line.is_glued for line in block.lines] == [False, True, False, True]
    assert Importance(GUIDELINE).of(block.lines[2:3]) is Rank.DETAIL
    assert Importance(GUIDELINE).of(block.lines) is Rank.NOTHING
