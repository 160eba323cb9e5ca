"""A file too large to be held in memory: hashed in one pass, then read where needed.

What is read later must be what was hashed. So the descriptor stays open, and size and
time of the last change are compared at every read and at the end. Nothing is mapped
into memory: reading beyond the end of a mapped file that shrank ends the process.
"""

import hashlib
import os
import threading
from pathlib import Path
from typing import BinaryIO, Self

from replicard.errors import DataError, Problem
from replicard.files.opener import open_inside, unreadable

_CHUNK_BYTES = 1 << 22


class SteadyFile:
    """A regular file below the root, open for reading, that must not change meanwhile."""

    def __init__(self, root: Path, relative: str, *, max_bytes: int) -> None:
        self.path = relative
        self._handle: BinaryIO = open_inside(root, relative, max_bytes=max_bytes)
        self._lock = threading.Lock()
        self._state = state_of(self._handle)
        self.size = self._state[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        # Whoever measures holds on to the pixels, not to the file behind them.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            handle.close()

    def close(self) -> None:
        """Close the descriptor."""
        self._handle.close()

    def sha256(self) -> str:
        """Hash all bytes.

        Raises
        ------
        DataError
            If the file cannot be read, or changes meanwhile.
        """
        digest = hashlib.sha256()
        for offset in range(0, self.size, _CHUNK_BYTES):
            digest.update(self.read(offset, min(_CHUNK_BYTES, self.size - offset)))
        self.require_unchanged()
        return digest.hexdigest()

    def read(self, offset: int, length: int) -> bytes:
        """Return bytes of the file; fewer only behind its end. Threads may share it.

        Raises
        ------
        DataError
            If the file cannot be read, or changed since it was opened.
        """
        try:
            with self._lock:
                self._handle.seek(offset)
                content = self._handle.read(length)
        except OSError as error:
            raise unreadable(self.path, error) from error
        if len(content) < min(length, self.size - offset):
            raise changed(self.path)
        return content

    def require_unchanged(self) -> None:
        """Raise if the file is not what it was when it was opened.

        Raises
        ------
        DataError
            If its size or the time of its last change differ.
        """
        if state_of(self._handle) != self._state:
            raise changed(self.path)


def state_of(handle: BinaryIO) -> tuple[int, int]:
    """Return what changes with a file: its size and the time of its last change."""
    status = os.fstat(handle.fileno())
    return status.st_size, status.st_mtime_ns


def changed(relative: str) -> DataError:
    """Say that a file was written to while it was read."""
    problem = Problem(
        relative,
        "changed while it was read",
        code="changed-while-read",
        hint="wait until the program that writes it is done, then run again",
    )
    return DataError([problem])
