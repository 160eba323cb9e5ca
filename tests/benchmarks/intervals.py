"""How long intervals and tests of many scores take: ``python -m tests.benchmarks.intervals``."""

import time

import numpy as np
from scipy import stats

from replicard.metrics.intervals import intervals
from replicard.metrics.permutation import sign_flip_tests
from replicard.metrics.resampling import Sampling
from replicard.metrics.unit_sums import mean_statistic

N_METRICS, N_IMAGES, RESAMPLES = 12, 1000, 10_000


def main() -> None:
    """Print one line for each piece of work."""
    rng = np.random.default_rng(1)
    scores = rng.beta(8, 2, (N_METRICS, N_IMAGES))
    names = [f"{place:04}" for place in range(N_IMAGES)]
    sampling = Sampling({name: name for name in names}, seed=1, resamples=RESAMPLES)
    named = [dict(zip(names, row.tolist(), strict=True)) for row in scores]
    work = f"{N_METRICS} metrics, {N_IMAGES} images, {RESAMPLES} resamples"

    start = time.perf_counter()
    statistics = [mean_statistic(values, sampling) for values in named]
    found = intervals(statistics, sampling)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    peer = [
        stats.bootstrap((row,), np.mean, n_resamples=RESAMPLES, method="BCa", rng=rng)
        for row in scores
    ]
    theirs = time.perf_counter() - start
    print(f"BCa intervals, {work}: {ours:.2f} s; scipy.stats.bootstrap {theirs:.2f} s")
    apart = [
        abs(one.low - other.confidence_interval.low)
        for one, other in zip(found, peer, strict=True)
        if one.low is not None
    ]
    print(f"largest difference of a bound: {max(apart):.1e}")

    start = time.perf_counter()
    sign_flip_tests([statistic.sums[:, 0] - 0.8 for statistic in statistics], sampling)
    print(f"sign-flip tests, the same: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
