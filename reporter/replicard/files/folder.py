r"""A folder that is one image, such as a Zarr store: every file in it, hashed as a whole.

The hash of a folder is the SHA-256 of a list with one line for each file, sorted by the
bytes of their names: the SHA-256 of the file, two spaces, its path below the folder, and
a line feed. It is what this prints in the folder::

    find . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum

Links and anything else that is no plain file are refused wherever they stand.
"""

import hashlib
import os
from pathlib import Path

from replicard.errors import DataError, Problem, UnsafePathError
from replicard.files.opener import check_relative, open_inside, resolve_inside, unreadable
from replicard.files.steady import changed, state_of

CONTAINER_SUFFIX = ".zarr"
MOST_FILES = 500_000
MAX_FILE_BYTES = 1 << 30


def is_container(relative: str) -> bool:
    """Say whether a path names a folder that is an image, or lies in one.

    >>> is_container("data/a.ome.zarr"), is_container("a.zarr/labels/0"), is_container("a.tif")
    (True, True, False)
    """
    return any(part.lower().endswith(CONTAINER_SUFFIX) for part in relative.split("/"))


def is_folder_image(root: Path, relative: str) -> bool:
    """Say whether a path names a folder that is an image.

    Raises
    ------
    UnsafePathError, DataError
        As `resolve_inside` does.
    """
    return is_container(relative) and resolve_inside(root, relative).is_dir()


class FolderFiles:
    """The files below a folder, which must not change while they are read.

    Files that are small together are held in memory, so that they are read once.
    """

    def __init__(self, root: Path, relative: str, *, in_memory_bytes: int) -> None:
        self.root = root
        self.path = relative
        self.bytes = 0
        self._states: dict[str, tuple[int, int]] = {}
        self._kept: dict[str, bytes] = {}
        self.sha256 = self._hashed(in_memory_bytes)

    def names(self) -> tuple[str, ...]:
        """Return the paths of all files below the folder, sorted."""
        return tuple(self._states)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None if there is none of that name.

        Raises
        ------
        DataError
            If it cannot be read, or changed since it was hashed.
        """
        if name not in self._states:
            return None
        if name in self._kept:
            return self._kept[name]
        content, state = _read(self.root, f"{self.path}/{name}")
        if state != self._states[name]:
            raise changed(f"{self.path}/{name}")
        return content

    def require_unchanged(self) -> None:
        """Raise if a file is not what it was when it was hashed.

        Raises
        ------
        DataError
            If the size or the time of its last change differ.
        """
        for name, state in self._states.items():
            try:
                status = (self.root / self.path / name).stat()
            except OSError as error:
                raise changed(f"{self.path}/{name}") from error
            if (status.st_size, status.st_mtime_ns) != state:
                raise changed(f"{self.path}/{name}")

    def _hashed(self, in_memory_bytes: int) -> str:
        listed = hashlib.sha256()
        for name in sorted(_files_below(self.root, self.path), key=os.fsencode):
            content, state = _read(self.root, f"{self.path}/{name}")
            listed.update(f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode())
            self._states[name] = state
            self.bytes += len(content)
            if self.bytes <= in_memory_bytes:
                self._kept[name] = content
        if self.bytes > in_memory_bytes:
            self._kept.clear()
        return listed.hexdigest()


def _read(root: Path, relative: str) -> tuple[bytes, tuple[int, int]]:
    with open_inside(root, relative, max_bytes=MAX_FILE_BYTES) as handle:
        try:
            state = state_of(handle)
            content = handle.read()
        except OSError as error:
            raise unreadable(relative, error) from error
        if len(content) != state[0] or state_of(handle) != state:
            raise changed(relative)
    return content, state


def _files_below(root: Path, relative: str) -> list[str]:
    """List all files below a folder; refuse whatever is neither file nor folder."""
    base = resolve_inside(root, relative)
    found: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(base / folder) as entries:
                listed = list(entries)
        except OSError as error:
            raise unreadable(f"{relative}/{folder}".rstrip("/"), error) from error
        for entry in listed:
            name = f"{folder}{entry.name}"
            check_relative(f"{relative}/{name}")
            if entry.is_symlink():
                raise UnsafePathError(f"{relative}/{name}: is a link inside an image")
            if entry.is_dir():
                folders.append(f"{name}/")
            elif entry.is_file():
                found.append(name)
            else:
                raise UnsafePathError(f"{relative}/{name}: is not a regular file")
        if len(found) > MOST_FILES:
            message = f"the folder holds more than {MOST_FILES:,} files"
            hint = "save it with larger chunks or in shards"
            raise DataError([Problem(relative, message, code="too-many-files", hint=hint)])
    return found
