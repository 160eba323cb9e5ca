"""Findings that the evidence shows."""

from collections.abc import Callable

import pytest

from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

Find = Callable[..., list[Finding]]
Make = Callable[..., dict[str, object]]

CHECKED = {
    "validation": "nuclei",
    "model": "unet",
    "evaluation_dataset": "test",
    "training_dataset": "train",
    "n_evaluation": 20,
    "n_training": 50,
}
SHARED = [
    {"evaluation": f"test/{name}.tif", "training": f"train/{name}.tif", "same": "bytes"}
    for name in "ab"
]
CLAIM = {"datasets.test.independent_of": ["train"]}


def test_shared_images_are_an_error_with_their_files(find: Find) -> None:
    (finding,) = find(independence=[{**CHECKED, "shared": SHARED}])

    assert (finding.code, finding.severity) == ("shared-images", Severity.ERROR)
    assert finding.message.startswith(
        "2 of 20 evaluation images are among the training images of unet: a.tif and b.tif."
    )
    assert finding.files == ("test/a.tif", "test/b.tif")


def test_shared_images_contradict_a_claim(find: Find) -> None:
    (finding,) = find(CLAIM, independence=[{**CHECKED, "shared": SHARED[:1]}])

    assert finding.code == "independence-contradicted"
    assert finding.message.startswith(
        "test is said to share no image with train, but 1 of 20 evaluation images is among"
    )


def test_the_same_data_set_on_both_sides_is_one_finding(find: Find) -> None:
    same = {**CHECKED, "evaluation_dataset": "train", "shared": SHARED}

    found = find({"validations.nuclei.dataset": "train"}, independence=[same])

    assert [finding.code for finding in found] == ["evaluated-on-training-data"]


def test_a_claim_that_no_file_could_confirm_is_a_hint(find: Find) -> None:
    unchecked = {**CHECKED, "n_training": 0, "not_checked_because": "train has no files"}

    (finding,) = find(CLAIM, independence=[unchecked])

    assert (finding.code, finding.severity) == ("independence-not-checked", Severity.HINT)
    assert "The files were not compared: train has no files." in finding.message
    assert find(independence=[unchecked]) == []


def test_an_acceptance_that_was_missed_is_a_warning_with_numbers(
    find: Find, validated: Make, score: Make
) -> None:
    (finding,) = find(
        None,
        "acceptance-not-reached",
        **validated({"unet": [score("f1", 0.781, iou_threshold=0.5)]}),
    )

    assert finding.severity is Severity.WARNING
    assert finding.field == "validations.nuclei.acceptance[0]"
    assert finding.message == (
        "F1 at IoU 0.5 of unet, the mean over 20 images, is 0.781; at least 0.8 was held to be "
        "good enough."
    )


@pytest.mark.parametrize(
    ("limits", "reached", "missed"),
    [
        ({"at_least": 0.8}, 0.8, 0.79),
        ({"at_most": 0.2}, 0.2, 0.21),
        ({"at_least": 0.1, "at_most": 0.2}, 0.15, 0.05),
    ],
)
def test_limits_are_reached_at_their_value(
    find: Find, validated: Make, limits: dict[str, float], reached: float, missed: float
) -> None:
    acceptance = [{"metric": "psnr", "because": "It is enough.", **limits}]
    for value, expected in ((reached, []), (missed, ["acceptance-not-reached"])):
        stated = [{"metric": "PSNR", "value": value}]
        changes = {
            "validations.nuclei.acceptance": acceptance,
            "validations.nuclei.stated_scores": stated,
        }
        found = find(changes, "acceptance-not-reached", **validated())

        assert [finding.code for finding in found] == expected


def test_only_the_threshold_that_was_asked_for_decides(
    find: Find, validated: Make, score: Make
) -> None:
    both = [score("f1", 0.9, iou_threshold=0.5), score("f1", 0.4, iou_threshold=0.9)]

    assert find(None, "acceptance-not-reached", **validated({"unet": both})) == []


def test_without_a_threshold_the_lowest_one_decides(
    find: Find, validated: Make, score: Make
) -> None:
    both = [score("f1", 0.4, iou_threshold=0.9), score("f1", 0.9, iou_threshold=0.5)]
    acceptance = [{"metric": "F1", "at_least": 0.8, "because": "Counts are compared."}]
    changes = {"validations.nuclei.acceptance": acceptance}

    assert find(changes, "acceptance-not-reached", **validated({"unet": both})) == []


