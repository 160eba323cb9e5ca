"""Sign-flip permutation test of a mean difference between paired measurements.

If two candidates were equally good, each image (or each group of images as a whole)
could as well have shown its difference the other way round. So the signs are flipped in
all ways, or in many random ones, and the p-value is the share of ways that give a mean
difference at least as large as the observed one, in either direction. Unlike a t-test
this needs no normal distribution, and unlike the signed-rank test of Wilcoxon it is about
the mean difference that is reported (Good 2005, doi:10.1007/b138696).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from replicard.metrics.resampling import Floats, Sampling, random_signs

FEWEST_UNITS = 6
"""With five, even differences of one sign only give a p-value of 2 / 2**5 = 0.06."""
MOST_EXACT = 16
"""Up to this number all ways of flipping, at most 65,536, are tried."""

_FLIPS_AT_ONCE = 1 << 12


@dataclass(frozen=True, slots=True)
class FlipOutcome:
    """What a test found; see `replicard_schema.evidence.SignFlipTest`."""

    p_value: float
    is_exact: bool
    n_flips: int


def sign_flip_tests(sums: Sequence[Floats], sampling: Sampling) -> tuple[FlipOutcome | None, ...]:
    """Test several summed differences, each of shape ``(units,)`` and rounded for sums.

    The sum over units and the mean over images differ by a factor that flipping leaves
    as it is, so both have the same p-value. None stands for too few units.

    With more than 16 units a random part of all flips is tried, as many as there are
    resamples, and the observed one is counted among them: so a p-value is never 0
    (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585).
    """
    found: dict[int, FlipOutcome | None] = {}
    by_size: dict[int, list[int]] = {}
    for place, differences in enumerate(sums):
        by_size.setdefault(len(differences), []).append(place)
    for n_units, places in by_size.items():
        if n_units < FEWEST_UNITS:
            found |= dict.fromkeys(places)
            continue
        outcomes = _tested(np.stack([sums[place] for place in places], axis=1), sampling)
        found |= dict(zip(places, outcomes, strict=True))
    return tuple(found[place] for place in range(len(sums)))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values for their number, whatever their dependence (Holm 1979, jstor:4615733).

    >>> holm([0.01, 0.04, 0.03]), holm([0.9, 0.8])
    ((0.03, 0.06, 0.06), (1.0, 1.0))
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted = [0.0] * len(p_values)
    so_far = 0.0
    for rank, place in enumerate(order):
        so_far = max(so_far, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = so_far
    return tuple(adjusted)


def smallest_p(n_units: int) -> float:
    """Return the smallest p-value that an exact test of so many units can give."""
    return math.ldexp(2.0, -n_units)


def _tested(table: Floats, sampling: Sampling) -> list[FlipOutcome]:
    """Test the columns of a table of shape ``(units, tests)``."""
    n_units = len(table)
    observed = np.abs(table.sum(axis=0))
    is_exact = n_units <= MOST_EXACT
    signs = (
        _all_signs(n_units)
        if is_exact
        else random_signs(n_units, flips=sampling.resamples, seed=sampling.seed)
    )
    # Sums are exact, so that ties are ties.
    reached = sum((np.abs(part @ table) >= observed).sum(axis=0, dtype=np.int64) for part in signs)
    total = 2**n_units if is_exact else sampling.resamples + 1
    more = 0 if is_exact else 1
    return [FlipOutcome((int(n) + more) / total, is_exact, total) for n in np.asarray(reached)]


def _all_signs(n_units: int) -> Iterator[Floats]:
    places = np.arange(n_units)
    for start in range(0, 2**n_units, _FLIPS_AT_ONCE):
        numbers = np.arange(start, min(start + _FLIPS_AT_ONCE, 2**n_units))
        yield 1.0 - 2.0 * (numbers[:, np.newaxis] >> places & 1).astype(np.float64)
