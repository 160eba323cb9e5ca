"""Verdicts on items that words answer."""

from collections.abc import Callable
from typing import Any

import pytest

from replicard_schema.vocabulary import Origin, Verdict

Study = Callable[..., Any]

TWO_MODELS = {
    "models.cyto2": {
        "task": "instance segmentation",
        "algorithm": {"name": "Cellpose", "version": "2.2"},
        "provenance": "third-party",
    }
}
TWO_TRAINING_SETS = {"datasets.more": {}, "models.unet.training.datasets": ["train", "more"]}


def test_a_stated_value_is_reported_with_its_words_and_place(study: Study) -> None:
    item = study({"datasets.train.acquisition.objective.magnification": 63}).item("L12")

    (answer,) = item.answers
    assert item.verdict is Verdict.REPORTED
    assert (answer.value, answer.origin) == ("63x", Origin.STATED)
    assert answer.place == "at datasets.train.acquisition.objective.magnification"
    assert item.open_fields == ()


def test_magnification_and_aperture_do_not_answer_for_one_another(study: Study) -> None:
    only_aperture = study({"datasets.train.acquisition.objective.numerical_aperture": 1.4})

    assert only_aperture.item("L12").verdict is Verdict.MISSING
    assert only_aperture.item("L13").verdict is Verdict.REPORTED


def test_documentation_of_a_tool_does_not_say_that_it_is_maintained(study: Study) -> None:
    documented = study({"models.unet.algorithm.documentation": "https://example.org"})

    assert documented.item("T01").verdict is Verdict.REPORTED
    assert documented.item("T02").verdict is Verdict.MISSING


def test_library_names_without_versions_answer_one_of_two_items(study: Study) -> None:
    named = study({"models.unet.training.libraries": {"numpy": None, "stardist": "0.8.3"}})

    assert named.item("L21").verdict is Verdict.REPORTED
    assert named.item("L22").verdict is Verdict.PARTLY
    assert named.item("L22").open_fields == ("models.unet.training.libraries.numpy",)
    assert "nothing for numpy" in (named.item("L22").reason or "")


def test_every_training_data_set_must_have_it(study: Study) -> None:
    item = study({**TWO_TRAINING_SETS, "datasets.train.description": "Nuclei."}).item("L09")

    assert item.verdict is Verdict.PARTLY
    assert item.reason == "not given for more"
    assert item.open_fields == ("datasets.more.description",)
    assert [answer.value for answer in item.answers] == ["train: Nuclei."]


def test_an_item_is_missing_only_if_no_data_set_has_it(study: Study) -> None:
    item = study(TWO_TRAINING_SETS).item("L09")

    assert item.verdict is Verdict.MISSING
    assert item.open_fields == ("datasets.train.description", "datasets.more.description")


def test_evaluation_data_do_not_answer_for_training_data(study: Study) -> None:
    described = study({"datasets.test.description": "Nuclei of another experiment."})

    assert described.item("L09").verdict is Verdict.MISSING


def test_a_trained_model_that_names_no_data_is_a_gap_of_its_own(study: Study) -> None:
    item = study({"models.unet.training": None}).item("L12")

    assert item.verdict is Verdict.MISSING
    assert item.open_fields == ("models.unet.training.datasets",)


def test_items_about_training_do_not_apply_to_models_by_others(study: Study) -> None:
    item = study({"models.unet.provenance": "third-party"}).item("L20")

    assert item.verdict is Verdict.NOT_APPLICABLE
    assert item.reason == "no model was trained or fine-tuned for this study"


def test_training_data_of_a_model_by_others_are_not_asked_for(study: Study) -> None:
    described = study({**TWO_MODELS, "datasets.train.description": "Nuclei."})

    assert described.item("L09").verdict is Verdict.REPORTED


def test_one_of_several_hyperparameters_is_a_part_of_the_answer(study: Study) -> None:
    item = study({"models.unet.training.hyperparameters.epochs": 400}).item("L20")

    assert item.verdict is Verdict.PARTLY
    assert item.reason == "batch size not given; initial learning rate not given"
    assert [answer.value for answer in item.answers] == ["number of epochs: 400"]


