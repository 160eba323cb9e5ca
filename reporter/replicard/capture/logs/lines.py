"""Logs that say in lines of text what an epoch came to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from replicard.capture.logs.columns import TRAINING_LOSS, VALIDATION_LOSS, find, no_loss
from replicard.capture.logs.curves import Curve, Curves
from replicard.capture.logs.table import MAX_COLUMNS, MAX_ROWS
from replicard.capture.logs.text import UnreadableLogError
from replicard.capture.logs.wording import shortened


@dataclass(slots=True)
class Row:
    """What was logged for one epoch.

    Attributes
    ----------
    values
        Numbers by the name that the log gives them.
    """

    epoch: float
    values: dict[str, float] = field(default_factory=dict)


def curves_of(
    rows: Sequence[Row], *, layout: str, training: str | None = None, validation: str | None = None
) -> Curves:
    """Return the curves of rows that were gathered from lines.

    Parameters
    ----------
    layout
        Name of the layout for the report.
    training, validation
        Names of the losses; where left out, they are found by the usual names.

    Raises
    ------
    UnreadableLogError
        If there is no loss in them, or too many rows or names.
    """
    rows = [row for row in rows if isfinite(row.epoch)]
    if not rows:
        raise UnreadableLogError("no line of the file has the number of an epoch")
    if len(rows) > MAX_ROWS:
        raise UnreadableLogError(f"the file has more than {MAX_ROWS:,} epochs or steps")
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    if len(names) > MAX_COLUMNS:
        raise UnreadableLogError(f"the file has more than {MAX_COLUMNS} quantities")
    losses = [
        _chosen(names, training, TRAINING_LOSS),
        _chosen(names, validation, VALIDATION_LOSS),
    ]
    if losses == [None, None]:
        raise UnreadableLogError(no_loss(names, noun="value"))
    curves = {
        name: Curve(shortened(name), tuple(row.values.get(name) for row in rows)) for name in names
    }
    return Curves(
        layout=layout,
        epochs=tuple(row.epoch for row in rows),
        training=curves.get(losses[0] or ""),
        validation=curves.get(losses[1] or ""),
        others=tuple(curve for name, curve in curves.items() if name not in losses),
    )


def _chosen(names: Sequence[str], given: str | None, known: Sequence[str]) -> str | None:
    if given is not None:
        return given if given in names else None
    place = find(names, known)
    return None if place is None else names[place]
