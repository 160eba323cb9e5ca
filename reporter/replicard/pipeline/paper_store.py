"""Records of papers that registries gave, kept for later runs with the day they came."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from replicard.bibliography.records import Record, RecordError, checked
from replicard.errors import ReplicardError
from replicard.execution import cache_folder
from replicard.files import open_inside, write_atomic

_FOLDER = "papers"
_MOST_BYTES = 2_000_000
_MOST_DAYS = 180


def paper_store(environ: Mapping[str, str], today: date) -> "PaperStore | None":
    """Return where this user's records are kept, or None if nothing is kept."""
    folder = cache_folder(environ)
    return None if folder is None else PaperStore(folder / _FOLDER, today)


@dataclass(frozen=True, slots=True)
class PaperStore:
    """A folder with one file for each DOI.

    Attributes
    ----------
    today
        Day of the run; a record is asked for again after half a year.
    """

    folder: Path
    today: date

    def records(self, dois: Iterable[str]) -> dict[str, Record]:
        """Return what is kept, by DOI in lower case; a file that cannot be used is not there."""
        found: dict[str, Record] = {}
        for doi in dois:
            with suppress(ReplicardError, OSError, ValueError, KeyError, RecordError):
                name = _name(doi)
                with open_inside(self.folder, name, max_bytes=_MOST_BYTES) as handle:
                    kept = json.loads(handle.read())
                age = (self.today - date.fromisoformat(kept["date"])).days
                record = checked(kept["record"])
                if 0 <= age <= _MOST_DAYS and str(record.get("DOI", "")).lower() == doi.lower():
                    found[doi.lower()] = record
        return found

    def keep(self, records: Mapping[str, Record]) -> None:
        """Keep records; a folder that cannot be written to keeps nothing."""
        for doi, record in records.items():
            document = {"doi": doi, "date": self.today.isoformat(), "record": record}
            text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
            with suppress(ReplicardError, OSError):
                self.folder.mkdir(parents=True, exist_ok=True)
                write_atomic(self.folder / _name(doi), text.encode())


def _name(doi: str) -> str:
    return f"{hashlib.sha256(doi.lower().encode()).hexdigest()}.json"
