"""Findings about images that do not resemble the training images."""

from collections.abc import Callable

import pytest

from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

Find = Callable[..., list[Finding]]

DIAMETER = {
    "id": "object_diameter",
    "name": "object diameter",
    "training": "14 µm",
    "other": "30 µm",
    "mark": "different",
    "factor": 2.14,
}
PIXELS = {**DIAMETER, "id": "object_diameter_pixels", "name": "object diameter in pixels"}
ALIKE = {"id": "snr", "name": "signal-to-noise ratio", "mark": "alike"}
MODALITY = {
    "id": "modality",
    "name": "modality",
    "training": "confocal",
    "other": "wide-field",
    "mark": "worded differently",
}
STUDY = {"datasets.study": {"images": "study/*.tif"}}


def entry(role: str = "application", **changes: object) -> dict[str, object]:
    return {
        "model": "unet",
        "training_dataset": "train",
        "other_dataset": "test" if role == "evaluation" else "study",
        "role": role,
        "files": [DIAMETER, PIXELS, ALIKE],
        **changes,
    }


def test_images_that_differ_from_the_training_images_are_a_warning(find: Find) -> None:
    (finding,) = find(STUDY, "data-differ", similarity=[entry()])

    assert finding.severity is Severity.WARNING
    assert finding.field == "models.unet.prediction.similarity_to_training"
    assert finding.message == (
        "unet was trained on train and applied to study, whose images differ in object diameter "
        "by a factor of 2.1 (14 µm in training, 30 µm here). A model holds only for images like "
        "those it was trained on."
    )


def test_evaluation_images_may_differ_on_purpose(find: Find) -> None:
    (finding,) = find(None, "data-differ", similarity=[entry("evaluation")])

    assert finding.severity is Severity.HINT
    assert finding.field == "datasets.test"


def test_a_card_that_discusses_the_difference_is_only_reminded(find: Find) -> None:
    said = {**STUDY, "models.unet.prediction": {"similarity_to_training": "Cells were larger."}}

    (finding,) = find(said, "data-differ", similarity=[entry()])

    assert finding.severity is Severity.HINT


def test_data_like_one_of_several_training_sets_are_alike(find: Find) -> None:
    other = entry(training_dataset="test", files=[ALIKE])

    assert find(STUDY, "data-differ", similarity=[entry(), other]) == []


def test_data_that_are_evaluated_and_applied_to_are_told_once(find: Find) -> None:
    both = [entry("evaluation", other_dataset="study"), entry()]

    (finding,) = find(STUDY, "data-differ", similarity=both)

    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize("files", [[], [ALIKE]])
def test_alike_or_unknown_data_need_no_look(find: Find, files: list[object]) -> None:
    assert find(STUDY, "data-differ", similarity=[entry(files=files)]) == []


def test_other_words_for_the_acquisition_are_a_hint(find: Find) -> None:
    (finding,) = find(
        STUDY, "acquisition-differs", similarity=[entry(files=[], acquisition=[MODALITY])]
    )

    assert finding.severity is Severity.HINT
    assert finding.message == (
        "The card words modality differently for train (confocal) and study (wide-field)."
    )
