"""Which shapes belong together."""

import numpy as np
import pytest

from replicard.images import LoadedImage, check_same_extent, check_same_shape
from replicard_schema.evidence import ImageRecord


def image(path: str, axes: str, *shape: int, guessed: bool = False) -> LoadedImage:
    record = ImageRecord(path=path, sha256="0" * 64, bytes=1, shape=shape, axes=axes, dtype="uint8")
    return LoadedImage(np.zeros(shape, np.uint8), axes, record, has_guessed_axes=guessed)


def test_equal_shapes_are_no_problem() -> None:
    assert check_same_shape(image("a", "ZYX", 3, 4, 5), image("b", "ZYX", 3, 4, 5)) is None


@pytest.mark.parametrize(
    ("axes", "shape"),
    [("YX", (4, 6)), ("YX", (5, 4)), ("ZYX", (2, 4, 5)), ("YXS", (4, 5, 3)), ("CYX", (2, 4, 5))],
)
def test_different_shapes_name_both_files_and_both_shapes(
    axes: str, shape: tuple[int, ...]
) -> None:
    problem = check_same_shape(image("gt/1.tif", "YX", 4, 5), image("p/1.tif", axes, *shape))

    assert problem is not None
    lengths = " x ".join(map(str, shape))
    assert str(problem) == (
        f"p/1.tif: has the shape {lengths} ({axes}), but gt/1.tif has 4 x 5 (YX); "
        "they must have the same shape"
    )
    assert problem.code == "shape-mismatch"


def test_equal_lengths_of_different_axes_are_different_shapes() -> None:
    assert check_same_shape(image("a", "ZYX", 3, 4, 5), image("b", "TYX", 3, 4, 5))


@pytest.mark.parametrize(
    ("axes", "shape"),
    [("YXS", (4, 5, 3)), ("CYX", (2, 4, 5)), ("YX", (4, 5))],
)
def test_an_image_with_channels_fits_a_flat_label_image(axes: str, shape: tuple[int, ...]) -> None:
    labels = image("mask", "YX", 4, 5)

    assert check_same_extent(image("img", axes, *shape), labels) is None


@pytest.mark.parametrize(
    ("axes", "shape"), [("YXS", (4, 6, 3)), ("ZYX", (3, 4, 5)), ("TYX", (3, 4, 5))]
)
def test_an_image_with_another_extent_does_not_fit(axes: str, shape: tuple[int, ...]) -> None:
    problem = check_same_extent(image("img", axes, *shape), image("mask", "YX", 4, 5))

    assert problem is not None
    assert problem.message.endswith("they must agree in T, Z, Y and X")


def test_an_axis_that_one_file_does_not_name_is_named_by_the_other() -> None:
    series = image("img", "TYX", 3, 4, 5)
    unnamed = image("mask", "ZYX", 3, 4, 5, guessed=True)

    assert check_same_shape(series, unnamed) is None
    assert check_same_extent(unnamed, series) is None
    assert check_same_extent(series, image("mask", "ZYX", 3, 4, 5))


def test_colour_is_never_taken_for_an_unnamed_axis() -> None:
    colour = image("img", "YXS", 4, 5, 3)

    assert check_same_shape(colour, image("npy", "ZYX", 3, 4, 5, guessed=True))