def test_the_manufacturer_alone_does_not_name_a_microscope(study: Study) -> None:
    maker = study({"datasets.train.acquisition.microscope.manufacturer": "3i"}).item("L11")
    model = study({"datasets.train.acquisition.microscope.model": "Marianas"}).item("L11")

    assert maker.verdict is Verdict.PARTLY
    assert maker.answers[0].value == "manufacturer: 3i"
    assert maker.open_fields == ("datasets.train.acquisition.microscope.model",)
    assert model.verdict is Verdict.REPORTED


@pytest.mark.parametrize("channels", [1, 2])
def test_exposure_can_be_given_once_or_for_each_channel(study: Study, channels: int) -> None:
    listed = [{"name": f"c{i}", "exposure": "200 ms"} for i in range(channels)]

    assert study({"datasets.train.acquisition.exposure": "1 s"}).item("L15").verdict == "reported"
    assert study({"datasets.train.acquisition.channels": listed}).item("L15").verdict == "reported"


def test_a_channel_without_exposure_is_named(study: Study) -> None:
    channels = [{"name": "DNA", "exposure": "200 ms"}, {"name": "actin"}]
    item = study({"datasets.train.acquisition.channels": channels}).item("L15")

    assert item.verdict is Verdict.PARTLY
    assert item.reason == "answered only in part; nothing for actin"
    assert item.open_fields == ("datasets.train.acquisition.channels[1].exposure",)


def test_of_several_channels_without_exposure_the_list_is_asked_for(study: Study) -> None:
    item = study({"datasets.train.acquisition.channels": [{"name": "DNA"}, {"name": "actin"}]})

    assert item.item("L15").open_fields == ("datasets.train.acquisition.channels",)


def test_filters_are_asked_for_only_where_something_fluoresces(study: Study) -> None:
    labels = "datasets.train.specimen.labels"
    stained = study({labels: [{"target": "DNA", "fluorophore": "SiR-DNA"}]}).item("L17")
    unstained = study({labels: [{"target": "DNA"}]}).item("L17")

    assert "emission filters" in (stained.reason or "")
    assert "emission filters" not in (unstained.reason or "")


@pytest.mark.parametrize(
    ("axes", "field"),
    [("ZYX", "pixel_size.z"), ("TYX", "time_interval")],
)
def test_stacks_and_time_series_are_asked_for_their_distances(
    study: Study, axes: str, field: str
) -> None:
    asked = study({"datasets.train.axes": axes}).item("L17").open_fields
    plain = study({"datasets.train.axes": "YX"}).item("L17").open_fields

    assert set(asked) - set(plain) == {f"datasets.train.acquisition.{field}"}


def test_an_empty_list_of_augmentations_says_that_there_were_none(study: Study) -> None:
    none = study({"models.unet.training.augmentation": []})

    assert none.item("A15").verdict is Verdict.REPORTED
    assert none.item("A15").answers[0].value == "none"
    assert none.item("T10").verdict is Verdict.MISSING
    assert study().item("A15").verdict is Verdict.MISSING


def test_augmentation_is_a_part_of_what_was_done_against_overfitting(study: Study) -> None:
    item = study({"models.unet.training.augmentation": [{"name": "flip"}]}).item("T10")

    assert item.verdict is Verdict.PARTLY
    assert item.answers[0].value == "augmentation: flip"


@pytest.mark.parametrize(
    ("start", "verdict"),
    [
        ({"kind": "random"}, Verdict.REPORTED),
        ({"kind": "pretrained"}, Verdict.PARTLY),
        ({"kind": "pretrained", "model": "2D_versatile_fluo"}, Verdict.REPORTED),
    ],
)
def test_transfer_learning_needs_its_starting_model(
    study: Study, start: dict[str, str], verdict: Verdict
) -> None:
    assert study({"models.unet.training.initial_weights": start}).item("T11").verdict is verdict


def test_a_fine_tuned_model_needs_its_starting_model_whatever_else_is_said(study: Study) -> None:
    changes = {
        "models.unet.provenance": "fine-tuned",
        "models.unet.training.initial_weights": {"kind": "random"},
    }

    assert study(changes).item("T11").verdict is Verdict.PARTLY


def test_who_trained_it_is_asked_of_models_by_others_only(study: Study) -> None:
    item = study(TWO_MODELS).item("L05")

    assert item.verdict is Verdict.PARTLY
    assert item.open_fields == ("models.cyto2.trained_by",)


