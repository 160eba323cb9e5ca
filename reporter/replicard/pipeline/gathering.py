"""Gathering the evidence for a card: files, scores, training logs, machine, repository."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TypeAlias

from replicard.capture import (
    CaptureContext,
    capture_environment,
    capture_repository,
)
from replicard.errors import DataError, Problem, ReplicardError
from replicard.execution import Store, Work
from replicard.files import hash_file
from replicard.loading import LoadedCard
from replicard.metrics import passports_of, software_used
from replicard.pipeline.agreement import add_agreement, measures_used
from replicard.pipeline.datasets import (
    DatasetFiles,
    dataset_evidence,
    dataset_findings,
    read_datasets,
)
from replicard.pipeline.independence import IndependenceCheck, compared_by_content
from replicard.pipeline.logs import read_log
from replicard.pipeline.readings import bibliography_readings, read_sources_of
from replicard.pipeline.similarity import compare_with_training_data, dataset_statistics
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks.files import problems_of
from replicard.pipeline.validation import compute_validation
from replicard_schema.card import Card
from replicard_schema.evidence import (
    Evidence,
    FileRecord,
    ImageRecord,
    Likeness,
    ModelEvidence,
    Patch,
    Reading,
    TrainingLog,
    Unavailable,
    ValidationEvidence,
)
from replicard_schema.passport import NormalisationPassport
from replicard_schema.passports import NORMALISATIONS
from replicard_schema.sections.model import Model
from replicard_schema.vocabulary import MetricId

_UNDATED = "1970-01-01"
_USED_IN_TASKS = (FileRecord, ImageRecord, Likeness, Patch)
"""Models that are built before threads use them: pydantic 2.11 lets threads that are the first
to use one model at the same time get in each other's way."""


Failures: TypeAlias = dict[str, tuple[Problem, ...]]
"""Why a part of the evidence is missing, by its place."""


@dataclass(slots=True)
class _Collected:
    """Problems met on the way, so that all are shown in one round."""

    problems: Failures = field(default_factory=dict)

    @contextmanager
    def at(self, place: str, path: str | None = None) -> Iterator[None]:
        """Take note of an error in the files, and go on after the block."""
        try:
            yield
        except ReplicardError as error:
            self.problems[place] = (
                *self.problems.get(place, ()),
                *problems_of(error, path or place),
            )

    def raise_any(self) -> None:
        """Raise what was collected, if anything."""
        unique = tuple(dict.fromkeys(each for found in self.problems.values() for each in found))
        if unique:
            raise DataError(unique)


def gather_evidence(
    loaded: LoadedCard,
    previous: Mapping[str, ValidationEvidence],
    environ: Mapping[str, str],
    *,
    own_files: Sequence[str],
    work: Work,
    store: Store | None = None,
    strict: bool = False,
    without: Collection[str] = (),
    scored: Card | None = None,
    failures: Failures | None = None,
) -> Evidence:
    """Compute all evidence for a card; only its date is left to the caller.

    Parameters
    ----------
    previous
        Validations of an earlier run that may be taken over if nothing changed.
    environ
        Environment variables that collectors may look at.
    work
        Runs the tasks that read and measure.
    store
        Results of earlier runs.
    strict
        Whether one file that cannot be used stops everything.
    own_files
        Files and folders that the program writes, relative to the card: they are no
        changes of the repository that the evidence describes.
    without
        Files that no image is scored with, because others that belong to them are absent.
    scored
        The card that says which candidates are scored, if not all of them can be.
    failures
        Takes the problems of parts that cannot be computed, which are then left out;
        without it they are raised.

    Raises
    ------
    DataError
        With all problems of all files, unless ``failures`` takes them.
    """
    for model in _USED_IN_TASKS:
        model.model_rebuild()
    card, root = loaded.card, loaded.path.parent
    collected = _Collected({} if failures is None else failures)
    reader = Reader(
        root, work, store, is_strict=strict, is_lenient=failures is not None, without=without
    )
    validations: dict[str, ValidationEvidence] = {}
    for name in card.validations:
        with collected.at(f"validations.{name}"):
            validations[name] = compute_validation(
                scored or card, name, reader=reader, previous=previous.get(name)
            )
        with collected.at(f"validations.{name}.agreement", f"validations.{name}"):
            if name in validations:
                validations[name] = add_agreement(
                    card, name, validations[name], reader=reader, previous=previous.get(name)
                )
    files: dict[str, DatasetFiles] = {}
    with collected.at("datasets"):
        files = read_datasets(card, reader=reader, by_content=compared_by_content(card))
    models = _models(card, reader, collected)
    readings: dict[str, Reading] = {}
    with collected.at("sources"):
        readings = read_sources_of(card, root)
    with collected.at("bibliography"):
        readings |= bibliography_readings(card, root)
    if failures is None:
        collected.raise_any()
    images = {name: found.images for name, found in files.items() if found.images}
    statistics = dataset_statistics(card, files, reader=reader)
    comparison = IndependenceCheck(card, images, reader)
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
            name: dataset_evidence(
                dataset, files[name], reader=reader, statistics=statistics.get(name)
            )
            for name, dataset in card.datasets.items()
        },
        models=models,
        readings=readings,
        validations=validations,
        independence=comparison.of_validations(),
        random_splits=comparison.of_random_splits(),
        similarity=compare_with_training_data(card, statistics),
        computed_with=software_used(_metrics_used(validations)),
        passports=passports_of(_metrics_used(validations)),
        normalisations=_normalisations_used(validations),
        measures=measures_used(validations),
        findings=(
            *(finding for v in validations.values() for finding in v.findings),
            *dataset_findings(files, told=_told(validations)),
        ),
    )


def _models(card: Card, reader: Reader, collected: _Collected) -> dict[str, ModelEvidence]:
    models: dict[str, ModelEvidence] = {}
    for name, model in card.models.items():
        with collected.at(f"models.{name}"):
            models[name] = _model(f"models.{name}", model, reader, collected)
    return models


def _model(place: str, model: Model, reader: Reader, collected: _Collected) -> ModelEvidence:
    weights: FileRecord | None = None
    log: TrainingLog | Unavailable | None = None
    if model.weights is not None:
        with collected.at(f"{place}.weights", model.weights):
            weights = hash_file(reader.root, model.weights)
    if model.training is not None and model.training.log is not None:
        with collected.at(f"{place}.log", model.training.log):
            log = read_log(reader.root, model.training.log)
    return ModelEvidence(weights=weights, log=log)


def _told(validations: Mapping[str, ValidationEvidence]) -> set[str]:
    return {
        fault.path
        for validation in validations.values()
        for image in validation.skipped
        for fault in image.faults
    }


def _metrics_used(validations: Mapping[str, ValidationEvidence]) -> list[MetricId]:
    scored = (
        result.metric
        for validation in validations.values()
        for candidate in validation.candidates.values()
        for result in candidate.results
    )
    between = (
        result.metric
        for validation in validations.values()
        for result in (validation.annotators.results if validation.annotators else ())
    )
    return list(dict.fromkeys([*scored, *between]))


def _normalisations_used(
    validations: Mapping[str, ValidationEvidence],
) -> dict[str, NormalisationPassport]:
    used = [v.normalisation.method for v in validations.values() if v.normalisation is not None]
    return {method.value: NORMALISATIONS[method] for method in dict.fromkeys(used)}
