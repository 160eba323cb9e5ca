"""Training logs that are tables: one row per epoch, or several that belong to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isfinite

from replicard.capture.logs.cells import number
from replicard.capture.logs.columns import (
    EPOCH,
    STEP,
    TRAINING_LOSS,
    VALIDATION_LOSS,
    find,
    no_loss,
    plain,
)
from replicard.capture.logs.curves import Curve, Curves
from replicard.capture.logs.table import Table
from replicard.capture.logs.text import UnreadableLogError
from replicard.capture.logs.wording import counted, shortened


@dataclass(frozen=True, slots=True)
class _Epoch:
    """The rows of one epoch."""

    number: float
    rows: tuple[int, ...]


def read_curves(table: Table) -> Curves:
    """Return the curves of a table, recognised by the names of its columns.

    Neighbouring rows of the same epoch become one value per column: their mean,
    empty cells left out.

    Raises
    ------
    UnreadableLogError
        If no column is a loss, or no row has an epoch.
    """
    losses = (find(table.columns, TRAINING_LOSS), find(table.columns, VALIDATION_LOSS))
    if losses == (None, None):
        raise UnreadableLogError(_no_loss(table))
    if table.fault is not None:
        raise UnreadableLogError(table.fault)
    epochs, remarks = _epochs(table)
    columns = [_column(table, place, epochs) for place in range(len(table.columns))]
    training, validation = (None if place is None else columns[place] for place in losses)
    apart = {find(table.columns, EPOCH), find(table.columns, STEP), *losses}
    return Curves(
        layout=_layout(table, epochs),
        epochs=tuple(epoch.number for epoch in epochs),
        training=training,
        validation=validation,
        others=tuple(
            column
            for place, column in enumerate(columns)
            if place not in apart and column.name and any(v is not None for v in column.values)
        ),
        remarks=(*remarks, *_averages(training, validation)),
    )


def _no_loss(table: Table) -> str:
    if all(number(name) is not None for name in table.columns):
        return "the first row of the file holds numbers, where names of columns are expected"
    return no_loss(table.columns)


def _epochs(table: Table) -> tuple[list[_Epoch], list[str]]:
    """Return the epochs with their rows, and how they were told if not by a column."""
    place = find(table.columns, EPOCH)
    if place is None:
        total = len(table.rows)
        remark = "It has no column of epochs: its rows are counted from 1."
        return [_Epoch(float(row + 1), (row,)) for row in range(total)], [remark]
    numbered = [(row, _number(table, row, place)) for row in range(len(table.rows))]
    known = [(row, epoch) for row, epoch in numbered if epoch is not None and isfinite(epoch)]
    if not known:
        raise UnreadableLogError("the column of epochs holds no number")
    epochs = [
        _Epoch(epoch, tuple(row for row, _ in rows))
        for epoch, rows in groupby(known, key=lambda pair: pair[1])
        if epoch is not None
    ]
    left_out = len(numbered) - len(known)
    if not left_out:
        return epochs, []
    return epochs, [f"{counted(left_out, 'row')} without an epoch {_was(left_out)} left out."]


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _column(table: Table, place: int, epochs: Sequence[_Epoch]) -> Curve:
    cells = [[_number(table, row, place) for row in epoch.rows] for epoch in epochs]
    values = [[value for value in one if value is not None] for one in cells]
    return Curve(
        name=shortened(table.columns[place]),
        # not fmean, which raises where finite and infinite values meet
        values=tuple(sum(one) / len(one) if one else None for one in values),
        is_averaged=any(len(one) > 1 for one in values),
    )


def _number(table: Table, row: int, place: int) -> float | None:
    return number(table.rows[row][place], decimal_comma=table.delimiter != ",")


def _averages(training: Curve | None, validation: Curve | None) -> list[str]:
    return [
        f"The {kind} loss of an epoch is the mean of the values logged during it."
        for kind, curve in (("training", training), ("validation", validation))
        if curve is not None and curve.is_averaged
    ]


def _layout(table: Table, epochs: Sequence[_Epoch]) -> str:
    """Name the tool that writes such a table, as far as its header tells."""
    names = [plain(column) for column in table.columns]
    if names == ["loss", "val_loss", "learning_rate"]:
        return "ZeroCostDL4Mic"
    if find(names, EPOCH) is None:
        return "table without an epoch column"
    if find(names, STEP) is not None:
        return "Lightning CSVLogger"
    # Keras counts from 0 and writes the other columns in alphabetical order.
    if names[0] == "epoch" and names[1:] == sorted(names[1:]) and epochs[0].number == 0:
        return "Keras CSVLogger"
    return "table with an epoch column"
