"""Results kept from one run to the next, each under the digest of all it follows from.

An entry is one small JSON file in a folder of the user, never in the project: what a
stranger's project brings along is not believed. An entry says its own key and digest,
so one that was cut off, edited or moved is not used. Entries are written under another
name and renamed, so several runs may share the folder. Nothing in them is private: they
hold numbers and hashes, and no path. Losing an entry costs time and nothing else, so
every failure to read or write is silent.
"""

import hashlib
import json
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from replicard.execution.plain import from_plain, to_plain

VARIABLE = "REPLICARD_CACHE_DIR"
LIMIT_BYTES = 512 << 20
_AFTER_EVICTION = 0.8
_LARGEST_ENTRY = 16 << 20
_FORMAT = "results-1"
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Return where results are kept, or None if they are not.

    ``REPLICARD_CACHE_DIR`` decides; if it is empty, nothing is kept. Without it, it is
    the folder that the system has for such files, or none if there is no home.

    >>> cache_folder({"REPLICARD_CACHE_DIR": ""}) is None
    True
    """
    if VARIABLE in environ:
        return Path(environ[VARIABLE]).absolute() if environ[VARIABLE] else None
    if sys.platform == "win32":
        base, below = environ.get("LOCALAPPDATA"), "replicard/Cache"
    elif sys.platform == "darwin":
        base, below = environ.get("HOME"), "Library/Caches/replicard"
    else:
        base, below = environ.get("XDG_CACHE_HOME"), "replicard"
        if not base or not Path(base).is_absolute():
            base, below = environ.get("HOME"), ".cache/replicard"
    return Path(base) / below if base else None


@dataclass(frozen=True, slots=True)
class StoreSize:
    """What is kept.

    Attributes
    ----------
    folder
        Where; None if nothing is kept.
    """

    folder: Path | None
    entries: int
    bytes: int
    limit_bytes: int = LIMIT_BYTES


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of results, by key.

    Attributes
    ----------
    folder
        Folder of the user; it is made when something is first kept.
    is_read
        Whether kept results are used; otherwise they are only written anew.
    """

    folder: Path
    is_read: bool = True

    def get(self, key: str, kind: type) -> Any:  # noqa: ANN401 - an instance of ``kind`` or None
        """Return the kept result, or None if there is none that can be trusted.

        Parameters
        ----------
        key
            A SHA-256 in hexadecimal digits.
        kind
            What the result must be.
        """
        if not self.is_read or not self._is_mine():
            return None
        path = self._path(key)
        try:
            found = from_plain(_verified(_content(path), key))
            if isinstance(found, kind):
                os.utime(path)  # used just now: evicted last
                return found
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, RecursionError, AttributeError):
            pass
        with suppress(OSError):
            path.unlink()
        return None

    def put(self, key: str, value: object) -> bool:
        """Keep a result; return whether it is kept.

        A value that would not come back exactly as it is, is not kept.
        """
        try:
            payload = json.dumps(to_plain(value), allow_nan=False).encode()
            is_exact = from_plain(json.loads(payload)) == value
        except (TypeError, ValueError):
            return False
        if not is_exact or len(payload) > _LARGEST_ENTRY // 2:
            return False
        head = {"format": _FORMAT, "key": key, "sha256": hashlib.sha256(payload).hexdigest()}
        return self._write(self._path(key), json.dumps(head).encode() + b"\n" + payload)

    def size(self) -> StoreSize:
        """Count what is kept."""
        sizes = [size for _, size, _ in self._entries()]
        return StoreSize(self.folder, len(sizes), sum(sizes))

    def evict(self, *, limit_bytes: int = LIMIT_BYTES) -> int:
        """Remove what was not used for longest, if there is too much; return how many."""
        entries = sorted(self._entries(), key=lambda entry: entry[2])
        total = sum(size for _, size, _ in entries)
        if total <= limit_bytes:
            return 0
        removed = 0
        for path, size, _ in entries:
            if total <= limit_bytes * _AFTER_EVICTION:
                break
            with suppress(OSError):
                path.unlink()
                removed += 1
            total -= size
        return removed

    def clear(self) -> int:
        """Remove all that is kept; return how many entries there were."""
        removed = 0
        for path, _, _ in self._entries():
            with suppress(OSError):
                path.unlink()
                removed += 1
        return removed

    def _path(self, key: str) -> Path:
        return self.folder / _FORMAT / key[:2] / f"{key}.json"

    def _is_mine(self) -> bool:
        """Say whether the folder belongs to this user and nobody else may write to it."""
        if not hasattr(os, "geteuid"):
            return True
        try:
            status = self.folder.stat()
        except OSError:
            return False
        return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_MAY_WRITE

    def _write(self, path: Path, content: bytes) -> bool:
        # Not brought to disk: what a power failure cuts off is known by its digest.
        temporary = path.with_name(f"{secrets.token_hex(8)}.tmp")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._is_mine():
                return False
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(temporary, _NEW, 0o600), "wb") as handle:
                handle.write(content)
            temporary.replace(path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            return False
        return True

    def _entries(self) -> Iterator[tuple[Path, int, float]]:
        """Yield path, size and time of last use of every entry, and of what a crash left."""
        for path in (self.folder / _FORMAT).glob("*/*.*"):
            with suppress(OSError):
                status = path.stat()
                yield path, status.st_size, status.st_mtime


def _content(path: Path) -> bytes:
    with os.fdopen(os.open(path, _READ), "rb") as handle:
        if os.fstat(handle.fileno()).st_size > _LARGEST_ENTRY:
            raise ValueError("the entry is too large")
        return handle.read(_LARGEST_ENTRY)


def _verified(content: bytes, key: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    head, _, payload = content.partition(b"\n")
    said = json.loads(head)
    digest = hashlib.sha256(payload).hexdigest()
    if said != {"format": _FORMAT, "key": key, "sha256": digest}:
        raise ValueError("the entry is not what it says")
    return json.loads(payload)
