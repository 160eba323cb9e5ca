"""What results follow from, as a digest, and whether earlier ones still hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from replicard.metrics import library_versions
from replicard.pipeline.evidence_file import digest
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks import HashTask
from replicard_schema.evidence import FileRecord


@dataclass(frozen=True, slots=True)
class Inputs:
    """Settings and files that results follow from.

    Attributes
    ----------
    settings
        Plain data.
    files
        Paths relative to the card, in any order.
    label
        What the work is called while it is going on.
    """

    settings: Mapping[str, object]
    files: tuple[str, ...]
    label: str

    def digest(self, hashes: Mapping[str, str]) -> str:
        """Return a digest of everything, with the hash of each file by its path."""
        return digest(
            {
                "settings": self.settings,
                "files": {path: hashes.get(path) for path in sorted(set(self.files))},
                "libraries": library_versions(),
            }
        )

    def of_files_read(self, reader: Reader) -> str:
        """Return the digest of the files that could be read in this run."""
        known = [path for path in self.files if reader.has(path)]
        return self.digest({path: reader.record(path).sha256 for path in known})

    def are_unchanged(
        self, earlier: str, records: Iterable[FileRecord | None], reader: Reader
    ) -> bool:
        """Say whether earlier evidence follows from the very same input.

        Files are hashed only where nothing else tells.

        Parameters
        ----------
        earlier
            Digest of the earlier evidence.
        records
            Files that it names.
        """
        known = {record.path: record.sha256 for record in records if record is not None}
        if self.digest(known) != earlier:
            return False
        tasks = [HashTask(reader.root, path) for path in sorted(set(self.files))]
        found = reader.work.run(tasks, label=f"hashing {self.label}")
        return self.digest({f.path: f.record.sha256 for f in found if f.record}) == earlier


def file_record(path: str, reader: Reader) -> FileRecord:
    """Return the file alone, without what is in it: repeats are many and alike."""
    record = reader.record(path)
    return FileRecord(path=record.path, sha256=record.sha256, bytes=record.bytes)
