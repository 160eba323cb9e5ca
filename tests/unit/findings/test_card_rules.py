"""Findings that the card alone shows."""

from collections.abc import Callable

import pytest

from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

Find = Callable[..., list[Finding]]

THEIRS = {
    "models.cyto2": {
        "task": "instance segmentation",
        "algorithm": {"name": "Cellpose", "version": "2.2"},
        "provenance": "third-party",
        "version": "1.0",
    },
    "validations.nuclei.candidates.cyto2": "cyto2/*.tif",
}


def codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


def test_an_algorithm_needs_a_version_or_a_date(find: Find) -> None:
    (finding,) = find({"models.unet.algorithm.version": None})

    assert finding.code == "algorithm-version"
    assert finding.field == "models.unet.algorithm.version"
    assert finding.message.startswith("Neither the version of StarDist nor the date")
    assert find({"models.unet.algorithm": {"name": "StarDist", "obtained": "2023"}}) == []


def test_an_empty_version_is_no_version(find: Find) -> None:
    assert "algorithm-version" in codes(find({"models.unet.algorithm.version": "unknown"}))


def test_a_version_that_stands_among_the_libraries_is_pointed_out(find: Find) -> None:
    (finding,) = find(
        {
            "models.unet.algorithm.version": None,
            "models.unet.training.libraries": {"stardist": "0.8.3"},
        }
    )

    assert finding.hint == "training.libraries has StarDist 0.8.3: if that is it, give it here"


def test_a_tool_needs_a_version_unless_it_is_the_algorithm(find: Find) -> None:
    tool = "models.unet.prediction.tool"

    assert codes(find({tool: {"name": "ZeroCostDL4Mic"}})) == ["tool-version"]
    assert find({tool: {"name": "ZeroCostDL4Mic", "obtained": "2023"}}) == []
    assert find({tool: {"name": "StarDist"}}) == []


@pytest.mark.parametrize(
    "reasons", [{"L03": "It has none."}, {"models.unet.algorithm.version": "It has none."}]
)
def test_a_reason_for_the_missing_version_is_accepted(find: Find, reasons: dict[str, str]) -> None:
    found = find({"models.unet.algorithm.version": None, "not_applicable": reasons})

    assert found == []


@pytest.mark.parametrize(
    ("dates", "lacking"),
    [
        ({}, "the date on which it was obtained and the one on which it was used are missing"),
        ({"obtained": "2023"}, "the date on which it was used is missing"),
        ({"used": "2023"}, "the date on which it was obtained is missing"),
        ({"obtained": "2023", "used": "2023"}, None),
    ],
)
def test_a_model_by_others_without_version_needs_both_dates(
    find: Find, dates: dict[str, str], lacking: str | None
) -> None:
    changes = {**THEIRS, **{f"models.cyto2.{name}": date for name, date in dates.items()}}
    found = find({**changes, "models.cyto2.version": None}, "model-version")

    assert bool(found) is (lacking is not None)
    assert all(lacking is not None and lacking in finding.message for finding in found)


def test_a_reason_for_a_missing_date_is_accepted(find: Find) -> None:
    changes = {**THEIRS, "models.cyto2.version": None, "models.cyto2.obtained": "2023"}
    reasons = {"L08": "It was applied over several months."}

    assert find(changes, "model-version")
    assert find({**changes, "not_applicable": reasons}, "model-version") == []
    # That it has no version is what makes the dates needed.
    no_version = {"L06": "Its makers number no versions."}
    assert find({**changes, "not_applicable": no_version}, "model-version")


@pytest.mark.parametrize(
    ("obtained", "used", "found"),
    [
        ("2023-02-01", "2023-01-15", True),
        ("2023-02-01", "2023-03", False),
        ("2023-02", "2023-02-01", False),
        ("2023", "2023-01-01", False),
        ("2023", "2022", True),
    ],
)
def test_a_model_is_not_used_before_it_is_obtained(
    find: Find,
    obtained: str,
    used: str,
    found: bool,  # noqa: FBT001 - a table
) -> None:
    changes = {**THEIRS, "models.cyto2.obtained": obtained, "models.cyto2.used": used}

    assert bool(find(changes, "dates-out-of-order")) is found


def test_libraries_without_version_are_named(find: Find) -> None:
    (finding,) = find({"models.unet.training.libraries": {"torch": None, "numpy": "2.0"}})

    assert finding.code == "library-version"
    assert finding.message.startswith("torch has no version.")


