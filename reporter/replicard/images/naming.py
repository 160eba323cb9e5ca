"""Ways to name a file so that its partner has the same name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from replicard.files import PathPattern

_EXTENSIONS = (
    ".ome.tiff",
    ".ome.tif",
    ".ome.btf",
    ".tiff",
    ".tif",
    ".btf",
    ".lsm",
    ".stk",
    ".png",
    ".jpeg",
    ".jpg",
    ".npy",
    ".ome.zarr",
    ".zarr",
)
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|.", re.DOTALL)
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Naming:
    """One way of naming all files of a side.

    Attributes
    ----------
    files
        Files by name; more than one where the name is not unique.
    scope
        Whether folders are part of the name; None if a pattern of the card says
        which part of the path is the name.
    numbers
        Numbers in what was cut off.
    cost
        How much was cut off; less is better.
    """

    files: Mapping[str, tuple[str, ...]]
    scope: str | None = None
    numbers: tuple[str, ...] = ()
    cost: int = 0

    def fits(self, other: "Naming") -> bool:
        """Say whether names of the two kinds may be compared."""
        same_scope = None in (self.scope, other.scope) or self.scope == other.scope
        return same_scope and self.numbers == other.numbers

    def matches(self, other: "Naming") -> int:
        """Count the names that stand for exactly one file on both sides."""
        return sum(
            1
            for name, files in self.files.items()
            if len(files) == 1 and len(other.files.get(name, ())) == 1
        )


def stem(path: str) -> str:
    """Return the file name without the extension of an image format.

    Examples
    --------
    >>> stem("data/cell.v2.ome.tif"), stem("data/0.5um")
    ('cell.v2', '0.5um')
    """
    name = path.rpartition("/")[2]
    lower = name.lower()
    ending = next((e for e in _EXTENSIONS if lower.endswith(e) and len(e) < len(name)), "")
    return unicodedata.normalize("NFC", name[: len(name) - len(ending)])


def namings(files: Sequence[str], pattern: str | None) -> list[Naming]:
    """List the ways to name ``files``, the plainest first."""
    if pattern is not None and PathPattern.parse(pattern).words:
        return [Naming(_collect(files, _captured(files, PathPattern.parse(pattern))))]
    stems = [stem(path) for path in files]
    ways = list(_cut(files, stems, [""] * len(files), scope="name"))
    folders = differing_folders(files)
    if any(folders):
        ways += _cut(files, stems, folders, scope="folder")
    return ways


def pair_names(files: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Name each file by its stem, with its folder if stems repeat.

    Returns
    -------
    dict
        Files by name; more than one where even the folder does not tell them apart.
    """
    stems = [stem(path) for path in files]
    if len(set(stems)) < len(stems):
        folders = differing_folders(files)
        stems = [folder + name for folder, name in zip(folders, stems, strict=True)]
    return _collect(files, stems)


def _captured(files: Sequence[str], pattern: PathPattern) -> list[str]:
    """Join what the placeholders caught; / is in none of them."""
    names = []
    for path in files:
        caught = pattern.match(path) or {"": stem(path)}
        names.append("/".join(caught[word] for word in sorted(caught)))
    return names


def _cut(
    files: Sequence[str], stems: Sequence[str], folders: Sequence[str], *, scope: str
) -> Iterator[Naming]:
    """Yield the stems as they are, and without what all of them begin or end with."""
    tokens = [_TOKEN.findall(name) for name in stems]
    # Where folders tell the files apart, nothing of the stem needs to be left.
    spare = min(map(len, tokens)) - (scope == "name")
    start = min(_common(tokens), spare)
    end = min(_common([row[::-1] for row in tokens]), spare)
    for front, back in dict.fromkeys(
        ((0, 0), (start, 0), (0, end), (start, min(end, spare - start)))
    ):
        cost = front + back
        rest = ["".join(row[front : len(row) - back]) for row in tokens]
        names = [folder + name for folder, name in zip(folders, rest, strict=True)]
        if cost and (len(files) == 1 or not all(names)):
            continue
        cut = "".join(tokens[0][:front]) + " " + "".join(tokens[0][len(tokens[0]) - back :])
        numbers = tuple(_NUMBER.findall(cut)) if cost else ()
        yield Naming(_collect(files, names), scope, numbers, cost)


def _common(rows: Sequence[Sequence[str]]) -> int:
    """Count the first items that all rows share."""
    shared = 0
    for items in zip(*rows, strict=False):
        if len(set(items)) > 1:
            break
        shared += 1
    return shared


def differing_folders(files: Sequence[str]) -> list[str]:
    """Return the part of each folder that not all files share, with a slash at its end.

    >>> differing_folders(["r/run1/masks/a.tif", "r/run2/masks/a.tif"])
    ['run1/', 'run2/']
    """
    rows = [path.split("/")[:-1] for path in files]
    front = _common(rows)
    rows = [row[front:] for row in rows]
    back = _common([row[::-1] for row in rows])
    return ["".join(f"{part}/" for part in row[: len(row) - back]) for row in rows]


def _collect(files: Sequence[str], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    collected: dict[str, list[str]] = defaultdict(list)
    for path, name in zip(files, names, strict=True):
        collected[name].append(path)
    return {name: tuple(paths) for name, paths in collected.items()}
