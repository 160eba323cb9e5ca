"""Which repeat of which image a file is.

The rules, in this order:

1. *The word {repeat}.* If the pattern of the card has it, as in
   ``results/{repeat}/*.tif`` or ``results/{name}_pass{repeat}.tif``, files for which it
   catches the same are one repeat.
2. *Folders.* Otherwise the folders that differ between the files tell the repeats
   apart: ``dropout/1/a.tif`` and ``dropout/2/a.tif`` are two repeats of one image.

Each repeat is then paired with the images as any prediction is, by
`replicard.images.pair_files`, so a repeat that lacks an image, or holds one too many,
is an error that names the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from replicard.errors import DataError, Problem
from replicard.files import PathPattern, natural_key
from replicard.images import differing_folders

REPEAT = "repeat"
_FEWEST = 2
_SHOWN = 4
_HINT = (
    "put each repeat into a folder of its own, such as results/{repeat}/*.tif, or write "
    "{repeat} where its number stands, such as results/{name}_{repeat}.tif"
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """One repeat of all images.

    Attributes
    ----------
    pattern
        Pattern that names its files, for the words that are left in it.
    """

    name: str
    files: tuple[str, ...]
    pattern: str


def group_repeats(files: Sequence[str], pattern: str, *, field: str) -> tuple[Repeat, ...]:
    """Sort files into repeats, in natural order of their names.

    Parameters
    ----------
    files
        Paths that the pattern matches.
    pattern
        As the card gives it.
    field
        Field of the card that it stands in.

    Raises
    ------
    DataError
        If there are fewer than two repeats.

    Examples
    --------
    >>> for repeat in group_repeats(["m/1/a.tif", "m/2/a.tif"], "m/*/*.tif", field="x"):
    ...     print(repeat.name, repeat.files)
    1 ('m/1/a.tif',)
    2 ('m/2/a.tif',)
    """
    names = _names(files, pattern)
    by_name: dict[str, list[str]] = {}
    for path, name in zip(files, names, strict=True):
        by_name.setdefault(name, []).append(path)
    if len(by_name) < _FEWEST:
        raise DataError([_nothing_repeated(files, pattern, field)])
    return tuple(
        Repeat(name, tuple(by_name[name]), _pattern_of(name, pattern))
        for name in sorted(by_name, key=natural_key)
    )


def _names(files: Sequence[str], pattern: str) -> list[str]:
    parsed = PathPattern.parse(pattern)
    if REPEAT in parsed.words:
        return [(parsed.match(path) or {})[REPEAT] for path in files]
    return [folder.rstrip("/") for folder in differing_folders(files)]


def _pattern_of(name: str, pattern: str) -> str:
    """Return the pattern of one repeat: what the word caught in place of the word."""
    return pattern.replace(f"{{{REPEAT}}}", name)


def _nothing_repeated(files: Sequence[str], pattern: str, field: str) -> Problem:
    count = "one file" if len(files) == 1 else f"{len(files)} files"
    message = f"matches {count}, in which nothing tells one repeat from another"
    if REPEAT in PathPattern.parse(pattern).words:
        message = f"matches {count} of one repeat; at least two are needed"
    return Problem(pattern, message, code="no-repeats", field=field, hint=_HINT)


def with_what_was_taken(
    problems: Sequence[Problem], repeats: Sequence[Repeat]
) -> tuple[Problem, ...]:
    """Return problems of pairing, the first with what was taken for a repeat."""
    names = ", ".join(repeat.name for repeat in repeats[:_SHOWN])
    more = ", ..." if len(repeats) > _SHOWN else ""
    hint = (
        f"taken for repeats were {names}{more}; each needs one file for every image. Write "
        "{repeat} in the pattern where the repeat stands, and {name} where the image does, if "
        "that is not what is meant"
    )
    first, *others = problems
    return (replace(first, hint=hint), *others)
