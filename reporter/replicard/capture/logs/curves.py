"""What every layout of a training log is turned into."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite


@dataclass(frozen=True, slots=True)
class Curve:
    """One quantity over the epochs.

    Attributes
    ----------
    name
        Column as the log names it.
    values
        One value per epoch; None where the log has none. NaN and infinity are kept
        here, and named in the reading, but never leave this package.
    is_averaged
        Whether some epoch held several values, of which this is the mean.
    """

    name: str
    values: tuple[float | None, ...]
    is_averaged: bool = False

    def finite(self) -> tuple[float | None, ...]:
        """Return the values with None in place of those that are not finite."""
        return tuple(
            value if value is not None and isfinite(value) else None for value in self.values
        )

    def not_finite(self) -> tuple[int, ...]:
        """Return the places of the values that are NaN or infinite."""
        return tuple(
            place
            for place, value in enumerate(self.values)
            if value is not None and not isfinite(value)
        )


@dataclass(frozen=True, slots=True)
class Curves:
    """A training log, whatever its layout was.

    Attributes
    ----------
    layout
        Name of the layout for the report.
    epochs
        Number of each epoch as the log gives it, in the order of the log.
    training, validation
        The losses; None if the log has no column for one.
    others
        Every other column of numbers.
    remarks
        How the log was read, as sentences, where that is not obvious.
    noun
        What ``epochs`` counts, as a word: some logs count steps.
    planned
        Number of epochs that the log says were intended, if it does.
    is_finished
        Whether the log says that training came to its end; None where its layout has no
        words for that.
    every
        Distance of the epochs that the tool tells of, where that is known of the tool.
    """

    layout: str
    epochs: tuple[float, ...]
    training: Curve | None
    validation: Curve | None
    others: tuple[Curve, ...] = ()
    remarks: tuple[str, ...] = ()
    noun: str = "epoch"
    planned: int | None = None
    is_finished: bool | None = None
    every: float | None = None

    def rows(self, places: Sequence[int]) -> "Curves":
        """Return the same log with some of its rows, without remarks."""
        return replace(
            self,
            epochs=tuple(self.epochs[place] for place in places),
            training=_picked(self.training, places),
            validation=_picked(self.validation, places),
            others=(),
            remarks=(),
        )


def _picked(curve: Curve | None, places: Sequence[int]) -> Curve | None:
    if curve is None:
        return None
    return replace(curve, values=tuple(curve.values[place] for place in places))
