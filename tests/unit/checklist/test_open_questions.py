"""What is asked next, and in which order."""

from collections.abc import Callable
from typing import Any

import pytest

from replicard.checklist import open_questions, shipped_concepts
from replicard.checklist.questions import Asker

Study = Callable[..., Any]


def test_a_field_is_asked_for_once_with_all_items_that_it_closes(study: Study) -> None:
    (question,) = (q for q in study().questions().values() if q.field == "code")

    assert question.items == ("L26", "L27")
    assert question.level == "explicit"
    assert question.question.startswith("Which code was written for this study")
    assert question.example is not None
    assert question.example.startswith("code: [{url:")


def test_what_evaluation_computes_is_asked_for_as_one_step(study: Study) -> None:
    question = study().questions()["evidence"]

    assert "replicard evaluate" in question.question
    assert {"L30", "L35", "A01", "A06"} <= set(question.items)
    assert question.example is None


def test_questions_stand_by_level_then_by_the_items_they_close_then_in_order(study: Study) -> None:
    questions = list(study().questions().values())
    levels = ["explicit", "fallback", "implied", "advice"]
    keys = [(levels.index(q.level), -len(q.items)) for q in questions]

    assert keys == sorted(keys)
    assert questions[0].field == "evidence"
    explicit = [q.items[0] for q in questions if q.level == "explicit" and len(q.items) == 1]
    assert explicit == sorted(explicit)


def test_answered_items_are_not_asked_about(study: Study) -> None:
    field = "datasets.train.description"

    assert field in study().questions()
    assert field not in study({field: "Nuclei."}).questions()


def test_a_question_shows_an_answer_as_it_could_stand_in_the_card(study: Study) -> None:
    question = study().questions()["datasets.train.acquisition.objective.magnification"]

    assert question.question == "With which magnification were the images taken?"
    assert question.example == "magnification: 63x"


def test_where_a_list_is_empty_the_field_beside_it_is_asked_for(study: Study) -> None:
    questions = study().questions()

    assert questions["datasets.train.acquisition.exposure"].example == "exposure: 200 ms"
    illumination = questions["datasets.train.acquisition.illumination"]
    assert illumination.question.startswith("Which light source lit the specimen")


def test_the_origin_of_evaluation_images_is_not_asked_as_that_of_training_images(
    study: Study,
) -> None:
    question = study().questions()["datasets.test.origin"]

    assert question.question == "Where do the evaluation images come from?"


def test_names_of_libraries_with_points_are_asked_about_as_any_other(study: Study) -> None:
    libraries = "models.unet.training.libraries"

    question = study({libraries: {"ruamel.yaml": None}}).questions()[f"{libraries}.ruamel.yaml"]

    assert question.question == "Which version of this library ran the training?"


def test_checklists_that_ask_for_the_same_field_share_the_question(study: Study) -> None:
    result = study().result()
    other = result.model_copy(update={"id": "other"})

    (merged,) = (q for q in open_questions([result, other]) if q.field == "code")

    assert merged.items == ("laine-2021/L26", "laine-2021/L27", "other/L26", "other/L27")


def test_a_field_that_no_question_asks_for_is_a_mistake() -> None:
    with pytest.raises(LookupError, match=r"no concept has the field 'study\.date'"):
        Asker(shipped_concepts()).asking("study.date")
