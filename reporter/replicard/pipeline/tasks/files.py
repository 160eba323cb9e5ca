"""Tasks about one file: its hash, or all that is known of an image."""

from dataclasses import dataclass
from pathlib import Path

from replicard.errors import DataError, Problem, ReplicardError
from replicard.files import hash_file
from replicard.images import LoadedImage, read_image, read_labels
from replicard.pipeline.tasks.facts import FileFacts, Role, facts_of
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
    root
        Folder of the card.
    path
        Below it, with forward slashes.
    axes
        Axes as the card names them.
    as_labels
        Whether it must be a label image.
    wanted
        Names of computations besides those of the role.
    """

    root: Path
    path: str
    role: Role
    axes: str | None = None
    as_labels: bool = False
    wanted: tuple[str, ...] = ()

    def __call__(self) -> FileOutcome:
        """Read the file."""
        try:
            image = load(self.root, self.path, axes=self.axes, as_labels=self.as_labels)
            return FileOutcome(self.path, facts_of(image, self.role, wanted=self.wanted))
        except ReplicardError as error:
            return FileOutcome(self.path, problems=problems_of(error, self.path))


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


def load(
    root: Path,
    path: str,
    *,
    axes: str | None = None,
    as_labels: bool = False,
    partner: str | None = None,
) -> LoadedImage:
    """Read an image, or a label image.

    Raises
    ------
    DataError
        With what is wrong with the file; that of a label image names ``partner``, too.
    """
    if as_labels:
        return read_labels(root, path, axes=axes, partner=partner)
    return read_image(root, path, axes=axes)


def problems_of(error: ReplicardError, path: str) -> tuple[Problem, ...]:
    """Return the problems that an error carries, or make one of its message."""
    if isinstance(error, DataError):
        return error.problems
    return (Problem(path, str(error).removeprefix(f"{path}: "), code="unsafe-path"),)
