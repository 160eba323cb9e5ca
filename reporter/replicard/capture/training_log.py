"""Loss curves from the log that a training tool wrote."""

from collections.abc import Sequence

from replicard.capture.logs.course import best_place
from replicard.capture.logs.curves import Curve
from replicard.capture.logs.layouts import read_layout
from replicard.capture.logs.reading import epochs_run, read_out
from replicard.capture.logs.runs import judged_run, restarts, usual_distance
from replicard.capture.logs.text import UnreadableLogError
from replicard.files import HashedFile
from replicard_schema.evidence import LossCurve, TrainingLog, Unavailable

MAX_LOG_BYTES = 64 * 2**20
"""Longest log that is read, all of its files together; pass it to the opener."""

MAX_TEXT_BYTES = 16 * 2**20
"""Longest text; event files may be longer, since they hold pictures, too."""


def read_training_log(files: Sequence[HashedFile]) -> TrainingLog | Unavailable:
    """Read the losses of a training log, and what they show.

    The layouts known are those of Keras, Lightning, ZeroCostDL4Mic, nnU-Net, Cellpose and
    TensorBoard, records in JSON, printed lines, and any other delimited text with a header
    that names a training or validation loss.

    Parameters
    ----------
    files
        The log, read and hashed; more than one where each start of the run has a file of
        its own, in the order in which they were begun.

    Returns
    -------
    TrainingLog | Unavailable
        The curves, with None in place of values that are missing, NaN or infinite;
        or the reason why the log could not be read.
    """
    try:
        _check_size(files)
        curves = read_layout({file.path: file.content for file in files})
    except UnreadableLogError as error:
        return Unavailable(unavailable_because=str(error))
    judged = judged_run(curves)
    best = None if judged.validation is None else best_place(judged.validation)
    return TrainingLog(
        files=tuple(file.record for file in files),
        layout=curves.layout,
        noun=curves.noun,
        epochs=curves.epochs,
        loss=_loss_curve(curves.training),
        validation_loss=_loss_curve(curves.validation),
        others=tuple(_recorded(curve) for curve in curves.others),
        restarts=restarts(curves.epochs),
        best_epoch=None if best is None else judged.epochs[best],
        epochs_run=epochs_run(curves),
        epoch_distance=usual_distance(judged),
        planned_epochs=curves.planned,
        is_finished=curves.is_finished,
        signs=read_out(curves),
    )


def _check_size(files: Sequence[HashedFile]) -> None:
    total = sum(len(file.content) for file in files)
    is_text = not any(b"\0" in file.content[:12] for file in files)
    limit = MAX_TEXT_BYTES if is_text else MAX_LOG_BYTES
    if total > limit:
        what = "the file is" if len(files) == 1 else "the files together are"
        raise UnreadableLogError(f"{what} larger than {limit // 2**20} MiB")


def _loss_curve(curve: Curve | None) -> LossCurve | None:
    return None if curve is None else _recorded(curve)


def _recorded(curve: Curve) -> LossCurve:
    return LossCurve(name=curve.name, values=curve.finite())
