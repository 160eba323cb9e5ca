"""Reading a file and its SHA-256 in one go, so that the hash is of what was used."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from replicard.files.folder import FolderFiles, is_folder_image
from replicard.files.opener import open_inside, too_large, unreadable
from replicard.files.steady import changed, state_of

if TYPE_CHECKING:
    from replicard_schema.evidence import FileRecord

_CHUNK_BYTES = 1 << 20
MAX_HASHED_BYTES = 64 << 30
"""Limit of what is hashed without being held in memory, such as weights."""


@dataclass(frozen=True, slots=True)
class HashedFile:
    """The bytes of a file together with their SHA-256."""

    path: str
    content: bytes
    sha256: str

    @property
    def record(self) -> "FileRecord":
        """What the evidence says about the file."""
        return _record(self.path, self.sha256, len(self.content))


def read_hashed(root: Path, relative: str, *, max_bytes: int) -> HashedFile:
    """Read a file below ``root`` once, hashing the very bytes that are returned.

    Raises
    ------
    UnsafePathError, DataError
        As ``open_inside`` does.
    """
    digest = hashlib.sha256()
    content = bytearray()
    for chunk in _chunks(root, relative, max_bytes=max_bytes):
        digest.update(chunk)
        content += chunk
    return HashedFile(relative, bytes(content), digest.hexdigest())


def hash_file(root: Path, relative: str, *, max_bytes: int = MAX_HASHED_BYTES) -> "FileRecord":
    """Hash a file below ``root`` without holding it in memory.

    Raises
    ------
    UnsafePathError, DataError
        As ``open_inside`` does.
    """
    if is_folder_image(root, relative):
        folder = FolderFiles(root, relative, in_memory_bytes=0)
        return _record(relative, folder.sha256, folder.bytes)
    digest = hashlib.sha256()
    size = 0
    for chunk in _chunks(root, relative, max_bytes=max_bytes):
        digest.update(chunk)
        size += len(chunk)
    return _record(relative, digest.hexdigest(), size)


def _chunks(root: Path, relative: str, *, max_bytes: int) -> Iterator[bytes]:
    size = 0
    with open_inside(root, relative, max_bytes=max_bytes) as handle:
        state = state_of(handle)
        while chunk := _next_chunk(handle, relative):
            size += len(chunk)
            if size > max_bytes:  # it grew after it was opened
                raise too_large(relative, size, max_bytes=max_bytes)
            yield chunk
        if state_of(handle) != state or size != state[0]:
            raise changed(relative)


def _next_chunk(handle: BinaryIO, relative: str) -> bytes:
    try:
        return handle.read(_CHUNK_BYTES)
    except OSError as error:
        raise unreadable(relative, error) from error


def _record(path: str, sha256: str, size: int) -> "FileRecord":
    from replicard_schema.evidence import (  # noqa: PLC0415 -- checking a card does without it
        FileRecord,
    )

    return FileRecord(path=path, sha256=sha256, bytes=size)
