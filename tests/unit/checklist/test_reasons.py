"""Reasons under not_applicable, substitutes, and words that say nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from replicard_schema.vocabulary import Verdict

Study = Callable[..., Any]

THEIRS = {
    "models.cyto2": {
        "task": "instance segmentation",
        "algorithm": {"name": "Cellpose"},
        "provenance": "third-party",
    }
}


def test_a_reason_for_an_item_is_a_full_answer_even_if_the_item_is_answered(study: Study) -> None:
    item = study(
        {
            "datasets.train.acquisition.objective.magnification": 63,
            "not_applicable": {"L12": "The images are simulated."},
        }
    ).item("L12")

    assert item.verdict is Verdict.NOT_APPLICABLE
    assert item.reason == "The images are simulated."
    assert item.answers[0].place == "at not_applicable.L12"


@pytest.mark.parametrize(
    "field",
    [
        "datasets.train.acquisition.objective.magnification",
        "datasets.train.acquisition.objective",
        "datasets.train.acquisition",
        "datasets.train",
        "datasets.*.acquisition.objective",
    ],
)
def test_a_reason_for_a_field_holds_for_all_within_it(study: Study, field: str) -> None:
    item = study({"not_applicable": {field: "The images are simulated."}}).item("L12")

    assert item.verdict is Verdict.NOT_APPLICABLE
    assert item.reason == "The images are simulated."


def test_a_reason_for_one_data_set_leaves_the_other_open(study: Study) -> None:
    item = study(
        {
            "datasets.more": {},
            "models.unet.training.datasets": ["train", "more"],
            "not_applicable": {"datasets.more.acquisition": "These images are simulated."},
        }
    ).item("L12")

    assert item.verdict is Verdict.MISSING
    assert item.open_fields == ("datasets.train.acquisition.objective.magnification",)


def test_a_reported_item_tells_where_it_does_not_apply(study: Study) -> None:
    item = study(
        {
            "datasets.train.description": "Nuclei.",
            "datasets.more": {},
            "models.unet.training.datasets": ["train", "more"],
            "not_applicable": {"datasets.more": "It is a copy."},
        }
    ).item("L09")

    assert item.verdict is Verdict.REPORTED
    assert item.reason == "more: It is a copy."


@pytest.mark.parametrize("reason", ["n/a", "none", "not applicable", "-", "TODO"])
def test_an_empty_reason_is_no_reason(study: Study, reason: str) -> None:
    waived = study({"not_applicable": {"L12": reason, "code": reason}})

    assert waived.item("L12").verdict is Verdict.MISSING
    assert waived.item("L26").verdict is Verdict.MISSING


def test_with_a_version_no_date_is_needed(study: Study) -> None:
    versioned = study({"models.unet.algorithm.version": "0.8.3"})

    assert versioned.item("L03").verdict is Verdict.REPORTED
    assert versioned.item("L04").verdict is Verdict.NOT_APPLICABLE
    assert versioned.item("L04").reason == "not needed: L03 is reported"


def test_a_date_that_is_given_beside_a_version_is_reported(study: Study) -> None:
    both = {"models.unet.algorithm.version": "0.8.3", "models.unet.algorithm.obtained": "2023-02"}

    assert study(both).item("L04").verdict is Verdict.REPORTED


def test_a_date_stands_in_for_the_version_of_an_algorithm(study: Study) -> None:
    dated = study({"models.unet.algorithm.obtained": "2023-02-01"})

    assert dated.item("L03").verdict is Verdict.NOT_APPLICABLE
    assert dated.item("L03").reason == "not stated; L04 is given in its place"
    assert dated.item("L04").verdict is Verdict.REPORTED


def test_with_neither_version_nor_date_both_are_missing(study: Study) -> None:
    assert study().item("L03").verdict is study().item("L04").verdict is Verdict.MISSING


def test_a_model_by_others_without_version_needs_both_dates(study: Study) -> None:
    one = study({**THEIRS, "models.cyto2.obtained": "2023-02-01"})
    both = study({**THEIRS, "models.cyto2.obtained": "2023-02-01", "models.cyto2.used": "2023-03"})

    assert [one.item(name).verdict for name in ("L06", "L07", "L08")] == [
        Verdict.MISSING,
        Verdict.REPORTED,
        Verdict.MISSING,
    ]
    assert both.item("L06").verdict is Verdict.NOT_APPLICABLE
    assert both.item("L06").reason == "not stated; L07 and L08 are given in its place"


def test_substitutes_are_weighed_model_by_model(study: Study) -> None:
    mixed = study(
        {
            **THEIRS,
            "models.unet.algorithm.version": "0.8.3",
            "models.cyto2.algorithm.obtained": "2023-02-01",
        }
    )

    assert mixed.item("L03").verdict is Verdict.REPORTED
    assert mixed.item("L03").reason == "cyto2: not stated; L04 is given in its place"
    assert mixed.item("L04").verdict is Verdict.REPORTED
    assert mixed.item("L04").reason == "unet: not needed: L03 is reported"


def test_a_version_that_does_not_exist_leaves_the_dates_to_be_asked(study: Study) -> None:
    waived = study({**THEIRS, "not_applicable": {"L06": "Its makers number no versions."}})

    assert waived.item("L06").verdict is Verdict.NOT_APPLICABLE
    assert waived.item("L07").verdict is Verdict.MISSING


@pytest.mark.parametrize("word", ["tbd", "N/A", "yes", "unknown", "see paper", "?", "None."])
def test_an_empty_word_is_no_answer_and_is_quoted(study: Study, word: str) -> None:
    item = study({"datasets.train.description": word}).item("L09")

    assert item.verdict is Verdict.MISSING
    assert item.reason == f"“{word}” says nothing to a reader"
    assert item.open_fields == ("datasets.train.description",)
    assert item.answers == ()


def test_an_empty_word_in_a_list_is_no_answer(study: Study) -> None:
    item = study({"models.unet.prediction.postprocessing": ["none"]}).item("L39")

    assert item.verdict is Verdict.MISSING


def test_an_empty_version_of_a_library_is_no_version(study: Study) -> None:
    item = study({"models.unet.training.libraries": {"torch": "?", "numpy": "2.0"}}).item("L22")

    assert item.verdict is Verdict.PARTLY
    assert item.open_fields == ("models.unet.training.libraries.torch",)


def test_short_values_that_say_something_count(study: Study) -> None:
    channels = [{"name": "1", "exposure": "2 s"}]
    short = study(
        {
            "datasets.train.acquisition.channels": channels,
            "models.unet.algorithm.version": "2",
            "models.unet.training.hyperparameters": {
                "epochs": 2,
                "batch_size": 1,
                "learning_rate": 1,
            },
        }
    )

    for name in ("L03", "L15", "L20"):
        assert short.item(name).verdict is Verdict.REPORTED
