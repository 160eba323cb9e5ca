"""Reading the files that a card or its author names as sources."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from replicard.bibliography import read_bibliography
from replicard.capture import MAX_LOG_BYTES, log_times
from replicard.errors import DataError, Problem, ReplicardError
from replicard.files import is_folder_image, read_hashed
from replicard.images import open_image, read_header
from replicard.importers import importer_of, look, read_file
from replicard.importers.acquisition import acquisition_facts, without_private_values
from replicard.pipeline.logs import read_log
from replicard.pipeline.tasks.files import problems_of
from replicard_schema.card import Card
from replicard_schema.evidence import (
    Fact,
    FactKind,
    FactSubject,
    FileRecord,
    Reading,
    TrainingLog,
)
from replicard_schema.sections.dataset import Dataset
from replicard_schema.sections.model import Model
from replicard_schema.sections.people import Study

_HYPERPARAMETERS = "training.hyperparameters"
_IMAGES = (".tif", ".tiff", ".zarr", ".png", ".jpg", ".jpeg", ".czi", ".lif", ".nd2")
_LOGS = (".csv", ".tsv", ".log", ".txt", ".json", ".jsonl")


def read_sources_of(card: Card, root: Path) -> dict[str, Reading]:
    """Read every file that a card names under ``source_files``, each once.

    Raises
    ------
    DataError
        As `read_sources` does.
    """
    owners: tuple[Study | Dataset | Model, ...] = (
        card.study,
        *card.datasets.values(),
        *card.models.values(),
    )
    paths = list(dict.fromkeys(path for owner in owners for path in owner.source_files))
    by_path: dict[str, Reading] = {}
    for reading in read_sources(root, paths):
        path = reading.file.path
        by_path[path] = joined(by_path[path], reading) if path in by_path else reading
    return by_path


def bibliography_readings(card: Card, root: Path) -> dict[str, Reading]:
    """Return which bibliography files the texts rest on.

    Raises
    ------
    DataError
        If one cannot be used.
    """
    read = read_bibliography(root, card.bibliography)
    return {file.path: Reading(file=file.record, format="bibliography") for file in read.files}


def joined(one: Reading, other: Reading) -> Reading:
    """Return what two importers made of one file as one reading."""
    return one.model_copy(
        update={
            "format": f"{one.format}; {other.format}",
            "facts": (*one.facts, *other.facts),
            "remarks": (*one.remarks, *other.remarks),
        }
    )


def reading_of_log(root: Path, path: str) -> Reading | None:
    """Return what a training log says for the card; None for a file that is none.

    What was run stands in a log and what was asked for in a configuration; both are kept,
    and the log wins.
    """
    if not path.lower().endswith(_LOGS) and "tfevents" not in path:
        return None
    try:
        log = read_log(root, path)
        if not isinstance(log, TrainingLog):
            return None
        facts = list(_facts_of_log(log, root, path))
    except ReplicardError as error:
        return _too_large(root, path, problems_of(error, path))
    return Reading(file=log.files[0], format=f"training log ({log.layout})", facts=tuple(facts))


def _facts_of_log(log: TrainingLog, root: Path, path: str) -> Iterator[Fact]:
    yield _of_log("training.log", path, "file")
    if log.epochs_run is not None:
        yield _of_log(f"{_HYPERPARAMETERS}.epochs", str(log.epochs_run), "epochs run")
    times = log_times(path, read_hashed(root, path, max_bytes=MAX_LOG_BYTES).content)
    if times is not None:
        yield _of_log("training.date", times.day.isoformat(), "first entry")
    if times is not None and times.seconds >= 1:
        yield _of_log("training.duration", f"{times.seconds:.0f} s", "first to last entry")


def _too_large(root: Path, path: str, problems: Sequence[Problem]) -> Reading | None:
    """Return a reading with the reason, where a log is too large; else nothing."""
    if not any(problem.code == "file-too-large" for problem in problems):
        return None
    file = FileRecord(path=path, sha256="0" * 64, bytes=look(root, path).size)
    reason = problems[0].message.removeprefix("the file ")
    return Reading(file=file, format="training log", unreadable_because=reason)


def reading_of_image(root: Path, path: str) -> Reading | None:
    """Return what an image file says about how it was taken; None for a file that is none.

    What is damaged, or needs an extra that is not installed, is a reading with the reason.

    Raises
    ------
    ReplicardError
        If it is missing or lies elsewhere.
    """
    if not path.lower().rstrip("/").endswith(_IMAGES):
        return None
    if not is_folder_image(root, path):
        look(root, path)
    try:
        record = open_image(root, path).file
        header = read_header(root, path)
    except ReplicardError as error:
        unread = FileRecord(path=path, sha256="0" * 64, bytes=0)
        reason = f"could not be read: {problems_of(error, path)[0].message}"
        return Reading(file=unread, format="image file", unreadable_because=reason)
    facts = acquisition_facts(without_private_values(header.acquired))
    remarks = [f"{note[0].upper()}{note[1:]}." for note in header.notes]
    if not facts:
        remarks.append("It says nothing about how the image was taken.")
    return Reading(file=record, format="image file", facts=facts, remarks=tuple(remarks))


def _of_log(field: str, value: str, place: str) -> Fact:
    return Fact(
        subject=FactSubject.MODEL, field=field, value=value, kind=FactKind.OBSERVED, place=place
    )


def read_sources(root: Path, paths: Sequence[str]) -> tuple[Reading, ...]:
    """Read files with the importers that know them.

    Raises
    ------
    DataError
        If one is missing, lies elsewhere, or is of no known kind.
    """
    readings = []
    problems: list[Problem] = []
    for path in paths:
        try:
            of_image = reading_of_image(root, path)
            head = None if of_image is not None else look(root, path)
        except ReplicardError as error:
            problems += problems_of(error, path)
            continue
        if of_image is not None or head is None:
            readings += [of_image] if of_image is not None else []
            continue
        importer = importer_of(head)
        of_log = reading_of_log(root, path)
        if importer is not None:
            readings.append(read_file(root, head, importer))
        if of_log is not None:
            readings.append(of_log)
        elif importer is None:
            message = "is not a file of a tool that is known"
            hint = "the kinds of files that are read are listed in reporter/importers.md; "
            hint += "another one may need a package that is not installed"
            problems.append(Problem(path, message, code="unknown-source", hint=hint))
    if problems:
        raise DataError(problems)
    return tuple(readings)