def test_evaluation_on_training_data_is_an_error(find: Find) -> None:
    (finding,) = find({"validations.nuclei.dataset": "train"})

    assert (finding.code, finding.severity) == ("evaluated-on-training-data", Severity.ERROR)
    assert "unet was trained on train" in finding.message


def test_evaluation_on_images_that_chose_the_weights_is_a_warning(find: Find) -> None:
    (finding,) = find({"models.unet.training.validation": {"dataset": "test"}})

    assert (finding.code, finding.severity) == ("evaluated-on-held-out-data", Severity.WARNING)


@pytest.mark.parametrize(
    ("origin", "found"),
    [
        ("from the same experiment as the training images", True),
        ("Other wells of the same plate", False),
        ("Same slide as training", True),
        ("not from the same experiment", False),
        ("acquired for this study", False),
    ],
)
def test_images_of_the_same_source_are_pointed_out(find: Find, origin: str, found: bool) -> None:  # noqa: FBT001 - a table
    assert bool(find({"datasets.test.origin": origin}, "same-source")) is found


def test_a_model_that_nobody_validated_is_named(find: Find) -> None:
    own = {
        "models.more": {
            "task": "denoising",
            "algorithm": {"name": "CARE", "version": "1"},
            "provenance": "trained",
            "training": {"datasets": "train"},
        }
    }
    theirs = {**THEIRS}
    del theirs["validations.nuclei.candidates.cyto2"]

    assert codes(find(own)) == ["model-not-validated"]
    (finding,) = find(theirs)
    assert finding.code == "third-party-not-validated"
    assert "on your own images" in finding.message
    assert find({**theirs, "not_applicable": {"A02": "It was used on one image only."}}) == []


def test_a_card_without_any_validation_is_told_so_once(find: Find) -> None:
    assert codes(find({"validations": None})) == ["no-validation"]
    reason = {"validations": "The model is only described here."}
    assert find({"validations": None, "not_applicable": reason}) == []


def test_a_validation_needs_a_reason_for_what_is_good_enough(find: Find) -> None:
    assert codes(find({"validations.nuclei.acceptance": None})) == ["no-acceptance"]
    for reasons in ({"L34": "It is a survey."}, {"validations.nuclei.acceptance": "A survey."}):
        assert find({"validations.nuclei.acceptance": None, "not_applicable": reasons}) == []


@pytest.mark.parametrize(("n", "found"), [(1, True), (3, True), (4, False)])
def test_three_images_or_fewer_are_few(find: Find, n: int, found: bool) -> None:  # noqa: FBT001 - a table
    listed = find({"datasets.test.image_count": n}, "few-images")

    assert bool(listed) is found
    assert all(("1 image." if n == 1 else f"{n} images.") in f.message for f in listed)


def test_thresholds_need_objects_to_match(find: Find) -> None:
    thresholds = {"validations.nuclei.iou_thresholds": [0.5, 0.7]}
    masks = {"models.unet.task": "semantic segmentation"}

    assert find(thresholds) == []
    assert "unused-thresholds" in codes(find({**thresholds, **masks}))


def test_a_threshold_of_acceptance_must_be_computed(find: Find) -> None:
    (finding,) = find({"validations.nuclei.iou_thresholds": [0.7, 0.9]})

    assert finding.code == "threshold-not-computed"
    assert "threshold of 0.5, but scores are computed at 0.7 and 0.9 only" in finding.message
    assert find({"validations.nuclei.iou_thresholds": [0.5, 0.9]}) == []


def test_ground_truth_that_exists_is_not_denied(find: Find) -> None:
    denied = {"because": "There was no time."}
    (finding,) = find({"validations.nuclei.no_ground_truth": denied})

    assert finding.code == "ground-truth-exists"
    assert "masks/*.tif" in finding.message


