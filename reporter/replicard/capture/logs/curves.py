"""What every layout of a training log is turned into."""

from dataclasses import dataclass
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
    """

    layout: str
    epochs: tuple[float, ...]
    training: Curve | None
    validation: Curve | None
    others: tuple[Curve, ...] = ()
    remarks: tuple[str, ...] = ()
