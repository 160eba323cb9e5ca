"""Text logs of Cellpose, ``run.log``, of versions 1 to 4 (Cellpose-SAM).

Cellpose counts epochs from 0 and tells of every tenth (and of the fifth); a training
loss is the mean since the line before. A test loss of 0 stands where no test images were
given. Cellpose keeps the last weights.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from replicard.capture.logs.cells import number
from replicard.capture.logs.curves import Curves
from replicard.capture.logs.lines import Row, curves_of

TRAINING, VALIDATION = "train_loss", "test_loss"
_EVERY = 10

_N = r"([-+.\w]{1,40})"
_NEW = re.compile(
    rf"(\d{{1,9}}), train_loss={_N}, test_loss={_N}, LR={_N}, time\s{{1,9}}([\d.]{{1,20}})s"
)
_OLD = re.compile(
    rf"Epoch (\d{{1,9}}), Time\s{{1,9}}([\d.]{{1,20}})s, Loss {_N}(?:, Loss Test {_N})?, LR {_N}"
)
_PLANNED = re.compile(r"\bn_epochs=(\d{1,9})\b")
_SAVED = "saving network parameters"


def is_cellpose(lines: Sequence[str]) -> bool:
    """Say whether the lines are those of Cellpose."""
    return any(_NEW.search(line) or _OLD.search(line) for line in lines)


def read_cellpose(lines: Sequence[str]) -> Curves:
    """Return the curves of a Cellpose log."""
    rows = [row for line in lines if (row := _row(line)) is not None]
    watched = [row for row in rows if row.values.get(VALIDATION)]
    for row in rows:
        if not watched:
            row.values.pop(VALIDATION, None)
    curves = curves_of(rows, layout="Cellpose text log", training=TRAINING, validation=VALIDATION)
    planned = _planned(lines)
    remark = (
        "Cellpose calls the images that training was watched on test images; their loss is read "
        "as the validation loss."
        if watched
        else "Cellpose was given no test images."
    )
    return replace(
        curves,
        every=_EVERY,
        planned=planned,
        is_finished=_is_finished(lines, rows[-1].epoch, planned),
        remarks=(remark,),
    )


def _row(line: str) -> Row | None:
    if found := _NEW.search(line):
        epoch, training, test, rate, seconds = found.groups()
    elif found := _OLD.search(line):
        epoch, seconds, training, test, rate = found.groups()
    else:
        return None
    texts = {TRAINING: training, VALIDATION: test, "LR": rate, "time (s)": seconds}
    values = {name: number(text or "") for name, text in texts.items()}
    return Row(float(epoch), {name: value for name, value in values.items() if value is not None})


def _planned(lines: Sequence[str]) -> int | None:
    stated = [found[1] for line in lines if (found := _PLANNED.search(line))]
    return int(stated[-1]) if stated else None


def _is_finished(lines: Sequence[str], last: float, planned: int | None) -> bool | None:
    """Say whether the weights were saved after the last epoch that the log tells of.

    They are also saved on the way, which is told apart by the number of epochs.
    """
    place = max(i for i, line in enumerate(lines) if _NEW.search(line) or _OLD.search(line))
    is_saved = any(_SAVED in line for line in lines[place:])
    if planned is None:
        return None
    return is_saved and last + _EVERY >= planned - 1
