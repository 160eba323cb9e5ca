"""Findings about images that show the same, and about names on both sides."""

from collections.abc import Callable

import pytest

from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

Find = Callable[..., list[Finding]]

CHECKED = {
    "validation": "nuclei",
    "model": "unet",
    "evaluation_dataset": "test",
    "training_dataset": "train",
    "n_evaluation": 20,
    "n_training": 50,
    "near_method": {"version": "1", "thresholds": {"certain": 0.9, "similarity": 0.7}},
}
CLAIM = {"datasets.test.independent_of": ["train"]}


def patch(file: str, share: float = 1.0, plane: str | None = None) -> dict[str, object]:
    return {
        "file": file,
        "plane": plane,
        "top": 0,
        "left": 0,
        "height": 9,
        "width": 9,
        "share": share,
    }


def near(similarity: float = 0.98, name: str = "a", **changes: object) -> dict[str, object]:
    return {
        "similarity": similarity,
        "points": 12,
        "evaluation": patch(f"test/{name}.tif", 0.64),
        "training": patch("train/b.tif", 0.1),
        **changes,
    }


def test_a_certain_near_copy_is_an_error_that_names_the_pair(find: Find) -> None:
    pair = near(mirrored=True, rotated=90, scale=0.5)

    (finding,) = find(independence=[{**CHECKED, "near": [pair]}])

    assert (finding.code, finding.severity) == ("near-copies", Severity.ERROR)
    assert finding.message == (
        "1 of 20 evaluation images shows what training images of unet show, in whole or in "
        "part: a.tif and b.tif (64 % of it, mirrored, turned by 90°, scaled by 0.5, "
        "correlation 0.98). A model scores higher on what it has seen."
    )
    assert finding.files == ("test/a.tif",)


def test_a_doubtful_one_is_a_warning_that_says_what_it_may_be(find: Find) -> None:
    pair = near(0.8, evaluation=patch("test/a.tif", plane="channel 2"))

    (finding,) = find(independence=[{**CHECKED, "near": [pair]}])

    assert (finding.code, finding.severity) == ("similar-images", Severity.WARNING)
    assert finding.message == (
        "1 of 20 evaluation images shows probably what training images of unet show, in whole "
        "or in part: a.tif (channel 2) and b.tif (all of it, correlation 0.80). Two captures "
        "of one field, or neighbouring frames, look like this; see the figure in the report, "
        "and decide."
    )


def test_many_pairs_are_counted_after_the_first(find: Find) -> None:
    pairs = [near(name=f"{n}") for n in range(8)]

    (finding,) = find(independence=[{**CHECKED, "near": pairs}])

    assert finding.message.startswith("8 of 20 evaluation images show what")
    assert "4.tif and b.tif (64 % of it, correlation 0.98); 3 more." in finding.message
    assert len(finding.files) == 8


def test_near_copies_contradict_a_claim(find: Find) -> None:
    (finding,) = find(CLAIM, independence=[{**CHECKED, "near": [near()]}])

    assert finding.code == "independence-contradicted"
    assert finding.message.startswith("test is said to share no image with train, but 1 of 20")


def test_copies_of_held_out_images_are_a_warning(find: Find) -> None:
    (finding,) = find(independence=[{**CHECKED, "held_out": True, "near": [near()]}])

    assert finding.severity is Severity.WARNING
    assert "what held-out images of unet show" in finding.message


def test_groups_on_both_sides_are_a_warning(find: Find) -> None:
    groups = {
        "basis": "groups",
        "words": ["well"],
        "shared": [{"name": "B05", "n_evaluation": 3, "n_training": 4}],
    }

    (finding,) = find(independence=[{**CHECKED, "groups": groups}])

    assert (finding.code, finding.severity) == ("shared-groups", Severity.WARNING)
    assert finding.message == (
        "3 of 20 evaluation images belong to groups (well) that have images in train, too: B05. "
        "Images of one group resemble each other, so the scores may be higher than on new ones."
    )


def test_names_that_begin_alike_are_a_hint(find: Find) -> None:
    groups = {"basis": "names", "shared": [{"name": "B05", "n_evaluation": 3, "n_training": 4}]}

    (finding,) = find(independence=[{**CHECKED, "groups": groups}])

    assert (finding.code, finding.severity) == ("names-on-both-sides", Severity.HINT)
    assert finding.message.startswith(
        "The names of 3 of 20 evaluation images begin like names in train: B05. If that means"
    )


@pytest.mark.parametrize("n_models", [1, 2])
def test_groups_are_told_once_for_all_models(find: Find, n_models: int) -> None:
    groups = {"basis": "names", "shared": [{"name": "B05", "n_evaluation": 3, "n_training": 4}]}
    entries = [{**CHECKED, "model": f"m{n}", "groups": groups} for n in range(n_models)]

    assert len(find(independence=entries)) == 1


SPLIT = {"models.unet.training.validation": {"fraction": 0.1}}


def test_an_unknown_split_is_a_hint(find: Find) -> None:
    entry = {"dataset": "train", "models": ["unet"], "n_images": 40}

    (finding,) = find(SPLIT, random_splits=[entry])

    assert (finding.code, finding.severity) == ("unknown-split", Severity.HINT)
    assert finding.message == (
        "10 % of train was held out from the training of unet. Which images these are is not "
        "said, so they were not compared with the others."
    )


def test_what_recurs_behind_a_random_split_is_a_warning(find: Find) -> None:
    view = {
        "similarity": 0.95,
        "points": 30,
        "first": patch("train/c.tif", 0.5),
        "second": patch("train/d.tif", 0.5),
    }
    entry = {
        "dataset": "train",
        "models": ["unet"],
        "n_images": 40,
        "identical": [["train/a.tif", "train/b.tif"]],
        "near": [view],
    }

    (finding,) = find(SPLIT, random_splits=[entry])

    assert (finding.code, finding.severity) == ("recurring-images", Severity.WARNING)
    assert (
        "2 images of 40 show what another one shows: c.tif and d.tif (50 % of it, correlation "
        "0.95). Divided by chance" in finding.message
    )
    assert finding.files == ("train/b.tif", "train/c.tif")
