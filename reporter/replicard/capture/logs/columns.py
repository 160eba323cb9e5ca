"""Names under which tools write the columns of a training log."""

import re
from collections.abc import Sequence

from replicard.capture.logs.wording import shortened

SHOWN_NAMES = 8

EPOCH = ("epoch", "epochs")
STEP = ("step", "global_step")

TRAINING_LOSS = (
    "train_loss_epoch",
    "training_loss_epoch",
    "loss_epoch",
    "train_loss",
    "training_loss",
    "loss_train",
    "loss_training",
    "loss",
    "train_loss_step",
    "training_loss_step",
    "loss_step",
    "epoch_loss",
)
"""The first of these that a log has is its training loss: values of a whole epoch
come before values of single steps. Names are in the form of ``plain``."""

VALIDATION_LOSS = (
    "val_loss_epoch",
    "validation_loss_epoch",
    "val_loss",
    "valid_loss",
    "validation_loss",
    "eval_loss",
    "loss_val",
    "loss_valid",
    "loss_validation",
)
"""As above. A test loss is none of these: images that chose the weights are no test."""

_SEPARATORS = re.compile(r"[^a-z0-9]+")


def plain(name: str) -> str:
    """Return a column name in lower case with single underscores between its words.

    >>> plain("Train/Loss"), plain("learning rate"), plain("val loss ")
    ('train_loss', 'learning_rate', 'val_loss')
    """
    return _SEPARATORS.sub("_", name.lower()).strip("_")


def find(columns: Sequence[str], names: Sequence[str]) -> int | None:
    """Return the place of the first of ``names`` that is among ``columns``."""
    plain_columns = [plain(column) for column in columns]
    return next((plain_columns.index(name) for name in names if name in plain_columns), None)


def no_loss(names: Sequence[str], *, noun: str = "column") -> str:
    """Say that none of some names is known as a loss, and what they are.

    >>> no_loss(["a", "b"])
    'no column of the file is known as a loss; its columns are a, b'
    """
    if not names:
        return f"no {noun} of the file is known as a loss"
    named = [shortened(name) for name in names[:SHOWN_NAMES]]
    more = len(names) - len(named)
    rest = f" and {more} more" if more else ""
    return f"no {noun} of the file is known as a loss; its {noun}s are {', '.join(named)}{rest}"
