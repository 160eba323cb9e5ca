"""Pixels show what the arrays hold: windows, previews, labels, overlays."""

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.metrics.overlay import OverlayCode
from replicard.render.figures import raster
from replicard.render.figures.palette import GREEN, object_colours, rgb
from replicard.render.figures.panels import Channel
from replicard.render.figures.raster import Window
from replicard_schema.vocabulary import LabelKind


def test_black_and_white_are_the_limits_of_the_window() -> None:
    plane = np.array([[-5.0, 0.0, 5.0, 10.0, 99.0]])

    pixels = raster.grey(plane, Window(0.0, 10.0))

    assert pixels[0, :, 0].tolist() == [0, 0, 128, 255, 255]


def test_a_constant_image_is_shown_as_middle_grey() -> None:
    plane = np.full((8, 8), 7, dtype=np.uint16)

    pixels = raster.grey(plane, raster.window_of([plane]))

    assert set(np.unique(pixels)) == {128}


def test_values_that_are_no_numbers_do_not_spoil_the_window() -> None:
    plane = np.array([[0.0, np.nan, np.inf, 4.0]])

    window = raster.window_of([plane])

    assert 0.0 <= window.low < window.high <= 4.0
    assert raster.grey(plane, window).shape == (1, 4, 3)


def test_an_image_of_nothing_but_nan_gets_a_window() -> None:
    assert raster.window_of([np.full((2, 2), np.nan)]) == Window(0.0, 1.0)


@pytest.mark.parametrize("shape", [(4, 20_000), (20_000, 4), (301, 301), (1, 1), (512, 300)])
def test_a_preview_is_never_larger_than_its_limit_and_never_empty(shape: tuple[int, int]) -> None:
    plane = np.ones(shape, dtype=np.uint16)

    pixels = raster.grey(plane, Window(0.0, 1.0))

    assert min(pixels.shape[:2]) > 0
    assert max(pixels.shape[:2]) <= raster.PREVIEW_PIXELS
    assert set(np.unique(pixels)) == {255}


def test_grey_labels_and_overlay_of_one_image_have_the_same_size() -> None:
    shape = (701, 355)
    plane, ids = np.zeros(shape), np.zeros(shape, dtype=np.int32)

    under = raster.grey(plane, Window(0.0, 1.0))

    assert raster.labels(ids, LabelKind.INSTANCE).shape == under.shape
    assert raster.overlay(ids.astype(np.uint8), under).shape == under.shape


def test_averaging_keeps_the_mean_of_a_block() -> None:
    plane = np.zeros((600, 600))
    plane[0, 0] = 4.0

    pixels = raster.grey(plane, Window(0.0, 1.0))

    assert pixels[0, 0, 0] == 255
    assert pixels.sum() == 3 * 255


def test_an_rgb_image_of_bytes_is_shown_unchanged() -> None:
    plane = np.arange(27, dtype=np.uint8).reshape(3, 3, 3)

    assert np.array_equal(raster.grey(plane, Window(0.0, 1.0)), plane)


def test_a_binary_mask_is_white_on_black_whatever_its_foreground_value() -> None:
    mask = np.array([[0, 255], [1, 0]])

    assert raster.labels(mask, LabelKind.BINARY)[..., 0].tolist() == [[0, 255], [255, 0]]


def test_an_object_has_the_same_colour_in_every_image() -> None:
    first: NDArray[np.int64] = np.array([[0, 5, 5]])
    second: NDArray[np.int64] = np.array([[5, 0, 17]])

    assert np.array_equal(object_colours(first)[0, 1], object_colours(second)[0, 0])
    assert object_colours(second)[0, 1].tolist() == [0, 0, 0]


def test_every_object_stands_out_from_the_black_background() -> None:
    colours = object_colours(np.arange(1, 2000)).astype(float)

    luminance = colours @ np.array([0.2126, 0.7152, 0.0722])

    assert luminance.min() > 70


def test_touching_objects_are_parted_by_a_dark_line() -> None:
    ids = np.array([[1, 1, 2, 2]])

    assert raster.labels(ids, LabelKind.INSTANCE)[0, 1].tolist() == [0, 0, 0]


def test_an_overlay_without_input_lies_on_black_and_shows_the_code() -> None:
    codes = np.array([[OverlayCode.BACKGROUND, OverlayCode.AGREEMENT]], dtype=np.uint8)

    pixels = raster.overlay(codes, None)

    assert pixels[0, 0].tolist() == [0, 0, 0]
    assert pixels[0, 1].tolist() == [int(0.7 * part + 0.5) for part in rgb(GREEN)]


def test_only_codes_that_occur_are_put_in_the_key() -> None:
    codes = np.array([[0, 3, 4]], dtype=np.uint8)

    assert raster.codes_in(codes) == (OverlayCode.FALSE_NEGATIVE, OverlayCode.FALSE_POSITIVE)


def test_channels_of_a_composite_keep_their_colours_and_add_up() -> None:
    first, second = np.zeros((4, 4)), np.zeros((4, 4))
    first[:2] = 10
    second[:, :2] = 3

    pixels = raster.composite([Channel("nuclei", first), Channel("actin", second)])

    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert pixels[0, 3].tolist() == [255, 0, 255]
    assert pixels[3, 0].tolist() == [0, 255, 0]
    assert pixels[3, 3].tolist() == [0, 0, 0]
