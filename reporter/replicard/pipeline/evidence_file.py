"""The evidence file beside the card."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from replicard.errors import ReplicardError
from replicard.files import read_hashed
from replicard.loading import LoadedCard

if TYPE_CHECKING:
    from replicard_schema.evidence import Evidence

MAX_EVIDENCE_BYTES = 256 << 20


def evidence_path(card: Path) -> Path:
    """Return where the evidence of a card lies.

    >>> evidence_path(Path("study/card.yaml")).as_posix()
    'study/card.evidence.json'
    """
    return card.with_name(f"{card.stem}.evidence.json")


def report_folder(card: Path) -> Path:
    """Return where the report of a card goes unless the user says otherwise.

    >>> report_folder(Path("study/card.yaml")).as_posix()
    'study/card-report'
    """
    return card.with_name(f"{card.stem}-report")


def load_evidence(card: Path, *, elsewhere: Path | None = None) -> "Evidence | None":
    """Return the evidence beside a card, or None if there is none that can be used.

    Evidence that cannot be read is taken as absent: it is computed again, never
    repaired.

    Parameters
    ----------
    elsewhere
        Folder to look in if there is none beside the card.
    """
    # The models of evidence take long to build; most checks find no evidence file.
    path = evidence_path(card)
    if not path.is_file() and elsewhere is not None:
        path = elsewhere / path.name
    if not path.is_file():
        return None
    from pydantic import ValidationError  # noqa: PLC0415 - see above

    from replicard_schema.evidence import Evidence  # noqa: PLC0415 - see above

    try:
        file = read_hashed(path.parent, path.name, max_bytes=MAX_EVIDENCE_BYTES)
        return Evidence.model_validate_json(file.content)
    except (ReplicardError, ValidationError):
        return None


def matching_evidence(loaded: LoadedCard) -> "Evidence | None":
    """Return the evidence if it was computed for the card as it stands."""
    evidence = load_evidence(loaded.path)
    if evidence is None or evidence.card.sha256 != loaded.sha256:
        return None
    return evidence


def evidence_bytes(evidence: "Evidence") -> bytes:
    """Return the content of the evidence file: the same evidence gives the same bytes."""
    document = evidence.model_dump(mode="json", exclude_none=True)
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def digest(document: Mapping[str, object]) -> str:
    """Return the SHA-256 of plain data, whatever the order of its keys."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
