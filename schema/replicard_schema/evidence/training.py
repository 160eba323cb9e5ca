"""Training logs as read."""

from enum import StrEnum

from replicard_schema.base import Document
from replicard_schema.evidence.files import FileRecord


class LossCurve(Document):
    """One column of a training log."""

    name: str
    values: tuple[float | None, ...]
    """One value per row of the log; None where the log has none."""


class SignCode(StrEnum):
    """What kind of thing a training log shows."""

    EXTENT = "extent"
    READING = "how it was read"
    RESTARTS = "restarts"
    REPEATED = "repeated epochs"
    GAPS = "gaps"
    NOT_FINITE = "not finite"
    DIVERGED = "diverged"
    UNFINISHED = "unfinished"
    NO_VALIDATION = "no validation loss"
    INCOMPLETE = "incomplete"
    BEST = "best epoch"
    END = "end of the run"
    RISE = "rise"
    PLATEAU = "plateau"
    STILL_FALLING = "still falling"


class LogSign(Document):
    """One thing that a training log shows, with the numbers that it rests on."""

    code: SignCode
    words: str
    """One or more sentences."""
    is_striking: bool = False
    """Whether the numbers pass the thresholds, so that somebody should look at it."""
    numbers: dict[str, float] = {}
    """What was read or computed, by name; shares are fractions."""
    thresholds: dict[str, float] = {}
    """Limits that the numbers were held against, by name."""


class TrainingLog(Document):
    """A training log as read."""

    files: tuple[FileRecord, ...]
    """The log; several files if a run was started several times."""
    layout: str
    """Which tool's layout was recognised."""
    noun: str = "epoch"
    """What ``epochs`` counts: epochs or steps."""
    epochs: tuple[float, ...]
    loss: LossCurve | None = None
    validation_loss: LossCurve | None = None
    others: tuple[LossCurve, ...] = ()
    restarts: tuple[int, ...] = ()
    """Rows, counted from 0, at which the count of epochs falls back."""
    best_epoch: float | None = None
    """Epoch of the smallest validation loss of the run that is judged."""
    epochs_run: int | None = None
    """Epochs that were run, as far as the log tells; None for a count of steps."""
    epoch_distance: float | None = None
    """Usual distance of two epochs that the log tells of."""
    planned_epochs: int | None = None
    """Epochs that were intended, as the log says."""
    is_finished: bool | None = None
    """Whether the log says that training came to its end."""
    signs: tuple[LogSign, ...] = ()
    """What the curves show; report, findings and checklist all read these."""

    @property
    def reading(self) -> tuple[str, ...]:
        """What the curves show, as sentences."""
        return tuple(sign.words for sign in self.signs)

    def sign(self, code: SignCode) -> LogSign | None:
        """Return the first sign of a kind, if there is one."""
        return next((sign for sign in self.signs if sign.code is code), None)
