"""The files that evidence names against those that are here."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from replicard.errors import ReplicardError
from replicard.files import read_hashed
from replicard.pipeline.verifying.claim import Claim, file_records
from replicard.pipeline.verifying.recomputing import Recomputed
from replicard_schema.verification import Agreement, ChangedValue, ClaimKind, VerifiedItem

LINE_ENDS = "the text is the same with the line ends of another operating system"
_MAX_TEXT_BYTES = 64 << 20
_FIELDS = ("sha256", "bytes", "shape", "axes", "dtype", "pixel_size_um")
_NO_PERMISSION = "there is no permission to read it"


def compare_files(claim: Claim, recomputed: Recomputed, root: Path) -> Iterator[VerifiedItem]:
    """Yield an item for each file that the evidence names, and for each that it does not."""
    for path, claimed in claim.records.items():
        yield _compared(path, claimed, recomputed, root)
    found = recomputed.evidence.model_dump(mode="json", exclude_none=True)
    parts = [part for key, part in found.items() if key != "card"]
    new = {r["path"]: r for r in file_records(parts) if r["path"] not in claim.records}
    for path, record in new.items():
        change = ChangedValue(place=path, found=f"SHA-256 {record['sha256']}")
        yield _item(
            path,
            Agreement.CHANGED,
            (change,),
            because="the file is here and the evidence does not name it",
        )


def line_ends_differ(root: Path, path: str, sha256: str) -> bool:
    """Say whether a text file has a hash once its line ends are those of another system."""
    try:
        content = read_hashed(root, path, max_bytes=_MAX_TEXT_BYTES).content
    except ReplicardError:
        return False
    if b"\0" in content:
        return False
    unix = content.replace(b"\r\n", b"\n")
    return sha256 in {
        hashlib.sha256(unix).hexdigest(),
        hashlib.sha256(unix.replace(b"\n", b"\r\n")).hexdigest(),
    }


def _compared(
    path: str, claimed: list[dict[str, Any]], recomputed: Recomputed, root: Path
) -> VerifiedItem:
    here = recomputed.here
    if path in here.absent:
        return _item(path, Agreement.NOT_CHECKED, because="the file is not here")
    if path in here.refused:
        why = here.refused[path]
        is_hidden = why == _NO_PERMISSION
        return _item(path, Agreement.NOT_CHECKED if is_hidden else Agreement.CHANGED, because=why)
    found: dict[str, Any] = here.records[path].model_dump(mode="json")
    found |= {k: v for k, v in recomputed.images.get(path, {}).items() if k not in found}
    changes: tuple[ChangedValue, ...] = ()
    for change in _changes(path, claimed, found):  # a file may be named several times
        changes += () if change in changes else (change,)
    if not changes:
        return _unchanged(path, claimed, found)
    if line_ends_differ(root, path, claimed[0]["sha256"]):
        return _item(path, Agreement.WITHIN_TOLERANCE, changes, because=LINE_ENDS)
    return _item(path, Agreement.CHANGED, changes)


def _unchanged(path: str, claimed: list[dict[str, Any]], found: Mapping[str, Any]) -> VerifiedItem:
    if any("shape" in record for record in claimed) and "shape" not in found:
        because = "its bytes are the same; what is in the image was not read here"
        return _item(path, Agreement.NOT_CHECKED, because=because)
    return _item(path, Agreement.SAME)


def _changes(
    path: str, claimed: list[dict[str, Any]], found: Mapping[str, Any]
) -> Iterator[ChangedValue]:
    for record in claimed:
        differs = record["sha256"] != found["sha256"]
        for name in _FIELDS:
            if name == "bytes" and differs:  # the hash says more
                continue
            if name in record and name in found and record[name] != found[name]:
                yield ChangedValue(place=f"{path}: {name}", claimed=record[name], found=found[name])


def _item(
    path: str,
    agreement: Agreement,
    changes: tuple[ChangedValue, ...] = (),
    *,
    because: str | None = None,
) -> VerifiedItem:
    return VerifiedItem(
        kind=ClaimKind.FILES,
        place=path,
        agreement=agreement,
        n_values=1,
        changes=changes,
        n_changes=len(changes),
        because=because,
        tolerance=LINE_ENDS if because == LINE_ENDS else None,
    )
