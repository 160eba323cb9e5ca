"""From a pattern in a card to the files that it means."""

import os
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from replicard.errors import DataError, Problem
from replicard.files.folder import is_container
from replicard.files.opener import check_relative, resolve_inside, unreadable
from replicard.files.order import natural_key
from replicard.files.patterns import NamePattern, PathPattern

MAX_FILES = 20_000
MAX_ENTRIES = 500_000


def expand(
    root: Path, pattern: str, *, max_files: int = MAX_FILES, max_entries: int = MAX_ENTRIES
) -> list[str]:
    """List the files below ``root`` that match ``pattern``, in natural order.

    Names that start with a dot match only where the pattern writes the dot. A link to
    a file counts as a file; a link to a folder is followed where the pattern names it,
    but not by a wildcard, since its files would be counted twice. A folder whose name
    ends in ``.zarr``, or one in it, is a single image if the pattern matches it. Nothing
    is opened.

    Parameters
    ----------
    root
        Folder of the card.
    pattern
        Path below it, see ``replicard.files.patterns``.
    max_files
        Most files that a pattern may match.
    max_entries
        Most names that may be looked at.

    Returns
    -------
    list of str
        Paths relative to ``root``, with forward slashes; empty if nothing matches.

    Raises
    ------
    UnsafePathError
        If the pattern is no plain relative path, or matches a link that leads out of
        ``root`` or a name with forbidden characters.
    DataError
        If the pattern names a folder or matches too much, or a folder cannot be read.
    """
    check_relative(pattern)
    parsed = PathPattern.parse(pattern)
    found: list[str] = []
    for path in _walk(root, parsed, max_entries=max_entries):
        if parsed.match(path) is None:
            continue
        check_relative(path)
        if (root / path).is_symlink():
            resolve_inside(root, path)
        found.append(path)
        if len(found) > max_files:
            raise _too_many(pattern, f"the pattern matches more than {max_files:,} files")
    if not found:
        _refuse_folder(root, pattern)
    return sorted(found, key=natural_key)


def _walk(root: Path, pattern: PathPattern, *, max_entries: int) -> Iterator[str]:
    """Yield every file in the folders where the pattern can match."""
    seen = 0
    folders: list[tuple[str, ...]] = [()]
    while folders:
        folder = folders.pop()
        for entry in _entries(root, folder):
            seen += 1
            if seen > max_entries:
                raise _too_many(
                    pattern.text, f"more than {max_entries:,} files would have to be looked at"
                )
            here = (*folder, entry.name)
            if _is_folder(entry):
                if _is_image(here, pattern):
                    yield "/".join(here)
                    continue
                if _may_enter(root, entry, here, pattern):
                    folders.append(here)
            elif not _is_hidden(entry.name, pattern.parts[-1] if pattern.parts else None):
                yield "/".join(here)


def _entries(root: Path, folder: tuple[str, ...]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(root.joinpath(*folder)) as entries:
            return list(entries)
    except OSError as error:
        raise unreadable("/".join(folder) or ".", error) from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links; whoever opens it learns so
        return False


def _may_enter(
    root: Path, entry: os.DirEntry[str], here: tuple[str, ...], pattern: PathPattern
) -> bool:
    fixed = list(takewhile(lambda part: part is not None, pattern.parts))
    part = fixed[len(here) - 1] if len(here) <= len(fixed) else None
    if _is_hidden(entry.name, part) or not pattern.may_hold(here):
        return False
    if not entry.is_symlink():
        return True
    if part is None or not part.is_literal:
        return False
    resolve_inside(root, "/".join(here))
    return True


def _is_image(here: tuple[str, ...], pattern: PathPattern) -> bool:
    """Say whether a folder is itself one image that the pattern means."""
    path = "/".join(here)
    return is_container(path) and pattern.match(path) is not None


def _is_hidden(name: str, part: NamePattern | None) -> bool:
    return name.startswith(".") and not (part and part.text.startswith("."))


def _refuse_folder(root: Path, pattern: str) -> None:
    folder = pattern.rstrip("/")
    if (root / folder).is_dir():
        message = "is a folder, where files are expected"
        hint = f"name the files in it, such as {folder}/*.tif"
        raise DataError([Problem(pattern, message, code="is-a-folder", hint=hint)])


def _too_many(pattern: str, message: str) -> DataError:
    hint = "make the pattern narrower"
    return DataError([Problem(pattern, message, code="too-many-files", hint=hint)])
