"""The course of a loss: its smallest value, its end, and how it got there.

Ends of curves are judged by the mean of their last tenth, since a single epoch is noisy.
Changes are fractions of the loss; a loss that is nowhere above 0, or goes below it, as a
Dice loss does, has no such fraction, and its changes are fractions of its fall, from the
first value to the smallest average.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import ceil, isfinite

from replicard.capture.logs.curves import Curve

TAIL = 0.1
"""Share of the epochs that counts as the end of a run."""

ENOUGH_EPOCHS = 10
"""Fewer epochs have no last tenth to speak of, and nothing of their course is judged."""


def tail_length(epochs: int) -> int:
    """Return how many epochs are the end of a run.

    >>> tail_length(100), tail_length(12), tail_length(1)
    (10, 2, 1)
    """
    return ceil(TAIL * epochs)


def best_place(curve: Curve) -> int | None:
    """Return where ``curve`` is smallest, the first place of several; None if nowhere."""
    known = [(value, place) for place, value in enumerate(curve.finite()) if value is not None]
    return min(known)[1] if known else None


def tail_mean(curve: Curve) -> float | None:
    """Return the mean of the end of a curve; None if it has no value there."""
    length = tail_length(len(curve.values))
    return averages(curve.finite()[-length:], length)[0]


def averages(values: Sequence[float | None], length: int) -> list[float | None]:
    """Return the mean of each run of ``length`` epochs; None for one without a value.

    One epoch alone is no measure: in a noisy curve the smallest of many values lies
    far below what the network reaches on average. The sums are exact, since one huge
    loss would drown all later ones.
    """
    sums = list(accumulate((Fraction(value or 0) for value in values), initial=Fraction(0)))
    counts = list(accumulate((value is not None for value in values), initial=0))
    totals = zip(sums, sums[length:], strict=False)
    known = zip(counts, counts[length:], strict=False)
    return [
        float((later - earlier) / (last - first)) if last > first else None
        for (earlier, later), (first, last) in zip(totals, known, strict=True)
    ]


def scale(curve: Curve, smallest: float) -> tuple[float, str] | None:
    """Return what changes of a loss are fractions of, and that in words.

    Parameters
    ----------
    smallest
        The smallest average of the curve.

    Returns
    -------
    tuple or None
        Nothing if the loss has not fallen.
    """
    known = [value for value in curve.finite() if value is not None]
    if min(known) > 0:
        return (smallest, "") if isfinite(100 * max(known) / smallest) else None
    fall = known[0] - smallest
    return (fall, " of its fall") if fall > 0 and isfinite(100 * max(known) / fall) else None
