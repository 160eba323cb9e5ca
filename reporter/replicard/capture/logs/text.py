"""Bytes of a log as text."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from replicard.errors import ReplicardError

MAX_LINE = 2000
"""Longer lines are cut: no tool writes an epoch into more characters."""


class UnreadableLogError(ReplicardError):
    """A training log that cannot be read, with the reason as message."""


def decode(data: bytes) -> str:
    """Return the text of a log in UTF-8, or in UTF-16 with a byte-order mark.

    Raises
    ------
    UnreadableLogError
        If the bytes are no such text.
    """
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableLogError(
            "the file is not text in UTF-8, nor in UTF-16 with a byte-order mark"
        ) from error
    if "\0" in text:
        raise UnreadableLogError("the file is not text: it holds null bytes")
    return text


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, whatever ends them, without surrounding spaces.

    Progress bars return the carriage without a new line; each of their states is a line.
    """
    return [line[:MAX_LINE].strip() for line in text.splitlines()]
