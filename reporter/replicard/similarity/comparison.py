"""Comparing the statistics of two data sets, with a stated threshold for each."""

from collections.abc import Iterator

from replicard.similarity.quantities import QUANTITIES, Quantity
from replicard_schema.evidence import ComparedProperty, DataStatistics, Mark, Spread

_TINY = 1e-12
_SMALLEST_SHARE = 1e-4
FEW_IMAGES = 3
"""With fewer images on a side, how they vary is not known, and factors count more."""
FEW_MARGIN = 1.5
"""By this factor thresholds grow where a side has few images."""


def compare_statistics(
    training: DataStatistics, other: DataStatistics
) -> tuple[ComparedProperty, ...]:
    """Compare two data sets by everything in `QUANTITIES`.

    Two data sets are called different in a quantity if their medians are further apart
    than its threshold and the middle 80 % of their images do not overlap. Where a data
    set has fewer than three images, the threshold is half as large again.
    """
    return (
        _texts("axes", "axes", training.axes, other.axes),
        _texts("dtype", "type of numbers", training.dtypes, other.dtypes),
        *_numbers(training, other),
    )


def _texts(
    name: str, title: str, training: tuple[str, ...], other: tuple[str, ...]
) -> ComparedProperty:
    is_apart = not set(training) & set(other)
    return ComparedProperty(
        id=name,
        name=title,
        training=", ".join(training),
        other=", ".join(other),
        mark=Mark.DIFFERENT if is_apart else Mark.ALIKE,
        rule="nothing in common",
    )


def _numbers(training: DataStatistics, other: DataStatistics) -> Iterator[ComparedProperty]:
    for key in dict.fromkeys((*training.numbers, *other.numbers)):
        name, _, channel = key.partition(":")
        quantity = QUANTITIES[name]
        sides = training.numbers.get(key), other.numbers.get(key)
        apart = _compared(quantity, *sides)
        yield ComparedProperty(
            id=key,
            name=f"{quantity.name} ({channel})" if channel else quantity.name,
            training=None if sides[0] is None else _in_words(name, sides[0]),
            other=None if sides[1] is None else _in_words(name, sides[1]),
            mark=apart[0],
            factor=apart[1],
            rule=quantity.rule_in_words,
        )


def _compared(
    quantity: Quantity, training: Spread | None, other: Spread | None
) -> tuple[Mark, float | None]:
    if training is None or other is None or quantity.rule == "none":
        return Mark.NOT_COMPARED, None
    is_few = min(training.n, other.n) < FEW_IMAGES
    factor = None
    if quantity.rule == "factor":
        small, large = sorted((training.median, other.median))
        if small <= _TINY:
            return Mark.NOT_COMPARED, None
        factor = large / small
        is_far = factor >= quantity.threshold * (FEW_MARGIN if is_few else 1)
    else:
        distance = abs(training.median - other.median)
        is_far = distance >= quantity.threshold * (FEW_MARGIN if is_few else 1)
    is_apart = training.high < other.low or other.high < training.low
    return (Mark.DIFFERENT if is_far and is_apart else Mark.ALIKE), factor


def _in_words(name: str, spread: Spread) -> str:
    """Write a median, its middle 80 % if images vary, and its unit.

    >>> _in_words("snr", Spread(n=9, median=12.34, low=9.0, high=15.0))
    '12.3 [9 to 15]'
    >>> _in_words("pixel_size", Spread(n=2, median=0.65, low=0.65, high=0.65, unit="µm"))
    '0.65 µm'
    """
    is_share = QUANTITIES[name].unit == "%"
    write = _percentage if is_share else _number
    numbers = [write(value) for value in (spread.median, spread.low, spread.high)]
    text = numbers[0]
    if len(set(numbers)) > 1:
        text += f" [{numbers[1]} to {numbers[2]}]"
    return f"{text} {spread.unit}" if spread.unit else text


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"  # noqa: PLR2004 - digits


def _percentage(fraction: float) -> str:
    """Write a share in per cent.

    >>> _percentage(0.199), _percentage(0.0000004), _percentage(0)
    ('19.9', 'below 0.01', '0')
    """
    return "below 0.01" if 0 < fraction < _SMALLEST_SHARE else f"{100 * fraction:.3g}"
