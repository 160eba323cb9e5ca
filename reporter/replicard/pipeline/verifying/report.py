"""A report folder against its manifest, and against what card and evidence give."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from replicard.errors import ReplicardError
from replicard.files import hash_file, read_hashed
from replicard.loading import LoadedCard
from replicard.pipeline.outputs import MANIFEST
from replicard.pipeline.tasks.files import problems_of
from replicard.pipeline.verifying.claim import Claim
from replicard.pipeline.verifying.files import LINE_ENDS, line_ends_differ
from replicard.pipeline.verifying.rewriting import Rewritten, rewritten
from replicard_schema.verification import Agreement, ChangedValue, ClaimKind, VerifiedItem

_MOST_BYTES = 1 << 30
_LONGEST = 100
_BEFORE = 30
"""Characters that are shown before the first one that differs."""
_BY_HASH = "its bytes are those of the manifest; it was not written again"


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a manifest says, or why it says nothing."""

    files: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, str] = ("", "")
    unreadable_because: str | None = None


def compare_report(
    folder: Path, loaded: LoadedCard, claim: Claim, *, same_software: bool, same_program: bool
) -> Iterator[VerifiedItem]:
    """Yield an item for the manifest of a folder, and for every file in it.

    Texts, checklists, figures and tables are written again from the card and the evidence
    as it is claimed, with the options of the manifest; nothing is written to disk.

    Parameters
    ----------
    same_software, same_program
        Whether libraries and this program have the versions that the evidence names.
    """
    listed = _read_manifest(folder)
    if listed.unreadable_because is not None:
        yield _item(MANIFEST, Agreement.CHANGED, because=listed.unreadable_because)
        return
    yield _compare_manifest(listed, loaded, claim)
    again = rewritten(loaded, claim.evidence, listed.options)
    excuse = _excuse(again, same_software=same_software, same_program=same_program)
    for path, sha256 in listed.files.items():
        yield _compare_file(folder, path, sha256, again, excuse)
    for path in sorted(again.files.keys() - listed.files.keys()):
        change = ChangedValue(place=path, found="a file that card and evidence give")
        agreement = Agreement.NOT_CHECKED if excuse else Agreement.CHANGED
        because = excuse or "the manifest does not name it"
        yield _item(path, agreement, (change,), because=because)


def _read_manifest(folder: Path) -> _Listed:
    try:
        document = json.loads(read_hashed(folder, MANIFEST, max_bytes=_MOST_BYTES).content)
        files = {str(entry["path"]): str(entry["sha256"]) for entry in document["files"]}
        options = document.get("options", {})
        sources = (str(document["card_sha256"]), str(document["evidence_sha256"]))
    except ReplicardError as error:
        return _Listed(unreadable_because=problems_of(error, MANIFEST)[0].message)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _Listed(unreadable_because="it is no manifest of a report")
    return _Listed(files, options if isinstance(options, dict) else {}, sources)


def _compare_manifest(listed: _Listed, loaded: LoadedCard, claim: Claim) -> VerifiedItem:
    card, evidence = listed.sources
    changes = []
    root = loaded.path.parent
    if card != loaded.sha256 and not line_ends_differ(root, loaded.path.name, card):
        place = f"{MANIFEST}: card_sha256"
        changes.append(ChangedValue(place=place, claimed=card, found=loaded.sha256))
    if evidence not in claim.sha256s:
        place = f"{MANIFEST}: evidence_sha256"
        changes.append(ChangedValue(place=place, claimed=evidence, found=claim.sha256s[0]))
    because = "the report was made from another card or other evidence" if changes else None
    agreement = Agreement.CHANGED if changes else Agreement.SAME
    return _item(MANIFEST, agreement, tuple(changes), because=because)


def _excuse(again: Rewritten, *, same_software: bool, same_program: bool) -> str | None:
    """Return why what is written again may differ from what the authors wrote."""
    if not same_program:
        return "the report was written by another version of this program"
    if not (same_software and again.same_packages):
        return "the report was written with other versions of libraries"
    return None


