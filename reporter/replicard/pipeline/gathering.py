"""Gathering the evidence for a card: files, scores, training logs, machine, repository."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version

from replicard.capture import (
    MAX_LOG_BYTES,
    CaptureContext,
    capture_environment,
    capture_repository,
    read_training_log,
)
from replicard.errors import DataError, Problem, ReplicardError
from replicard.execution import Track, WorkInTurn
from replicard.files import hash_file, read_hashed
from replicard.loading import LoadedCard
from replicard.metrics import library_versions, passports_of
from replicard.pipeline.independence import compare_with_training
from replicard.pipeline.sources import Reader, find_files
from replicard.pipeline.tasks import FileTask, Role
from replicard.pipeline.tasks.files import problems_of
from replicard.pipeline.validation import compute_validation
from replicard_schema.card import Card
from replicard_schema.evidence import (
    DatasetEvidence,
    Evidence,
    FileRecord,
    ModelEvidence,
    TrainingLog,
    Unavailable,
    ValidationEvidence,
)
from replicard_schema.sections.dataset import Dataset
from replicard_schema.sections.model import Model
from replicard_schema.vocabulary import MetricId

_UNDATED = "1970-01-01"


@dataclass(slots=True)
class _Collected:
    """Problems met on the way, so that all are shown in one round."""

    problems: list[Problem] = field(default_factory=list)

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Take note of an error in the files, and go on after the block."""
        try:
            yield
        except ReplicardError as error:
            self.problems += problems_of(error, place)

    def raise_any(self) -> None:
        """Raise what was collected, if anything."""
        unique = tuple(dict.fromkeys(self.problems))
        if unique:
            raise DataError(unique)


def gather_evidence(
    loaded: LoadedCard,
    previous: Mapping[str, ValidationEvidence],
    environ: Mapping[str, str],
    *,
    own_files: Sequence[str],
    track: Track,
) -> Evidence:
    """Compute all evidence for a card; only its date is left to the caller.

    Parameters
    ----------
    previous
        Validations of an earlier run that may be taken over if nothing changed.
    environ
        Environment variables that collectors may look at.
    own_files
        Files and folders that the program writes, relative to the card: they are no
        changes of the repository that the evidence describes.

    Raises
    ------
    DataError
        With all problems of all files.
    """
    card, root = loaded.card, loaded.path.parent
    reader, collected = Reader(root, WorkInTurn(track)), _Collected()
    validations: dict[str, ValidationEvidence] = {}
    for name in card.validations:
        with collected.at(f"validations.{name}"):
            validations[name] = compute_validation(
                card, name, reader=reader, previous=previous.get(name)
            )
    files = _dataset_files(card, reader, collected)
    with collected.at("datasets"):
        _read_rest(card, files, reader)
    models = _models(card, reader, collected)
    collected.raise_any()
    images = {name: sides["images"] for name, sides in files.items() if sides["images"]}
    context = CaptureContext(project=root.resolve(), environ=environ)
    return Evidence(
        replicard_version=version("replicard"),
        date=_UNDATED,
        card=FileRecord(
            path=loaded.path.name, sha256=loaded.sha256, bytes=len(loaded.text.encode())
        ),
        environment=capture_environment(context),
        repository=capture_repository(context, own_files=own_files),
        datasets={
            name: _dataset(dataset, files[name], reader) for name, dataset in card.datasets.items()
        },
        models=models,
        validations=validations,
        independence=compare_with_training(card, images, reader=reader),
        computed_with=library_versions(_metrics_used(validations)),
        passports=passports_of(_metrics_used(validations)),
        findings=tuple(finding for v in validations.values() for finding in v.findings),
    )


_Sides = dict[str, tuple[str, ...]]


def _dataset_files(card: Card, reader: Reader, collected: _Collected) -> dict[str, _Sides]:
    """Find the files of every data set, also of those that no validation uses."""
    files: dict[str, _Sides] = {}
    for name, dataset in card.datasets.items():
        files[name] = {"images": (), "targets": ()}
        for side, pattern in (("images", dataset.images), ("targets", dataset.targets)):
            if pattern is None:
                continue
            at = f"datasets.{name}.{side}"
            with collected.at(pattern):
                files[name][side] = find_files(reader.root, pattern, field_path=at)
    return files


_ROLES = {"images": Role.IMAGE, "targets": Role.TARGET}


def _read_rest(card: Card, files: Mapping[str, _Sides], reader: Reader) -> None:
    tasks = {
        path: FileTask(reader.root, path, _ROLES[side], axes=card.datasets[name].axes)
        for name, sides in files.items()
        for side, paths in sides.items()
        for path in paths
    }
    reader.read(list(tasks.values()), label="reading data sets")


def _dataset(stated: Dataset, sides: _Sides, reader: Reader) -> DatasetEvidence:
    if not any(sides.values()):
        because = "the card names no files of this data set"
        if stated.labels is not None:
            because = "the card names a table of labels and no image files"
        return DatasetEvidence(unavailable_because=because)
    return DatasetEvidence(
        images=tuple(reader.record(path) for path in sides["images"]),
        targets=tuple(reader.record(path) for path in sides["targets"]),
    )


def _models(card: Card, reader: Reader, collected: _Collected) -> dict[str, ModelEvidence]:
    models: dict[str, ModelEvidence] = {}
    for name, model in card.models.items():
        with collected.at(f"models.{name}"):
            models[name] = _model(model, reader, collected)
    return models


def _model(model: Model, reader: Reader, collected: _Collected) -> ModelEvidence:
    weights: FileRecord | None = None
    log: TrainingLog | Unavailable | None = None
    if model.weights is not None:
        with collected.at(model.weights):
            weights = hash_file(reader.root, model.weights)
    if model.training is not None and model.training.log is not None:
        with collected.at(model.training.log):
            file = read_hashed(reader.root, model.training.log, max_bytes=MAX_LOG_BYTES)
            log = read_training_log(file.content, file=file.record)
    return ModelEvidence(weights=weights, log=log)


def _metrics_used(validations: Mapping[str, ValidationEvidence]) -> list[MetricId]:
    return list(
        dict.fromkeys(
            result.metric
            for validation in validations.values()
            for candidate in validation.candidates.values()
            for result in candidate.results
        )
    )
