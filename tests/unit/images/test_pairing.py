"""The pairing rules, one after the other."""

from pathlib import Path

import pytest

from replicard.files import expand
from replicard.images import FilePair, pair_files
from replicard.images.naming import stem


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b/img.tif", "img"),
        ("img.ome.tif", "img"),
        ("img.OME.TIFF", "img"),
        ("img.v2.png", "img.v2"),
        ("img_0.5um", "img_0.5um"),
        ("sample.001", "sample.001"),
        (".tif", ".tif"),
        ("a\u0308.npy", "\u00e4"),
    ],
)
def test_a_stem_is_the_name_without_the_extension_of_an_image_format(
    path: str, expected: str
) -> None:
    assert stem(path) == expected


def test_stems_pair_across_folders_and_formats() -> None:
    pairing = pair_files(
        ["raw/b.tif", "raw/a.tif"],
        ["masks/a.png", "masks/b.png"],
        {"unet": ["out/a.ome.tif", "out/b.ome.tif"], "otsu": ["o/b.npy", "o/a.npy"]},
    )

    assert pairing.problems == ()
    assert pairing.pairs == (
        FilePair("a", "raw/a.tif", "masks/a.png", {"unet": "out/a.ome.tif", "otsu": "o/a.npy"}),
        FilePair("b", "raw/b.tif", "masks/b.png", {"unet": "out/b.ome.tif", "otsu": "o/b.npy"}),
    )


def test_pairs_come_in_natural_order() -> None:
    names = [f"img_{number}" for number in (1, 2, 10, 20)]

    pairing = pair_files([f"{name}.tif" for name in reversed(names)], None, {})

    assert [pair.name for pair in pairing.pairs] == names


def test_one_file_pairs_with_one_file_whatever_the_names() -> None:
    pairing = pair_files(["input.tif"], ["truth.tif"], {"unet": ["result.tif"]})

    assert pairing.problems == ()
    assert pairing.pairs == (FilePair("input", "input.tif", "truth.tif", {"unet": "result.tif"}),)


@pytest.mark.parametrize(
    ("images", "targets"),
    [
        (["img_01.tif", "img_02.tif"], ["mask_01.tif", "mask_02.tif"]),
        (["01.tif", "02.tif"], ["01_pred.tif", "02_pred.tif"]),
        (["img_01_raw.tif", "img_02_raw.tif"], ["01-label.png", "02-label.png"]),
        (["img01.tif", "img02.tif"], ["mask01.tif", "mask02.tif"]),
        (["a1.tif", "a2.tif", "b1.tif"], ["a1_m.tif", "a2_m.tif", "b1_m.tif"]),
        (["plate3_a_x.tif", "plate3_b_x.tif"], ["plate3_a_y.tif", "plate3_b_y.tif"]),
        (["A B (1).tif", "A B (2).tif"], ["A B (1)_cp_masks.png", "A B (2)_cp_masks.png"]),
    ],
)
def test_what_all_files_of_a_side_share_is_cut_off(images: list[str], targets: list[str]) -> None:
    pairing = pair_files(images, targets, {})

    assert pairing.problems == ()
    assert [(pair.image, pair.target) for pair in pairing.pairs] == list(
        zip(images, targets, strict=True)
    )


@pytest.mark.parametrize(
    ("images", "targets"),
    [
        (["plate1_05.tif", "plate1_06.tif"], ["plate2_05.tif", "plate2_06.tif"]),
        (["img_01.tif", "img_02.tif"], ["mask_11.tif", "mask_12.tif"]),
        (["a_01.tif", "a_02.tif"], ["01_c1.tif", "02_c1.tif"]),
    ],
)
def test_names_with_different_numbers_are_not_taken_for_partners(
    images: list[str], targets: list[str]
) -> None:
    pairing = pair_files(images, targets, {})

    assert [pair.target for pair in pairing.pairs] == [None, None]
    (problem,) = pairing.problems
    assert problem.code == "no-partner"
    assert problem.message == (
        "is one of 2 files, all of them (ground truth) without a name in common with "
        f"the 2 files such as {images[0]} (image)"
    )
    assert problem.hint is not None
    assert "{name}" in problem.hint


