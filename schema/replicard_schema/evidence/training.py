"""Training logs as read."""

from replicard_schema.base import Document
from replicard_schema.evidence.files import FileRecord


class LossCurve(Document):
    """One column of a training log."""

    name: str
    values: tuple[float | None, ...]
    """One value per row of the log; None where the log has none."""


class TrainingLog(Document):
    """A training log as read."""

    file: FileRecord
    layout: str
    """Which tool's layout was recognised."""
    epochs: tuple[float, ...]
    loss: LossCurve | None = None
    validation_loss: LossCurve | None = None
    others: tuple[LossCurve, ...] = ()
    best_epoch: float | None = None
    """Epoch of the smallest validation loss."""
    reading: tuple[str, ...] = ()
    """What the curves say, in sentences with numbers and thresholds."""
