"""Files of a working tree that differ from a commit, told by comparing contents."""

import hashlib
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from replicard.capture.git.configuration import check_format, read_configuration
from replicard.capture.git.index import Index, read_index
from replicard.capture.git.location import Location, locate
from replicard.capture.git.objects import Objects, object_name
from replicard.capture.git.references import read_head
from replicard.capture.git.trees import TreeFile, files_of
from replicard.capture.git.unreadable import UnreadableRepositoryError
from replicard.errors import DataError, UnsafePathError
from replicard.files import hash_file, open_inside, printable
from replicard.files.opener import check_relative

MAX_TOTAL_BYTES = 4 << 30
MAX_TEXT_BYTES = 16 << 20
MAX_POINTER_BYTES = 1024
MAX_NESTING = 3
_CHUNK_BYTES = 1 << 20
_BINARY_PROBE = 8000
"""As git does, content with a NUL byte this early is not taken for text."""

# Large files kept apart by Git LFS: the repository holds their SHA-256 and size.
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n"
    rb"oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,20})\n"
)


@dataclass(frozen=True, slots=True)
class Tracked:
    """What a repository tracks.

    Attributes
    ----------
    files
        Files of the commit by path.
    index
        What is tracked besides, and what is not checked out.
    """

    files: Mapping[str, TreeFile]
    index: Index

    def added(self) -> frozenset[str]:
        """Return the paths that the commit does not have."""
        return self.index.paths - self.files.keys()

    def is_left_out(self, path: str) -> bool:
        """Return whether a file is not checked out on purpose, alone or with its folder."""
        if not self.index.left_out:
            return False
        parts = path.split("/")
        folders = ("/".join(parts[:depth]) + "/" for depth in range(1, len(parts)))
        return not self.index.left_out.isdisjoint((path, *folders))


def read_tracked(location: Location, commit: str, objects: Objects) -> Tracked:
    """Return what a repository tracks when ``commit`` is checked out.

    Raises
    ------
    UnreadableRepositoryError
        If commit or index cannot be read.
    """
    return Tracked(files_of(commit, objects), read_index(location.control))


@dataclass(slots=True)
class Comparison:
    """Compares working trees with commits; the amount read is limited over all of them."""

    bytes_left: int = MAX_TOTAL_BYTES
    _folders: dict[Path, bool] = field(default_factory=dict)

    def changed_files(
        self, location: Location, tracked: Tracked, objects: Objects, *, nesting: int = 0
    ) -> list[str]:
        """Return the tracked files whose content differs from the commit.

        A file counts as unchanged if it differs by the ends of its lines only, or is
        the very file that a Git LFS pointer in the commit names. Other filters would
        have to be run to undo them, so their files count as changed. Permissions are
        not compared. A submodule is changed if another commit is checked out in it,
        or it has changed files itself.

        Raises
        ------
        UnreadableRepositoryError
            If the files cannot be compared, with the reason as message.
        """
        changed = [path for path in tracked.added() if self._is_new(location, path)]
        for path, entry in tracked.files.items():
            if tracked.is_left_out(path):
                continue
            if entry.is_submodule:
                differs = self._submodule_differs(location.worktree, path, entry, nesting=nesting)
            else:
                differs = self._differs(location.worktree, path, entry, objects)
            if differs:
                changed.append(path)
        return sorted(changed)

    def _is_new(self, location: Location, path: str) -> bool:
        """Return whether a path that was added to the index only is there."""
        return not path.endswith("/") and self._kind(location.worktree, path) is not None

    def _differs(self, worktree: Path, path: str, entry: TreeFile, objects: Objects) -> bool:
        kind = self._kind(worktree, path)
        try:
            if kind is not None and stat.S_ISLNK(kind):
                target = os.fsencode((worktree / path).readlink())
                return not entry.is_link or object_name("blob", target) != entry.name
            if kind is None or not stat.S_ISREG(kind):
                return True
            return not self._is_same_content(worktree, path, entry.name, objects)
        except (DataError, UnsafePathError, OSError) as error:
            raise UnreadableRepositoryError(_unread(path)) from error

    def _kind(self, worktree: Path, path: str) -> int | None:
        """Return the file type; None if there is no such file, or a link on the way to it."""
        try:
            check_relative(path)
            folder, _, _ = path.rpartition("/")
            if folder and not self._is_real_folder(worktree, folder):
                return None
            return (worktree / path).lstat().st_mode
        except UnsafePathError as error:
            raise UnreadableRepositoryError(_unread(path)) from error
        except OSError:
            return None

    def _is_real_folder(self, worktree: Path, folder: str) -> bool:
        """Return whether no part of the path is a link."""
        place = worktree
        for name in folder.split("/"):
            place /= name
            if place not in self._folders:
                self._folders[place] = stat.S_ISDIR(place.lstat().st_mode)
            if not self._folders[place]:
                return False
        return True

    def _is_same_content(self, worktree: Path, path: str, name: str, objects: Objects) -> bool:
        with open_inside(worktree, path, max_bytes=MAX_TOTAL_BYTES) as handle:
            size = os.fstat(handle.fileno()).st_size
            self._spend(size)
            start = handle.read(min(size, MAX_TEXT_BYTES))
            digest = hashlib.sha1(f"blob {size}\0".encode() + start, usedforsecurity=False)
            while chunk := handle.read(_CHUNK_BYTES):
                digest.update(chunk)
        if digest.hexdigest() == name or _has_same_lines(start, size, name):
            return True
        pointer = _pointer(name, objects)
        return pointer is not None and pointer == (hash_file(worktree, path).sha256, size)

    def _spend(self, size: int) -> None:
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise UnreadableRepositoryError(
                f"the tracked files are larger than the {MAX_TOTAL_BYTES >> 30} GiB "
                "that are compared"
            )

    def _submodule_differs(
        self, worktree: Path, path: str, entry: TreeFile, *, nesting: int
    ) -> bool:
        kind = self._kind(worktree, path)
        if kind is None or not stat.S_ISDIR(kind):
            return True
        location = locate(worktree / path)
        if location is None:  # not checked out, which git takes for unchanged
            return False
        if nesting >= MAX_NESTING:
            raise UnreadableRepositoryError("the submodules are nested too deeply")
        check_format(read_configuration(location.common))
        if read_head(location).commit != entry.name:
            return True
        with Objects(location.common) as objects:
            tracked = read_tracked(location, entry.name, objects)
            return bool(self.changed_files(location, tracked, objects, nesting=nesting + 1))


def _unread(path: str) -> str:
    return f"the tracked file {printable(path)} cannot be read"


def _has_same_lines(content: bytes, size: int, name: str) -> bool:
    """Return whether content is the text of an object, but with the line ends of Windows."""
    if size > len(content) or b"\r\n" not in content or b"\0" in content[:_BINARY_PROBE]:
        return False
    return object_name("blob", content.replace(b"\r\n", b"\n")) == name


def _pointer(name: str, objects: Objects) -> tuple[str, int] | None:
    """Return SHA-256 and size of the large file that an object stands for, if it does."""
    try:
        _, content = objects.read(name, max_bytes=MAX_POINTER_BYTES)
    except UnreadableRepositoryError:
        return None
    found = _POINTER.fullmatch(content)
    return None if found is None else (found[1].decode(), int(found[2]))
