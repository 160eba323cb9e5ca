from pathlib import Path

import pytest
from tests.unit.pipeline.conftest import Study

from replicard.pipeline.check import check_card


def test_a_valid_card_is_valid_and_not_complete(study: Study) -> None:
    outcome = check_card(study.card)

    assert outcome.valid
    assert not outcome.complete
    assert outcome.exit_code == 0
    assert outcome.questions


def test_a_broken_card_has_problems_and_no_verdicts(study: Study) -> None:
    study.card.write_text("study: {titel: x}\n", encoding="utf-8")

    outcome = check_card(study.card)

    assert not outcome.valid
    assert outcome.exit_code == 1
    assert outcome.checklists == ()
    assert "did you mean `title`" in outcome.as_text()


def test_evidence_of_the_card_as_it_stands_is_used(study: Study) -> None:
    assert not check_card(study.card).has_evidence
    study.evaluate()
    assert check_card(study.card).has_evidence

    study.write_card(more="limitations: One more line.\n")

    outcome = check_card(study.card)
    assert not outcome.has_evidence
    assert "replicard evaluate" in outcome.as_text()


def test_every_question_can_be_shown(study: Study) -> None:
    outcome = check_card(study.card)

    few, all_ = outcome.as_text(), outcome.as_text(show_all=True)

    assert len(all_) > len(few)
    assert all(question.question.split()[0] in all_ for question in outcome.questions)


def test_json_holds_the_same_as_the_outcome(study: Study) -> None:
    document = check_card(study.card).as_json()

    assert document["valid"] is True
    assert document["problems"] == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 100_000, b"a: b: c"])
def test_hostile_text_is_a_problem_and_no_crash(study: Study, content: bytes) -> None:
    study.card.write_bytes(content)

    assert check_card(study.card).exit_code == 1


def test_below_the_errors_stands_what_is_still_open(study: Study) -> None:
    study.write_card(validation=", iou_treshold: 0.5")

    outcome = check_card(study.card)

    assert not outcome.valid
    assert outcome.questions
    text = outcome.as_text()
    assert text.index("did you mean `iou_thresholds`") < text.index("not valid:")


def test_a_part_that_lacks_what_it_needs_is_left_out_alone(study: Study) -> None:
    study.write_card(more="code: [{licence: MIT}]\nbaselines: {otsu: {}}\n")

    outcome = check_card(study.card)

    assert len(outcome.problems) == 2
    assert outcome.checklists
    assert outcome.exit_code == 1


def test_a_card_without_a_model_is_checked_like_any_other() -> None:
    card = Path(__file__).parent / "cards" / "just-started.yaml"

    outcome = check_card(card)

    assert outcome.valid
    assert outcome.as_text()
