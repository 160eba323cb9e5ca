"""Files of a working tree that git does not know about."""

import os
import unicodedata
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from replicard.capture.git.ignored import IgnoreRules
from replicard.capture.git.location import Location
from replicard.capture.git.trees import MAX_DEPTH, MAX_ENTRIES
from replicard.capture.git.unreadable import UnreadableRepositoryError


def count_untracked(
    location: Location,
    tracked: Collection[str],
    *,
    ignores_case: bool,
    is_own: Callable[[str], bool],
) -> int:
    """Count the files that are neither tracked nor ignored.

    They are counted one by one, as ``git status --untracked-files=all`` lists them; a
    repository inside counts as one. Links are counted and not followed.

    Parameters
    ----------
    location
        The repository.
    tracked
        Paths in the commit or the index.
    ignores_case
        Whether ``.gitignore`` files are applied without regard to case.
    is_own
        Tells the files to pass over by their path.

    Raises
    ------
    UnreadableRepositoryError
        If a folder cannot be read, or there are too many files to go through.
    """
    known = {unicodedata.normalize("NFC", path) for path in tracked}
    rules = IgnoreRules(location.worktree, ignores_case)
    count = seen = 0
    folders = [("", rules.of_repository(location.common))]
    while folders:
        folder, above = folders.pop()
        here = [*above, *rules.of_folder(folder)]
        for name, is_folder in _listed(location.worktree, folder):
            seen += 1
            _check(seen, folder)
            path = f"{folder}{unicodedata.normalize('NFC', name)}"
            if name == ".git" or path in known or is_own(path):
                continue
            if rules.leave_out(path, here, is_folder=is_folder):
                continue
            if is_folder and not os.path.lexists(location.worktree / path / ".git"):
                folders.append((f"{folder}{name}/", here))
            else:
                count += 1
    return count


def _listed(worktree: Path, folder: str) -> Iterator[tuple[str, bool]]:
    """Yield the names in a folder, and whether each is a folder."""
    try:
        with os.scandir(worktree / folder) as entries:
            for entry in entries:
                yield entry.name, entry.is_dir(follow_symlinks=False)
    except OSError as error:
        raise UnreadableRepositoryError("a folder of the working tree cannot be read") from error


def _check(seen: int, folder: str) -> None:
    if seen > MAX_ENTRIES or folder.count("/") > MAX_DEPTH:
        raise UnreadableRepositoryError(
            f"the working tree has more than {MAX_ENTRIES:,} files or {MAX_DEPTH} levels"
        )
