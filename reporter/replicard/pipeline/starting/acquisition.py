"""Filling the acquisition of new data sets from the headers of their image files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from replicard.errors import ReplicardError
from replicard.execution import Track
from replicard.images import Acquired, read_header
from replicard.importers.acquisition import (
    HEADERS_PER_SET,
    MAX_HEADERS,
    SECTION,
    acquisition_facts,
    without_private_values,
)
from replicard.loading.editing import Addition
from replicard.pipeline.acquisition import summarised
from replicard.pipeline.importing.choosing import typed_value
from replicard.pipeline.starting.folders import ImageSet, Side
from replicard.pipeline.survey import Survey
from replicard_schema.comparing import UnfitValueError, converted
from replicard_schema.evidence import Fact, ReadProperty


def acquisition_of_sets(
    root: Path, sets: Sequence[ImageSet], found: Survey, *, track: Track
) -> list[Addition]:
    """Return what the image files of each data set say about how they were taken.

    What differs between files is left open and told in the remarks of the survey; a date
    is taken as far as it is common to all.
    """
    chosen = dict(_chosen(sets, found.images))
    tasks = [(one, path) for one in sets for path in chosen.get(one.id, ())][:MAX_HEADERS]
    read: dict[str, list[tuple[Acquired, ...]]] = {}
    for one, path in track(tasks, label="reading image headers", total=len(tasks)):
        read.setdefault(one.id, []).append(_acquired(root, path, found))
    filled: list[Addition] = []
    for one in sets:
        if one.id in read:
            folder = one.folders[Side.IMAGES]
            read_of = _Read(len(found.images[folder]), folder)
            filled += _additions(one.id, summarised(read[one.id]), read_of, found)
    found.remarks += _of_raw(found.raw)
    return filled


def _of_raw(paths: Sequence[str]) -> Iterator[str]:
    """Tell of files whose headers say more than the exported images; they can be very large."""
    if paths:
        others = f" and {len(paths) - 1} more" if paths[1:] else ""
        yield (
            f"{paths[0]}{others} may say how the images were taken: replicard import {paths[0]} "
            "--into card.yaml --as DATASET."
        )


def _chosen(
    sets: Sequence[ImageSet], images: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, list[str]]]:
    for one in sets:
        folder = one.folders.get(Side.IMAGES)
        if folder is not None:
            names = images[folder]
            n = min(HEADERS_PER_SET, len(names))
            some = [names[at * len(names) // n] for at in range(n)]
            yield one.id, [name if folder == "." else f"{folder}/{name}" for name in some]


def _acquired(root: Path, path: str, found: Survey) -> tuple[Acquired, ...]:
    try:
        header = read_header(root, path)
    except ReplicardError:
        return ()  # a build names the file and the reason
    found.remarks += [f"{path}: {note}." for note in header.notes]
    return without_private_values(header.acquired)


@dataclass(frozen=True, slots=True)
class _Read:
    """Files of a folder of which some were read."""

    n_all: int
    folder: str

    def where(self, n: int) -> str:
        """Say how many of the files hold a value: ``12 of 300 files of data/images``."""
        files = "1 file" if n == 1 else f"{n} files"
        number = f"{n} of {self.n_all} files" if n < self.n_all else files
        return f"{number} of {self.folder}" if self.folder != "." else f"{number} here"


def _additions(
    dataset: str, properties: Sequence[ReadProperty], read: _Read, found: Survey
) -> Iterator[Addition]:
    common = []
    for one in properties:
        value = one.values[0].value if one.is_constant else _common_date(one)
        if value is not None:
            common.append(Acquired(one.field, value, one.place))
        if not one.is_constant:
            where = read.where(one.n_files)
            found.remarks.append(f"{dataset}, {_lower(one.title)} by {where}: {one.words}.")
    for fact in acquisition_facts(common):
        path = ("datasets", dataset, *fact.field.split("."))
        if _fits(path, fact):
            held = [o.n_files for o in properties if _is_part(o.field, fact.field)]
            comment = f"{read.where(max(held))}, {fact.place} ({fact.kind})"
            yield Addition(path, typed_value(fact.value), comment)


def _is_part(field: str, of: str) -> bool:
    """Say whether a property is the field of a fact, or one of its channels."""
    whole = of.removeprefix(f"{SECTION}.")
    return field == whole or field.startswith(f"{whole}.")


def _common_date(one: ReadProperty) -> str | None:
    """Return the month or year in which all files were taken, if it is one."""
    if one.field != "date" or one.low is None or one.high is None:
        return None
    for length in (len("YYYY-MM"), len("YYYY")):
        if one.low[:length] == one.high[:length]:
            return one.low[:length]
    return None


def _fits(path: tuple[str, ...], fact: Fact) -> bool:
    try:
        converted(path, fact.value)
    except UnfitValueError:
        return False
    return SECTION in path


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]
