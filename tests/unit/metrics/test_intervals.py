from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from replicard.metrics.counts import ObjectCounts
from replicard.metrics.intervals import FEWEST_FOR_BCA, FEWEST_UNITS, intervals
from replicard.metrics.resampling import Sampling
from replicard.metrics.unit_sums import mean_statistic, pooled_statistic
from replicard_schema.evidence import Interval
from replicard_schema.vocabulary import IntervalMethod, MetricId


def _named(values: NDArray[np.float64]) -> dict[str, float]:
    return {f"{place:04}": float(value) for place, value in enumerate(values)}


def _mean_interval(values: dict[str, float], sampling: Sampling | None = None) -> Interval:
    chosen = sampling or _each_alone(values)
    (interval,) = intervals([mean_statistic(values, chosen)], chosen)
    return interval


def _each_alone(values: Iterable[str]) -> Sampling:
    return Sampling({name: name for name in values}, seed=3)


@pytest.mark.parametrize("method", list(IntervalMethod))
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_intervals_agree_with_scipy(method: IntervalMethod, level: float) -> None:
    values = np.random.default_rng(5).exponential(1, 40)

    sampling = replace(_each_alone(_named(values)), method=method, level=level, resamples=50_000)
    ours = _mean_interval(_named(values), sampling)
    theirs = stats.bootstrap(
        (values,),
        np.mean,
        n_resamples=50_000,
        confidence_level=level,
        method=str(method),
        rng=np.random.default_rng(5),
    ).confidence_interval

    assert (ours.low, ours.high) == pytest.approx(tuple(theirs), abs=0.01)
    assert (ours.method, ours.fallback_because, ours.n_units) == (method, None, 40)


def test_a_pooled_value_is_formed_again_from_the_counts_of_the_drawn_images() -> None:
    rng = np.random.default_rng(2)
    table = rng.integers(1, 30, (40, 3))
    counts = {
        f"{i:02}": ObjectCounts(int(tp), int(fp), int(fn), 0.0)
        for i, (tp, fp, fn) in enumerate(table)
    }
    sampling = Sampling({name: name for name in counts}, seed=1, resamples=50_000)

    (ours,) = intervals([pooled_statistic(MetricId.F1, counts, sampling)], sampling)

    def f1(*parts: NDArray[np.int64], axis: int) -> NDArray[np.float64]:
        hits, claimed, missed = (part.sum(axis=axis) for part in parts)
        return np.asarray(2 * hits / (2 * hits + claimed + missed))

    theirs = stats.bootstrap(
        tuple(table.T),
        f1,
        paired=True,
        n_resamples=50_000,
        method="BCa",
        rng=np.random.default_rng(1),
    ).confidence_interval
    assert (ours.low, ours.high) == pytest.approx(tuple(theirs), abs=0.002)


def test_images_of_a_group_are_drawn_together() -> None:
    rng = np.random.default_rng(4)
    of_group = rng.normal(0, 1, 20)
    values = _named(np.repeat(of_group, 10) + rng.normal(0, 0.01, 200))
    groups = {name: f"g{int(name) // 10}" for name in values}

    alone = _mean_interval(values)
    grouped = _mean_interval(values, Sampling(groups, seed=3, grouped_by="the card"))

    assert alone.low is not None
    assert alone.high is not None
    assert grouped.low is not None
    assert grouped.high is not None
    assert (grouped.high - grouped.low) > 2.5 * (alone.high - alone.low)
    assert (alone.n_units, grouped.n_units) == (200, 20)


def test_few_images_get_a_reason_instead_of_an_interval() -> None:
    interval = _mean_interval(_named(np.arange(FEWEST_UNITS - 1.0)))

    assert interval.low is None
    assert interval.undefined_because == (
        "4 images with a value cannot show how far another sample would lie; at least 5 are needed"
    )


def test_one_group_of_many_images_gets_a_reason() -> None:
    values = _named(np.arange(50.0))

    interval = _mean_interval(
        values, Sampling(dict.fromkeys(values, "x"), seed=3, grouped_by="the card")
    )

    assert interval.undefined_because is not None
    assert interval.undefined_because.startswith("1 group with a value")


def test_too_few_images_for_bca_fall_back_to_percentiles() -> None:
    interval = _mean_interval(_named(np.arange(FEWEST_FOR_BCA - 1.0)))

    assert interval.method is IntervalMethod.PERCENTILE
    assert interval.fallback_because == "BCa needs at least 10 images"


def test_equal_values_show_no_spread() -> None:
    interval = _mean_interval(_named(np.full(30, 0.1)))

    assert interval.undefined_because == (
        "no image changes the value if left out, so resampling shows no spread"
    )


def test_a_value_that_many_resamples_lack_has_no_interval() -> None:
    counts = {f"{i:02}": ObjectCounts(int(i < 2), 0, 1, 0.0) for i in range(20)}
    sampling = Sampling({name: name for name in counts}, seed=1)

    (interval,) = intervals([pooled_statistic(MetricId.PRECISION, counts, sampling)], sampling)

    assert interval.undefined_because == "in 13 % of the resamples the value is undefined"


def test_a_value_that_hangs_on_one_image_falls_back_to_percentiles() -> None:
    values = np.zeros(400)
    values[0] = 1.0

    interval = _mean_interval(_named(values))

    assert interval.low == 0
    assert interval.method is IntervalMethod.BCA or interval.fallback_because is not None


def test_the_same_images_get_the_same_interval_beside_other_statistics() -> None:
    values = _named(np.random.default_rng(8).normal(0, 1, 30))
    sampling = Sampling({name: name for name in values}, seed=3)
    some = {name: value for name, value in values.items() if name < "0020"}

    alone = intervals([mean_statistic(values, sampling)], sampling)
    beside = intervals([mean_statistic(some, sampling), mean_statistic(values, sampling)], sampling)

    assert alone[0] == beside[1]
    assert beside[0].n_units == 20
