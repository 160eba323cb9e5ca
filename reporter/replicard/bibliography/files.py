"""The bibliography files that a card names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from replicard.bibliography.bibtex import read_bibtex
from replicard.bibliography.csl_json import read_csl_json
from replicard.bibliography.records import Record
from replicard.errors import DataError, Position, Problem, ProblemsError, UnsafePathError
from replicard.files import HashedFile, read_hashed
from replicard_schema.text_policy import forbidden_character

MOST_BYTES = 5_000_000
_READERS: Mapping[str, Callable[[str, str], tuple[list[Record], list[Problem]]]] = {
    ".bib": read_bibtex,
    ".json": read_csl_json,
}


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What an author's bibliography files hold.

    Attributes
    ----------
    records
        By what a card calls them, in lower case: ``key:`` and the citation key, and the
        DOI of those that have one.
    files
        The files that were read, with their hashes.
    """

    records: Mapping[str, Record] = field(default_factory=dict)
    files: tuple[HashedFile, ...] = ()


def read_bibliography(root: Path, paths: Iterable[str]) -> Bibliography:
    """Read the bibliography files of a card.

    Parameters
    ----------
    root
        Folder of the card.
    paths
        BibTeX (``.bib``) and CSL-JSON (``.json``) files below it.

    Raises
    ------
    DataError
        With all problems of all files: a file that is missing, too large (5 MB), not in
        UTF-8 or not readable as what it is called, and citation keys that occur twice.
    """
    problems: list[Problem] = []
    records: dict[str, Record] = {}
    files: list[HashedFile] = []
    for path in dict.fromkeys(paths):
        try:
            file = read_hashed(root, path, max_bytes=MOST_BYTES)
            found, complaints = _read(file)
        except ProblemsError as error:
            problems += error.problems
            continue
        except UnsafePathError as error:
            problems.append(Problem(path, str(error), "unsafe-path"))
            continue
        files.append(file)
        problems += complaints
        problems += _added(records, found, path)
    if problems:
        raise DataError(problems)
    return Bibliography(records, tuple(files))


def _read(file: HashedFile) -> tuple[list[Record], list[Problem]]:
    reader = _READERS.get(PurePosixPath(file.path).suffix.lower())
    if reader is None:
        message = "a bibliography is a BibTeX file (.bib) or a CSL-JSON file (.json)"
        return [], [Problem(file.path, message, "bibliography")]
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.content.count(b"\n", 0, error.start) + 1
        message = "not UTF-8; save the file with this encoding"
        return [], [Problem(file.path, message, "bibliography", Position(line, 1))]
    forbidden = forbidden_character(text)
    if forbidden is not None:
        start, what = forbidden
        line = text.count("\n", 0, start) + 1
        place = Position(line, start - text.rfind("\n", 0, start))
        return [], [Problem(file.path, f"the file holds {what}", "bibliography", place)]
    return reader(text, file.path)


def _added(records: dict[str, Record], found: Iterable[Record], path: str) -> list[Problem]:
    """Add records; different ones must not have one key, whatever its capitals."""
    problems = []
    for record in found:
        name = f"key:{str(record['id']).lower()}"
        if records.setdefault(name, record) != record:
            message = f"the citation key {record['id']} stands for another record as well"
            problems.append(Problem(path, message, "bibliography"))
        if "DOI" in record:
            records.setdefault(str(record["DOI"]).lower(), record)
    return problems
