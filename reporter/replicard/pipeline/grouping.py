"""Which images of a validation belong together, so that they are drawn as one."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath

import numpy as np

from replicard.errors import DataError, Problem
from replicard.files import read_hashed
from replicard.images import FilePair, group_of, pixels_digest
from replicard.metrics import Sampling, seed_of
from replicard.metrics.resampling import DEFAULT_LEVEL, DEFAULT_RESAMPLES
from replicard.pipeline.plan import Plan
from replicard.pipeline.sources import Reader
from replicard_schema.evidence import FileRecord
from replicard_schema.vocabulary import IntervalMethod

MAX_TABLE_BYTES = 64 << 20
COLUMNS = ("image", "group")

_FOUND = "shared ground truth or equal pixels"


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which images belong together.

    Attributes
    ----------
    stated
        Group of each image by the card; None for an image that it puts into none.
    unit_of
        Group of each image, stated or found; an image of no group is one of its own.
    by
        What says so; None if every image stands alone.
    tables
        Files that were read for it.
    """

    stated: Mapping[str, str | None]
    unit_of: Mapping[str, str]
    by: str | None
    tables: tuple[FileRecord, ...] = ()

    @property
    def n_groups(self) -> int | None:
        """How many groups there are; None if every image stands alone."""
        return None if self.by is None else len(set(self.unit_of.values()))

    def group_of(self, image: str) -> str | None:
        """Return the group that an image shares with others, or that the card puts it into."""
        if self.by is None or self.unit_of[image] == image:
            return self.stated[image]
        return self.unit_of[image]


def group_images(plan: Plan, pairs: Sequence[FilePair], reader: Reader) -> Grouping:
    """Put images together as the card says, and those that the files show to be repeats.

    Raises
    ------
    DataError
        If the table of groups is missing or malformed, or lacks an image.
    """
    names = _spellings(pairs)
    stated, by, tables = stated_groups(plan, names, reader)
    repeats = list(_repeats(pairs, reader))
    unit_of = _joined(stated, repeats)
    if any(len({stated[name] or name for name in same}) > 1 for same in repeats):
        by = f"{by} and {_FOUND}" if by else _FOUND
    return Grouping(stated, unit_of, by, tables)


def group_listed(plan: Plan, images: Iterable[str], reader: Reader) -> Grouping:
    """Put the images of a table together as the card says; there are no files to look at.

    Raises
    ------
    DataError
        If the table of groups is missing or malformed, or lacks an image.
    """
    names = {image: tuple(dict.fromkeys((PurePosixPath(image).stem, image))) for image in images}
    stated, by, tables = stated_groups(plan, names, reader)
    return Grouping(stated, _joined(stated, ()), by, tables)


def stated_groups(
    plan: Plan, names: Mapping[str, Sequence[str]], reader: Reader
) -> tuple[dict[str, str | None], str | None, tuple[FileRecord, ...]]:
    """Return the group of each image by the card, what says so, and the files read.

    Parameters
    ----------
    names
        Names under which a table may list an image, by its own name; the first is the one
        that a pattern is held against.
    """
    dataset = plan.dataset
    if dataset.group_table is not None:
        table, record = _read_table(reader, dataset.group_table)
        found = _look_up(table, names, dataset.group_table)
        return found, f"the table {dataset.group_table}", (record,)
    if dataset.groups is not None:
        pattern = dataset.groups
        groups = {name: group_of(own[0], pattern) for name, own in names.items()}
        return groups, f"the pattern {pattern} of names", ()
    return dict.fromkeys(names), None, ()


def sampling_of(plan: Plan, grouping: Grouping) -> Sampling:
    """Return how the images are drawn again."""
    choice = plan.validation.intervals
    seed = choice.seed if choice else None
    return Sampling(
        unit_of=grouping.unit_of,
        grouped_by=grouping.by,
        seed=seed_of(grouping.unit_of) if seed is None else seed,
        level=(choice and choice.level) or DEFAULT_LEVEL,
        method=(choice and choice.method) or IntervalMethod.BCA,
        resamples=(choice and choice.resamples) or DEFAULT_RESAMPLES,
    )


def _spellings(pairs: Sequence[FilePair]) -> dict[str, tuple[str, ...]]:
    """Return under which names a table may list an image: those that no other image has."""
    found = {pair.name: dict.fromkeys((pair.name, *_file_names(pair))) for pair in pairs}
    times = Counter(name for names in found.values() for name in names)
    return {
        image: tuple(name for name in names if name == image or times[name] == 1)
        for image, names in found.items()
    }


