"""Numbers as they stand in a sentence about a training log."""

from collections.abc import Sequence

from replicard.files import printable

MAX_NAME = 60
SHOWN_PLACES = 3
_LARGEST = 1e6
"""From here on a power of ten is easier to read than digits."""


def counted(count: int, noun: str) -> str:
    """Write a count with its noun, which takes an s in the plural.

    >>> counted(1, "epoch"), counted(1200, "row")
    ('1 epoch', '1,200 rows')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def loss(value: float) -> str:
    """Write a loss with three significant digits.

    >>> loss(0.0123456), loss(12345.6), loss(0.000012), loss(0)
    ('0.0123', '12,346', '1.2e-05', '0')
    """
    return f"{value:,.0f}" if 1000 <= abs(value) < _LARGEST else f"{value:.3g}"  # noqa: PLR2004


def percent(fraction: float) -> str:
    """Write a fraction as a percentage: whole from 10 % on, else with one decimal.

    >>> percent(0.218), percent(0.0164), percent(3.5)
    ('22 %', '1.6 %', '350 %')
    """
    hundredths = 100 * fraction
    if round(abs(hundredths), 1) < 10:  # noqa: PLR2004 - two digits
        return f"{hundredths:.1f} %"
    return f"{_large(hundredths)} %"


def epoch(value: float) -> str:
    """Write the number of an epoch, without decimals where it has none.

    >>> epoch(29.0), epoch(0.5)
    ('29', '0.5')
    """
    return f"{value:.15g}"


def threshold(fraction: float) -> str:
    """Write a fixed fraction as a percentage, exactly.

    >>> threshold(0.1), threshold(0.01)
    ('10 %', '1 %')
    """
    return f"{100 * fraction:g} %"


def ratio(value: float) -> str:
    """Write how many times as large something is, with two significant digits.

    >>> ratio(1.342), ratio(0.987), ratio(123.4)
    ('1.3', '0.99', '123')
    """
    return _large(value) if value >= 100 else f"{value:.2g}"  # noqa: PLR2004 - two digits


def _large(value: float) -> str:
    return f"{value:,.0f}" if abs(value) < _LARGEST else f"{value:.2g}"


def shortened(name: str) -> str:
    """Write the name of a column, cut where no tool would have gone on.

    >>> shortened("x" * 99) == "x" * 59 + "…"
    True
    """
    shown = printable(name[:MAX_NAME])
    return shown if len(name) <= MAX_NAME else f"{shown[: MAX_NAME - 1]}…"


def places_in_words(places: Sequence[str]) -> str:
    """Join the first few places, and count the rest.

    >>> places_in_words(["1", "2"]), places_in_words(["1", "2", "3", "4"])
    ('1, 2', '1, 2, 3 and at 1 more place')
    """
    shown = ", ".join(places[:SHOWN_PLACES])
    more = len(places) - SHOWN_PLACES
    return f"{shown} and at {counted(more, 'more place')}" if more > 0 else shown
