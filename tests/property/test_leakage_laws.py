"""Laws of looking for near copies."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from replicard.leakage import Placement, fingerprint_image, measure_overlap
from replicard.leakage.codes import TURN_BETWEEN, TURNS, patch_codes

seeds = st.integers(0, 2**32 - 1)
turns = st.integers(0, 7)
shapes = hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=60)


def turned(image: NDArray[np.float32], turn: int) -> NDArray[np.float32]:
    """Move the pixels of a square image as a turn moves places about its middle."""
    middle = (len(image) - 1) / 2
    result = np.empty_like(image)
    for y, x in np.ndindex(image.shape):
        to = np.rint(TURNS[turn] @ (np.array([y, x]) - middle) + middle).astype(int)
        result[to[0], to[1]] = image[y, x]
    return result


def codes_of(patch: NDArray[np.float32]) -> dict[int, int]:
    """Return the orientation by code."""
    return {int(codes[0]): turn for _, codes, turn in patch_codes(patch[np.newaxis])}


@settings(deadline=None)
@given(seeds, turns)
def test_a_patch_and_its_turned_copy_share_a_code_that_tells_the_turn(seed: int, turn: int) -> None:
    patch = np.random.default_rng(seed).normal(0, 1, (9, 9)).astype(np.float32)

    first, second = codes_of(patch), codes_of(turned(patch, turn))

    # A sign near zero may flip by rounding, so codes may differ in a bit.
    alike = [(a, b) for a in first for b in second if (a ^ b).bit_count() <= 1]
    assert alike
    assert all(TURN_BETWEEN[first[a], second[b]] == turn for a, b in alike)


@settings(deadline=None)
@given(seeds, st.floats(0.01, 100), st.floats(-1000, 1000))
def test_codes_do_not_depend_on_contrast(seed: int, gain: float, offset: float) -> None:
    patch = np.random.default_rng(seed).integers(0, 4096, (9, 9)).astype(np.float32)

    first, second = codes_of(patch), codes_of(np.float32(gain) * patch + np.float32(offset))

    assert min((a ^ b).bit_count() for a in first for b in second) <= 2


@given(turns, st.floats(0.25, 4), st.floats(-500, 500), st.floats(-500, 500))
def test_a_placement_and_its_inverse_undo_each_other(
    turn: int, scale: float, y: float, x: float
) -> None:
    placement = Placement(turn, scale, (y, x))
    points = np.array([[0.0, 0.0], [10.0, 70.0], [-3.5, 8.0]])

    assert np.allclose(placement.back(placement.of(points)), points, atol=1e-6)
    assert np.allclose(placement.inverse().of(placement.of(points)), points, atol=1e-6)


@settings(deadline=None, max_examples=25)
@given(seeds, turns)
def test_an_image_laid_on_its_turned_copy_is_the_same(seed: int, turn: int) -> None:
    image = np.random.default_rng(seed).normal(0, 1, (48, 48)).astype(np.float32)
    corner = TURNS[turn] @ np.array([23.5, 23.5])
    shift = (float(23.5 - corner[0]), float(23.5 - corner[1]))

    found = measure_overlap(image, turned(image, turn), Placement(turn, 1.0, shift))

    assert found is not None
    assert found.similarity > 0.999
    assert found.first.share == found.second.share == 1.0


@settings(deadline=None, max_examples=25)
@given(hnp.arrays(np.uint8, shapes) | hnp.arrays(np.int16, shapes) | hnp.arrays(np.float32, shapes))
def test_every_image_has_a_fingerprint_and_always_the_same(image: NDArray[np.generic]) -> None:
    assert fingerprint_image(image, "YX").to_json() == fingerprint_image(image, "YX").to_json()
