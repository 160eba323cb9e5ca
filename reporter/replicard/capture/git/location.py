"""Where a repository lies."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from replicard.capture.git.configuration import read_configuration
from replicard.capture.git.unreadable import UnreadableRepositoryError, read_part

MAX_POINTER_BYTES = 4096
_POINTER = b"gitdir: "


@dataclass(frozen=True, slots=True)
class Location:
    """The folders of one repository.

    Attributes
    ----------
    worktree
        Root of the working tree.
    control
        Folder that holds HEAD and the index.
    common
        Folder that holds references, objects and configuration: the same as
        ``control``, except in an additional working tree.
    """

    worktree: Path
    control: Path
    common: Path


def find_repository(folder: Path) -> Location | None:
    """Return the repository that ``folder`` belongs to: its own, or of a folder above.

    Raises
    ------
    UnreadableRepositoryError
        If there is one that is not followed, see ``locate``.
    """
    start = folder.resolve()
    for candidate in (start, *start.parents):
        if location := locate(candidate):
            return location
    return None


def locate(worktree: Path) -> Location | None:
    """Return the repository whose working tree begins at ``worktree``; None if none does.

    A file in place of the folder ``.git`` points to where the repository lies, as in
    submodules and additional working trees. It is followed only if what it points to
    points back: otherwise a folder from a stranger could have the report describe
    another repository on this disk. A link named ``.git`` cannot show that, and is
    not followed at all.

    Raises
    ------
    UnreadableRepositoryError
        If ``.git`` is a link, or a file that points nowhere or to a repository that
        does not point back.
    """
    dot_git = worktree / ".git"
    try:
        kind = dot_git.lstat().st_mode
    except OSError:
        return None
    if stat.S_ISLNK(kind):
        raise UnreadableRepositoryError("its .git is a link, which is not followed")
    if stat.S_ISREG(kind):
        return _pointed_to(worktree)
    if stat.S_ISDIR(kind) and _is_control(dot_git):
        return Location(worktree, dot_git, dot_git)
    return None


def _is_control(folder: Path) -> bool:
    """Return whether a folder is one of git, and not just called so."""
    return all(os.path.lexists(folder / name) for name in ("HEAD", "objects", "refs"))


def _pointed_to(worktree: Path) -> Location:
    pointer = read_part(worktree, ".git", max_bytes=MAX_POINTER_BYTES) or b""
    if not pointer.startswith(_POINTER):
        raise UnreadableRepositoryError("its .git is a file that names no folder")
    control = _resolved(worktree, pointer.removeprefix(_POINTER))
    back = read_part(control, "gitdir", max_bytes=MAX_POINTER_BYTES)
    if back is not None and _resolved(control, back) == worktree / ".git":
        return Location(worktree, control, _common(control))
    named = read_configuration(control).get("core", "worktree")
    if named is not None and _resolved(control, os.fsencode(named)) == worktree:
        return Location(worktree, control, control)
    raise UnreadableRepositoryError("its .git file names a folder that does not name it back")


def _common(control: Path) -> Path:
    """Return the main folder of a repository, as one of its working trees names it."""
    named = read_part(control, "commondir", max_bytes=MAX_POINTER_BYTES)
    common = control if named is None else _resolved(control, named)
    if control.parent != common / "worktrees":
        raise UnreadableRepositoryError("its .git file names no part of a repository")
    return common


def _resolved(folder: Path, name: bytes) -> Path:
    try:
        return (folder / os.fsdecode(name.rstrip(b"\r\n"))).resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise UnreadableRepositoryError("its .git file names a folder that is not there") from error
