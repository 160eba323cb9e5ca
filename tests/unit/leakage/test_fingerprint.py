"""What is kept of an image: plain data, the same for the same pixels, whatever they are."""

import json
import pickle
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.leakage import (
    Fingerprint,
    compared_planes,
    fingerprint_from_json,
    fingerprint_image,
)
from replicard.leakage.codes import _ones_by_sums, ones
from replicard.leakage.planes import LONGEST_SIDE

Cells = Callable[..., NDArray[np.float32]]


def same(a: Fingerprint, b: Fingerprint) -> bool:
    return a.to_json() == b.to_json()


def test_it_goes_through_json_and_pickle(make_cells: Cells) -> None:
    found = fingerprint_image(np.stack([make_cells(1)] * 2), "CYX")

    assert same(fingerprint_from_json(json.loads(json.dumps(found.to_json()))), found)
    assert same(pickle.loads(pickle.dumps(found)), found)  # noqa: S301 - made a moment ago


def test_another_version_is_refused(make_cells: Cells) -> None:
    old = {**fingerprint_image(make_cells(1), "YX").to_json(), "version": "0"}

    with pytest.raises(ValueError, match="version"):
        fingerprint_from_json(old)


def test_a_field_takes_a_few_kilobytes(make_cells: Cells) -> None:
    found = fingerprint_image(make_cells(1, (512, 512)), "YX")

    assert 1000 < len(json.dumps(found.to_json())) < 16_000


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.float64])
def test_contrast_and_type_do_not_matter(make_cells: Cells, dtype: type[np.generic]) -> None:
    picture = make_cells(2).astype(np.uint8)

    assert same(fingerprint_image(picture.astype(dtype), "YX"), fingerprint_image(picture, "YX"))


def hostile() -> dict[str, tuple[NDArray[np.generic], str]]:
    rng = np.random.default_rng(0)
    picture = rng.normal(0, 1, (64, 64))
    return {
        "one pixel": (np.zeros((1, 1)), "YX"),
        "one row": (rng.normal(0, 1, (1, 5000)), "YX"),
        "no pixel": (np.zeros((0, 9)), "YX"),
        "a column of 20,000": (rng.normal(0, 1, (20_000, 3)), "YX"),
        "20,000 wide": (rng.integers(0, 255, (40, 20_000), dtype=np.uint8), "YX"),
        "not a number": (np.where(picture > 1, np.nan, picture), "YX"),
        "only infinities": (np.full((64, 64), np.inf), "YX"),
        "huge": (picture * 1e300, "YX"),
        "tiny": (picture * 1e-300, "YX"),
        "bool": (picture > 0, "YX"),
        "large integers": (np.full((64, 64), 2**63, dtype=np.uint64), "YX"),
        "grey and transparency": (rng.integers(0, 9, (32, 32, 2), dtype=np.uint8), "YXS"),
        "colours": (rng.integers(0, 9, (32, 32, 3), dtype=np.uint8), "YXS"),
        "everything": (rng.normal(0, 1, (2, 3, 4, 24, 25)), "TCZYX"),
        "another order": (rng.normal(0, 1, (24, 25, 4)), "YXZ"),
    }


@pytest.mark.parametrize("name", hostile())
def test_any_image_has_a_fingerprint(name: str) -> None:
    array, axes = hostile()[name]

    found = fingerprint_image(array, axes)

    assert same(found, fingerprint_image(array, axes))
    assert all(max(plane.shape) <= LONGEST_SIDE for plane in found.planes if plane.entries.size)


def test_large_images_are_averaged_down_by_a_whole_number() -> None:
    (plane,) = compared_planes(np.ones((100, 20_000), dtype=np.uint8), "YX")

    assert plane.binning == 10
    assert plane.pixels.shape == (10, 2000)


def test_planes_are_named_as_a_reader_counts() -> None:
    series = np.zeros((9, 2, 8, 9))

    names = [plane.name for plane in compared_planes(series, "TCYX")]

    assert names[:2] == ["frame 1, channel 1", "frame 1, channel 2"]
    assert [name.split(",")[0] for name in names[::2] if name] == [
        f"frame {n}" for n in (1, 3, 5, 7, 9)
    ]


def test_bits_are_counted_the_same_by_old_numpy() -> None:
    bits = np.random.default_rng(0).integers(0, 2**63, 1000).astype(np.uint64)

    assert np.array_equal(_ones_by_sums(bits), ones(bits))
    assert ones(np.array([2**48 - 1], dtype=np.uint64)).tolist() == [48]
