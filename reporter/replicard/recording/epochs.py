"""The losses of a run, kept in a file while it goes on."""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from replicard.files import write_atomic

EPOCH = "epoch"


@dataclass(slots=True)
class EpochLog:
    """A CSV table with one row for each epoch.

    It is written anew with every epoch, so that a run that is cut off leaves all that it
    has reached.

    Attributes
    ----------
    path
        Where the table goes.
    """

    path: Path
    _rows: list[dict[str, float]] = field(default_factory=list)

    @property
    def n_epochs(self) -> int:
        """Epochs that were logged."""
        return len(self._rows)

    def add(self, epoch: float, values: Mapping[str, float]) -> None:
        """Add the values of an epoch, and write the table.

        Raises
        ------
        ValueError
            If there is no value, or one is no number.
        OutputError
            If the table cannot be written.
        """
        if not values:
            raise ValueError("an epoch needs at least one value, such as loss=0.1")
        self._rows.append({EPOCH: float(epoch)} | {n: float(v) for n, v in values.items()})
        write_atomic(self.path, self.as_csv())

    def as_csv(self) -> str:
        """Return the table; a value that is not finite stays in it, as a reader must see it."""
        names = dict.fromkeys(name for row in self._rows for name in row)
        stream = io.StringIO()
        writer = csv.DictWriter(stream, list(names), lineterminator="\n")
        writer.writeheader()
        writer.writerows({n: _number(v) for n, v in row.items()} for row in self._rows)
        return stream.getvalue()


def _number(value: float) -> str:
    return str(int(value)) if math.isfinite(value) and value == int(value) else repr(value)