def test_one_metric_alone_is_pointed_out(find: Find) -> None:
    assert codes(find({"validations.nuclei.metrics": ["f1"]})) == ["single-metric"]
    assert find({"validations.nuclei.metrics": ["f1", "iou"]}) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"models.unet.task": "super-resolution"}, True),
        ({"models.unet.task": "image-to-image translation"}, True),
        ({"models.unet.generative": "yes"}, True),
        ({"models.unet.generative": "no"}, False),
        ({"models.unet.task": "denoising"}, False),
        (
            {
                "models.unet.generative": "yes",
                "models.unet.cautions": {"hallucination": "Seen in raw images."},
            },
            False,
        ),
        ({"models.unet.generative": "yes", "models.unet.cautions": {"hallucination": "tbd"}}, True),
        (
            {
                "models.unet.generative": "yes",
                "models.unet.cautions": {"agreed": ["hallucination"]},
            },
            False,
        ),
        (
            {"models.unet.generative": "yes", "not_applicable": {"A13": "It puts out labels."}},
            False,
        ),
    ],
)
def test_a_network_that_can_invent_needs_a_caution(
    find: Find,
    changes: dict[str, object],
    found: bool,  # noqa: FBT001 - a table
) -> None:
    assert bool(find(changes, "hallucination")) is found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"models.unet.task": "denoising"}, True),
        ({}, False),
        (
            {
                "models.unet.task": "denoising",
                "models.unet.cautions": {"intensity": "Measured in raw."},
            },
            False,
        ),
    ],
)
def test_intensities_after_restoration_need_a_caution(
    find: Find,
    changes: dict[str, object],
    found: bool,  # noqa: FBT001 - a table
) -> None:
    measured = {"models.unet.prediction.intensity_measured": "yes"}

    assert bool(find({**measured, **changes}, "intensity")) is found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"models.unet.cautions": None}, True),
        ({"models.unet.cautions": {"agreed": ["intensity"]}}, True),
        ({"models.unet.cautions": {"agreed": ["own-test-set"]}}, False),
        ({"models.unet.cautions": None, "datasets.test.origin": "public benchmark"}, False),
        ({"models.unet.cautions": None, "models.unet.provenance": "third-party"}, False),
    ],
)
def test_scores_on_test_images_of_the_authors_are_pointed_out(
    find: Find,
    changes: dict[str, object],
    found: bool,  # noqa: FBT001 - a table
) -> None:
    listed = find(changes, "own-test-set")

    assert bool(listed) is found
    assert all("agreed: [own-test-set]" in (finding.hint or "") for finding in listed)


def test_a_model_by_others_may_meet_images_unlike_its_own(find: Find) -> None:
    changes = {
        "models.unet.provenance": "third-party",
        "models.unet.prediction.datasets": ["test"],
    }
    agreed = {"models.unet.cautions": {"agreed": "domain-shift"}}

    assert codes(find(changes, "domain-shift")) == ["domain-shift"]
    assert find({**changes, **agreed}, "domain-shift") == []


def test_training_data_need_a_deposit_or_a_reason(find: Find) -> None:
    assert codes(find({"datasets.train.deposit": None})) == ["no-deposit"]
    for reasons in ({"L18": "They show patients."}, {"datasets.train.deposit": "Patients."}):
        assert find({"datasets.train.deposit": None, "not_applicable": reasons}) == []


def test_deposits_and_code_need_a_licence(find: Find) -> None:
    found = find(
        {
            "datasets.train.deposit.license": None,
            "models.unet.deposit": {"repository": "Zenodo"},
            "code": [{"url": "https://example.org/a"}, {"license": "MIT"}],
        }
    )

    assert codes(found) == ["no-licence"] * 3
    assert [finding.field for finding in found] == [
        "datasets.train.deposit.license",
        "models.unet.deposit.license",
        "code[0].license",
    ]
    assert found[2].message.startswith("The code at https://example.org/a has no licence")


def test_training_data_are_to_be_named(find: Find) -> None:
    (finding,) = find({"models.unet.training": None})

    assert finding.code == "no-training-data"
    assert "unet was trained, but the card does not say on which data" in finding.message


def test_empty_words_are_pointed_out_where_they_stand(find: Find) -> None:
    found = find({"datasets.train.description": "TBD", "datasets.test.preprocessing": ["n/a"]})

    assert codes(found) == ["empty-word", "empty-word"]
    assert [f.field for f in found] == [
        "datasets.train.description",
        "datasets.test.preprocessing[0]",
    ]
    assert "“TBD”" in found[0].message


def test_settings_and_names_of_classes_are_no_answers(find: Find) -> None:
    changes = {
        "models.unet.prediction.parameters": {"tiles": "none"},
        "models.unet.training.hyperparameters": {"schedule": "none"},
        "datasets.test.classes": {"1": "nucleus", "2": "other"},
        "validations.nuclei.normalisation": {"method": "none"},
    }

    assert find(changes) == []


def test_a_reason_has_to_be_one(find: Find) -> None:
    (finding,) = find({"not_applicable": {"L24": "n/a"}})

    assert (finding.code, finding.field) == ("empty-reason", "not_applicable.L24")


def test_what_does_not_apply_is_not_given(find: Find) -> None:
    (finding,) = find({"not_applicable": {"models.unet.training": "It was trained long ago."}})

    assert finding.code == "not-applicable-but-given"
    assert "the card gives models.unet.training.datasets[0]" in finding.message