def test_code_is_missing_until_the_card_says_that_there_is_none(study: Study) -> None:
    silent = study().item("L26")
    said = study({"not_applicable": {"code": "Only published notebooks were used."}})

    assert (silent.verdict, silent.open_fields) == (Verdict.MISSING, ("code",))
    assert said.item("L26").verdict is said.item("L27").verdict is Verdict.NOT_APPLICABLE
    assert said.item("L27").reason == "Only published notebooks were used."


def test_every_piece_of_code_must_be_shared(study: Study) -> None:
    item = study({"code": [{"url": "https://example.org/a"}, {"description": "macro"}]}).item("L26")

    assert item.verdict is Verdict.PARTLY
    assert item.open_fields == ("code[1].url",)


def test_a_model_without_deposit_for_a_reason_needs_no_zoo_and_no_metadata(study: Study) -> None:
    reason = "The weights wait for a patent."
    waived = study({"not_applicable": {"models.unet.deposit": reason}})

    for name in ("L23", "L24", "L25"):
        assert waived.item(name).verdict is Verdict.NOT_APPLICABLE
        assert waived.item(name).reason == reason


def test_intensities_are_asked_about_until_the_card_says_that_none_were_measured(
    study: Study,
) -> None:
    denoising = {"models.unet.task": "denoising"}
    measured = "models.unet.prediction.intensity_measured"

    assert study().item("A14").verdict is Verdict.NOT_APPLICABLE
    assert study(denoising).item("A14").verdict is Verdict.MISSING
    assert study({**denoising, measured: "yes"}).item("A14").verdict is Verdict.MISSING
    assert study({**denoising, measured: "no"}).item("A14").verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"models.unet.task": "denoising"}, Verdict.NOT_APPLICABLE),
        ({"models.unet.task": "super-resolution"}, Verdict.MISSING),
        ({"models.unet.task": "image-to-image translation"}, Verdict.MISSING),
        ({"models.unet.generative": "yes"}, Verdict.MISSING),
    ],
)
def test_hallucination_is_asked_about_where_a_network_can_invent(
    study: Study, changes: dict[str, str], verdict: Verdict
) -> None:
    assert study(changes).item("A13").verdict is verdict


def test_without_any_validation_its_items_are_missing_and_ask_for_one(study: Study) -> None:
    none = study({"validations": None})

    for name in ("L28", "L29", "L30", "L31", "L32", "L33", "L34", "A03", "A05"):
        assert none.item(name).verdict is Verdict.MISSING
        assert none.item(name).open_fields == ("validations",)
    assert none.item("A11").verdict is Verdict.NOT_APPLICABLE


def test_a_model_that_no_validation_names_is_a_gap(study: Study) -> None:
    item = study(TWO_MODELS).item("L28")

    assert item.verdict is Verdict.PARTLY
    assert item.reason == "not given for cyto2"
    assert item.open_fields == ("validations",)


NO_TRUTH = {
    "dataset": "test",
    "no_ground_truth": {"because": "Live samples bleach."},
}


def test_without_ground_truth_there_are_no_scores_to_report(study: Study) -> None:
    alone = study({"validations": {"actin": NO_TRUTH}})

    for name in ("L29", "L30", "L35", "A03", "A06"):
        assert alone.item(name).verdict is Verdict.NOT_APPLICABLE
        assert alone.item(name).reason == "there is no ground truth: Live samples bleach."
    assert alone.item("A01").verdict is Verdict.REPORTED
    assert alone.item("A11").verdict is Verdict.MISSING
    assert alone.item("A11").open_fields == ("validations.actin.no_ground_truth.instead",)


def test_what_was_done_instead_is_only_part_of_why_a_result_is_acceptable(study: Study) -> None:
    truth = {**NO_TRUTH["no_ground_truth"], "instead": "Fixed cells were compared."}  # type: ignore[dict-item]
    item = study({"validations": {"actin": {**NO_TRUTH, "no_ground_truth": truth}}})

    assert item.item("L34").verdict is Verdict.PARTLY
    assert item.item("A11").verdict is Verdict.REPORTED


def test_counts_of_all_verdicts_add_up_to_all_items(study: Study) -> None:
    result = study().result()

    assert sum(result.counts().values()) == len(result.items) == 65
