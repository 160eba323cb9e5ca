"""Choosing a plane for a figure."""

import numpy as np
import pytest

from replicard.images import choose_plane, to_display


def test_a_flat_image_is_shown_as_it_is() -> None:
    array = np.arange(20, dtype=np.uint16).reshape(4, 5)

    pixels, words = to_display(array, "YX")

    np.testing.assert_array_equal(pixels, array)
    assert pixels.dtype == np.float64
    assert words == ""


def test_the_middle_slice_of_the_first_time_point_is_chosen_and_said() -> None:
    array = np.arange(3 * 2 * 5 * 4 * 6).reshape(3, 2, 5, 4, 6)

    plane = choose_plane(array, "TCZYX", channel=1)

    np.testing.assert_array_equal(plane.array, array[0, 1, 2])
    assert plane.words == "time point 1 of 3, channel 2 of 2, slice 3 of 5"


def test_an_axis_without_a_choice_is_not_mentioned() -> None:
    assert choose_plane(np.zeros((1, 1, 4, 5)), "CZYX").words == ""


def test_an_image_and_its_labels_show_the_same_slice() -> None:
    stack = np.arange(4 * 3 * 3).reshape(4, 3, 3)
    two_channels = np.stack([stack, stack])

    plane = choose_plane(two_channels, "CZYX").array

    np.testing.assert_array_equal(plane, choose_plane(stack, "ZYX").array)


def test_axes_in_any_order_end_up_as_y_and_x() -> None:
    array = np.arange(6).reshape(3, 2)

    np.testing.assert_array_equal(choose_plane(array, "XY").array, array.T)


def test_colours_are_kept_in_a_plane_and_weighed_for_display() -> None:
    red = np.zeros((2, 2, 3), dtype=np.uint8)
    red[..., 0] = 100

    assert choose_plane(red, "YXS").array.shape == (2, 2, 3)
    pixels, words = to_display(red, "YXS")
    np.testing.assert_allclose(pixels, np.full((2, 2), 21.26))
    assert words == "brightness of the colours"


def test_transparency_is_not_shown() -> None:
    array = np.stack([np.full((2, 2), 7), np.full((2, 2), 255)], axis=-1)

    pixels, words = to_display(array, "YXS")

    assert pixels.tolist() == [[7, 7], [7, 7]]
    assert words == ""


def test_labels_keep_their_values() -> None:
    labels = np.array([[0, 2**31 - 1]], dtype=np.uint32)

    assert choose_plane(labels, "YX").array.dtype == np.uint32


@pytest.mark.parametrize(
    ("axes", "shape", "channel"), [("YX", (2, 3, 4), 0), ("ZX", (2, 3), 0), ("CYX", (2, 3, 4), 2)]
)
def test_a_plane_that_does_not_exist_is_a_mistake_of_the_caller(
    axes: str, shape: tuple[int, ...], channel: int
) -> None:
    with pytest.raises(ValueError, match=r"do not fit|there is no channel 2 among 2"):
        choose_plane(np.zeros(shape), axes, channel=channel)
