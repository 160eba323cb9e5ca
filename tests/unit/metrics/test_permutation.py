from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from replicard.metrics.permutation import FEWEST_UNITS, MOST_EXACT, holm, sign_flip_tests
from replicard.metrics.resampling import Sampling, rounded_for_sums


def _test(differences: NDArray[np.float64], *, resamples: int = 10_000, seed: int = 1) -> object:
    names = [f"{place:03}" for place in range(len(differences))]
    sampling = Sampling({name: name for name in names}, seed=seed, resamples=resamples)
    exact = rounded_for_sums(differences[:, np.newaxis], n_terms=len(differences))[:, 0]
    return sign_flip_tests([exact], sampling)[0]


def _p(differences: NDArray[np.float64], **settings: int) -> float:
    outcome = _test(differences, **settings)
    assert outcome is not None
    return outcome.p_value  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("n_units", [6, 9, 11])
def test_small_samples_are_tested_exactly(n_units: int) -> None:
    differences = np.random.default_rng(n_units).normal(0.5, 1, n_units).round(2)

    sums = [abs(np.dot(signs, differences)) for signs in product((-1, 1), repeat=n_units)]
    by_hand = np.mean([total >= abs(differences.sum()) - 1e-12 for total in sums])
    theirs = stats.permutation_test(
        (differences,), np.mean, permutation_type="samples", n_resamples=np.inf
    ).pvalue

    assert _p(differences) == pytest.approx(by_hand) == pytest.approx(theirs)


def test_large_samples_are_tested_at_random_and_near_the_truth() -> None:
    differences = np.random.default_rng(2).normal(0.35, 1, 40)

    ours = _p(differences, resamples=50_000)
    theirs = stats.permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        n_resamples=50_000,
        rng=np.random.default_rng(2),
    ).pvalue

    assert ours == pytest.approx(theirs, abs=0.004)
    assert ours == _p(differences, resamples=50_000)


def test_the_test_agrees_roughly_with_wilcoxon_on_symmetric_differences() -> None:
    differences = np.random.default_rng(3).normal(0.3, 1, 60)

    assert _p(differences) == pytest.approx(stats.wilcoxon(differences).pvalue, abs=0.05)


def test_a_random_test_never_gives_zero() -> None:
    assert _p(np.ones(MOST_EXACT + 20) + np.arange(MOST_EXACT + 20) / 100) == 1 / 10_001


def test_equal_candidates_have_a_p_value_of_one() -> None:
    assert _p(np.zeros(8)) == 1
    assert _p(np.zeros(30)) == 1


def test_too_few_units_are_not_tested() -> None:
    assert _test(np.ones(FEWEST_UNITS - 1)) is None


def test_under_the_null_hypothesis_small_p_values_are_as_rare_as_they_say() -> None:
    rng = np.random.default_rng(11)

    p_values = [_p(rng.normal(0, 1, 10)) for _ in range(400)]

    assert 0.02 <= np.mean(np.array(p_values) <= 0.05) <= 0.08


def test_holm_multiplies_the_smallest_by_all_and_keeps_the_order() -> None:
    assert holm([0.01, 0.2, 0.02]) == pytest.approx((0.03, 0.2, 0.04))
    assert holm([]) == ()
