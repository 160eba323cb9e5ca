"""What stands in an output folder before a build: kept if edited, removed if out of date.

Authors edit the methods text where they find it. The next build must not take that
away, and must not leave a PDF or a figure beside texts that say something else.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from replicard.errors import ReplicardError
from replicard.files import hash_file, read_hashed, write_atomic

_MAX_BYTES = 1 << 30
_REMOVABLE = re.compile(
    r"report\.pdf|methods\.(?:docx|odt)|texts/[\w-]+\.[a-z]{2,5}|figures/(?:[\w.-]+\.(?:svg|png)|legends\.md)"
    r"|checklist-[\w.-]+\.(?:md|html|csv|json|pdf|docx)"
    r"|checklists(?:-summary)?\.(?:md|html|csv|json|pdf|docx)"
)
"""What may be removed; a manifest that somebody else wrote can name any file."""


@dataclass(frozen=True, slots=True)
class EarlierBuild:
    """Files that an earlier build wrote into a folder, as its manifest tells.

    Attributes
    ----------
    sha256
        Of each file, by path; of the manifest itself, too. Empty if there is none.
    sources
        Hashes of the card and the evidence that it was made from.
    """

    folder: Path
    sha256: Mapping[str, str]
    sources: tuple[object, object] | None

    def keep_edited(self, new_sha256: Mapping[str, str]) -> dict[str, str]:
        """Copy every file that will be replaced although this program did not write it.

        Parameters
        ----------
        new_sha256
            Hash of each file that will be written, by path.

        Returns
        -------
        dict
            Path of each copy, by the path of the file.

        Raises
        ------
        OutputError
            If a copy cannot be written.
        """
        kept = {}
        for name, sha256 in new_sha256.items():
            found = _sha256(self.folder, name)
            if found in {None, sha256, self.sha256.get(name)}:
                continue
            path = PurePosixPath(name)
            copy = path.with_name(f"{path.stem}-edited-{str(found)[:8]}{path.suffix}").as_posix()
            content = read_hashed(self.folder, name, max_bytes=_MAX_BYTES).content
            write_atomic(self.folder / copy, content)
            kept[name] = copy
        return kept

    def remove_outdated(
        self, names: Iterable[str], *, sources: tuple[object, object]
    ) -> tuple[str, ...]:
        """Remove files of the earlier build that the present one did not write.

        Nothing is removed if both were made from the same card and evidence, or if the
        file was edited.

        Parameters
        ----------
        names
            Paths of the files that the present build wrote.
        sources
            Hashes of the card and the evidence that they were made from.
        """
        if self.sources is None or sources == self.sources:
            return ()
        return tuple(self._removed(set(names)))

    def _removed(self, names: set[str]) -> Iterator[str]:
        for name, sha256 in sorted(self.sha256.items()):
            is_left = name not in names and _REMOVABLE.fullmatch(name) is not None
            if is_left and _sha256(self.folder, name) == sha256:
                with suppress(OSError):
                    (self.folder / name).unlink()
                    yield name


def earlier_build(folder: Path, manifest: str) -> EarlierBuild:
    """Read what an earlier build left in a folder; anything unreadable counts as nothing.

    Parameters
    ----------
    manifest
        Name of the file that lists the others.
    """
    try:
        file = read_hashed(folder, manifest, max_bytes=_MAX_BYTES)
        document = json.loads(file.content)
        files = {str(entry["path"]): str(entry["sha256"]) for entry in document["files"]}
        sources = (document["card_sha256"], document["evidence_sha256"])
    except (ReplicardError, ValueError, KeyError, TypeError, RecursionError):
        return EarlierBuild(folder, {}, None)
    return EarlierBuild(folder, {**files, manifest: file.sha256}, sources)


def _sha256(folder: Path, name: str) -> str | None:
    """Return the hash of a file, or None if there is none that can be read."""
    try:
        return hash_file(folder, name, max_bytes=_MAX_BYTES).sha256
    except ReplicardError:
        return None
