"""Which files were added, removed, replaced or renamed, told by their content."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from replicard.changes.outcome import FileChange
from replicard_schema.evidence import (
    Evidence,
    FileRecord,
    ImagePair,
    TrainingLog,
    ValidationEvidence,
)

Key = tuple[str, str, str, str]
"""Section, id, role, candidate."""


def changed_files(old: Evidence, new: Evidence) -> tuple[FileChange, ...]:
    """Return what became of the files of each data set, model and validation."""
    before, after = _files(old), _files(new)
    keys = dict.fromkeys([*after, *before])
    found = [
        _compared(key, _by_path(before.get(key, ())), _by_path(after.get(key, ()))) for key in keys
    ]
    return tuple(change for change in found if not change.is_empty)


def _files(evidence: Evidence) -> dict[Key, list[FileRecord]]:
    found: dict[Key, list[FileRecord]] = defaultdict(list)
    for name, dataset in evidence.datasets.items():
        found["datasets", name, "image", ""] += dataset.images
        found["datasets", name, "ground-truth file", ""] += dataset.targets
    for name, model in evidence.models.items():
        if isinstance(model.weights, FileRecord):
            found["models", name, "file of the weights", ""].append(model.weights)
        if isinstance(model.log, TrainingLog):
            found["models", name, "training log", ""] += model.log.files
    for name, validation in evidence.validations.items():
        is_told = validation.dataset in evidence.datasets
        for role, candidate, record in _of_validation(validation, is_told=is_told):
            found["validations", name, role, candidate].append(record)
    return found


def _of_validation(
    validation: ValidationEvidence, *, is_told: bool
) -> Iterator[tuple[str, str, FileRecord]]:
    """Yield role, candidate and file; images are left to the data set if that has files."""
    for pair in validation.pairs:
        for role, record in _inputs(pair):
            if record is not None and not (is_told and role != "second capture"):
                yield role, "", record
        for candidate, record in pair.predictions.items():
            yield "prediction", candidate, record
        for candidate, record in pair.second_predictions.items():
            yield "prediction of the second capture", candidate, record
    yield from (("table", "", record) for record in validation.tables)
    yield from _beside_scores(validation)


def _beside_scores(validation: ValidationEvidence) -> Iterator[tuple[str, str, FileRecord]]:
    for model, repeats in validation.repeats.items():
        for repeated in repeats.images:
            yield from (("repeated prediction", model, each) for each in repeated.files.values())
    for model, uncertainty in validation.uncertainty.items():
        yield from (("map of uncertainty", model, image.map) for image in uncertainty.images)
    if validation.annotators is not None:
        for annotated in validation.annotators.images:
            yield from (("annotation", who, each) for who, each in annotated.files.items())


def _inputs(pair: ImagePair) -> Iterator[tuple[str, FileRecord | None]]:
    yield "image", pair.image
    yield "ground-truth file", pair.target
    yield "second capture", pair.second_image


def _by_path(records: Iterable[FileRecord]) -> dict[str, str]:
    return {record.path: record.sha256 for record in records}


def _compared(key: Key, before: Mapping[str, str], after: Mapping[str, str]) -> FileChange:
    changed = [path for path in after if path in before and before[path] != after[path]]
    added = [path for path in after if path not in before]
    removed = [path for path in before if path not in after]
    renamed = _renamed(before, after, removed, added)
    was, now = {one for one, _ in renamed}, {other for _, other in renamed}
    return FileChange(
        *key,
        added=tuple(path for path in added if path not in now),
        removed=tuple(path for path in removed if path not in was),
        changed=tuple(changed),
        renamed=tuple(renamed),
    )


def _renamed(
    before: Mapping[str, str], after: Mapping[str, str], removed: list[str], added: list[str]
) -> list[tuple[str, str]]:
    """Return old and new path of each file that only got another name."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for path in removed:
        waiting[before[path]].append(path)
    return [(waiting[after[p]].pop(0), p) for p in added if waiting.get(after[p])]


def content(pairs: Iterable[ImagePair]) -> dict[str, ImagePair]:
    """Return image pairs by their image, told by content; equal images are numbered."""
    seen: Counter[str] = Counter()
    found = {}
    for pair in pairs:
        first = pair.image or pair.target or next(iter(pair.predictions.values()), None)
        sha256 = first.sha256 if first is not None else pair.name
        found[f"{sha256}-{seen[sha256]}"] = pair
        seen[sha256] += 1
    return found
