import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from replicard.metrics.range_factor import best_factor
from replicard.metrics.set_percentile import bounds, ends, percentile_of_set, tail_counts


def of_set(images: list[NDArray[np.float64]], percentile: float) -> float:
    parts = [ends(image, percentile=percentile) for image in images]
    within = bounds(parts)
    counted = [] if within.is_point else [tail_counts(image, within=within) for image in images]
    return percentile_of_set(parts, counted, percentile=percentile)


whole = hnp.arrays(np.float64, st.integers(1, 30), elements=st.integers(-500, 500).map(float))


@given(st.lists(whole, min_size=1, max_size=5), st.floats(0, 100))
def test_of_whole_numbers_it_is_that_of_all_pixels_together(
    images: list[NDArray[np.float64]], percentile: float
) -> None:
    expected = float(np.percentile(np.concatenate(images), percentile))

    assert of_set(images, percentile) == pytest.approx(expected, abs=1e-9)


@given(
    st.lists(
        hnp.arrays(np.float64, st.integers(1, 30), elements=st.floats(-1e3, 1e3)),
        min_size=1,
        max_size=5,
    ),
    st.floats(0, 100),
)
def test_of_other_numbers_it_is_that_up_to_the_width_of_a_bin(
    images: list[NDArray[np.float64]], percentile: float
) -> None:
    parts = [ends(image, percentile=percentile) for image in images]
    expected = float(np.percentile(np.concatenate(images), percentile))

    step = 0.0 if bounds(parts).is_point else 1 / bounds(parts).per_unit
    assert of_set(images, percentile) == pytest.approx(expected, abs=step + 1e-9)


@pytest.mark.parametrize("peak", [1e-3, 0.2, 1.0, 40.0, 1e4])
def test_the_best_factor_is_found_wherever_it_lies(peak: float) -> None:
    found = best_factor(lambda many: [1 / (1 + np.log(x / peak) ** 2) for x in many], start=1.0)

    assert found == pytest.approx(peak, rel=1e-4)


def test_a_sum_that_only_rises_has_no_best_factor() -> None:
    assert best_factor(list, start=1.0) is None
