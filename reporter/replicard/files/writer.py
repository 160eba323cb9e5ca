"""The only way to an output: whole files, or none.

A file is written under a temporary name in the folder it belongs to, brought to disk
and renamed, so that a reader sees the old content or the new one and nothing between.
A temporary file that a crash leaves behind is swept away by the next run; two runs
that write one folder at the same time therefore end with an error for one of them.
"""

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from replicard.errors import OutputError, Problem, UnsafePathError
from replicard.files.opener import check_relative

_LEFTOVER = re.compile(r"\.replicard-[0-9a-f]{16}\.tmp")
_NO_PERMISSION = (
    "there is no permission to write it",
    "no-permission",
    "choose another output folder, or close the program that holds the file open",
)
_NO_SPACE = ("the disk is full", "disk-full", "free some space, then run again")
_SWEPT = (
    "its temporary file is gone: another run writes to the same folder",
    "concurrent-run",
    "run one at a time",
)
_REASONS: Mapping[int, tuple[str, str, str | None]] = {
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: ("the disk is read-only", "no-permission", "choose another output folder"),
    errno.ENOSPC: _NO_SPACE,
    getattr(errno, "EDQUOT", errno.ENOSPC): _NO_SPACE,
    errno.EISDIR: ("is a folder, so no file can take its place", "is-a-folder", None),
    errno.EEXIST: ("is a file, where a folder is needed", "not-a-folder", None),
    errno.ENOTDIR: ("lies below a file, not a folder", "not-a-folder", None),
    errno.ENOENT: _SWEPT,
    errno.ENAMETOOLONG: ("the name is too long", "name-too-long", "shorten it"),
}
_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def write_atomic(path: Path, data: bytes | str) -> None:
    """Write a file as a whole; text as UTF-8 with its line ends as they are.

    Its folder is made if there is none.

    Raises
    ------
    OutputError
        If the file cannot be written. Its previous content is then untouched.
    """
    _publish(path.parent, {path.name: _encoded(data)}, last=None)


@contextmanager
def written_as_a_whole(target: Path) -> Iterator[BinaryIO]:
    """Open a file to be written; it is put in place at the end, or not at all on an error.

    Raises
    ------
    OutputError
        If it cannot be written. What was there before is then untouched.
    """
    with _reported(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _sweep([target.parent])
        temporary = target.parent / f".replicard-{secrets.token_hex(8)}.tmp"
        descriptor = os.open(temporary, _FLAGS & ~os.O_WRONLY | os.O_RDWR, 0o666)
        try:
            with os.fdopen(descriptor, "w+b") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)


def publish(
    folder: Path, files: Mapping[str, bytes | str], *, manifest_last: str | None = None
) -> None:
    """Write a set of files into ``folder``, which is made if there is none.

    Everything is on disk before the first file is put in place, so a full disk leaves
    all previous files untouched.

    Parameters
    ----------
    folder
        Where the files go; nothing is written outside of it.
    files
        Content by path below ``folder``.
    manifest_last
        The file that speaks about the others: put in place after all of them.

    Raises
    ------
    OutputError
        If a file cannot be written.
    UnsafePathError
        If a path leads out of ``folder``.
    """
    for name in files:
        check_relative(name)
    with _reported(folder):
        folder.mkdir(parents=True, exist_ok=True)
    contents = {name: _encoded(data) for name, data in files.items()}
    _publish(folder, contents, last=manifest_last)


def _publish(folder: Path, contents: Mapping[str, bytes], *, last: str | None) -> None:
    names = sorted(contents, key=lambda name: name == last)
    _sweep({(folder / name).parent for name in names})
    pending: list[tuple[Path, Path]] = []
    try:
        for name in names:
            target = folder / name
            with _reported(target):
                _prepare(folder, target)
                pending.append((_write_temporary(target, contents[name]), target))
        while pending:
            temporary, target = pending[0]
            with _reported(target):
                temporary.replace(target)
            del pending[0]
            _sync_folder(target.parent)
    finally:
        for temporary, _ in pending:
            with suppress(OSError):
                temporary.unlink()


def _prepare(folder: Path, target: Path) -> None:
    """Make the folder of a file, and refuse what could only fail later."""
    if target.parent.is_file():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise UnsafePathError(f"{target.as_posix()}: a link leads out of the output folder")
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _write_temporary(target: Path, data: bytes) -> Path:
    """Bring ``data`` to disk beside ``target``, under a name that ``_sweep`` knows."""
    temporary = target.parent / f".replicard-{secrets.token_hex(8)}.tmp"
    # The user's umask decides who may read it, and the rights of a file it replaces stay.
    descriptor = os.open(temporary, _FLAGS, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        with suppress(FileNotFoundError):
            shutil.copymode(target, temporary)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _sweep(folders: Iterable[Path]) -> None:
    """Remove what a crash left behind."""
    for folder in folders:
        with suppress(OSError):
            for entry in list(os.scandir(folder)):
                if _LEFTOVER.fullmatch(entry.name) and not entry.is_dir(follow_symlinks=False):
                    Path(entry).unlink()


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder, and some network file systems cannot sync one: then the
    # rename alone must do.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _reported(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _failed(target, error) from error


def _failed(target: Path, error: OSError) -> OutputError:
    message, code, hint = _REASONS.get(error.errno or 0, (None, "output-failed", None))
    if message is None:
        message = f"cannot be written: {os.strerror(error.errno or errno.EIO).lower()}"
    return OutputError([Problem(target.as_posix(), message, code=code, hint=hint)])


def _encoded(data: bytes | str) -> bytes:
    return data.encode() if isinstance(data, str) else data
