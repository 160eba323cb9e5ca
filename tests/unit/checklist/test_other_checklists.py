"""Other checklists are answered from the same card through the same concepts."""

from collections.abc import Callable
from typing import Any

import pytest

from replicard.checklist import answer_checklist
from replicard_schema.checklist import Checklist, Concept, Concepts
from replicard_schema.report import ItemResult
from replicard_schema.vocabulary import Verdict

Study = Callable[..., Any]
WITHOUT_HOME = Concepts(
    id="concepts",
    title="Concepts",
    note="Own words.",
    concepts=(Concept(id="no.home", text="Something that no card says"),),
)
OBJECTIVE = "datasets.train.acquisition.objective"


def answered(study: Any, *names: str, concepts: Concepts | None = None) -> ItemResult:  # noqa: ANN401 - see the fixture
    checklist = Checklist.model_validate(
        {
            "id": "core-facility",
            "title": "Our own list",
            "source": {"source_title": "Our own list"},
            "licence_note": "Own words.",
            "levels": {"required": "has to be said"},
            "item_count": 1,
            "items": [
                {
                    "id": "CF-1",
                    "section": "Optics",
                    "level": "required",
                    "text": "It is said.",
                    "concepts": list(names),
                }
            ],
        }
    )
    result = answer_checklist(
        checklist, study.card, None, place=lambda field: field, concepts=concepts
    )
    assert result.source_doi is None
    return result.items[0]


def test_a_wide_concept_needs_all_its_parts(study: Study) -> None:
    one = {f"{OBJECTIVE}.magnification": 63}
    both = {**one, f"{OBJECTIVE}.numerical_aperture": 1.4}

    assert answered(study(), "data.objective").verdict is Verdict.MISSING
    assert answered(study(one), "data.objective").verdict is Verdict.PARTLY
    assert answered(study(both), "data.objective").verdict is Verdict.REPORTED


def test_without_a_condition_of_the_item_that_of_the_question_holds(study: Study) -> None:
    theirs = study({"models.unet.provenance": "third-party"})

    assert answered(theirs, "train.epochs").verdict is Verdict.NOT_APPLICABLE
    assert answered(study(), "train.epochs").verdict is Verdict.MISSING


def test_an_item_that_the_card_has_no_place_for_is_missing_and_says_so(study: Study) -> None:
    item = answered(study(), "no.home", concepts=WITHOUT_HOME)

    assert item.verdict is Verdict.MISSING
    assert item.reason == "the card has no place for this answer"
    assert item.open_fields == ()


def test_a_question_about_the_whole_card_has_one_answer(study: Study) -> None:
    item = answered(study(), "study.title")

    assert item.verdict is Verdict.REPORTED
    assert [answer.value for answer in item.answers] == ["Nuclei"]


def test_an_item_without_such_a_concept_is_a_mistake(study: Study) -> None:
    with pytest.raises(KeyError, match=r"data\.colour"):
        answered(study(), "data.colour")
