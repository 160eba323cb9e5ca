"""What became of files, as sentences."""

from collections.abc import Iterator, Sequence

from replicard.changes import FileChange
from replicard.render.changes.blocks import Block, Line
from replicard.render.changes.names import Names
from replicard.render.english import listed, plural, tally
from replicard.render.prose import capitalised

_MOST_NAMED = 5


def data_blocks(files: Sequence[FileChange], names: Names) -> Iterator[Block]:
    """Yield the block on files, if any of them changed."""
    if files:
        yield Block("Data", tuple(line for change in files for line in _lines(change, names)))


def _lines(change: FileChange, names: Names) -> Iterator[Line]:
    home = names.of(change.section, change.owner)
    role, belongs = change.role, "of"
    if change.candidate:
        role, belongs = f"{role} of {names.candidate(change.candidate)}", "in"
    if change.added:
        yield _line(role, change.added, f"added to {home}")
    if change.removed:
        yield _line(role, change.removed, f"taken out of {home}")
    if change.changed:
        yield _line(f"{role} {belongs} {home}", change.changed, "replaced")
    if change.renamed:
        pairs = [f"{old} is now {new}" for old, new in change.renamed]
        said = f"{_many(role, len(pairs))} {belongs} {home} only got another name"
        yield Line(f"{capitalised(said)}.", _shortened(pairs))


def _line(role: str, paths: Sequence[str], verb: str) -> Line:
    was = "was" if len(paths) == 1 else "were"
    said = f"{_many(role, len(paths))} {was} {verb}"
    if len(paths) <= _MOST_NAMED and sum(map(len, paths)) < 100:  # noqa: PLR2004 - about a line
        return Line(f"{capitalised(said)}: {listed(list(paths))}.")
    return Line(f"{capitalised(said)}.", _shortened(paths))


def _many(role: str, n: int) -> str:
    """Count files of a role.

    >>> _many("ground-truth file of the training data set", 2)
    'two ground-truth files of the training data set'
    """
    noun, of, rest = role.partition(" of ")
    return f"{tally(n, noun)}{of}{rest}"


def _shortened(paths: Sequence[str]) -> tuple[str, ...]:
    shown = list(paths[:_MOST_NAMED])
    more = len(paths) - len(shown)
    if more:
        noun = "file" if more == 1 else plural("file")
        shown.append(f"and {more} more {noun}")
    return tuple(shown)
