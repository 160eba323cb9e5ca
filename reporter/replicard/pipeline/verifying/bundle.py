"""An unpacked bundle against its own manifest: nothing added, nothing changed on the way."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from replicard.errors import ReplicardError
from replicard.files import hash_file, read_hashed
from replicard.pipeline.outputs import MANIFEST
from replicard.pipeline.tasks.files import problems_of
from replicard_schema.verification import Agreement, ChangedValue, ClaimKind, VerifiedItem

_MOST_BYTES = 256 << 20


def compare_bundle(
    folder: Path, checked: Iterable[str], report: str | None
) -> Iterator[VerifiedItem]:
    """Yield an item for each file of a bundle that nothing else has checked.

    Archives of other origin have no such manifest; then there is nothing to yield.

    Parameters
    ----------
    checked
        Paths of data files that were compared with the evidence.
    report
        Folder of the report, which has a manifest of its own.
    """
    listed = _listed(folder)
    if listed is None:
        return
    done = set(checked)
    for name, sha256 in listed.items():
        if name not in done and not (report and name.startswith(f"{report}/")):
            yield _compared(folder, name, sha256)
    here = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for name in sorted(set(here) - listed.keys() - {MANIFEST}):
        change = ChangedValue(place=name, found="a file")
        yield _item(name, (change,), because="the manifest of the bundle does not name it")


def _listed(folder: Path) -> dict[str, str] | None:
    """Return the files that the manifest of a bundle names, with their hashes."""
    try:
        document = json.loads(read_hashed(folder, MANIFEST, max_bytes=_MOST_BYTES).content)
        if "blind" not in document:
            return None
        return {str(each["path"]): str(each["sha256"]) for each in document["files"]}
    except (ReplicardError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _compared(folder: Path, name: str, sha256: str) -> VerifiedItem:
    try:
        found = hash_file(folder, name).sha256
    except ReplicardError as error:
        because = problems_of(error, name)[0].message
        return _item(name, (ChangedValue(place=name, claimed=sha256),), because=because)
    if found == sha256:
        return _item(name)
    change = ChangedValue(place=f"{name}: sha256", claimed=sha256, found=found)
    return _item(name, (change,), because="it was edited after the bundle was made")


def _item(
    name: str, changes: tuple[ChangedValue, ...] = (), *, because: str | None = None
) -> VerifiedItem:
    return VerifiedItem(
        kind=ClaimKind.BUNDLE,
        place=name,
        agreement=Agreement.CHANGED if changes else Agreement.SAME,
        n_values=1,
        changes=changes,
        n_changes=len(changes),
        because=because,
    )
