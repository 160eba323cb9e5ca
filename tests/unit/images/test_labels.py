"""What is a label image, and what only looks like one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from replicard.errors import DataError, Problem
from replicard.images import read_labels

Save = Callable[..., str]


def refused(root: Path, name: str, **options: Any) -> Problem:  # noqa: ANN401 -- handed through
    with pytest.raises(DataError) as caught:
        read_labels(root, name, **options)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "int32", "int64", "bool"])
def test_whole_numbers_are_labels(save: Save, tmp_path: Path, dtype: str) -> None:
    labels = np.array([[0, 1], [1, 0]]).astype(dtype)

    image = read_labels(tmp_path, save("a.npy", labels))

    np.testing.assert_array_equal(image.array, labels)
    assert image.array.dtype == dtype


def test_labels_up_to_31_bits_are_accepted(save: Save, tmp_path: Path) -> None:
    largest = np.array([[0, 2**31 - 1]], dtype=np.uint32)

    assert read_labels(tmp_path, save("a.tif", largest)).array.max() == 2**31 - 1
    assert refused(tmp_path, save("b.tif", largest + 1)).message == (
        "holds the label 2147483648, at most 2147483647 is accepted"
    )


def test_negative_labels_are_refused(save: Save, tmp_path: Path) -> None:
    problem = refused(tmp_path, save("a.tif", np.array([[0, -1]], dtype=np.int16)))

    assert problem.message == "holds negative labels, such as -1"


@pytest.mark.parametrize(("samples", "extension"), [(3, "png"), (4, "png"), (3, "tif")])
def test_a_colour_picture_is_refused_and_names_both_files(
    save: Save, tmp_path: Path, samples: int, extension: str
) -> None:
    array = np.zeros((4, 5, samples), dtype=np.uint8)
    array[..., 0] = 255
    options = {"photometric": "rgb"} if extension == "tif" else {}

    problem = refused(tmp_path, save(f"m.{extension}", array, **options), partner="images/1.tif")

    assert problem.file == f"m.{extension}"
    assert problem.message == (
        f"is a colour picture with {samples} samples per pixel, not a label image "
        "(it belongs to images/1.tif)"
    )
    assert problem.hint == "give every colour a number and save one number per pixel as PNG or TIFF"


def test_a_grey_picture_saved_in_colour_gets_a_simpler_hint(save: Save, tmp_path: Path) -> None:
    array = np.zeros((4, 5, 3), dtype=np.uint8)
    array[1:3] = 255

    problem = refused(tmp_path, save("m.png", array))

    assert problem.hint is not None
    assert "red, green and blue are equal" in problem.hint


def test_whole_numbers_stored_as_floats_are_refused(save: Save, tmp_path: Path) -> None:
    problem = refused(tmp_path, save("m.tif", np.array([[0, 1, 2]], dtype=np.float32)))

    assert problem.message == (
        "holds whole numbers stored as float32, where a label image holds integers"
    )
    assert problem.hint == "convert it to 16-bit integers without scaling"


@pytest.mark.parametrize("value", [0.5, np.nan, np.inf])
def test_floats_that_are_no_whole_numbers_are_refused(
    save: Save, tmp_path: Path, value: float
) -> None:
    problem = refused(tmp_path, save("m.tif", np.array([[0, value]], dtype=np.float32)))

    assert "float32 values that are not whole numbers" in problem.message
    assert problem.code == "float-labels"


def test_several_channels_are_refused(save: Save, tmp_path: Path) -> None:
    array = np.zeros((2, 4, 5), dtype=np.uint16)

    problem = refused(tmp_path, save("m.tif", array, ome=True, metadata={"axes": "CYX"}))

    assert problem.message == "has 2 channels, a label image has one"


def test_jpeg_is_refused(save: Save, tmp_path: Path) -> None:
    problem = refused(tmp_path, save("m.jpg", np.zeros((16, 16), dtype=np.uint8)))

    assert problem.message == "is compressed as JPEG, which changes labels"


def test_the_palette_index_is_the_label(tmp_path: Path) -> None:
    labels = np.array([[0, 1, 2], [2, 1, 0]], dtype=np.uint8)
    picture = Image.fromarray(labels).convert("P")
    picture.putdata(labels.ravel().tolist())
    picture.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0])
    picture.save(tmp_path / "m.png")

    np.testing.assert_array_equal(read_labels(tmp_path, "m.png").array, labels)


def test_a_stack_of_labels_is_accepted(save: Save, tmp_path: Path) -> None:
    labels: NDArray[np.uint16] = np.arange(5 * 4 * 6, dtype=np.uint16).reshape(5, 4, 6)

    assert read_labels(tmp_path, save("m.npy", labels), axes="TYX").axes == "TYX"


def test_real_masks_and_predictions_are_labels(shared_data: Path) -> None:
    folders = [
        "bbbc039_segmentation/masks_gt",
        "bbbc039_segmentation/pred_unet2d_nuclei_broad",
        "rescale4dl_saureus_instance/pred_stardist",
        "rescale4dl_deepbacs_semantic/masks_gt",
    ]
    for folder in folders:
        for path in sorted((shared_data / folder).glob("*.tif")):
            image = read_labels(shared_data, path.relative_to(shared_data).as_posix())
            assert image.array.max() > 0


def test_a_real_probability_map_is_no_label_image(shared_data: Path) -> None:
    folder = shared_data / "bbbc039_segmentation" / "prob_unet2d_nuclei_broad"
    path = min(folder.glob("*.tif"))

    problem = refused(shared_data, path.relative_to(shared_data).as_posix())

    assert problem.hint == "threshold probabilities first, and save the labels as integers"
