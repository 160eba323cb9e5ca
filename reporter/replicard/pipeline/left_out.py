"""Images that could not be used: left out, recorded, and told as a finding."""

from collections.abc import Iterable, Sequence

from replicard.errors import Problem
from replicard.images import FilePair
from replicard.pipeline.tasks import PairOutcome
from replicard_schema.evidence import SkippedImage, UnusableFile
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity

_SHOWN = 3
_HINT = "mend, replace or remove what is named, then evaluate again; --strict stops instead"


def skipped_images(
    pairs: Sequence[FilePair], outcomes: Sequence[PairOutcome]
) -> tuple[SkippedImage, ...]:
    """Return the images with problems."""
    return tuple(
        SkippedImage(name=pair.name, faults=unusable(outcome.problems))
        for pair, outcome in zip(pairs, outcomes, strict=True)
        if outcome.problems
    )


def unusable(problems: Iterable[Problem]) -> tuple[UnusableFile, ...]:
    """Write problems of files down for the evidence."""
    return tuple(
        UnusableFile(path=problem.file, code=problem.code, because=problem.message)
        for problem in problems
    )


def images_left_out(skipped: Sequence[SkippedImage], *, n_used: int, field: str) -> list[Finding]:
    """Return an error that says which images are missing from all scores."""
    if not skipped:
        return []
    n = n_used + len(skipped)
    verb = "was" if len(skipped) == 1 else "were"
    reasons = [f"{fault.path} {fault.because}" for image in skipped for fault in image.faults]
    message = (
        f"{len(skipped)} of {n} images {verb} left out, so all scores rest on {n_used}: "
        f"{_some(reasons)}"
    )
    files = (fault.path for image in skipped for fault in image.faults)
    return [_finding("skipped-images", message, field, files)]


def files_left_out(skipped: Sequence[UnusableFile], *, n_used: int, field: str) -> list[Finding]:
    """Return an error that says which files of a data set could not be read."""
    if not skipped:
        return []
    verb = "was" if len(skipped) == 1 else "were"
    message = (
        f"{len(skipped)} of {n_used + len(skipped)} files could not be read and {verb} left out: "
        f"{_some([f'{fault.path} {fault.because}' for fault in skipped])}"
    )
    return [_finding("skipped-files", message, field, (fault.path for fault in skipped))]


def _finding(code: str, message: str, field: str, files: Iterable[str]) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        field=field,
        message=message,
        hint=_HINT,
        files=tuple(dict.fromkeys(files)),
    )


def _some(reasons: Sequence[str]) -> str:
    more = len(reasons) - _SHOWN
    shown = "; ".join(reasons[:_SHOWN])
    return f"{shown}; and {more} more" if more > 0 else shown
