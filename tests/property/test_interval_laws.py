from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.metrics.intervals import intervals
from replicard.metrics.permutation import sign_flip_tests
from replicard.metrics.resampling import Sampling, rounded_for_sums
from replicard.metrics.unit_sums import mean_statistic
from replicard_schema.evidence import Interval
from replicard_schema.vocabulary import IntervalMethod

samples = st.lists(st.floats(-100, 100), min_size=5, max_size=24)
methods = st.sampled_from(IntervalMethod)


def _interval(values: dict[str, float], method: IntervalMethod, *, per_group: int = 1) -> Interval:
    units = {name: f"{int(name) // per_group:03}" for name in values}
    sampling = Sampling(units, seed=9, method=method, resamples=1000)
    (found,) = intervals([mean_statistic(values, sampling)], sampling)
    return found


def _named(values: list[float]) -> dict[str, float]:
    return {f"{place:03}": value for place, value in enumerate(values)}


@given(samples, methods, st.sampled_from([1, 2]), st.randoms(use_true_random=False))
def test_the_order_of_images_changes_no_bit(
    values: list[float], method: IntervalMethod, per_group: int, random: Random
) -> None:
    items = list(_named(values).items())
    expected = _interval(dict(items), method, per_group=per_group)

    random.shuffle(items)

    assert _interval(dict(items), method, per_group=per_group) == expected


@given(samples, methods)
def test_an_interval_has_bounds_within_the_values_or_a_reason(
    values: list[float], method: IntervalMethod
) -> None:
    found = _interval(_named(values), method)

    if found.low is None or found.high is None:
        assert found.undefined_because
    else:
        assert min(values) - 1e-6 <= found.low <= found.high <= max(values) + 1e-6


@given(st.floats(-1e3, 1e3), st.integers(5, 30), methods)
def test_equal_values_have_a_reason_in_place_of_an_interval(
    value: float, n: int, method: IntervalMethod
) -> None:
    assert _interval(_named([value] * n), method).low is None


@given(
    st.lists(st.integers(-100, 100), min_size=5, max_size=24),
    methods,
    st.sampled_from([0.5, 2.0, 8.0]),
    st.integers(-50, 50),
)
def test_intervals_move_and_stretch_with_the_values(
    values: list[int], method: IntervalMethod, factor: float, shift: int
) -> None:
    before = _interval(_named([float(value) for value in values]), method)

    after = _interval(_named([factor * value + shift for value in values]), method)

    assert (before.low is None) == (after.low is None)
    assert before.method == after.method
    if before.low is not None and before.high is not None:
        assert after.low == pytest.approx(factor * before.low + shift, abs=1e-5)
        assert after.high == pytest.approx(factor * before.high + shift, abs=1e-5)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), st.integers(1, 5000))
def test_rounded_values_have_sums_without_error(values: list[float], n_terms: int) -> None:
    column = np.array(values)[:, np.newaxis]

    rounded = rounded_for_sums(column, n_terms=n_terms)[:, 0]

    largest = max(map(abs, values))
    assert np.abs(rounded - column[:, 0]).max() <= max(largest * n_terms * 2.0**-51, 1e-307)
    picked = np.resize(rounded, n_terms)
    assert picked.sum() == sum(picked[::-1].tolist())


@given(st.lists(st.floats(-10, 10), min_size=6, max_size=12))
def test_swapping_the_candidates_leaves_the_p_value(values: list[float]) -> None:
    sampling = Sampling({name: name for name in _named(values)}, seed=1)
    sums = rounded_for_sums(np.array(values)[:, np.newaxis], n_terms=len(values))[:, 0]

    forth, back = sign_flip_tests([sums, -sums], sampling)

    assert forth == back
    assert forth is not None
    assert 2 / 2 ** len(values) <= forth.p_value <= 1
