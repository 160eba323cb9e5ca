"""Laws of comparing images."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from replicard.similarity import (
    ImageFacts,
    compare_statistics,
    intensity_statistics,
    object_statistics,
    summarise,
)
from replicard_schema.evidence import DataStatistics

shapes = hnp.array_shapes(min_dims=2, max_dims=3, min_side=1, max_side=20)
whole = shapes.flatmap(lambda shape: hnp.arrays(np.uint16, shape))
anything = shapes.flatmap(
    lambda shape: hnp.arrays(st.sampled_from([np.uint8, np.int32, np.float32, np.float64]), shape)
)


@given(whole, st.sampled_from([2.0, 16.0, 1024.0]), st.integers(0, 1000))
def test_levels_scale_with_the_image_and_the_ratio_does_not(
    image: NDArray[np.uint16], gain: float, offset: int
) -> None:
    plain, scaled = intensity_statistics(image), intensity_statistics(image * gain + offset)

    assert plain is not None
    assert scaled is not None
    np.testing.assert_allclose(scaled.background, plain.background * gain + offset, rtol=1e-12)
    np.testing.assert_allclose(scaled.signal, plain.signal * gain, rtol=1e-9, atol=1e-9)
    assert (scaled.snr is None) == (plain.snr is None)
    if plain.snr is not None and scaled.snr is not None:
        np.testing.assert_allclose(scaled.snr, plain.snr, rtol=1e-9)


@given(anything)
def test_any_image_has_finite_statistics_or_none(image: NDArray[np.generic]) -> None:
    found = intensity_statistics(image)

    if found is not None:
        numbers = [found.background, found.signal, found.saturated, found.noise or 0.0]
        assert np.isfinite(numbers).all()
        assert found.signal >= 0
        assert 0 <= found.saturated <= 1


@given(hnp.arrays(np.uint8, (6, 9), elements=st.integers(0, 3)), st.permutations([1, 2, 3]))
def test_objects_do_not_depend_on_their_numbers(image: NDArray[np.uint8], order: list[int]) -> None:
    table = np.array([0, *order], dtype=np.uint8)

    assert object_statistics(table[image]) == object_statistics(image)


def data(levels: list[float]) -> DataStatistics:
    noise = np.random.default_rng(0).normal(0, 1, (32, 32))
    return summarise(
        [
            ImageFacts((32, 32), "YX", "float64", {}, {"": intensity_statistics(level * noise)})
            for level in levels
        ]
    )


levels = st.lists(st.floats(0.5, 100), min_size=1, max_size=6)


@settings(max_examples=40)
@given(levels, levels)
def test_a_comparison_is_the_same_from_both_sides(one: list[float], two: list[float]) -> None:
    forth, back = (
        compare_statistics(data(one), data(two)),
        compare_statistics(data(two), data(one)),
    )

    assert [(p.id, p.mark, p.factor) for p in forth] == [(p.id, p.mark, p.factor) for p in back]
    assert all(p.mark.value != "different" for p in compare_statistics(data(one), data(one)))
