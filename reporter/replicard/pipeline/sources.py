"""Finding and reading the files that a card names."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import JsonValue

from replicard.capture import Fingerprint
from replicard.errors import DataError, Problem
from replicard.execution import Store, Work, WorkInTurn
from replicard.files import expand
from replicard.images import LoadedImage, read_image, read_labels
from replicard.pipeline.tasks import FileFacts, FileTask, Opening
from replicard.pipeline.tasks.facts import computations
from replicard_schema.evidence import ImageRecord


@dataclass(slots=True)
class Reader:
    """Reads files below the folder of the card; keeps what they were, not their pixels.

    Attributes
    ----------
    work
        Runs the tasks that read and measure.
    store
        Results of earlier runs.
    is_strict
        Whether a file that cannot be used stops everything; otherwise it is left out.
    is_lenient
        Whether a data set goes on without any file, where none can be had.
    without
        Files that no image is scored with.
    facts
        What is known of every image read so far, by path.
    """

    root: Path
    work: Work = field(default_factory=WorkInTurn)
    store: Store | None = None
    is_strict: bool = False
    is_lenient: bool = False
    without: Collection[str] = ()
    facts: dict[str, FileFacts] = field(default_factory=dict)

    def opening(self, axes: str | None) -> Opening:
        """Return how tasks open files whose axes the card names so."""
        return Opening(self.root, axes, self.store)

    def image(self, path: str, *, axes: str | None = None) -> LoadedImage:
        """Read intensities, to show them; of a large image a piece from its middle."""
        return read_image(self.root, path, axes=axes).to_show()

    def labels(self, path: str, *, axes: str | None = None) -> LoadedImage:
        """Read a label image, to show it; of a large one a piece from its middle."""
        return read_labels(self.root, path, axes=axes).to_show()

    def read(self, tasks: Sequence[FileTask], *, label: str) -> dict[str, tuple[Problem, ...]]:
        """Read images of which not all that is wanted is known.

        Returns
        -------
        dict
            Problems of every file that could not be read, by path.
        """
        new = [task for task in tasks if not self._knows(task)]
        outcomes = self.work.run(new, label=label)
        self.take(outcome.facts for outcome in outcomes if outcome.facts)
        return {outcome.path: outcome.problems for outcome in outcomes if outcome.problems}

    def take(self, facts: Iterable[FileFacts]) -> None:
        """Remember what is known of files, beside what was known before."""
        for new in facts:
            known = self.facts.get(new.record.path)
            computed = {**(known.computed if known else {}), **new.computed}
            self.facts[new.record.path] = replace(new, computed=computed)

    def has(self, path: str) -> bool:
        """Say whether a file was read."""
        return path in self.facts

    def record(self, path: str) -> ImageRecord:
        """Return the file and what is in it; it must have been read."""
        return self.facts[path].record

    def notes(self, path: str) -> tuple[str, ...]:
        """Return what should be known about how a file was read; nothing if it was not."""
        return self.facts[path].notes if path in self.facts else ()

    def pixels_sha256(self, path: str) -> str:
        """Return the hash of the decoded pixels of a file that was read."""
        return self.facts[path].pixels_sha256

    def fingerprint(self, path: str) -> Fingerprint:
        """Return what tells an image that was read apart from others."""
        facts = self.facts[path]
        return Fingerprint(path, facts.record.sha256, facts.pixels_sha256)

    def computed(self, path: str, name: str) -> JsonValue:
        """Return what a computation of ``FILE_COMPUTATIONS`` gave for a file."""
        return self.facts[path].computed[name]

    def _knows(self, task: FileTask) -> bool:
        known = self.facts.get(task.path)
        return known is not None and set(computations(task.role, task.wanted)) <= set(
            known.computed
        )


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