def test_a_missing_and_an_extra_partner_name_both_sides() -> None:
    pairing = pair_files(
        ["raw/1.tif", "raw/2.tif", "raw/3.tif"],
        ["masks/1.tif", "masks/2.tif", "masks/3.tif"],
        {"unet": ["out/1.tif", "out/2.tif", "out/4.tif"]},
    )

    assert [str(problem) for problem in pairing.problems] == [
        "out/4.tif: is a prediction of unet that belongs to none of the 3 files such as raw/1.tif",
        "raw/3.tif: has no prediction of unet among the 3 files such as out/1.tif",
    ]
    assert [problem.code for problem in pairing.problems] == ["extra-partner", "missing-partner"]
    assert pairing.pairs[2] == FilePair("3", "raw/3.tif", "masks/3.tif", {})


def test_two_candidates_with_one_stem_are_ambiguous() -> None:
    pairing = pair_files(
        ["raw/1.tif", "raw/2.tif"], ["masks/1.tif", "masks/1.png", "masks/2.tif"], {}
    )

    (problem,) = pairing.problems
    assert problem.code == "ambiguous-partner"
    assert str(problem) == (
        "raw/1.tif: cannot be paired for certain: raw/1.tif may belong to "
        "masks/1.tif or masks/1.png"
    )
    assert [pair.target for pair in pairing.pairs] == [None, "masks/2.tif"]


def test_two_images_with_one_stem_are_ambiguous() -> None:
    pairing = pair_files(["raw/1.tif", "raw/1.png", "raw/2.tif"], None, {})

    assert [str(problem) for problem in pairing.problems] == [
        "raw/1.tif: has the same name as raw/1.png"
    ]
    assert [pair.name for pair in pairing.pairs] == ["2"]


def test_folders_tell_repeated_stems_apart_where_both_sides_have_them() -> None:
    images = ["data/a/img/1.tif", "data/a/img/2.tif", "data/b/img/1.tif"]
    targets = ["data/a/mask/1.tif", "data/a/mask/2.tif", "data/b/mask/1.tif"]

    pairing = pair_files(images, targets, {})

    assert pairing.problems == ()
    assert [(pair.name, pair.image, pair.target) for pair in pairing.pairs] == [
        ("a/1", images[0], targets[0]),
        ("a/2", images[1], targets[1]),
        ("b/1", images[2], targets[2]),
    ]


def test_folders_and_affixes_work_together() -> None:
    pairing = pair_files(
        ["r/a/img_1.tif", "r/b/img_1.tif"], ["m/a/1_mask.tif", "m/b/1_mask.tif"], {}
    )

    assert pairing.problems == ()
    assert [pair.target for pair in pairing.pairs] == ["m/a/1_mask.tif", "m/b/1_mask.tif"]


def test_folders_alone_tell_files_of_one_name_apart() -> None:
    pairing = pair_files(
        ["a/image.tif", "b/image.tif"],
        ["b/mask.tif", "a/mask.tif"],
        {"unet": ["a/p.tif", "b/p.tif"]},
    )

    assert pairing.problems == ()
    assert [(pair.name, pair.target) for pair in pairing.pairs] == [
        ("a/image", "a/mask.tif"),
        ("b/image", "b/mask.tif"),
    ]


def test_repeated_stems_without_folders_on_the_other_side_are_ambiguous() -> None:
    pairing = pair_files(["r/a/1.tif", "r/b/1.tif"], ["m/1.tif", "m/2.tif"], {})

    ambiguous = [problem for problem in pairing.problems if problem.code == "ambiguous-partner"]
    assert [str(problem) for problem in ambiguous] == [
        "r/a/1.tif: cannot be paired for certain: r/a/1.tif or r/b/1.tif may belong to m/1.tif"
    ]
    assert [pair.target for pair in pairing.pairs] == [None, None]


