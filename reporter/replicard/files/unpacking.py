"""Unpacking a stranger's ZIP archive into a folder of its own, within limits.

Nothing is believed: names are checked as those of a card are, links and what is no plain
file are refused, and no entry gives more bytes than its header says.
"""

import os
import re
import shutil
import stat
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from replicard.errors import DataError, Problem, UnsafePathError
from replicard.files.opener import check_relative

_CHUNK = 1 << 20
_KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_HEADER = 30
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_FLAGS = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class UnpackingLimits:
    """What an archive may hold at most.

    Attributes
    ----------
    entries
        Files and folders.
    bytes
        Of all files together, unpacked.
    ratio
        Bytes of a file for each byte that it takes in the archive; checked for files above
        ``small``.
    small
        Bytes below which a ratio says nothing.
    depth
        Folders within folders.
    """

    entries: int = 200_000
    bytes: int = 64 << 30
    ratio: int = 250
    small: int = 1 << 20
    depth: int = 40


LIMITS = UnpackingLimits()


def is_archive(path: Path) -> bool:
    """Say whether a path is a file with the name of a ZIP archive."""
    return path.suffix.lower() == ".zip" and path.is_file()


@contextmanager
def unpacked(archive: Path, *, limits: UnpackingLimits = LIMITS) -> Iterator[Path]:
    """Unpack a ZIP archive into a temporary folder, which is removed at the end.

    Yields
    ------
    Path
        The folder; if the archive holds a single folder and nothing beside it, that one.

    Raises
    ------
    DataError
        If the file is no archive, is damaged, or holds what no archive of ours holds: links,
        encrypted or doubled entries, too many or too large files.
    UnsafePathError
        If a name leads out of the folder.
    """
    with tempfile.TemporaryDirectory(prefix="replicard-") as name:
        folder = Path(name)
        with _problems_of(archive), zipfile.ZipFile(archive) as opened:
            entries = opened.infolist()
            _check(archive, entries, limits)
            _check_space(archive, folder, entries)
            for info in entries:
                _extract(opened, info, folder, archive)
        yield _inner(folder)


def clashing(names: Iterable[str]) -> tuple[str, str] | None:
    """Return two names that some system takes for one; a file is no folder of another.

    >>> clashing(["a/b.tif", "A/B.tif"]), clashing(["a", "a/b"]), clashing(["a", "b"])
    (('a/b.tif', 'A/B.tif'), ('a', 'a/b'), None)
    """
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        key = _key(name)
        if key in files or key in folders:
            return files.get(key, folders.get(key, name)), name
        files[key] = name
        parts = key.split("/")
        for at in range(1, len(parts)):
            folder = "/".join(parts[:at])
            if folder in files:
                return files[folder], name
            folders.setdefault(folder, name)
    return None


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@contextmanager
def _problems_of(archive: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError) as error:
        raise _refused(archive, "is no ZIP archive, or a damaged one", "damaged-archive") from error
    except FileNotFoundError as error:
        raise _refused(archive, "there is no such file", "missing-file") from error
    except PermissionError as error:
        raise _refused(archive, "there is no permission to read it", "no-permission") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise _refused(archive, "cannot be unpacked", "damaged-archive") from error


def _check(archive: Path, entries: Sequence[zipfile.ZipInfo], limits: UnpackingLimits) -> None:
    if len(entries) > limits.entries:
        raise _refused(archive, f"holds more than {limits.entries:,} files", "too-many-files")
    if sum(info.file_size for info in entries) > limits.bytes:
        size = f"{limits.bytes >> 30:,} GiB" if limits.bytes >> 30 else f"{limits.bytes:,} bytes"
        raise _refused(archive, f"holds more than {size}", "too-large")
    for info in entries:
        _check_name(info, limits, archive)
        _check_kind(info, limits, archive)
    _check_overlaps(entries, archive)
    files = [info.filename for info in entries if not info.is_dir()]
    if found := clashing(files):
        names = " and ".join(dict.fromkeys(found))
        raise _refused(archive, f"holds files that clash: {names}", "clashing-names")


def _check_overlaps(entries: Sequence[zipfile.ZipInfo], archive: Path) -> None:
    """Refuse entries that share bytes, by which a small archive unpacks to a huge one."""
    ordered = sorted(entries, key=lambda info: info.header_offset)
    for info, following in pairwise(ordered):
        if info.header_offset + _HEADER + info.compress_size > following.header_offset:
            raise _refused(archive, f"{info.filename} overlaps another file", "bomb")


def _check_name(info: zipfile.ZipInfo, limits: UnpackingLimits, archive: Path) -> None:
    name = info.filename.removesuffix("/")
    if info.orig_filename != info.filename:
        raise UnsafePathError(f"{archive.name}: a name holds a character that no name may hold")
    check_relative(name)
    parts = name.split("/")
    if "" in parts or "." in parts:
        raise UnsafePathError(f"{name}: is no plain path")
    if len(parts) > limits.depth:
        raise _refused(archive, f"{parts[0]}: folders lie too deep in each other", "too-deep")
    if os.name == "nt" and any(
        _DEVICE.fullmatch(part) or part[-1] in ". " or ":" in part for part in parts
    ):
        raise UnsafePathError(f"{name}: no file of this name can be made on this system")


def _check_kind(info: zipfile.ZipInfo, limits: UnpackingLimits, archive: Path) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        what = "a link" if kind == stat.S_IFLNK else "no plain file"
        raise UnsafePathError(f"{info.filename}: is {what}")
    if info.flag_bits & _ENCRYPTED:
        raise _refused(archive, f"{info.filename} is encrypted", "encrypted")
    if info.compress_type not in _KNOWN_METHODS:
        raise _refused(archive, f"{info.filename} is compressed in an unusual way", "compression")
    is_bomb = info.file_size > limits.ratio * max(info.compress_size, 1)
    if info.file_size > limits.small and is_bomb:
        raise _refused(archive, f"{info.filename} grows beyond all measure", "bomb")


def _check_space(archive: Path, folder: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    wanted = sum(info.file_size for info in entries)
    if wanted > shutil.disk_usage(folder).free:
        message = f"needs {wanted:,} bytes in the temporary folder, which has not so much room"
        raise _refused(archive, message, "no-space")


def _extract(opened: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path, archive: Path) -> None:
    target = folder / info.filename
    if info.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(target, _FLAGS, 0o600)
    left = info.file_size
    with os.fdopen(descriptor, "wb") as sink, opened.open(info) as source:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _refused(archive, f"{info.filename} is larger than it says", "bomb")
            sink.write(chunk)
    if left:
        raise _refused(archive, f"{info.filename} is smaller than it says", "damaged-archive")


def _inner(folder: Path) -> Path:
    found = list(folder.iterdir())
    return found[0] if len(found) == 1 and found[0].is_dir() else folder


def _refused(archive: Path, message: str, code: str) -> DataError:
    return DataError([Problem(archive.name, message, code=code)])
