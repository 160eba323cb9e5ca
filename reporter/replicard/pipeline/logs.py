"""Finding and reading the training log that a card names: a file, or the folder of a run."""

from collections.abc import Sequence
from pathlib import Path

from replicard.capture import MAX_LOG_BYTES, read_training_log
from replicard.errors import DataError, Problem
from replicard.files import HashedFile, expand, read_hashed
from replicard_schema.evidence import TrainingLog, Unavailable

IN_FOLDER = ("**/*tfevents*", "training_log_*.txt")
"""What makes a folder a log: event files of TensorBoard, and text logs of nnU-Net, of
which each start of a run writes one."""

MAX_FILES = 200
_WILDCARDS = "*?{"


def read_log(root: Path, log: str) -> TrainingLog | Unavailable:
    """Read a training log below ``root``.

    Parameters
    ----------
    root
        Folder of the card.
    log
        A file, or a folder that holds event files of TensorBoard or text logs of nnU-Net.

    Raises
    ------
    UnsafePathError, DataError
        If the log cannot be opened, or the folder holds neither.
    """
    files: list[HashedFile] = []
    left = MAX_LOG_BYTES
    for path in _paths(root, log):
        files.append(read_hashed(root, path, max_bytes=left))
        left -= len(files[-1].content)
    return read_training_log(files)


def _paths(root: Path, log: str) -> Sequence[str]:
    folder = log.rstrip("/")
    if any(mark in log for mark in _WILDCARDS):
        return (log,)
    for pattern in IN_FOLDER:
        found = expand(root, f"{folder}/{pattern}")
        if len(found) > MAX_FILES:
            message = f"holds more than {MAX_FILES} log files"
            raise _unusable(log, message, hint="name the folder of one run")
        if found:
            return found
    if (root / folder).is_dir():
        raise _unusable(
            log,
            "is a folder without event files of TensorBoard or text logs of nnU-Net",
            hint="name the file with the losses",
        )
    return (log,)


def _unusable(log: str, message: str, *, hint: str) -> DataError:
    return DataError([Problem(log, message, code="no-log", hint=hint)])
