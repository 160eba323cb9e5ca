import hashlib
import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import tifffile

EXAMPLES = Path(str(files("replicard_examples")))
NAMES = ("denoising", "nuclei-segmentation", "third-party-model")
MAX_TOTAL_BYTES = 4 * 1024**2


def shipped() -> list[Path]:
    return [
        path
        for path in sorted(EXAMPLES.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


def images(*folders: str) -> dict[str, Path]:
    return {path.name: path for path in sorted(EXAMPLES.joinpath(*folders).glob("*.tif"))}


def digests(*folders: str) -> set[str]:
    paths = EXAMPLES.joinpath(*folders).rglob("*.tif")
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_every_image_decodes_to_whole_numbers_of_two_axes() -> None:
    paths = [path for path in shipped() if path.suffix == ".tif"]

    assert len(paths) > 0
    for path in paths:
        with tifffile.TiffFile(path) as file:
            assert file.series[0].axes == "YX", path.name
            assert file.asarray().dtype in (np.uint8, np.uint16), path.name


def test_the_images_of_all_examples_are_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in shipped()) < MAX_TOTAL_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_origin_and_notice_lie_beside_the_files(name: str) -> None:
    assert (EXAMPLES / name / "ORIGIN.md").stat().st_size > 0
    assert "copyright" in (EXAMPLES / name / "NOTICE.md").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize("candidate", ["unet_nuclei_broad", "otsu_watershed"])
def test_each_tile_of_nuclei_has_a_mask_and_a_prediction_of_equal_shape(candidate: str) -> None:
    tiles = images("nuclei-segmentation", "images")
    masks = images("nuclei-segmentation", "masks")
    predictions = images("nuclei-segmentation", "predictions", candidate)

    assert tiles.keys() == masks.keys() == predictions.keys()
    for name in tiles:
        shapes = {tifffile.imread(of[name]).shape for of in (tiles, masks, predictions)}
        assert shapes == {(256, 256)}


def test_the_origin_of_the_nuclei_counts_the_objects_that_are_in_the_tiles() -> None:
    folders = ("masks", "predictions/unet_nuclei_broad", "predictions/otsu_watershed")
    counts: list[Counter[int]] = [
        Counter(
            int(label)
            for path in images("nuclei-segmentation", folder).values()
            for label in np.unique(tifffile.imread(path))
            if label
        )
        for folder in folders
    ]

    assert [len(tiles_of) for tiles_of in counts] == [125, 109, 108]
    assert [tiles_of.total() for tiles_of in counts] == [137, 121, 118]
    assert [sum(n > 1 for n in tiles_of.values()) for tiles_of in counts] == [10, 10, 8]


def test_test_tiles_are_absent_from_training_and_validation() -> None:
    test = digests("denoising", "data", "test")
    others = digests("denoising", "data", "training") | digests("denoising", "data", "validation")

    assert len(test) == 16
    assert len(others) == 24
    assert not test & others


def test_the_split_names_the_tiles_that_are_there_and_they_share_no_pixel() -> None:
    split = json.loads((EXAMPLES / "denoising" / "data" / "split.json").read_text("utf-8"))
    used = np.zeros((512, 672), dtype=int)

    for part, places in split["parts"].items():
        assert {f"{name}.tif" for name in places} == images(
            "denoising", "data", part, "noisy"
        ).keys()
        for place in places.values():
            rows = slice(place["top"], place["top"] + split["edge"])
            used[rows, place["left"] : place["left"] + split["edge"]] += 1
    assert used.max() == 1
    assert not used[:, 256:272].any()
    assert not used[:, 400:416].any()


def test_the_trained_network_is_closer_to_the_truth_than_its_input_on_every_test_tile() -> None:
    truth = images("denoising", "data", "test", "ground_truth")
    noisy = images("denoising", "data", "test", "noisy")
    denoised = images("denoising", "predictions", "unet")

    assert truth.keys() == noisy.keys() == denoised.keys()
    for name in truth:
        target = tifffile.imread(truth[name]).astype(float)
        errors = [np.square(tifffile.imread(of[name]) - target).mean() for of in (denoised, noisy)]
        assert errors[0] < errors[1], name


def test_the_training_log_agrees_with_the_recorded_best_epoch() -> None:
    model = EXAMPLES / "denoising" / "model"
    config = json.loads((model / "config.json").read_text("utf-8"))
    rows = (model / "training_log.csv").read_text("utf-8").splitlines()[1:]
    losses = [float(row.split(",")[2]) for row in rows]

    assert len(losses) == config["settings"]["epochs"]
    assert int(np.argmin(losses)) + 1 == config["best_epoch"]
    assert min(losses) == config["best_val_loss"]


def test_masks_of_the_model_by_others_hold_background_and_foreground_only() -> None:
    masks = [
        path
        for path in (EXAMPLES / "third-party-model").rglob("*.tif")
        if path.parent.name != "images"
    ]

    assert len(masks) == 10
    for path in masks:
        assert np.unique(tifffile.imread(path)).tolist() == [0, 255], path
