"""Writing a ZIP archive whose bytes follow from its content, and from nothing else.

Entries are sorted, have one time and the same permissions, and are stored, not compressed:
what a compressor writes differs between its versions, and repositories compress anyway.
"""

import datetime as dt
import shutil
import stat
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from replicard.errors import DataError, Problem
from replicard.files.hashing import MAX_HASHED_BYTES
from replicard.files.opener import check_relative, open_inside
from replicard.files.unpacking import clashing
from replicard.files.writer import written_as_a_whole

_EARLIEST = dt.date(1980, 1, 1)
_LATEST = dt.date(2107, 12, 31)
_UNIX = 3
_MODE = stat.S_IFREG | 0o644
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on disk that goes into an archive.

    Attributes
    ----------
    root, path
        Folder that it must lie in, and its path there.
    """

    root: Path
    path: str


def write_archive(target: Path, entries: Mapping[str, bytes | StoredFile], *, date: dt.date) -> int:
    """Write an archive as a whole, or leave what was there before; return its size in bytes.

    Parameters
    ----------
    entries
        Content by path, with forward slashes.
    date
        Day that every entry bears.

    Raises
    ------
    UnsafePathError
        If a name leads out of the archive.
    DataError
        If two names are one on some systems, or a file cannot be read.
    OutputError
        If the archive cannot be written.
    """
    check_names(entries, shown_as=target.name)
    day = min(max(date, _EARLIEST), _LATEST)
    with written_as_a_whole(target) as handle:
        with zipfile.ZipFile(handle, "w", zipfile.ZIP_STORED, strict_timestamps=True) as archive:
            for name in sorted(entries):
                _add(archive, name, entries[name], day)
        return handle.tell()


def check_names(names: Iterable[str], *, shown_as: str) -> None:
    """Refuse names that lead elsewhere, or that some systems take for one.

    Raises
    ------
    UnsafePathError, DataError
        If there are any.
    """
    names = list(names)
    for name in names:
        check_relative(name)
    if found := clashing(names):
        message = f"{found[0]} and {found[1]} are one file on some systems"
        raise DataError([Problem(shown_as, message, "clashing-names", hint="rename one of them")])


def _add(archive: zipfile.ZipFile, name: str, content: bytes | StoredFile, day: dt.date) -> None:
    info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    info.create_system = _UNIX
    info.external_attr = _MODE << 16
    if isinstance(content, bytes):
        archive.writestr(info, content, zipfile.ZIP_STORED)
        return
    with open_inside(content.root, content.path, max_bytes=MAX_HASHED_BYTES) as source:
        source.seek(0, 2)
        info.file_size = source.tell()
        source.seek(0)
        with archive.open(info, "w") as sink:
            shutil.copyfileobj(source, sink, _CHUNK)
