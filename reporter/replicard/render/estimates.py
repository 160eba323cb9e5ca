"""Values with their intervals, differences and p-values, as authors of a journal write them.

The width of an interval says how many digits of a value mean something.
"""

import math

from replicard.render.english import decimals, fixed, score, spread, with_unit
from replicard_schema.evidence import Interval

NO_BREAK = "\u00a0"

_MOST_DECIMALS = 6


def has_bounds(found: Interval | None) -> bool:
    """Say whether there is an interval, and not only a reason for its absence."""
    return found is not None and found.low is not None


def interval(low: float, high: float) -> str:
    """Write the bounds of an interval with the decimals that its width deserves.

    >>> texts = interval(0.8412, 0.9021), interval(0.86123, 0.86199), interval(27.9, 29.13)
    >>> tuple(text.replace(NO_BREAK, " ") for text in texts)
    ('[0.84, 0.90]', '[0.8612, 0.8620]', '[27.9, 29.1]')
    """
    digits = interval_decimals(low, high)
    return f"[{fixed(low, digits)},{NO_BREAK}{fixed(high, digits)}]"


def interval_in_words(low: float, high: float) -> str:
    """Write an interval for running text, where square brackets hold citations.

    >>> interval_in_words(0.8412, 0.9021)
    '0.84 to 0.90'
    """
    digits = interval_decimals(low, high)
    return f"{fixed(low, digits)} to {fixed(high, digits)}"


def fitting(value: float, found: Interval | None, unit: str | None = None) -> str:
    """Write a value with as many decimals as its interval, if it has one.

    >>> from replicard_schema.evidence import Interval
    >>> fitting(0.87123, Interval(low=0.8412, high=0.9021, method="BCa", n_units=9))
    '0.87'
    >>> fitting(0.87123, Interval(n_units=1, undefined_because="there is one image"))
    '0.871'
    """
    if found is None or found.low is None or found.high is None:
        return score(value, unit)
    return with_unit(fixed(value, interval_decimals(found.low, found.high)), unit)


def interval_decimals(low: float, high: float) -> int:
    """Return how many decimals an interval is given.

    Half its width gets one digit, or two if it begins with 1; what lies below ten gets at
    least two decimals, what lies below a hundred one.

    >>> interval_decimals(0.84, 0.90), interval_decimals(0.861, 0.887), interval_decimals(25, 30)
    (2, 3, 1)
    """
    half = (high - low) / 2
    least = max(0, decimals(max(abs(low), abs(high))) - 1)
    if not half:
        return max(least, decimals(high))
    place = math.floor(math.log10(half))
    is_led_by_one = half < 2 * 10.0**place
    return min(max(least, is_led_by_one - place), _MOST_DECIMALS)


def fitting_spread(
    value: float, deviation: float, found: Interval | None, unit: str | None = None
) -> str:
    """Write a mean with its standard deviation and the decimals of its interval.

    >>> fitting_spread(0.87123, 0.1119, None)
    '0.87 ± 0.11'
    """
    if found is None or found.low is None or found.high is None:
        return spread(value, deviation, unit)
    digits = interval_decimals(found.low, found.high)
    return with_unit(f"{fixed(value, digits)} ± {fixed(deviation, digits)}", unit)


def p_value(value: float) -> str:
    """Write a p-value with its sign of comparison and at most two digits.

    >>> p_value(0.0312), p_value(0.2), p_value(0.00004), p_value(1.0)
    ('= 0.031', '= 0.20', '< 0.001', '= 1')
    """
    if value < 0.001:  # noqa: PLR2004 - smaller ones say nothing more
        return "< 0.001"
    if value == 1:
        return "= 1"
    return f"= {value:.2f}" if value >= 0.1 else f"= {value:.2g}"  # noqa: PLR2004 - two digits
