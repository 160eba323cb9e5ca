"""Checklists and concepts that do not hold together are refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from replicard_schema.checklist import Checklist, Concept, Concepts

ITEM = {"id": "X1", "section": "S", "level": "must", "text": "It is said.", "concepts": ["a"]}
CHECKLIST = {
    "id": "x",
    "title": "X",
    "source": {"source_title": "A paper"},
    "licence_note": "Own words.",
    "levels": {"must": "has to be said"},
    "item_count": 1,
    "items": [ITEM],
}
ANSWERED = {
    "id": "a",
    "text": "Title",
    "fields": ["study.title"],
    "question": "What is the title?",
    "example": "Nuclei",
}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"items": [ITEM, ITEM], "item_count": 2}, "item ids given twice: X1"),
        ({"item_count": 2}, "2 items announced, 1 given"),
        ({"levels": {"may": "can be said"}}, "levels without a meaning: must"),
        ({"items": [{**ITEM, "fallback_for": "X9"}]}, "fallbacks for items that do not exist: X9"),
        ({"items": [{**ITEM, "applies_if": ["on Sundays"]}]}, "Input should be"),
        ({"items": [{**ITEM, "concept": "a"}]}, "Extra inputs are not permitted"),
    ],
)
def test_a_checklist_that_does_not_hold_together_is_refused(
    changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        Checklist.model_validate({**CHECKLIST, **changes})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"fields": ["study.titel"]}, "the card has no field"),
        ({"fields": ["models.nuclei.zoo"]}, "is no pattern: write 'models.*.zoo'"),
        ({"question": None}, "home, field, question and example belong together"),
        ({"fields": []}, "home, field, question and example belong together"),
        ({"fields": [], "computed": "scores"}, "home, field, question and example belong together"),
    ],
)
def test_a_question_without_home_or_example_is_refused(
    changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message.replace("*", r"\*")):
        Concept.model_validate({**ANSWERED, **changes})


def _concepts(*concepts: dict[str, Any]) -> Concepts:
    return Concepts.model_validate({"id": "c", "title": "C", "note": "N", "concepts": concepts})


def test_a_wide_concept_is_answered_by_its_parts_in_their_order() -> None:
    known = _concepts(
        {"id": "wide", "text": "All of it"},
        {**ANSWERED, "part_of": "wide"},
        {"id": "middle", "text": "Some of it", "part_of": "wide"},
        {**ANSWERED, "id": "b", "part_of": "middle"},
    )

    assert [concept.id for concept in known.questions("wide")] == ["a", "b"]
    assert [concept.id for concept in known.questions("a")] == ["a"]


def test_a_concept_without_home_or_parts_asks_nothing() -> None:
    assert _concepts({"id": "alone", "text": "Nothing"}).questions("alone") == ()


def test_concepts_need_ids_of_their_own_and_known_wholes() -> None:
    with pytest.raises(ValidationError, match="concept ids given twice: a"):
        _concepts(ANSWERED, ANSWERED)
    with pytest.raises(ValidationError, match="parts of concepts that do not exist: wide"):
        _concepts({**ANSWERED, "part_of": "wide"})
