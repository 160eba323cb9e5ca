"""Names of axes: the file's, the card's, and what happens when they differ."""

import numpy as np
import pytest

from replicard.images.axes import canonical, name_axes
from replicard.images.raster import DecodeError, Raster


def raster(axes: str, *shape: int, fixed: bool = False) -> Raster:
    return Raster(np.zeros(shape, dtype=np.uint8), axes, has_fixed_axes=fixed)


@pytest.mark.parametrize(
    ("axes", "shape", "letters", "kept"),
    [
        ("YX", (4, 5), "YX", (4, 5)),
        ("TCYX", (3, 1, 4, 5), "TCYX", (3, 1, 4, 5)),
        ("QQYX", (1, 1, 4, 5), "YX", (4, 5)),
        ("RYX", (1, 4, 5), "YX", (4, 5)),
        ("QYX", (6, 4, 5), "ZYX", (6, 4, 5)),
        ("ICYX", (6, 2, 4, 5), "ZCYX", (6, 2, 4, 5)),
        ("QYX", (6, 1, 1), "ZYX", (6, 1, 1)),
    ],
)
def test_axes_are_named_as_written_down(
    axes: str, shape: tuple[int, ...], letters: str, kept: tuple[int, ...]
) -> None:
    named = name_axes(raster(axes, *shape), stated=None)

    assert (named.letters, named.array.shape) == (letters, kept)
    assert named.is_guess == ("Z" in letters)
    assert bool(named.notes) == named.is_guess


@pytest.mark.parametrize(
    ("axes", "shape"),
    [
        ("QQYX", (2, 3, 4, 5)),
        ("QZYX", (2, 3, 4, 5)),
        ("RYX", (3, 4, 5)),
        ("TTYX", (2, 2, 4, 5)),
        ("QX", (4, 5)),
        ("X", (5,)),
    ],
)
def test_axes_that_cannot_be_named_are_an_error(axes: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(DecodeError, match="does not name all of its axes") as caught:
        name_axes(raster(axes, *shape), stated=None)

    assert caught.value.code == "unnamed-axes"


@pytest.mark.parametrize(
    ("axes", "shape", "stated", "letters"),
    [
        ("QYX", (6, 4, 5), "ZYX", "ZYX"),
        ("QYX", (6, 4, 5), "tyx", "TYX"),
        ("QYX", (4, 5, 2), "YXC", "YXC"),
        ("QYX", (1, 4, 5), "ZYX", "ZYX"),
        ("QYX", (1, 4, 5), "YX", "YX"),
        ("SYX", (3, 4, 5), "ZYX", "ZYX"),
        ("YXS", (4, 5, 3), "YXS", "YXS"),
    ],
)
def test_the_card_names_axes(axes: str, shape: tuple[int, ...], stated: str, letters: str) -> None:
    named = name_axes(raster(axes, *shape), stated=stated)

    assert (named.letters, named.is_guess) == (letters, False)


@pytest.mark.parametrize(
    ("axes", "shape", "letters"),
    [
        ("QYX", (6, 4, 5), "ZYX"),
        ("CQYX", (2, 6, 4, 5), "CZYX"),
        ("YX", (4, 5), "YX"),
        ("CYX", (2, 4, 5), "CYX"),
    ],
)
def test_one_entry_of_the_card_fits_images_and_files_with_fewer_axes(
    axes: str, shape: tuple[int, ...], letters: str
) -> None:
    assert name_axes(raster(axes, *shape), stated="CZYX").letters == letters


@pytest.mark.parametrize(
    ("axes", "shape", "stated"),
    [
        ("YXS", (4, 5, 3), "ZYX"),
        ("QYX", (6, 4, 5), "TCZYX"),
        ("QYX", (6, 4, 5), "ZZX"),
        ("QYX", (6, 4, 5), "CZX"),
        ("TYX", (6, 4, 5), "YX"),
    ],
)
def test_axes_of_the_card_that_the_file_cannot_have_are_an_error(
    axes: str, shape: tuple[int, ...], stated: str
) -> None:
    with pytest.raises(DecodeError, match=f"the card names the axes {stated}, but the file has"):
        name_axes(raster(axes, *shape), stated=stated)


def test_a_card_that_contradicts_the_file_wins_and_is_noted() -> None:
    named = name_axes(raster("TYX", 6, 4, 5), stated="ZYX")

    assert named.letters == "ZYX"
    assert named.notes == ("the file names its axes TYX; the card says ZYX, which is used",)


def test_a_format_without_doubt_about_its_axes_is_not_renamed() -> None:
    assert name_axes(raster("YXS", 4, 5, 3, fixed=True), stated="CZYX").letters == "YXS"


def test_canonical_order_moves_the_values_along() -> None:
    array = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5)

    moved, axes = canonical(array, "XTYC")

    assert axes == "TCYX"
    assert moved.shape == (3, 5, 4, 2)
    assert moved[1, 2, 3, 0] == array[0, 1, 3, 2]
