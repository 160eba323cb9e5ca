"""The index of a repository: what is tracked besides the files of the commit.

dulwich 1.2 cannot take this part: it decodes the shortened paths of version 4 wrongly
from 128 characters on, and has no limit on their length.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from replicard.capture.git.trees import MAX_ENTRIES
from replicard.capture.git.unreadable import UnreadableRepositoryError, read_part

MAX_INDEX_BYTES = 64 << 20
MAX_PATH_BYTES = 4096

_HEADER_BYTES, _FIXED_BYTES, _HASH_BYTES = 12, 62, 20
_VERSIONS = (2, 3, 4)
_SHORTENED = 4
_EXTENDED = 0x4000
_SKIP_WORKTREE = 0x4000


@dataclass(frozen=True, slots=True)
class Index:
    """What a repository tracks.

    Attributes
    ----------
    paths
        Tracked paths, with forward slashes.
    left_out
        Those that are not checked out on purpose (sparse checkout). One that ends in
        a slash stands for a whole folder.
    """

    paths: frozenset[str]
    left_out: frozenset[str]


def read_index(control: Path) -> Index:
    """Read the index of a repository; there is none before the first ``add``.

    Raises
    ------
    UnreadableRepositoryError
        If it is damaged, too large, or kept in several files.
    """
    content = read_part(control, "index", max_bytes=MAX_INDEX_BYTES)
    if content is None:
        return Index(frozenset(), frozenset())
    try:
        entries = list(_entries(content))
        _check_paths(path for path, _ in entries)
    except (IndexError, ValueError) as error:
        raise UnreadableRepositoryError("the index of the repository is damaged") from error
    return Index(
        frozenset(path for path, _ in entries),
        frozenset(path for path, is_left_out in entries if is_left_out),
    )


def _entries(content: bytes) -> Iterator[tuple[str, bool]]:
    """Yield each path, and whether it is left out of the working tree."""
    version, count = _number(content, 4, 4), _number(content, 8, 4)
    if content[:4] != b"DIRC" or version not in _VERSIONS:
        raise UnreadableRepositoryError("the index of the repository is in an unknown format")
    if count > MAX_ENTRIES:
        raise UnreadableRepositoryError(f"the repository has more than {MAX_ENTRIES:,} files")
    place, path = _HEADER_BYTES, b""
    for _ in range(count):
        flags = _number(content, place + _FIXED_BYTES - 2, 2)
        start = place + _FIXED_BYTES
        is_left_out = False
        if flags & _EXTENDED:
            is_left_out = bool(_number(content, start, 2) & _SKIP_WORKTREE)
            start += 2
        if version == _SHORTENED:
            path, place = _shortened_path(content, start, path)
        else:
            path = content[start : _end(content, start)]
            # Entries are filled up with NUL bytes, at least one, to a multiple of eight.
            place += (start - place + len(path) + 8) & ~7
        yield path.decode("utf-8", "surrogateescape"), is_left_out
    _refuse_split(content, place)


def _check_paths(paths: Iterable[str]) -> None:
    """Refuse a path that leads elsewhere; one of a whole folder ends in a slash."""
    for path in paths:
        if not {"", ".", ".."}.isdisjoint(path.removesuffix("/").split("/")):
            raise ValueError("a path leads elsewhere")


def _shortened_path(content: bytes, place: int, previous: bytes) -> tuple[bytes, int]:
    """Return a path that is given by how it differs from the one before, and its end."""
    byte = content[place]
    removed = byte & 0x7F
    while byte & 0x80:
        place += 1
        byte = content[place]
        removed = (removed + 1 << 7) + (byte & 0x7F)
    if removed > len(previous):
        raise ValueError("more is removed from a path than it has")
    end = _end(content, place + 1)
    path = previous[: len(previous) - removed] + content[place + 1 : end]
    if len(path) > MAX_PATH_BYTES:
        raise ValueError("a path is too long")
    return path, end + 1


def _end(content: bytes, start: int) -> int:
    """Return where the path that begins at ``start`` ends."""
    return content.index(b"\0", start, start + MAX_PATH_BYTES)


def _number(content: bytes, start: int, length: int) -> int:
    return int.from_bytes(content[start : start + length], "big")


def _refuse_split(content: bytes, place: int) -> None:
    """Refuse an index whose entries are partly in another file."""
    while place + 8 <= len(content) - _HASH_BYTES:
        if content[place : place + 4] == b"link":
            raise UnreadableRepositoryError("the index of the repository is kept in several files")
        place += 8 + _number(content, place + 4, 4)
