"""The files of the data sets of a card, also of those that no validation uses."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from replicard.errors import DataError, Problem, ReplicardError
from replicard.images import Acquired
from replicard.importers.acquisition import without_private_values
from replicard.pipeline.acquisition import summarised
from replicard.pipeline.left_out import files_left_out, unusable
from replicard.pipeline.sources import Reader, find_files
from replicard.pipeline.tasks import FINGERPRINT, FileTask, Role
from replicard.pipeline.tasks.facts import ACQUISITION, computations
from replicard.pipeline.tasks.files import problems_of
from replicard_schema.card import Card
from replicard_schema.evidence import DatasetEvidence, DataStatistics, UnusableFile
from replicard_schema.findings import Finding
from replicard_schema.sections.dataset import Dataset

_ROLES = {"images": Role.IMAGE, "targets": Role.TARGET}


@dataclass(frozen=True, slots=True)
class DatasetFiles:
    """Files of one data set.

    Attributes
    ----------
    images, targets
        Those that were read.
    skipped
        Those that could not be.
    """

    images: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    skipped: tuple[UnusableFile, ...] = ()


def read_datasets(
    card: Card, *, reader: Reader, by_content: Collection[str] = ()
) -> dict[str, DatasetFiles]:
    """Find and read the files of every data set, apart from those that were read before.

    Parameters
    ----------
    by_content
        Data sets whose images are compared with others by what they show.

    Raises
    ------
    DataError
        If a pattern names no file, or no file of a pattern can be read, unless the
        reader is lenient; if it is strict, with the problems of every file.
    """
    problems: list[Problem] = []
    found = {
        name: dict(_found(name, dataset, reader, problems))
        for name, dataset in card.datasets.items()
    }
    tasks = _tasks(card, found, reader, by_content)
    failed = reader.read(tasks, label="reading data sets")
    for sides in found.values():
        for paths in sides.values():
            if reader.is_strict or all(path in failed for path in paths):
                problems += [problem for path in paths for problem in failed.get(path, ())]
    if problems and not reader.is_lenient:
        raise DataError(tuple(dict.fromkeys(problems)))
    return {name: _files(sides, failed) for name, sides in found.items()}


def _tasks(
    card: Card,
    found: Mapping[str, Mapping[str, tuple[str, ...]]],
    reader: Reader,
    by_content: Collection[str],
) -> list[FileTask]:
    """Return one task a file; one that is image here and ground truth there is both."""
    roles: dict[str, list[Role]] = {}
    axes: dict[str, str | None] = {}
    prints = {path for name in by_content for path in found[name].get("images", ())}
    for name, sides in found.items():
        for side, paths in sides.items():
            for path in paths:
                roles.setdefault(path, []).append(_ROLES[side])
                axes[path] = card.datasets[name].axes
    return [
        FileTask(
            reader.opening(axes[path]),
            path,
            first,
            wanted=(
                *(name for role in others for name in computations(role)),
                *([FINGERPRINT] if path in prints else []),
            ),
        )
        for path, (first, *others) in roles.items()
    ]


def _found(
    name: str, dataset: Dataset, reader: Reader, problems: list[Problem]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for side, pattern in (("images", dataset.images), ("targets", dataset.targets)):
        if pattern is None:
            continue
        try:
            yield side, find_files(reader.root, pattern, field_path=f"datasets.{name}.{side}")
        except ReplicardError as error:
            problems += problems_of(error, pattern)


def _files(
    sides: Mapping[str, tuple[str, ...]], failed: Mapping[str, tuple[Problem, ...]]
) -> DatasetFiles:
    read = {
        side: tuple(path for path in paths if path not in failed) for side, paths in sides.items()
    }
    faults = [
        problem for paths in sides.values() for path in paths for problem in failed.get(path, ())
    ]
    return DatasetFiles(
        read.get("images", ()), read.get("targets", ()), unusable(dict.fromkeys(faults))
    )


def dataset_evidence(
    stated: Dataset,
    files: DatasetFiles,
    *,
    reader: Reader,
    statistics: DataStatistics | None = None,
) -> DatasetEvidence:
    """Write down what the files of a data set are."""
    if not (files.images or files.targets):
        because = "the card names no files of this data set"
        if stated.labels is not None:
            because = "the card names a table of labels and no image files"
        return DatasetEvidence(unavailable_because=because)
    return DatasetEvidence(
        images=tuple(reader.record(path) for path in files.images),
        targets=tuple(reader.record(path) for path in files.targets),
        skipped=files.skipped,
        statistics=statistics,
        acquisition=summarised(_acquired(reader, path) for path in files.images),
    )


def _acquired(reader: Reader, path: str) -> tuple[Acquired, ...]:
    """Return what a file that was read says about how its image was taken."""
    said: Any = reader.computed(path, ACQUISITION)
    return without_private_values(Acquired(*one) for one in said)


def dataset_findings(
    files: Mapping[str, DatasetFiles], *, told: Collection[str]
) -> Iterator[Finding]:
    """Yield an error for every data set with files that could not be read.

    Parameters
    ----------
    told
        Files that another finding names already.
    """
    for name, dataset in files.items():
        skipped = [fault for fault in dataset.skipped if fault.path not in told]
        n_used = len(dataset.images) + len(dataset.targets)
        yield from files_left_out(skipped, n_used=n_used, field=f"datasets.{name}")
