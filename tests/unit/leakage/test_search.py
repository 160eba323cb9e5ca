"""Copies of every kind are found, and different fields are not."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from replicard.leakage import (
    Overlap,
    compared_planes,
    find_candidates,
    find_recurring,
    fingerprint_image,
    measure_overlap,
)

Picture = NDArray[np.float32]
Cells = Callable[..., Picture]


def compared(first: NDArray[np.generic], second: NDArray[np.generic]) -> Overlap | None:
    """Return the overlap of two pictures if they are reported to show the same."""
    found = find_candidates([fingerprint_image(first, "YX")], [fingerprint_image(second, "YX")])
    planes = [next(compared_planes(image, "YX")).pixels for image in (first, second)]
    for candidate in found.get(0, ()):
        overlap = measure_overlap(planes[0], planes[1], candidate.placement)
        if overlap is not None and overlap.is_shown(points=candidate.points):
            return overlap
    return None


def jpeg(picture: Picture) -> NDArray[np.uint8]:
    file = io.BytesIO()
    Image.fromarray(eight_bit(picture)).save(file, "JPEG", quality=60)
    return np.asarray(Image.open(file))


def eight_bit(picture: Picture) -> NDArray[np.uint8]:
    low, high = np.percentile(picture, (0.1, 99.9))
    return np.asarray(np.clip((picture - low) / (high - low) * 255, 0, 255), dtype=np.uint8)


def noisy(picture: Picture) -> Picture:
    noise = np.random.default_rng(9).normal(0, 0.05 * np.ptp(picture), picture.shape)
    return np.asarray(picture + noise, dtype=np.float32)


def binned(picture: Picture) -> Picture:
    height, width = picture.shape
    return np.asarray(picture.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3)))


COPIES: dict[str, Callable[[Picture], NDArray[np.generic]]] = {
    "the image itself": lambda picture: picture,
    "mirrored": lambda picture: picture[:, ::-1],
    "turned": np.rot90,
    "transposed": lambda picture: picture.T,
    "other contrast": lambda picture: 0.1 * picture + 7,
    "8 bit": eight_bit,
    "gamma": lambda picture: (picture / picture.max()) ** 0.6,
    "noise": noisy,
    "JPEG": jpeg,
    "binned": binned,
    "zoomed": lambda picture: ndimage.zoom(picture, 1.4, order=1),
    "crop": lambda picture: picture[40:168, 90:218],
    "crop, mirrored, 8 bit": lambda picture: eight_bit(picture)[40:168, 218:90:-1],
}


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("seed", range(3))
def test_a_copy_is_found(make_cells: Cells, seed: int, name: str) -> None:
    picture = make_cells(seed)

    found = compared(np.ascontiguousarray(COPIES[name](picture)), picture)

    assert found is not None
    assert found.first.share > 0.9
    assert found.similarity > 0.8


def test_the_region_of_a_crop_is_where_it_was_cut(make_cells: Cells) -> None:
    picture = make_cells(5)

    found = compared(np.rot90(picture[30:170, 100:260]), picture)

    assert found is not None
    box = found.second
    assert (box.top, box.left, box.height, box.width) == (30, 100, 140, 160)
    assert box.share == pytest.approx(140 * 160 / (256 * 300))
    assert (found.first.top, found.first.left, found.first.share) == (0, 0, 1.0)


def test_neighbouring_tiles_that_overlap_by_half_are_found(make_cells: Cells) -> None:
    picture = make_cells(3, (256, 384))

    found = compared(picture[:, :256], picture[:, 128:])

    assert found is not None
    assert (found.first.left, found.second.left) == (128, 0)
    assert found.first.share == pytest.approx(0.5)


def test_different_fields_are_not_alike(make_cells: Cells) -> None:
    fields = [fingerprint_image(make_cells(seed), "YX") for seed in range(10, 26)]

    assert find_recurring(fields) == {}


def test_two_captures_with_noise_of_their_own_are_found(make_cells: Cells) -> None:
    field = make_cells(7)
    rng = np.random.default_rng(1)
    captures = [rng.poisson((field - field.min()) * 8).astype(np.uint16) for _ in range(2)]

    found = compared(*captures)

    assert found is not None
    assert 0.7 < found.similarity < 0.999


def test_noise_is_like_nothing() -> None:
    rng = np.random.default_rng(2)
    noise = [rng.normal(100, 5, (256, 256)) for _ in range(12)]
    prints = [fingerprint_image(image, "YX") for image in noise]

    assert find_recurring(prints) == {}
    assert all(p.not_comparable_because for p in prints)


@pytest.mark.parametrize("value", [0, 7, np.nan, np.inf])
def test_constant_images_are_like_nothing(value: float) -> None:
    image = np.full((128, 128), value)
    found = fingerprint_image(image, "YX")

    assert find_recurring([found, found]) == {}
    assert found.not_comparable_because == "nothing in it stands out from the noise and occurs once"


def test_repeating_grids_are_like_nothing() -> None:
    y, x = np.mgrid[:256, :256]
    grids = [
        fingerprint_image(1000.0 * (((y + shift) // 12 + x // 12) % 2), "YX") for shift in (0, 4)
    ]

    assert find_recurring(grids) == {}


def test_small_images_are_compared_as_a_whole(make_cells: Cells) -> None:
    field = make_cells(4)
    tiles = [field[y : y + 40, x : x + 40] for y in (20, 100) for x in (30, 150)]
    prints = [fingerprint_image(tile, "YX") for tile in tiles]
    turned = [np.rot90(tile, 3) for tile in tiles]

    assert [compared(a, b) is not None for a in turned for b in tiles] == [
        i == j for i in range(4) for j in range(4)
    ]
    assert all(p.not_comparable_because is None for p in prints)


def test_one_channel_of_a_stack_is_found(make_cells: Cells) -> None:
    channels = np.stack([make_cells(1), make_cells(2)])

    found = find_candidates(
        [fingerprint_image(channels[1], "YX")], [fingerprint_image(channels, "CYX")]
    )

    (candidate, *_) = found[0]
    assert candidate.planes == (0, 1)


def test_the_plane_of_a_volume_is_found_if_it_is_the_middle(make_cells: Cells) -> None:
    volume = np.stack([make_cells(seed) for seed in range(3)])
    stacks = [fingerprint_image(volume, "ZYX")]

    middle = find_candidates([fingerprint_image(volume[1], "YX")], stacks)

    assert middle[0][0].planes == (0, 0)


def test_at_most_three_candidates_are_named_for_an_image(make_cells: Cells) -> None:
    picture = fingerprint_image(make_cells(1), "YX")

    assert [len(found) for found in find_candidates([picture], [picture] * 9).values()] == [3]


def test_nothing_against_nothing_is_nothing(make_cells: Cells) -> None:
    some = fingerprint_image(make_cells(1), "YX")

    assert find_candidates([], []) == {}
    assert find_candidates([some], []) == {}
    assert find_candidates([], [some]) == {}
