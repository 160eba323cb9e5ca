"""Logs in JSON: one record a line, or one record of lists as Keras keeps its history.

Records of one line each are written by BiaPy and by many PyTorch programs; their
``test_`` values come from the images that training is watched on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from replicard.capture.logs.columns import EPOCH, TRAINING_LOSS, VALIDATION_LOSS, find
from replicard.capture.logs.curves import Curves
from replicard.capture.logs.lines import Row, curves_of
from replicard.capture.logs.table import MAX_ROWS
from replicard.capture.logs.text import UnreadableLogError

_TEST_LOSS = ("test_loss",)
_LARGEST_INT = 2**1000
"""A float can hold this; a longer number is no loss."""


def is_json(text: str) -> bool:
    """Say whether a text begins as a record in JSON does."""
    return text.lstrip().startswith("{")


def read_json(text: str) -> Curves:
    """Return the curves of a log in JSON.

    Raises
    ------
    UnreadableLogError
        If it is no JSON, has no epochs, or has no loss.
    """
    try:
        rows, layout = _records(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableLogError("the file begins like JSON and is none") from error
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    watched = find(names, VALIDATION_LOSS)
    tested = find(names, _TEST_LOSS)
    if watched is not None or tested is None or find(names, TRAINING_LOSS) is None:
        return curves_of(rows, layout=layout)
    remark = "The log calls the loss on images that training was watched on test loss."
    curves = curves_of(rows, layout=layout, training=_training(names), validation=names[tested])
    return replace(curves, remarks=(remark,))


def _training(names: Sequence[str]) -> str | None:
    place = find(names, TRAINING_LOSS)
    return None if place is None else names[place]


def _records(text: str) -> tuple[list[Row], str]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_ROWS:
        raise UnreadableLogError(f"the file has more than {MAX_ROWS:,} rows")
    try:
        return [_row(json.loads(line), place) for place, line in enumerate(lines, 1)], "JSON lines"
    except json.JSONDecodeError:
        return _history(json.loads(text)), "JSON history"


def _row(record: object, place: int) -> Row:
    if not isinstance(record, Mapping):
        raise UnreadableLogError("a line of the file is no record in JSON")
    if any(isinstance(value, list) for value in record.values()):
        raise json.JSONDecodeError("lists", "", 0)
    values = {str(name): float(v) for name, v in record.items() if _is_number(v)}
    names = list(values)
    epoch = find(names, EPOCH)
    return Row(float(place) if epoch is None else values.pop(names[epoch]), values)


def _history(record: object) -> list[Row]:
    if not isinstance(record, Mapping):
        raise UnreadableLogError("the file is no record in JSON")
    lists = {str(name): v for name, v in record.items() if isinstance(v, list)}
    length = max(map(len, lists.values()), default=0)
    if not 0 < length <= MAX_ROWS:
        raise UnreadableLogError(f"the file has no epochs, or more than {MAX_ROWS:,}")
    return [
        Row(
            float(place + 1),
            {
                name: float(values[place])
                for name, values in lists.items()
                if place < len(values) and _is_number(values[place])
            },
        )
        for place in range(length)
    ]


def _is_number(value: object) -> bool:
    return isinstance(value, float) or (type(value) is int and abs(value) < _LARGEST_INT)
