"""Text logs of nnU-Net, ``training_log_*.txt``, of its versions 1 and 2.

Each epoch takes several lines, every one after the time of day. nnU-Net starts a new
file whenever training is resumed; several files are read one after the other. Its loss
is a sum of cross-entropy and negative Dice and goes below 0.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from replicard.capture.logs.cells import number
from replicard.capture.logs.curves import Curves
from replicard.capture.logs.lines import Row, curves_of
from replicard.capture.logs.text import UnreadableLogError

TRAINING, VALIDATION = "train_loss", "val_loss"

_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?:\s{0,9}")
_EPOCH = re.compile(r"(?:Epoch\s{1,4}|epoch:\s{1,4})(\d{1,9})")
_NUMBER = r"([-+.\w]{1,40})"
_VALUES = {
    TRAINING: re.compile(rf"train(?:_loss| loss :) {_NUMBER}"),
    VALIDATION: re.compile(rf"(?:val_loss|validation loss:) {_NUMBER}"),
    "learning rate": re.compile(rf"(?:Current learning rate|lr): {_NUMBER}"),
    "epoch time (s)": re.compile(rf"(?:Epoch time:|This epoch took) {_NUMBER} s"),
}
_DICE = re.compile(r"(?:Pseudo dice|Average global foreground Dice:) \[(.{0,1900})\]")
_ONE_DICE = re.compile(r"(?:np\.float\d\d\()?([-+.\w]{1,40})\)?")
_MEAN_DICE = "mean pseudo Dice"
_DONE = "Training done."
_ON_BEST = (
    "nnU-Net keeps as best the weights with the highest running mean of its pseudo Dice, which "
    "need not be those of the smallest validation loss."
)


def is_nnunet(lines: Sequence[str]) -> bool:
    """Say whether the lines are those of nnU-Net."""
    told = [_without_time(line) for line in lines]
    return any(_DICE.match(line) for line in told) and any(
        _VALUES[TRAINING].match(line) for line in told
    )


def read_nnunet(lines: Sequence[str]) -> Curves:
    """Return the curves of an nnU-Net log.

    Raises
    ------
    UnreadableLogError
        If no epoch in it has a loss.
    """
    told = [_without_time(line) for line in lines]
    rows = [row for row in _rows(told) if {TRAINING, VALIDATION} & row.values.keys()]
    if not rows:
        raise UnreadableLogError("no epoch of the nnU-Net log has a loss")
    last_epoch = max(place for place, line in enumerate(told) if _EPOCH.fullmatch(line))
    return replace(
        curves_of(rows, layout="nnU-Net text log", training=TRAINING, validation=VALIDATION),
        is_finished=_DONE in told[last_epoch:],
        remarks=(_ON_BEST,),
    )


def _without_time(line: str) -> str:
    found = _TIME.match(line)
    return line[found.end() :].strip() if found else line


def _rows(lines: Sequence[str]) -> Iterator[Row]:
    row: Row | None = None
    for line in lines:
        if found := _EPOCH.fullmatch(line):
            if row is not None:
                yield row
            row = Row(float(found[1]))
        elif row is not None:
            row.values.update(_values(line))
    if row is not None:
        yield row


def _values(line: str) -> Iterator[tuple[str, float]]:
    for name, pattern in _VALUES.items():
        found = pattern.match(line)
        value = number(found[1]) if found else None
        if value is not None:
            yield name, value
    if found := _DICE.match(line):
        dice = [number(text) for text in _ONE_DICE.findall(found[1])]
        known = [value for value in dice if value is not None and 0 <= value <= 1]
        if known:
            yield _MEAN_DICE, sum(known) / len(known)
