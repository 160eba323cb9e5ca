"""How often intervals hold the truth, in seeded simulations."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.metrics.intervals import intervals
from replicard.metrics.resampling import Sampling
from replicard.metrics.unit_sums import mean_statistic
from replicard_schema.vocabulary import IntervalMethod

N_SETS = 400
Draw = Callable[[np.random.Generator], NDArray[np.float64]]


def _coverage(
    draw: Draw, truth: float, *, method: IntervalMethod, images_in_a_group: int = 1
) -> float:
    rng = np.random.default_rng(20)
    hits = 0
    for seed in range(N_SETS):
        values = {f"{place:04}": float(value) for place, value in enumerate(draw(rng))}
        units = {name: f"{int(name) // images_in_a_group:04}" for name in values}
        sampling = Sampling(units, seed=seed, method=method, resamples=1000)
        (interval,) = intervals([mean_statistic(values, sampling)], sampling)
        assert interval.low is not None
        assert interval.high is not None
        hits += interval.low <= truth <= interval.high
    return hits / N_SETS


def _correlated(rng: np.random.Generator) -> NDArray[np.float64]:
    """Thirty wells of eight fields, which share most of what makes them differ."""
    return np.repeat(rng.normal(0, 1, 30), 8) + rng.normal(0, 0.5, 240)


@pytest.mark.parametrize("method", list(IntervalMethod))
@pytest.mark.parametrize(
    ("draw", "truth"),
    [
        (lambda rng: rng.normal(0, 1, 40), 0.0),
        (lambda rng: rng.exponential(1, 40), 1.0),
        (lambda rng: rng.beta(8, 1.5, 40), 8 / 9.5),
    ],
    ids=["normal", "skewed", "scores-near-one"],
)
def test_intervals_of_95_percent_hold_the_truth_about_as_often(
    draw: Draw, truth: float, method: IntervalMethod
) -> None:
    assert 0.90 <= _coverage(draw, truth, method=method) <= 0.97


def test_images_of_groups_need_the_cluster_bootstrap() -> None:
    naive = _coverage(_correlated, 0.0, method=IntervalMethod.BCA)
    clustered = _coverage(_correlated, 0.0, method=IntervalMethod.BCA, images_in_a_group=8)

    assert naive < 0.65
    assert 0.90 <= clustered <= 0.97