def test_an_acceptance_of_one_candidate_says_nothing_of_another(
    find: Find, validated: Make, score: Make
) -> None:
    changes = {
        "models.more": {
            "task": "instance segmentation",
            "algorithm": {"name": "A", "version": "1"},
            "provenance": "trained",
        },
        "validations.nuclei.candidates.more": "more/*.tif",
        "validations.nuclei.acceptance": [
            {"metric": "f1", "candidate": "unet", "at_least": 0.8, "because": "Counts."}
        ],
    }
    evidence = validated({"unet": [score("f1", 0.9)], "more": [score("f1", 0.1)]})

    assert find(changes, "acceptance-not-reached", **evidence) == []


def test_an_acceptance_that_nobody_computed_is_pointed_out(
    find: Find, validated: Make, score: Make
) -> None:
    (finding,) = find(None, "acceptance-without-score", **validated({"unet": [score("iou", 0.9)]}))

    assert "judged by f1 at IoU 0.5, but no such score" in finding.message


@pytest.mark.parametrize("metric", ["F1", "f1", "F1 at IoU 0.5"])
def test_a_stated_score_is_held_against_the_acceptance(
    find: Find, validated: Make, metric: str
) -> None:
    stated = {"validations.nuclei.stated_scores": [{"metric": metric, "value": 0.7}]}
    evidence = validated(not_computed_because="tracking")

    (finding,) = find(stated, "acceptance-not-reached", **evidence)

    assert finding.message.startswith(f"{metric}, as stated, is 0.700;")
    assert find(stated, "acceptance-without-score", **evidence) == []


def test_good_agreement_is_shown_but_never_judged(find: Find, validated: Make, score: Make) -> None:
    results = [
        score("iou", 0.85),
        score("f1", 0.9, iou_threshold=0.7),
        score("f1", 0.95, iou_threshold=0.5),
        score("precision", 0.9),
    ]
    (finding,) = find(None, "good-agreement", **validated({"unet": results}))

    assert finding.severity is Severity.HINT
    assert finding.message.startswith("IoU: unet 0.850; F1 at IoU 0.5: unet 0.950. Laine et al.")
    assert "That is no limit" in finding.message
    assert not {"pass", "passed", "fail", "failed"} & set(finding.message.split())


def test_images_on_which_the_raw_input_wins_are_named(
    find: Find, validated: Make, score: Make
) -> None:
    pair = {
        "name": "a",
        "predictions": {
            "unet": {
                "path": "results/a.tif",
                "sha256": "0" * 64,
                "bytes": 1,
                "shape": [2, 2],
                "axes": "YX",
                "dtype": "uint8",
            }
        },
    }
    worse = [
        {
            "candidate": "unet",
            "other": "raw input",
            "metric": "psnr",
            "worse": ["a"],
            "n": 20,
            "mean_difference": 1.0,
            "interval": {"n_units": 3, "undefined_because": "too few"},
            "not_tested_because": "too few",
        }
    ]
    evidence = validated({"unet": [score("psnr", 20.0)]}, comparisons=worse, pairs=[pair])
    (finding,) = find(None, "worse-than-input", **evidence)

    assert finding.message == (
        "On 1 of 20 images the prediction of unet scores worse than the raw input by PSNR: a."
    )
    assert finding.files == ("results/a.tif",)
    both = [worse[0], {**worse[0], "metric": "rmse"}]
    evidence = validated({"unet": [score("psnr", 20.0)]}, comparisons=both, pairs=[pair])
    (finding,) = find(None, "worse-than-input", **evidence)
    assert "by PSNR and rmse: a." in finding.message

    none = [{**worse[0], "worse": []}]
    assert find(None, "worse-than-input", **validated(comparisons=none)) == []


def test_few_images_are_counted_in_the_files(find: Find, validated: Make) -> None:
    assert find(None, "few-images", **validated(n_images=2))
    assert find({"datasets.test.image_count": 2}, "few-images", **validated(n_images=20)) == []


@pytest.mark.parametrize(
    ("images", "groups", "found"),
    [(8, 1, True), (8, 3, True), (8, 4, False), (8, None, False), (3, 1, False)],
)
def test_many_images_of_few_groups_are_pointed_out(
    find: Find,
    validated: Make,
    images: int,
    groups: int | None,
    found: bool,  # noqa: FBT001 - a table
) -> None:
    listed = find(None, "few-groups", **validated(n_images=images, n_groups=groups))

    assert bool(listed) is found
    text = f"form {groups} group{'s' if groups != 1 else ''}."
    assert all(text in finding.message for finding in listed)


