"""Tasks about one file: its hash, or all that is known of an image."""

from dataclasses import dataclass
from pathlib import Path

from replicard.errors import DataError, Problem, ReplicardError, UndefinedMetricError
from replicard.files import hash_file
from replicard.pipeline.tasks.facts import FileFacts, Role
from replicard.pipeline.tasks.opening import Opening
from replicard.plugins import PlugInError
from replicard_schema.evidence import FileRecord


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What is known of a file, or why nothing is."""

    path: str
    facts: FileFacts | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FileTask:
    """Reads one image and keeps what it is, not its pixels.

    Attributes
    ----------
    path
        Below the folder of the card, with forward slashes.
    as_labels
        Whether it must be a label image.
    wanted
        Names of computations besides those of the role.
    """

    opening: Opening
    path: str
    role: Role
    as_labels: bool = False
    wanted: tuple[str, ...] = ()

    def __call__(self) -> FileOutcome:
        """Read the file."""
        try:
            opened = self.opening.open(
                self.path, self.role, as_labels=self.as_labels, wanted=self.wanted
            )
            return FileOutcome(self.path, opened.facts)
        except ReplicardError as error:
            return FileOutcome(self.path, problems=problems_of(error, self.path))

    def lost(self, why: str) -> FileOutcome:
        """Return the outcome if whoever does the work dies of it."""
        return FileOutcome(self.path, problems=(lost_file(self.path, why),))


@dataclass(frozen=True, slots=True)
class HashOutcome:
    """The hash of a file, or why there is none."""

    path: str
    record: FileRecord | None = None


@dataclass(frozen=True, slots=True)
class HashTask:
    """Hashes one file."""

    root: Path
    path: str

    def __call__(self) -> HashOutcome:
        """Read the file."""
        try:
            return HashOutcome(self.path, hash_file(self.root, self.path))
        except ReplicardError:
            return HashOutcome(self.path)

    def lost(self, why: str) -> HashOutcome:  # noqa: ARG002 - it is hashed again when it is read
        """Return the outcome if whoever does the work dies of it."""
        return HashOutcome(self.path)


def lost_file(path: str, why: str) -> Problem:
    """Say that a file is left out since whoever read it died."""
    return Problem(
        path, why, code="worker-died", hint="look at the memory that is free, or use fewer workers"
    )


def problems_of(error: ReplicardError, path: str) -> tuple[Problem, ...]:
    """Return the problems that an error carries, or make one of its message."""
    if isinstance(error, DataError):
        return error.problems
    if isinstance(error, UndefinedMetricError):  # of an image too large to be held in memory
        return (Problem(path, str(error), code="image-too-large"),)
    if isinstance(error, PlugInError):
        return (Problem(path, str(error), code="plug-in"),)
    return (Problem(path, str(error).removeprefix(f"{path}: "), code="unsafe-path"),)
