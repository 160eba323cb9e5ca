"""Telling the layout of a training log from its content, and reading it."""

from collections.abc import Callable, Mapping, Sequence

from replicard.capture.logs.cellpose import is_cellpose, read_cellpose
from replicard.capture.logs.curves import Curves
from replicard.capture.logs.event_files import is_event_file, read_event_files
from replicard.capture.logs.json_log import is_json, read_json
from replicard.capture.logs.nnunet import is_nnunet, read_nnunet
from replicard.capture.logs.printed import is_printed, read_printed
from replicard.capture.logs.table import read_table
from replicard.capture.logs.tabular import read_curves
from replicard.capture.logs.text import UnreadableLogError, decode, lines_of

_OF_LINES: tuple[tuple[Callable[[Sequence[str]], bool], Callable[[Sequence[str]], Curves]], ...] = (
    (is_nnunet, read_nnunet),
    (is_cellpose, read_cellpose),
)


def read_layout(files: Mapping[str, bytes]) -> Curves:
    """Return the curves of a log, whatever its layout.

    Parameters
    ----------
    files
        Content by path, in the order in which the files were begun; more than one where
        each start of a run has a file of its own.

    Raises
    ------
    UnreadableLogError
        With the one reason why it could not be read.
    """
    if not any(files.values()):
        raise UnreadableLogError("the file has no rows below a header: it is empty")
    if all(is_event_file(content) for content in files.values() if content):
        return read_event_files(files)
    text = "\n".join(decode(content) for content in files.values())
    if is_json(text):
        return read_json(text)
    lines = lines_of(text)
    for is_layout, read in _OF_LINES:
        if is_layout(lines):
            return read(lines)
    try:
        return read_curves(read_table(text))
    except UnreadableLogError:
        if is_printed(lines):
            return read_printed(lines)
        raise
