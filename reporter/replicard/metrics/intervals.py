"""Bootstrap intervals of means and of values that are pooled over images.

Units, which are images or groups of images, are drawn with replacement, and the value is
formed again from what the drawn ones add up to. Groups are drawn as a whole (cluster
bootstrap), because images of one group resemble each other.

The BCa interval corrects the percentiles for bias and for a spread that depends on the
value (Efron 1987, doi:10.1080/01621459.1987.10478410; DiCiccio and Efron 1996,
doi:10.1214/ss/1032280214); its acceleration comes from leaving out one unit at a time.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from replicard.metrics.resampling import Floats, Sampling, resampled_sums
from replicard_schema.evidence import Interval
from replicard_schema.vocabulary import IntervalMethod

FEWEST_UNITS = 5
"""With fewer there are at most 35 different resamples, and no interval can be trusted."""
FEWEST_FOR_BCA = 10
"""With fewer, the acceleration says more about single units than about the distribution."""
MOST_UNDEFINED = 0.01
"""Share of resamples without a value up to which they are left out."""

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Statistic:
    """A value formed from sums over units.

    Attributes
    ----------
    sums
        What each unit contributes, shape ``(units, columns)``, rounded for sums.
    form
        Makes values, shape ``(n,)``, from summed contributions, shape ``(n, columns)``;
        NaN where there is none.
    """

    sums: Floats
    form: Callable[[Floats], Floats]


def mean_of_columns(sums: Floats) -> Floats:
    """Divide sums of values, the first column, by their number, the second."""
    return np.asarray(sums[:, 0] / sums[:, 1])


def intervals(statistics: Sequence[Statistic], sampling: Sampling) -> tuple[Interval, ...]:
    """Return one bootstrap interval for each statistic.

    Statistics of equally many units see the same resamples, so they are drawn once. The
    result depends neither on the order of images nor on that of the statistics.
    """
    found: dict[int, Interval] = {}
    by_size: dict[int, list[int]] = {}
    for place, statistic in enumerate(statistics):
        by_size.setdefault(len(statistic.sums), []).append(place)
    for n_units, places in by_size.items():
        if n_units < FEWEST_UNITS:
            reason = _too_few(n_units, sampling)
            found |= dict.fromkeys(places, Interval(n_units=n_units, undefined_because=reason))
            continue
        here = [statistics[place] for place in places]
        values = _resampled_values(here, sampling)
        found |= {
            place: _interval(statistic, resampled, sampling)
            for place, statistic, resampled in zip(places, here, values, strict=True)
        }
    return tuple(found[place] for place in range(len(statistics)))


def _too_few(n_units: int, sampling: Sampling) -> str:
    noun = sampling.noun if n_units == 1 else f"{sampling.noun}s"
    return (
        f"{n_units} {noun} with a value cannot show how far another sample would lie; "
        f"at least {FEWEST_UNITS} are needed"
    )


def _resampled_values(statistics: Sequence[Statistic], sampling: Sampling) -> list[Floats]:
    """Return the values of all resamples, statistic by statistic."""
    ends = np.cumsum([statistic.sums.shape[1] for statistic in statistics])
    table = np.hstack([statistic.sums for statistic in statistics])
    parts: list[list[Floats]] = [[] for _ in statistics]
    for sums in resampled_sums(table, resamples=sampling.resamples, seed=sampling.seed):
        for place, own in enumerate(np.split(sums, ends[:-1], axis=1)):
            parts[place].append(statistics[place].form(own))
    return [np.concatenate(chunks) for chunks in parts]


def _interval(statistic: Statistic, resampled: Floats, sampling: Sampling) -> Interval:
    n_units = len(statistic.sums)
    without_one = statistic.form(statistic.sums.sum(axis=0) - statistic.sums)
    defined = resampled[~np.isnan(resampled)]
    reason = _why_none(without_one, len(defined) / len(resampled), sampling)
    if reason is not None:
        return Interval(n_units=n_units, undefined_because=reason)
    tail = (1 - sampling.level) / 2
    shares = (tail, 1 - tail)
    method, fallback = IntervalMethod.PERCENTILE, None
    if sampling.method is IntervalMethod.BCA:
        corrected = _bca_shares(statistic, without_one, defined, tail, sampling)
        if isinstance(corrected, str):
            fallback = corrected
        else:
            method, shares = IntervalMethod.BCA, corrected
    low, high = np.quantile(defined, shares)
    return Interval(
        low=_rounded(low),
        high=_rounded(high),
        method=method,
        n_units=n_units,
        fallback_because=fallback,
    )


def _why_none(without_one: Floats, defined_share: float, sampling: Sampling) -> str | None:
    if defined_share < 1 - MOST_UNDEFINED:
        missing = f"{100 * (1 - defined_share):.2g}"
        return f"in {missing} % of the resamples the value is undefined"
    if not np.isnan(without_one).any() and without_one.min() == without_one.max():
        return f"no {sampling.noun} changes the value if left out, so resampling shows no spread"
    return None


def _bca_shares(
    statistic: Statistic, without_one: Floats, resampled: Floats, tail: float, sampling: Sampling
) -> tuple[float, float] | str:
    """Return the shares of resampled values at which a BCa interval ends, or why not."""
    n_units = len(statistic.sums)
    if n_units < FEWEST_FOR_BCA:
        return f"BCa needs at least {FEWEST_FOR_BCA} {sampling.noun}s"
    if np.isnan(without_one).any():
        return f"the value is undefined if one {sampling.noun} is left out"
    value = statistic.form(statistic.sums.sum(axis=0, keepdims=True))[0]
    below = np.count_nonzero(resampled < value) + np.count_nonzero(resampled <= value)
    bias = float(ndtri(below / (2 * len(resampled))))
    if not math.isfinite(bias):
        return "all resampled values lie on one side of the value"
    acceleration = _acceleration(without_one)
    ends = [_corrected(bias, acceleration, float(ndtri(share))) for share in (tail, 1 - tail)]
    edge = 1 / len(resampled)
    if not edge <= ends[0] < ends[1] <= 1 - edge:
        return f"the corrected percentiles lie beyond {len(resampled)} resamples"
    return ends[0], ends[1]


def _acceleration(without_one: Floats) -> float:
    """Return the acceleration from the values without each unit; exact sums, any order."""
    values = without_one.tolist()
    centre = math.fsum(values) / len(values)
    apart = [centre - value for value in values]
    squares = math.fsum(distance * distance for distance in apart)
    cubes = math.fsum(distance * distance * distance for distance in apart)
    return cubes / (6 * squares * math.sqrt(squares))


def _corrected(bias: float, acceleration: float, quantile: float) -> float:
    moved = bias + quantile
    room = 1 - acceleration * moved
    return float(ndtr(bias + moved / room)) if room > 0 else math.nan


def _rounded(value: float) -> float:
    """Round to nine significant digits: the last bits depend on libraries, and none is needed."""
    return float(f"{value:.{_DIGITS}g}")