def _compare_file(
    folder: Path, path: str, sha256: str, again: Rewritten, excuse: str | None
) -> VerifiedItem:
    try:
        found = hash_file(folder, path, max_bytes=_MOST_BYTES).sha256
    except ReplicardError as error:
        problem = problems_of(error, path)[0]
        is_absent = problem.code == "missing-file"
        agreement = Agreement.NOT_CHECKED if is_absent else Agreement.CHANGED
        return _item(path, agreement, because=problem.message)
    expected = again.files.get(path)
    if found != sha256:
        return _changed_file(folder, path, sha256, found, expected)
    if expected is None:
        return _of_manifest_alone(path, again)
    return _compare_content(folder, path, expected, excuse)


def _of_manifest_alone(path: str, again: Rewritten) -> VerifiedItem:
    if again.missing_because is None or not again.would_write(path):
        return _item(path, Agreement.SAME, because=_BY_HASH)
    because = f"its hash is right; it cannot be written again: {again.missing_because}"
    return _item(path, Agreement.NOT_CHECKED, because=because)


def _compare_content(folder: Path, path: str, expected: bytes, excuse: str | None) -> VerifiedItem:
    content = read_hashed(folder, path, max_bytes=_MOST_BYTES).content
    if content == expected:
        return _item(path, Agreement.SAME)
    if excuse:
        return _item(path, Agreement.NOT_CHECKED, because=f"its hash is right; {excuse}")
    changes = _difference(path, content, expected)
    because = "it is not what card and evidence give, although it is the file of the manifest"
    return _item(path, Agreement.CHANGED, changes, because=because)


def _changed_file(
    folder: Path, path: str, sha256: str, found: str, expected: bytes | None
) -> VerifiedItem:
    if line_ends_differ(folder, path, sha256):
        return _item(path, Agreement.WITHIN_TOLERANCE, because=LINE_ENDS)
    hashes = ChangedValue(place=f"{path}: sha256", claimed=sha256, found=found)
    if expected is None:
        because = "it was edited after the build"
        return _item(path, Agreement.CHANGED, (hashes,), because=because)
    content = read_hashed(folder, path, max_bytes=_MOST_BYTES).content
    if content == expected:
        because = "the file is what card and evidence give; the manifest is wrong about it"
        return _item(path, Agreement.CHANGED, (hashes,), because=because)
    changes = _difference(path, content, expected) or (hashes,)
    return _item(path, Agreement.CHANGED, changes, because="it was edited after the build")


def _difference(path: str, content: bytes, expected: bytes) -> tuple[ChangedValue, ...]:
    """Return the first line that differs; nothing for what is no text."""
    try:
        ours, theirs = content.decode().splitlines(), expected.decode().splitlines()
    except UnicodeDecodeError:
        return ()
    both = zip(ours, theirs, strict=False)
    end = min(len(ours), len(theirs))
    number = next((at for at, (one, other) in enumerate(both) if one != other), end)
    claimed, found = (lines[number] if number < len(lines) else "" for lines in (ours, theirs))
    characters = enumerate(zip(claimed, found, strict=False))
    shared = next((at for at, (one, other) in characters if one != other), 0)
    start = max(0, shared - _BEFORE)
    place = f"{path}, line {number + 1}"
    return (ChangedValue(place=place, claimed=_cut(claimed, start), found=_cut(found, start)),)


def _cut(line: str, start: int) -> str | None:
    part = line[start : start + _LONGEST]
    before, after = "…" if start else "", "…" if start + _LONGEST < len(line) else ""
    return f"{before}{part}{after}" if part else None


def _item(
    path: str,
    agreement: Agreement,
    changes: tuple[ChangedValue, ...] = (),
    *,
    because: str | None = None,
) -> VerifiedItem:
    return VerifiedItem(
        kind=ClaimKind.REPORT,
        place=path,
        agreement=agreement,
        n_values=1,
        changes=changes,
        n_changes=len(changes),
        because=because,
        tolerance=LINE_ENDS if because == LINE_ENDS else None,
    )