def test_placeholders_say_which_part_of_the_path_is_the_name() -> None:
    pairing = pair_files(
        ["3f/images/3f.png", "4a/images/4a.png"],
        ["4a/masks/all.png", "3f/masks/all.png"],
        {"unet": ["out/3f_unet2d.tif", "out/4a_unet2d.tif"]},
        image_pattern="{id}/images/{id}.png",
        target_pattern="{id}/masks/all.png",
        prediction_patterns={"unet": "out/{id}_unet2d.tif"},
    )

    assert pairing.problems == ()
    assert [tuple(pair.predictions.values()) for pair in pairing.pairs] == [
        ("out/3f_unet2d.tif",),
        ("out/4a_unet2d.tif",),
    ]
    assert [pair.target for pair in pairing.pairs] == ["3f/masks/all.png", "4a/masks/all.png"]


def test_placeholders_on_one_side_meet_stems_on_the_other() -> None:
    pairing = pair_files(
        ["raw/01.tif", "raw/02.tif"],
        ["m/01_v2.tif", "m/02_v2.tif"],
        {},
        target_pattern="m/{name}_v2.tif",
    )

    assert pairing.problems == ()
    assert [pair.target for pair in pairing.pairs] == ["m/01_v2.tif", "m/02_v2.tif"]


def test_several_placeholders_are_compared_by_word() -> None:
    pairing = pair_files(
        ["A/1.tif", "B/1.tif"],
        ["1_B.tif", "1_A.tif"],
        {},
        image_pattern="{well}/{field}.tif",
        target_pattern="{field}_{well}.tif",
    )

    assert pairing.problems == ()
    assert [pair.target for pair in pairing.pairs] == ["1_A.tif", "1_B.tif"]


def test_ground_truth_is_the_reference_where_there_are_no_images() -> None:
    pairing = pair_files([], ["m/1.tif", "m/2.tif"], {"unet": ["p/1.tif", "p/2.tif"]})

    assert pairing.problems == ()
    assert pairing.pairs[0] == FilePair("1", None, "m/1.tif", {"unet": "p/1.tif"})


@pytest.mark.parametrize("targets", [None, []])
def test_an_absent_side_is_no_problem(targets: list[str] | None) -> None:
    pairing = pair_files(["1.tif"], targets, {"unet": []})

    assert pairing.problems == ()
    assert pairing.pairs == (FilePair("1", "1.tif"),)


def test_nothing_pairs_with_nothing() -> None:
    assert pair_files([], None, {}).pairs == ()


def test_long_lists_of_candidates_are_shortened_in_messages() -> None:
    images = ["r/1.tif", "r/2.tif"]
    targets = [f"m/{folder}/1.tif" for folder in "abcdefgh"]

    (problem, _) = pair_files(images, targets, {}).problems

    assert problem.message.endswith(
        "may belong to m/a/1.tif, m/b/1.tif, m/c/1.tif, m/d/1.tif or 4 more"
    )


def test_many_files_pair_in_a_moment() -> None:
    images = [f"raw/img_{number:05}_x.tif" for number in range(5000)]
    targets = [f"m/mask_{number:05}.tif" for number in range(5000)]

    assert pair_files(images, targets, {}).problems == ()


@pytest.mark.parametrize(
    ("folder", "sides", "count"),
    [
        (
            "bbbc039_segmentation",
            ("images", "masks_gt", ["pred_unet2d_nuclei_broad", "pred_otsu_watershed"]),
            10,
        ),
        ("fmd_denoise_real", ("noisy", "gt", ["pred_n2n", "pred_nlm", "pred_dncnn"]), 12),
        ("bbbc039_denoise_semisynthetic/test", ("noisy", "gt", ["pred_unet", "pred_tv"]), 12),
    ],
)
def test_real_data_sets_pair_completely(
    shared_data: Path, folder: str, sides: tuple[str, str, list[str]], count: int
) -> None:
    images, targets, candidates = sides

    pairing = pair_files(
        expand(shared_data, f"{folder}/{images}/*"),
        expand(shared_data, f"{folder}/{targets}/*"),
        {name: expand(shared_data, f"{folder}/{name}/*") for name in candidates},
    )

    assert pairing.problems == ()
    assert len(pairing.pairs) == count
    assert all(pair.target and len(pair.predictions) == len(candidates) for pair in pairing.pairs)
