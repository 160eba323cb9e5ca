"""What changed of all that the scores of a validation follow from.

Scores follow from files, settings and program versions, and from nothing else. So if one
of these changed alone, it is the cause; if several did, none of them can be named.
"""

import re
from collections.abc import Iterator, Sequence

from replicard.changes.data import content
from replicard.changes.outcome import Cause, CauseKind, ProgramChange, Statement
from replicard_schema.evidence import Evidence, FileRecord, ImagePair, ValidationEvidence

_OF_VALIDATION = ("dataset", "label_kind", "normalisation", "boundary_tolerance", "intervals")
_OF_DATASET = ("axes", "label_kind", "classes", "groups", "acquisition.pixel_size")
_TASK = re.compile(r"models\.[^.]+\.task")


def causes_of(
    name: str,
    old: Evidence,
    new: Evidence,
    statements: Sequence[Statement],
    programs: Sequence[ProgramChange],
) -> tuple[Cause, ...]:
    """Return what changed for a validation that both states have."""
    before, after = old.validations[name], new.validations[name]
    found = [*_of_data(before, after), *_of_predictions(before, after)]
    skipped = sorted({s.name for s in before.skipped} ^ {s.name for s in after.skipped})
    if skipped and not any(cause.kind in {CauseKind.ADDED, CauseKind.REMOVED} for cause in found):
        found.append(Cause(CauseKind.LEFT_OUT, len(skipped), tuple(skipped)))
    settings = tuple(dict.fromkeys(_settings(name, before, after, statements)))
    if settings:
        found.append(Cause(CauseKind.SETTINGS, len(settings), settings))
    if programs:
        names = tuple(program.name for program in programs)
        found.append(Cause(CauseKind.PROGRAMS, len(names), names))
    return tuple(found)


def _of_data(old: ValidationEvidence, new: ValidationEvidence) -> Iterator[Cause]:
    before, after = content(old.pairs), content(new.pairs)
    added = [pair.name for key, pair in after.items() if key not in before]
    removed = [pair.name for key, pair in before.items() if key not in after]
    targets = [
        pair.name
        for key, pair in after.items()
        if key in before
        and (_sha(before[key].target), _sha(before[key].second_image))
        != (_sha(pair.target), _sha(pair.second_image))
    ]
    for kind, names in (
        (CauseKind.ADDED, added),
        (CauseKind.REMOVED, removed),
        (CauseKind.TARGETS, targets),
    ):
        if names:
            yield Cause(kind, len(names), tuple(names))


def _of_predictions(old: ValidationEvidence, new: ValidationEvidence) -> Iterator[Cause]:
    before, after = content(old.pairs), content(new.pairs)
    shared = [(before[key], after[key]) for key in after if key in before]
    for candidate in new.candidates:
        if candidate not in old.candidates:
            continue
        names = tuple(b.name for a, b in shared if _told(a, candidate) != _told(b, candidate))
        if names:
            yield Cause(CauseKind.PREDICTIONS, len(names), names, candidate)


def _told(pair: ImagePair, candidate: str) -> tuple[str | None, ...]:
    both = (pair.predictions.get(candidate), pair.second_predictions.get(candidate))
    return tuple(map(_sha, both))


def _sha(record: FileRecord | None) -> str | None:
    return record.sha256 if record is not None else None


def _settings(
    name: str,
    before: ValidationEvidence,
    after: ValidationEvidence,
    statements: Sequence[Statement],
) -> Iterator[str]:
    homes = [f"validations.{name}.{field}" for field in _OF_VALIDATION]
    homes += [f"datasets.{after.dataset}.{field}" for field in _OF_DATASET]
    for each in statements:
        is_below = any(each.field == home or each.field.startswith(f"{home}.") for home in homes)
        if is_below or _TASK.fullmatch(each.field):
            yield each.field
    place = f"validations.{name}"
    for field in ("dataset", "label_kind", "normalisation"):
        if getattr(before, field) != getattr(after, field):
            yield f"{place}.{field}"
    if [table.sha256 for table in before.tables] != [table.sha256 for table in after.tables]:
        yield f"{place}.tables"
