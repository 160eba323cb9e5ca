"""Explaining fields, items and metrics."""

import pytest

from replicard.checklist.shipped import shipped_checklists, shipped_concepts, shipped_guidance
from replicard.pipeline.explain import UnknownSubjectError, explain
from replicard_schema.fields import all_fields
from replicard_schema.vocabulary import MetricId, NormalisationMethod


def test_an_item_says_what_is_asked_why_and_where_the_answer_stands() -> None:
    text = explain("l03").as_text(width=100)

    assert "Which version of the algorithm was used?" in text
    assert "why: Methods change between versions" in text
    assert "asked by: laine-2021/L03 (explicit)" in text
    assert "in Python: pip freeze" in text


def test_a_field_is_found_by_the_id_that_stands_in_the_card() -> None:
    explanation = explain("models.nuclei.training.hyperparameters.epochs")

    assert explanation.title == "models.*.training.hyperparameters.epochs"
    assert dict(explanation.asked[0].places)["Cellpose"] == "n_epochs in run.log"


def test_a_section_lists_its_parts() -> None:
    names = [name for name, _ in explain("datasets.x.acquisition.pixel_size").parts]

    assert names == ["x", "y", "z"]


def test_a_metric_shows_its_passport() -> None:
    assert dict(explain("f1").parts)["formula"] == "2 TP / (2 TP + FP + FN)"


def test_an_unknown_name_says_what_comes_near() -> None:
    with pytest.raises(UnknownSubjectError, match="did you mean `training`"):
        explain("models.x.trining")


@pytest.mark.parametrize("path", [field.path for field in all_fields()])
def test_every_field_is_explained(path: str) -> None:
    assert explain(path).meaning


@pytest.mark.parametrize("metric", list(MetricId))
def test_every_metric_is_explained(metric: MetricId) -> None:
    assert explain(metric).meaning


def test_every_question_of_a_shipped_checklist_has_its_reason() -> None:
    known = {concept.id for concept in shipped_concepts().concepts}
    asked = {
        concept
        for checklist in shipped_checklists()
        for item in checklist.items
        for concept in item.concepts
    }
    guided = {guide.concept for guide in shipped_guidance().entries}

    assert guided <= known
    assert asked & known <= guided


@pytest.mark.parametrize("method", list(NormalisationMethod))
def test_every_normalisation_is_explained(method: NormalisationMethod) -> None:
    explanation = explain(method.value)

    assert explanation.meaning
    assert dict(explanation.parts)["field"] == "validations.*.normalisation.method"


def test_the_end_of_a_path_says_how_the_whole_begins() -> None:
    with pytest.raises(UnknownSubjectError, match=r"as in models\.\*\.training\.seed"):
        explain("training.seed")