def _file_names(pair: FilePair) -> Iterator[str]:
    for path in (pair.image, pair.target, *pair.predictions.values()):
        if path is not None:
            yield from (path, PurePosixPath(path).name)


def _repeats(pairs: Sequence[FilePair], reader: Reader) -> Iterator[list[str]]:
    """Yield the images that share their pixels or their ground truth; blank ones show nothing."""
    sides: tuple[Callable[[FilePair], str | None], ...] = (
        lambda pair: pair.image,
        lambda pair: pair.target,
    )
    for side in sides:
        by_pixels: dict[str, list[str]] = {}
        paths: dict[str, str] = {}
        for pair in pairs:
            path = side(pair)
            if path is not None:
                digest = reader.pixels_sha256(path)
                by_pixels.setdefault(digest, []).append(pair.name)
                paths[digest] = path
        for digest, names in by_pixels.items():
            if len(names) > 1 and not is_blank(paths[digest], reader):
                yield names


def is_blank(path: str, reader: Reader) -> bool:
    """Say whether every pixel is 0, as in a label image without objects."""
    record = reader.record(path)
    return reader.pixels_sha256(path) == pixels_digest(np.zeros(record.shape, record.dtype))


def _joined(stated: Mapping[str, str | None], repeats: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the unit of each image: its group, joined with those of its repeats.

    >>> _joined({"a": "x", "b": None, "c": "y"}, [["a", "b"]])
    {'a': 'b + x', 'b': 'b + x', 'c': 'y'}
    >>> _joined({"a": None, "b": None, "c": None}, [["a", "b"]])
    {'a': 'repeats 1', 'b': 'repeats 1', 'c': 'c'}
    """
    known = {group for group in stated.values() if group is not None}
    alone = {name: f"image {name}" if name in known else name for name in stated}
    unit_of = {name: alone[name] if group is None else group for name, group in stated.items()}
    members: dict[str, set[str]] = {unit: {unit} for unit in unit_of.values()}
    for same in repeats:
        joined = set().union(*(members[unit_of[name]] for name in same))
        for unit in joined:
            members[unit] = joined
    titles = _titles({frozenset(units) for units in members.values()}, known)
    return {name: titles[frozenset(members[unit])] for name, unit in unit_of.items()}


def _titles(joined: Iterable[frozenset[str]], known: Collection[str]) -> dict[frozenset[str], str]:
    """Name units after their groups; those that only repeats join are numbered."""
    titles = {}
    numbers = count(1)
    for units in sorted(joined, key=sorted):
        is_named = len(units) == 1 or not units.isdisjoint(known)
        titles[units] = " + ".join(sorted(units)) if is_named else f"repeats {next(numbers)}"
    return titles


def _read_table(reader: Reader, path: str) -> tuple[dict[str, str], FileRecord]:
    file = read_hashed(reader.root, path, max_bytes=MAX_TABLE_BYTES)
    try:
        text = file.content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        message = "is not a CSV table in UTF-8"
        raise DataError([Problem(path, message, code="not-a-table")]) from error
    columns = rows[0].keys() if rows else ()
    if not set(COLUMNS) <= set(columns):
        found = ", ".join(map(str, columns)) or "none"
        message = f"needs the columns image and group, and at least one row; found {found}"
        hint = "separate columns with commas and name them in the first line"
        raise DataError([Problem(path, message, code="table-columns", hint=hint)])
    return _by_image(rows, path), file.record


def _by_image(rows: Sequence[Mapping[str, str | None]], path: str) -> dict[str, str]:
    groups: dict[str, str] = {}
    problems = []
    for line, row in enumerate(rows, start=2):
        image, group = ((row[column] or "").strip() for column in COLUMNS)
        if not image or not group:
            message = f"row {line} lacks an image or a group"
            problems.append(Problem(path, message, code="table-row"))
        elif groups.get(image, group) != group:
            message = f"row {line} puts {image!r} into a second group"
            problems.append(Problem(path, message, code="table-row"))
        groups[image] = group
    if problems:
        raise DataError(problems)
    return groups


def _look_up(
    table: Mapping[str, str], names: Mapping[str, Sequence[str]], path: str
) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for image, spellings in names.items():
        found[image] = next((table[name] for name in spellings if name in table), None)
    missing = [image for image, group in found.items() if group is None]
    if missing:
        shown = ", ".join(repr(image) for image in missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""  # noqa: PLR2004 - as many as are shown
        hint = "give each image a row; an image of no group gets a group of its own"
        message = f"does not name {shown}{more}"
        raise DataError([Problem(path, message, code="table-images", hint=hint)])
    return found
