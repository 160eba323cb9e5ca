"""Computing the evidence of a card afresh, from the files that are here."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from replicard.errors import ReplicardError
from replicard.execution import Track, Work, Workers
from replicard.files import MAX_HASHED_BYTES, hash_file, is_folder_image, open_inside
from replicard.loading import LoadedCard
from replicard.pipeline.evidence_file import evidence_path, report_folder
from replicard.pipeline.gathering import Failures, gather_evidence
from replicard.pipeline.tasks.files import problems_of
from replicard.pipeline.tasks.fitness import fitness_check
from replicard.pipeline.verifying.claim import Claim, file_records
from replicard_schema.card import Card
from replicard_schema.evidence import (
    Evidence,
    FileRecord,
    ImageRecord,
    SkippedImage,
    UnusableFile,
    ValidationEvidence,
)
from replicard_schema.sections.validation import Validation

NEEDS_EXTRA = "replicard["
"""Stands in every message that names an extra to install."""
_ABSENT = "missing-file"


@dataclass(frozen=True, slots=True)
class Here:
    """The files that the evidence names, as they are on this disk.

    Attributes
    ----------
    records
        Path, SHA-256 and size of each that could be read.
    absent
        Those that are not here.
    refused
        Why others could not be read.
    """

    records: Mapping[str, FileRecord]
    absent: frozenset[str]
    refused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What came out.

    Attributes
    ----------
    images
        Shape, axes and sample type of each file that was decoded, by path.
    failures
        Why a part could not be computed, by its place.
    left_out
        Candidates that were left out because none of their files is here, by validation.
    """

    evidence: Evidence
    here: Here
    images: Mapping[str, Mapping[str, Any]]
    failures: Failures
    left_out: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def unread(self) -> frozenset[str]:
        """Files that are here and need an extra that is not installed."""
        skipped: list[UnusableFile | SkippedImage] = []
        for dataset in self.evidence.datasets.values():
            skipped += dataset.skipped
        for validation in self.evidence.validations.values():
            skipped += validation.skipped
        faults = [
            fault
            for entry in skipped
            for fault in (entry.faults if isinstance(entry, SkippedImage) else (entry,))
        ]
        told = {fault.path for fault in faults if NEEDS_EXTRA in fault.because}
        problems = [problem for found in self.failures.values() for problem in found]
        told |= {problem.file for problem in problems if NEEDS_EXTRA in problem.message}
        return frozenset(told)


def _present(root: Path, paths: Collection[str]) -> tuple[frozenset[str], dict[str, str]]:
    """Return which files are absent, and why others cannot be opened."""
    absent: set[str] = set()
    refused: dict[str, str] = {}
    for path in sorted(paths):
        if is_folder_image(root, path):
            continue
        try:
            open_inside(root, path, max_bytes=MAX_HASHED_BYTES).close()
        except ReplicardError as error:
            problem = problems_of(error, path)[0]
            if problem.code == _ABSENT:
                absent.add(path)
            else:
                refused[path] = problem.message
    return frozenset(absent), refused


def _hashed(
    root: Path,
    paths: Collection[str],
    found: Mapping[str, Mapping[str, Any]],
    *,
    absent: frozenset[str],
    refused: Mapping[str, str],
) -> Here:
    """Return what the files are: most were hashed as they were read, others are hashed now."""
    records: dict[str, FileRecord] = {}
    refusals = dict(refused)
    for path in sorted(set(paths) - absent - refused.keys()):
        if path in found:
            fields = {name: found[path][name] for name in FileRecord.model_fields}
            records[path] = FileRecord.model_validate(fields)
            continue
        try:
            records[path] = hash_file(root, path)
        except ReplicardError as error:
            refusals[path] = problems_of(error, path)[0].message
    return Here(records, absent, refusals)


def recompute(
    loaded: LoadedCard,
    claim: Claim,
    environ: Mapping[str, str],
    *,
    workers: Workers,
    track: Track,
    written: Sequence[Path],
) -> Recomputed:
    """Compute everything again.

    Nothing that was computed before is looked at, neither the evidence nor the results
    that are kept for later runs.

    Parameters
    ----------
    written
        Files and folders that the program writes, apart from the usual ones: they are no
        change of the repository.
    """
    root = loaded.path.parent
    absent, refused = _present(root, claim.records.keys())
    left_out = _absent_candidates(claim.evidence, absent)
    failures: Failures = {}
    own = (evidence_path(loaded.path), report_folder(loaded.path), *written)
    with workers.work(check=fitness_check(loaded.path, loaded.sha256), track=track) as work:
        evidence = _gathered(
            loaded,
            environ,
            work,
            own=own,
            claim=claim,
            absent=absent,
            left_out=left_out,
            failures=failures,
        )
    document = evidence.model_dump(mode="json", exclude_none=True)
    parts = [part for key, part in document.items() if key != "card"]
    found = {record["path"]: record for record in file_records(parts)}
    images = {record["path"]: record for record in file_records(parts) if "shape" in record}
    here = _hashed(root, claim.records.keys(), found, absent=absent, refused=refused)
    return Recomputed(evidence, here, images, failures, left_out)


def _gathered(
    loaded: LoadedCard,
    environ: Mapping[str, str],
    work: Work,
    *,
    own: Sequence[Path],
    claim: Claim,
    absent: Collection[str],
    left_out: Mapping[str, Collection[str]],
    failures: Failures,
) -> Evidence:
    root = loaded.path.parent
    return gather_evidence(
        loaded,
        {},
        environ,
        work=work,
        store=None,
        own_files=[os.path.relpath(name, root) for name in own],
        without=_incomplete(claim.evidence, absent, left_out),
        scored=_without_candidates(loaded.card, left_out),
        failures=failures,
    )


def _absent_candidates(evidence: Evidence, absent: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the candidates of which no file is here, where another one has files."""
    found = {}
    for name, validation in evidence.validations.items():
        files = _files_of_candidates(validation)
        without = {c for c, paths in files.items() if paths and paths <= set(absent)}
        if without and without != files.keys():
            found[name] = frozenset(without)
    return found


def _files_of_candidates(validation: ValidationEvidence) -> dict[str, set[str]]:
    files: dict[str, set[str]] = {}
    for pair in validation.pairs:
        for predictions in (pair.predictions, pair.second_predictions):
            for candidate, record in predictions.items():
                files.setdefault(candidate, set()).add(record.path)
    return files


def _without_candidates(card: Card, left_out: Mapping[str, Collection[str]]) -> Card:
    def reduced(name: str, validation: Validation) -> Validation:
        gone = left_out.get(name, ())
        sides = ("candidates", "second_predictions")
        update = {
            side: {c: p for c, p in getattr(validation, side).items() if c not in gone}
            for side in sides
        }
        return validation.model_copy(update=update) if gone else validation

    validations = {name: reduced(name, each) for name, each in card.validations.items()}
    return card.model_copy(update={"validations": validations})


def _incomplete(
    evidence: Evidence, absent: Collection[str], left_out: Mapping[str, Collection[str]]
) -> frozenset[str]:
    """Return the files of images that cannot be scored, since others of them are absent."""
    found: set[str] = set()
    for name, validation in evidence.validations.items():
        gone = left_out.get(name, ())
        for pair in validation.pairs:
            sides: list[ImageRecord | None] = [pair.image, pair.target, pair.second_image]
            for predictions in (pair.predictions, pair.second_predictions):
                sides += [r for candidate, r in predictions.items() if candidate not in gone]
            paths = {record.path for record in sides if record is not None}
            if paths & set(absent):
                found |= paths
    return frozenset(found)
