"""The evidence file as a claim: read strictly, and believed in nothing."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from replicard.errors import DataError, Problem
from replicard.files import read_hashed
from replicard.pipeline.evidence_file import MAX_EVIDENCE_BYTES, evidence_path
from replicard_schema.evidence import Evidence
from replicard_schema.scalars import shown

_CARDS = (".yaml", ".yml")


@dataclass(frozen=True)
class Claim:
    """An evidence file.

    Attributes
    ----------
    evidence
        What it says.
    sha256s
        SHA-256 of its bytes, and of its text with the line ends of Unix.
    """

    path: Path
    evidence: Evidence
    sha256s: tuple[str, str]

    @cached_property
    def document(self) -> dict[str, Any]:
        """The evidence as plain data; what is None is absent."""
        return self.evidence.model_dump(mode="json", exclude_none=True)

    @cached_property
    def records(self) -> dict[str, list[dict[str, Any]]]:
        """Every record of a file in the evidence, by its path; without that of the card."""
        found: dict[str, list[dict[str, Any]]] = {}
        for key, part in self.document.items():
            if key != "card":
                for record in file_records(part):
                    found.setdefault(record["path"], []).append(record)
        return found


def file_records(part: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - plain data
    """Yield the records of files in plain data, at any depth."""
    if is_record(part):
        yield part
    elif isinstance(part, dict):
        for child in part.values():
            yield from file_records(child)
    elif isinstance(part, list):
        for child in part:
            yield from file_records(child)


def is_record(part: object) -> bool:
    """Say whether plain data are the record of a file."""
    return isinstance(part, dict) and {"path", "sha256", "bytes"} <= part.keys()


def read_claim(card: Path, *, elsewhere: Path | None = None) -> Claim:
    """Read the evidence beside a card.

    Parameters
    ----------
    elsewhere
        Folder to look in if there is none beside the card.

    Raises
    ------
    DataError
        If there is none, or it cannot be read, in one sentence.
    """
    path = evidence_path(card)
    if not path.is_file() and elsewhere is not None and (elsewhere / path.name).is_file():
        path = elsewhere / path.name
    content = read_hashed(path.parent, path.name, max_bytes=MAX_EVIDENCE_BYTES).content
    try:
        evidence = Evidence.model_validate_json(content)
    except ValidationError as error:
        raise _unreadable(path, _why(error, content)) from error
    except RecursionError as error:
        raise _unreadable(path, "is nested too deeply") from error
    unix = content.replace(b"\r\n", b"\n")
    return Claim(path, evidence, (_sha256(content), _sha256(unix)))


def find_card(path: Path) -> Path:
    """Return a card: the path itself, or the one card of a folder that has evidence.

    Raises
    ------
    DataError
        If a folder holds none or several.
    """
    if not path.is_dir():
        return path
    cards = [each for each in sorted(path.iterdir()) if each.suffix.lower() in _CARDS]
    with_evidence = [each for each in cards if evidence_path(each).is_file()]
    if len(with_evidence) == 1:
        return with_evidence[0]
    if with_evidence:
        names = ", ".join(each.name for each in with_evidence)
        problem = Problem(
            path.as_posix(),
            f"the folder holds several cards with evidence: {names}",
            code="several-cards",
            hint="name one of them",
        )
        raise DataError([problem])
    problem = Problem(
        path.as_posix(),
        "the folder holds no card with an evidence file beside it",
        code="no-evidence",
        hint="an evidence file is called as its card, and ends in .evidence.json",
    )
    raise DataError([problem])


def _why(error: ValidationError, content: bytes) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return "is not JSON, or was cut off"
    where = ".".join(str(part) for part in first["loc"])
    written_by = _version(content)
    by = f", written by Replicard {written_by}" if written_by else ""
    noun = (
        "an unknown field" if first["type"] == "extra_forbidden" else "a value that is not allowed"
    )
    return f"is no evidence that this version can read{by}: it has {noun} at {shown(where)}"


def _version(content: bytes) -> str | None:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    version = document.get("replicard_version") if isinstance(document, dict) else None
    return shown(version) if isinstance(version, str) else None


def _unreadable(path: Path, why: str) -> DataError:
    return DataError([Problem(path.as_posix(), f"the evidence file {why}", code="no-evidence")])


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
