"""The files of a commit."""

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from replicard.capture.git.objects import Objects
from replicard.capture.git.unreadable import UnreadableRepositoryError

MAX_ENTRIES = 50_000
MAX_DEPTH = 100

_ENTRY = re.compile(rb"([0-7]{5,6}) ([^\0/]{1,255})\0")
_NAME_BYTES = 20
_COMMIT_TREE = re.compile(rb"tree ([0-9a-f]{40})\n")
_SUBMODULE = 0o160000


@dataclass(frozen=True, slots=True)
class TreeFile:
    """One file of a commit.

    Attributes
    ----------
    mode
        File type and permissions, in the numbers of git.
    name
        Name of the object that holds the content; for a submodule, its commit.
    """

    mode: int
    name: str

    @property
    def is_link(self) -> bool:
        """Whether the content is the target of a symbolic link."""
        return stat.S_ISLNK(self.mode)

    @property
    def is_submodule(self) -> bool:
        """Whether it is another repository."""
        return stat.S_IFMT(self.mode) == _SUBMODULE


def files_of(commit: str, objects: Objects) -> Mapping[str, TreeFile]:
    """Return the files of a commit by their path, with forward slashes.

    Names that are not UTF-8 are decoded so that the file system finds them.

    Raises
    ------
    UnreadableRepositoryError
        If an object is missing or damaged, a name leads elsewhere, or the files are
        too many to be compared.
    """
    kind, content = objects.read(commit)
    found = _COMMIT_TREE.match(content)
    if kind != "commit" or found is None:
        raise UnreadableRepositoryError("HEAD of the repository is no commit")
    files: dict[str, TreeFile] = {}
    seen = 0
    folders = [("", found[1].decode(), 0)]
    while folders:
        prefix, tree, depth = folders.pop()
        for name, entry in _entries(tree, objects):
            seen += 1
            if seen > MAX_ENTRIES or depth > MAX_DEPTH:
                raise UnreadableRepositoryError(
                    f"the repository has more than {MAX_ENTRIES:,} files or {MAX_DEPTH} levels"
                )
            if stat.S_ISDIR(entry.mode):
                folders.append((f"{prefix}{name}/", entry.name, depth + 1))
            else:
                files[f"{prefix}{name}"] = entry
    return files


def _entries(tree: str, objects: Objects) -> Iterator[tuple[str, TreeFile]]:
    """Yield the entries of one folder."""
    kind, content = objects.read(tree)
    place = 0
    while kind == "tree" and place < len(content):
        found = _ENTRY.match(content, place)
        if found is None or found.end() + _NAME_BYTES > len(content):
            break
        place = found.end() + _NAME_BYTES
        name = found[2].decode("utf-8", "surrogateescape")
        if name.lower() in {".", "..", ".git"}:
            break
        yield name, TreeFile(int(found[1], 8), content[found.end() : place].hex())
    else:
        if kind == "tree":
            return
    raise UnreadableRepositoryError(f"the object {tree[:10]} of the repository is no list of files")
