"""Finding and reading the files that a card names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from replicard.capture import Fingerprint
from replicard.errors import DataError, Problem, ReplicardError
from replicard.files import expand
from replicard.images import LoadedImage, pixels_digest, read_image, read_labels
from replicard.pipeline.progress import Track
from replicard_schema.evidence import ImageRecord


@dataclass(slots=True)
class Reader:
    """Reads files below the folder of the card; keeps what they were, not their pixels.

    Attributes
    ----------
    records
        What is known of every image read so far, by path.
    notes
        What a reader of the report should know about how a file was read, by path.
    """

    root: Path
    records: dict[str, ImageRecord] = field(default_factory=dict)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _pixels: dict[str, str] = field(default_factory=dict)

    def image(self, path: str, *, axes: str | None = None) -> LoadedImage:
        """Read intensities, and remember the file."""
        return self._remember(read_image(self.root, path, axes=axes))

    def labels(
        self, path: str, *, axes: str | None = None, partner: str | None = None
    ) -> LoadedImage:
        """Read a label image, and remember the file; an error names ``partner``, too."""
        return self._remember(read_labels(self.root, path, axes=axes, partner=partner))

    def record(self, path: str) -> ImageRecord:
        """Return what is known of an image, reading it only if it is new."""
        if path not in self.records:
            self.image(path)
        return self.records[path]

    def pixels_sha256(self, path: str) -> str:
        """Return the hash of the decoded pixels, reading the image only if it is new."""
        self.record(path)
        return self._pixels[path]

    def fingerprint(self, path: str, *, axes: str | None = None) -> Fingerprint:
        """Return what tells an image apart from others, reading it only if it is new."""
        if path not in self._pixels:
            self.image(path, axes=axes)
        return Fingerprint(path, self.records[path].sha256, self._pixels[path])

    def _remember(self, loaded: LoadedImage) -> LoadedImage:
        path = loaded.record.path
        self.records[path] = loaded.record
        self.notes[path] = loaded.notes
        self._pixels[path] = pixels_digest(loaded.array)
        return loaded


def find_files(root: Path, pattern: str, *, field_path: str) -> tuple[str, ...]:
    """Return the files that a pattern of the card names.

    Raises
    ------
    DataError
        If there is none.
    """
    found = tuple(expand(root, pattern))
    if found:
        return found
    raise DataError(
        [
            Problem(
                pattern,
                "no file of this name or pattern",
                code="no-files",
                field=field_path,
                hint="check the path, which is relative to the folder of the card; "
                "leave the field out where the files are not at hand",
            )
        ]
    )


def read_all(
    paths: Iterable[str], read: Callable[[str], object], *, label: str, track: Track
) -> None:
    """Read many files and raise all their problems at once.

    Raises
    ------
    DataError
        With the problems of every file that could not be read.
    """
    listed = list(paths)
    problems: list[Problem] = []
    for path in track(listed, label=label, total=len(listed)):
        try:
            read(path)
        except ReplicardError as error:
            problems += problems_of(error, path)
    if problems:
        raise DataError(problems)


def problems_of(error: ReplicardError, path: str) -> tuple[Problem, ...]:
    """Return the problems that an error carries, or make one of its message."""
    if isinstance(error, DataError):
        return error.problems
    return (Problem(path, str(error).removeprefix(f"{path}: "), code="unsafe-path"),)
