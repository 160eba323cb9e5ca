"""The only way to a file that a card names."""

import errno
import os
import stat
from pathlib import Path, PureWindowsPath
from typing import BinaryIO

from replicard.errors import DataError, Problem, UnsafePathError
from replicard_schema.text_policy import escape_forbidden, forbidden_character

_FLAGS = (
    os.O_RDONLY
    # Windows has neither of the first two, and needs the last to leave bytes alone.
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def open_inside(root: Path, relative: str, *, max_bytes: int) -> BinaryIO:
    """Open a regular file below ``root`` for reading.

    The name is resolved once. The descriptor that was checked is the one handed on,
    so nothing can be put in its place between check and use, and a named pipe is
    refused rather than waited for.

    Parameters
    ----------
    root
        Folder that the file must lie in.
    relative
        Path below ``root``, with forward slashes.
    max_bytes
        Largest size accepted.

    Raises
    ------
    UnsafePathError
        If the path is absolute, leads out of ``root`` (links included), holds a
        forbidden character, or names something that is not a regular file.
    DataError
        If there is no such file, it may not be read, or it is too large.
    """
    try:
        descriptor = os.open(resolve_inside(root, relative), _FLAGS)
    except OSError as error:
        raise unreadable(relative, error) from error
    try:
        _check(os.fstat(descriptor), relative, max_bytes=max_bytes)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def resolve_inside(root: Path, relative: str) -> Path:
    """Return where ``relative`` really lies, links followed, if that is below ``root``.

    Raises
    ------
    UnsafePathError
        If it leads out of ``root`` or is not a plain relative path.
    DataError
        If there is nothing of that name.
    """
    check_relative(relative)
    try:
        base = root.resolve(strict=True)
        path = (base / relative).resolve(strict=True)
    except OSError as error:
        raise unreadable(relative, error) from error
    except RuntimeError as error:  # Python before 3.13 reports a loop of links like this
        raise UnsafePathError(f"{relative}: is a loop of links") from error
    if not path.is_relative_to(base):
        raise UnsafePathError(f"{relative}: is a link that leads out of the folder of the card")
    return path


def check_relative(relative: str) -> None:
    """Refuse what is not a plain relative path with forward slashes.

    Backslashes are refused on every system: what they mean differs, and a card must
    mean the same everywhere.
    """
    shown = escape_forbidden(relative)
    if found := forbidden_character(relative):
        raise UnsafePathError(f"{shown}: the file name holds {found[1]}")
    if any(mark in relative for mark in "\t\n\r"):
        raise UnsafePathError(f"{relative!r}: the file name holds a tab or a line break")
    if not relative:
        raise UnsafePathError("the path is empty")
    if "\\" in relative:
        raise UnsafePathError(f"{shown}: write the path with forward slashes")
    if relative.startswith("/") or PureWindowsPath(relative).drive:
        raise UnsafePathError(f"{shown}: is an absolute path, not one relative to the card")
    if ".." in relative.split("/"):
        raise UnsafePathError(f"{shown}: leads out of the folder of the card")


def unreadable(relative: str, error: OSError) -> DataError:
    """Say in words of ours why the operating system refused a file.

    The text of ``error`` itself is not used: it holds the absolute path.
    """
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        problem = Problem(
            relative,
            "there is no such file",
            code="missing-file",
            hint="check the spelling; the path is relative to the folder of the card",
        )
    elif isinstance(error, PermissionError):
        problem = Problem(relative, "there is no permission to read it", code="no-permission")
    elif error.errno == errno.ELOOP:
        problem = Problem(relative, "is a loop of links", code="missing-file")
    elif error.errno == errno.ENXIO:
        problem = Problem(relative, "is not a regular file", code="not-a-file")
    else:
        reason = os.strerror(error.errno).lower() if error.errno else "input or output error"
        problem = Problem(relative, f"cannot be read: {reason}", code="unreadable-file")
    return DataError([problem])


def _check(status: os.stat_result, relative: str, *, max_bytes: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnsafePathError(f"{relative}: is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise UnsafePathError(f"{relative}: is not a regular file")
    if status.st_size > max_bytes:
        raise too_large(relative, status.st_size, max_bytes=max_bytes)


def too_large(relative: str, size: int, *, max_bytes: int) -> DataError:
    """Say that a file is beyond the limit."""
    message = f"the file is too large: {size:,} bytes, at most {max_bytes:,} are read"
    return DataError([Problem(relative, message, code="file-too-large")])
