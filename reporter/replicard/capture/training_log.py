"""Loss curves from the log that a training tool wrote."""

from replicard.capture.logs.curves import Curve
from replicard.capture.logs.reading import best_place, read_out
from replicard.capture.logs.table import UnreadableLogError, read_table
from replicard.capture.logs.tabular import read_curves
from replicard_schema.evidence import FileRecord, LossCurve, TrainingLog, Unavailable

MAX_LOG_BYTES = 16 * 2**20
"""Longest log that is read; pass it to the opener."""


def read_training_log(data: bytes, *, file: FileRecord) -> TrainingLog | Unavailable:
    """Read the losses of a training log and put them into sentences.

    The layouts known are the CSV files of Keras, Lightning and ZeroCostDL4Mic, and
    any other delimited text with a header that names a training or validation loss.

    Parameters
    ----------
    data
        Content of the log.
    file
        What the evidence says about the file, from the same read.

    Returns
    -------
    TrainingLog | Unavailable
        The curves, with None in place of values that are missing, NaN or infinite;
        or the reason why the log could not be read.
    """
    if len(data) > MAX_LOG_BYTES:
        limit = MAX_LOG_BYTES // 2**20
        return Unavailable(unavailable_because=f"the file is larger than {limit} MiB")
    try:
        curves = read_curves(read_table(data))
    except UnreadableLogError as error:
        return Unavailable(unavailable_because=str(error))
    best = None if curves.validation is None else best_place(curves.validation)
    return TrainingLog(
        file=file,
        layout=curves.layout,
        epochs=curves.epochs,
        loss=_loss_curve(curves.training),
        validation_loss=_loss_curve(curves.validation),
        others=tuple(_recorded(curve) for curve in curves.others),
        best_epoch=None if best is None else curves.epochs[best],
        reading=read_out(curves),
    )


def _loss_curve(curve: Curve | None) -> LossCurve | None:
    return None if curve is None else _recorded(curve)


def _recorded(curve: Curve) -> LossCurve:
    return LossCurve(name=curve.name, values=curve.finite())