def test_one_computed_metric_is_one_metric(find: Find, validated: Make, score: Make) -> None:
    alone = validated({"unet": [score("f1", 0.9, iou_threshold=0.5), score("tp", 4)]})
    both = validated({"unet": [score("f1", 0.9), score("iou", 0.9)]})

    (finding,) = find(None, "single-metric", **alone)
    assert "one metric, F1." in finding.message
    assert find(None, "single-metric", **both) == []


def _pairs(names: list[str]) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([f"fieldA_tile_{i}" for i in range(8)], True),
        ([f"mouse{m}_slice{i}" for m in (1, 2) for i in range(5)], True),
        ([f"{i:04}" for i in range(20)], True),
        ([f"cell-{letter}" for letter in "abcdefghij"], False),
        ([f"fieldA_tile_{i}" for i in range(7)], False),
    ],
)
def test_tiles_of_one_field_are_noticed_by_their_names(
    find: Find,
    validated: Make,
    names: list[str],
    found: bool,  # noqa: FBT001 - a table
) -> None:
    evidence = validated(pairs=_pairs(names))

    assert bool(find(None, "groups-not-stated", **evidence)) is found
    assert find({"datasets.test.groups": "{name}_*"}, "groups-not-stated", **evidence) == []


def test_files_that_differ_from_the_commit_are_named(find: Find) -> None:
    repository = {"commit": "4f2c1e9" + "0" * 33, "changed_files": ["train.py"]}

    (finding,) = find(repository=repository)

    assert finding.code == "uncommitted-changes"
    assert finding.message.startswith("1 file differs from commit 4f2c1e9: train.py.")
    assert find(repository={"commit": "4f2c1e9" + "0" * 33}) == []
    unknown = {"unavailable_because": "there are too many"}
    assert find(repository={**repository, "changed_files": unknown}) == []


def test_commits_that_nobody_else_has_are_counted(find: Find) -> None:
    repository = {"commit": "4f2c1e9" + "0" * 33, "unpushed_commits": 2}

    (finding,) = find(repository=repository)

    assert finding.code == "unpushed-commits"
    assert finding.message.startswith("2 commits up to 4f2c1e9 are in no branch of another copy")
    assert find(repository={**repository, "unpushed_commits": 0}) == []


def test_another_installed_version_than_the_card_names_is_a_hint(find: Find) -> None:
    machine = {
        "python": "3.11",
        "implementation": "CPython",
        "os": "Linux",
        "machine": "x86_64",
        "cpu": "CPU",
        "cpu_count": 2,
        "memory_bytes": 1,
        "gpus": [],
        "packages": {"scikit-image": "0.26.0", "torch": "2.3.1+cpu"},
    }
    stated = {"scikit_image": "0.19", "torch": "2.3.1", "csbdeep": "0.7"}

    (finding,) = find({"models.unet.training.libraries": stated}, environment=machine)

    assert (finding.code, finding.severity) == ("other-library-version", Severity.HINT)
    assert "scikit_image 0.19 (installed: 0.26.0)" in finding.message
    assert "torch" not in finding.message


def test_a_source_that_says_something_else_is_shown_with_its_place(find: Find) -> None:
    reading = {
        "file": {"path": "config.json", "sha256": "0" * 64, "bytes": 1},
        "format": "CSBDeep configuration",
        "facts": [
            {
                "subject": "model",
                "field": "training.hyperparameters.epochs",
                "value": "400",
                "kind": "configured",
                "place": "train_epochs",
            }
        ],
    }
    card = {
        "models.unet.source_files": ["config.json"],
        "models.unet.training.hyperparameters": {"epochs": "100"},
    }

    (finding,) = find(card, readings={"config.json": reading})

    assert finding.code == "source-disagrees"
    assert finding.message == (
        "The card says 100; config.json says 400 (train_epochs, configured)."
    )
    same = {"models.unet.training.hyperparameters": {"epochs": "400"}}
    assert find({**card, **same}, readings={"config.json": reading}) == []


def test_an_example_that_no_image_is_called_is_named(find: Find, validated: Make) -> None:
    pairs = [{"name": name} for name in ("field_1", "field_2")]
    choice = {"image": "field_1", "candidate": "unet", "metric": "f1", "value": 0.5}
    examples = [{**choice, "rank": "best"}]
    seen = {"validations.nuclei.examples": ["field_1", "feld_2"]}

    found = find(seen, **validated(pairs=pairs, examples=examples))

    (finding,) = (finding for finding in found if finding.code == "unshown-example")
    assert "The example feld_2 of validation nuclei is not shown" in finding.message
    assert "such as field_2" in (finding.hint or "")
