"""Lines that a training program printed: ``Epoch 3/10 ... loss: 0.5 - val_loss: 0.6``.

Keras prints so, and most programs written for one study do. Where a line names an
iteration, an epoch has the mean of its values; elsewhere the last one counts, since
progress bars show a mean that grows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from replicard.capture.logs.cells import number
from replicard.capture.logs.curves import Curves
from replicard.capture.logs.lines import Row, curves_of
from replicard.capture.logs.text import UnreadableLogError

TRAINING, VALIDATION = "training loss", "validation loss"
_UNNAMED = "loss"
"""Without a word before it; it is the training loss where nothing else is called so."""

_EPOCH = re.compile(
    r"\bepoch\b[\s:#=\[(]{0,9}(\d{1,9})(?:\s{0,3}/\s{0,3}(\d{1,9}))?", re.IGNORECASE
)
_LOSS = re.compile(
    r"((?:\b[a-z]{1,20}[ _./-]{1,2}){0,2})\bloss(?: epoch)?\s{0,3}[:=]?\s{0,3}"
    r"([-+]?(?:\d[\d.]{0,30}(?:e[-+]?\d{1,3})?|nan|inf))(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")
_ITERATION = re.compile(r"\b(?:iter|iteration|step|batch)\b", re.IGNORECASE)
_PLAIN = frozenset({"avg", "average", "mean", "epoch", "total", "running"})


def is_printed(lines: Sequence[str]) -> bool:
    """Say whether the lines speak of epochs and losses."""
    told = [line.replace("_", " ") for line in lines]
    return any(_EPOCH.search(line) for line in told) and any(_LOSS.search(line) for line in told)


def read_printed(lines: Sequence[str]) -> Curves:
    """Return the curves of printed lines.

    Raises
    ------
    UnreadableLogError
        If fewer than two epochs have a loss.
    """
    lines = [line.replace("_", " ") for line in lines]
    has_steps = any(_ITERATION.search(line) and _LOSS.search(line) for line in lines)
    rows = list(_rows(lines, has_steps=has_steps))
    if len(rows) < 2:  # noqa: PLR2004 - a page that speaks of an epoch is no log
        raise UnreadableLogError("the file is no table, and its lines tell of fewer than 2 epochs")
    planned = [int(found[2]) for line in lines if (found := _EPOCH.search(line)) and found[2]]
    training = TRAINING if any(TRAINING in row.values for row in rows) else _UNNAMED
    curves = curves_of(rows, layout="printed lines", training=training, validation=VALIDATION)
    remark = "mean" if has_steps else "last"
    return replace(
        curves,
        planned=planned[-1] if planned else None,
        remarks=(f"Of several values that an epoch has, the {remark} was taken.",),
    )


def _rows(lines: Sequence[str], *, has_steps: bool) -> Iterator[Row]:
    epoch: float | None = None
    found: dict[str, list[float]] = {}
    for line in lines:
        if (told := _EPOCH.search(line)) and float(told[1]) != epoch:
            if epoch is not None and found:
                yield _row(epoch, found, has_steps=has_steps)
            epoch, found = float(told[1]), {}
        for name, value in _losses(line) if epoch is not None else ():
            found.setdefault(name, []).append(value)
    if epoch is not None and found:
        yield _row(epoch, found, has_steps=has_steps)


def _row(epoch: float, found: dict[str, list[float]], *, has_steps: bool) -> Row:
    return Row(
        epoch,
        {n: sum(v) / len(v) if has_steps else v[-1] for n, v in found.items()},
    )


def _losses(line: str) -> Iterator[tuple[str, float]]:
    for found in _LOSS.finditer(line):
        words = set(_WORD.findall(found[1].lower()))
        value = number(found[2].lower())
        if value is None:
            continue
        if any(word.startswith("val") for word in words):
            yield VALIDATION, value
        elif words & {"train", "training"}:
            yield TRAINING, value
        elif words <= _PLAIN:
            yield _UNNAMED, value
