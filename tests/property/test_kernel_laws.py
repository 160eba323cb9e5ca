"""Laws of the kernels: what must not change a number, and what must."""

import importlib.util
import math

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from replicard.metrics.kernels import (
    AffineMap,
    ScaledPixels,
    count_pairs,
    errors,
    similarity,
    statistics,
    use_kernels,
    use_threads,
)
from replicard.metrics.kernels.lanes import lane_sum

Image = NDArray[np.float64]

HAS_NUMBA = importlib.util.find_spec("numba") is not None
few = settings(max_examples=25)  # images that hold a window are slow to draw

shapes = st.shared(hnp.array_shapes(min_dims=1, max_dims=3, max_side=9), key="shape")
finite = st.floats(-1e9, 1e9)
images = hnp.arrays(np.float64, shapes, elements=finite)
windows = st.shared(
    hnp.array_shapes(min_dims=2, max_dims=3, min_side=11, max_side=14), key="window"
)
windowed = hnp.arrays(np.float64, windows, elements=st.integers(0, 4000).map(float))
labels = hnp.arrays(np.int64, shapes, elements=st.integers(0, 2**63 - 1) | st.integers(0, 3))


@given(hnp.arrays(np.float64, st.integers(1, 2000), elements=finite))
def test_a_sum_in_lanes_is_close_to_the_exact_one(values: Image) -> None:
    exact = math.fsum(values.tolist())

    assert lane_sum(values) == pytest.approx(exact, abs=1e-13 * float(np.abs(values).sum()))


@given(images, images)
def test_errors_are_symmetric(a: Image, b: Image) -> None:
    forth, back = errors(a, b), errors(b, a)

    assert (forth.squared, forth.absolute) == (back.squared, back.absolute)
    assert forth.products == pytest.approx(back.products)
    assert forth.reference_squares == back.prediction_squares


@given(images)
def test_statistics_agree_with_errors(a: Image) -> None:
    alone, paired = statistics(a), errors(a, a)

    assert alone.mean == paired.reference_mean
    assert (alone.minimum, alone.maximum) == paired.reference_extremes
    assert paired.squared == paired.absolute == 0
    assert paired.products == paired.reference_squares == paired.prediction_squares


@given(windowed, windowed)
@few
def test_similarity_is_symmetric_and_within_bounds(a: Image, b: Image) -> None:
    out = np.empty(a.shape)

    mean = similarity(a, b, data_range=100.0, out=out)

    assert mean == similarity(b, a, data_range=100.0)
    assert np.abs(out).max() <= 1 + 1e-9


@given(windowed)
@few
def test_an_image_is_similar_to_itself(a: Image) -> None:
    assert similarity(a, a, data_range=50.0) == pytest.approx(1, abs=1e-12)


@given(windowed, windowed, st.sampled_from([2.0**20, 2.0**30]))
@few
def test_an_offset_of_both_images_leaves_structure_alone(a: Image, b: Image, offset: float) -> None:
    """Far from zero luminance is 1, and what is left must not depend on the offset."""
    near = similarity(a + offset, b + offset, data_range=100.0)
    far = similarity(a + 4 * offset, b + 4 * offset, data_range=100.0)

    assert far == pytest.approx(near, abs=2e-4)


@given(windowed, st.sampled_from([1, 2, 4]))
@few
def test_threads_and_layout_change_no_bit(a: Image, threads: int) -> None:
    b = np.flip(a)
    expected = similarity(a, b, data_range=9.0), errors(a, b), statistics(a)

    with use_threads(threads):
        other = np.asfortranarray(a), np.asfortranarray(b)
        found = similarity(*other, data_range=9.0), errors(*other), statistics(other[0])

    assert found == expected


@pytest.mark.skipif(not HAS_NUMBA, reason="no numba here")
@given(windowed, windowed)
@few
def test_both_sets_of_loops_give_the_same_bits(a: Image, b: Image) -> None:
    found = []
    for name in ("numpy", "numba"):
        out = np.empty(a.shape)
        with use_kernels(name):
            found.append((similarity(a, b, data_range=7.0, out=out), out.tobytes(), errors(a, b)))

    assert found[0] == found[1]


@given(images, finite, st.floats(1e-3, 1e3))
def test_scaling_while_reading_is_scaling_before(a: Image, origin: float, unit: float) -> None:
    scaled = ScaledPixels(a, AffineMap(origin=origin, unit=unit))

    assert (scaled.whole() == (a - origin) / unit).all()
    assert statistics(scaled) == statistics((a - origin) / unit)


@given(labels, labels, st.sampled_from(["numpy", *(["numba"] if HAS_NUMBA else [])]))
def test_counts_of_pairs_are_those_of_a_dictionary(
    a: NDArray[np.int64], b: NDArray[np.int64], name: str
) -> None:
    expected: dict[tuple[int, int], int] = {}
    for pair in zip(a.reshape(-1).tolist(), b.reshape(-1).tolist(), strict=True):
        expected[pair] = expected.get(pair, 0) + 1

    with use_kernels(name):
        first, second, pixels = (column.tolist() for column in count_pairs(a, b))

    assert dict(zip(zip(first, second, strict=True), pixels, strict=True)) == expected
