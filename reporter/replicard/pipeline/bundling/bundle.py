"""Bundling: card, evidence, report and what a stranger needs to check them, in one archive."""

import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from replicard.blinding import Term, hits_in
from replicard.errors import ReplicardError
from replicard.execution import Track, Workers, silent
from replicard.files import StoredFile, printable, read_hashed, write_archive
from replicard.files.hashing import MAX_HASHED_BYTES
from replicard.loading import LoadedCard
from replicard.pipeline.bundling.blind import BlindStudy, blinded_study
from replicard.pipeline.bundling.contents import Written, written_report
from replicard.pipeline.bundling.inventory import data_files, written_sources
from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.evidence_file import evidence_bytes, evidence_path, report_folder
from replicard.render.bundle import bundle_readme, requirements_lock
from replicard_schema.evidence import Evidence, FileRecord

_MANIFEST = "manifest.json"
_README = "README.md"
_LOCK = "requirements.lock.txt"
_MAX_SEARCHED = 1 << 30

Entry = bytes | StoredFile


class BlindLeakError(ReplicardError):
    """Something that should be masked was found in what was made; nothing was written."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """An archive that was written.

    Attributes
    ----------
    size
        Bytes of the archive.
    sha256
        Its SHA-256.
    files
        Paths in it.
    left_out
        Data files that are not in it because they hold what should be masked.
    notes
        What could not be made, and why.
    questions
        What could not be decided and the author should look at.
    """

    path: Path
    size: int
    sha256: str
    files: tuple[str, ...]
    is_blind: bool
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    exit_code: int = 0

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "file": self.path.as_posix(),
            "bytes": self.size,
            "sha256": self.sha256,
            "blind": self.is_blind,
            "files": list(self.files),
            "left_out": list(self.left_out),
            "notes": list(self.notes),
            "questions": list(self.questions),
        }

    def as_text(self) -> str:
        """Return what was written as text for a terminal."""
        lines = [
            f"wrote {self.path}",
            f"  {len(self.files)} files, {self.size / 2**20:,.1f} MiB",
            f"  SHA-256 {self.sha256}",
            f"  check it: replicard verify {self.path.name}",
        ]
        lines += list(self.notes)
        if self.left_out:
            lines.append("left out, because they tell who the authors are:")
            lines += [f"  {name}" for name in self.left_out]
        if self.questions:
            lines.append("could not be decided; please look yourself:")
            lines += [f"  - {question}" for question in self.questions]
        return "\n".join(map(printable, lines)) + "\n"


def bundle_card(
    path: Path,
    output: Path | None = None,
    *,
    blind: bool = False,
    with_data: bool = False,
    with_pdf: bool = True,
    workers: Workers | None = None,
    track: Track = silent,
    environ: Mapping[str, str] | None = None,
) -> Bundle:
    """Write one archive with card, evidence, report, and what a stranger needs.

    What is stale is evaluated first. The same card, files and program versions give the
    same bytes.

    Parameters
    ----------
    path
        The card.
    output
        The archive; by default ``<name of the card>-bundle.zip`` beside the card.
    blind
        Mask who the authors are, by rule; the archive is searched before it is written.
    with_data
        Put the files in that the evidence names, so that the archive can be verified alone.
    with_pdf
        Whether to write PDFs as well.
    workers, track
        See ``evaluate_card``.
    environ
        Environment variables; by default those of the process.

    Raises
    ------
    CardError, DataError
        If the card is not valid or its files cannot be used.
    BlindingError, BlindLeakError
        If the study cannot be masked. Nothing is written then.
    OutputError
        If the archive cannot be written.
    """
    variables = os.environ if environ is None else environ
    evaluation = evaluate_card(path, workers=workers, track=track, environ=variables)
    loaded, evidence = evaluation.loaded, evaluation.evidence
    if blind:
        with tempfile.TemporaryDirectory(prefix="replicard-") as folder:
            study = blinded_study(loaded, evidence, Path(folder), variables, workers=workers)
            stem = study.blind.masker.text(path.stem)
            target = output or path.with_name(f"{stem}-blind.zip")
            found = _blind(study, target, with_data=with_data, with_pdf=with_pdf)
            return replace(found, exit_code=evaluation.exit_code)
    written = written_report(loaded, evidence, with_pdf=with_pdf)
    entries = _entries(loaded, evidence, written)
    if with_data:
        root = loaded.path.parent
        entries |= {name: StoredFile(root, name) for name in data_files(evidence, root)}
    entries |= _metadata(loaded, evidence, entries)
    target = output or path.with_name(f"{path.stem}-bundle.zip")
    bundle = _written(target, entries, loaded, evidence, written, is_blind=False)
    notes = (*bundle.notes, *_lacking(path))
    return replace(bundle, notes=notes, exit_code=evaluation.exit_code)


def _blind(study: BlindStudy, target: Path, *, with_data: bool, with_pdf: bool) -> Bundle:
    written = written_report(study.loaded, study.evidence, with_pdf=with_pdf)
    entries = _entries(study.loaded, study.evidence, written)
    terms = list(study.blind.terms.all())
    _refuse_leaks(entries, terms)
    left_out = []
    if with_data:
        root = study.loaded.path.parent
        for old, name in study.names.items():
            file = StoredFile(root, name)
            if _holds(file, terms):
                left_out.append(old)
            else:
                entries[name] = file
    return _written(
        target,
        entries,
        study.loaded,
        study.evidence,
        written,
        is_blind=True,
        left_out=tuple(left_out),
        questions=tuple(dict.fromkeys([*study.blind.terms.questions, *_of_name(target, terms)])),
    )


def _of_name(target: Path, terms: Iterable[Term]) -> Iterator[str]:
    if hits_in(target.stem.encode(), terms):
        yield f"the name of the archive, {target.name}, tells who you are."


def _entries(loaded: LoadedCard, evidence: Evidence, written: Written) -> dict[str, Entry]:
    root = loaded.path.parent
    report = report_folder(loaded.path).name
    entries: dict[str, Entry] = {f"{report}/{name}": data for name, data in written.files.items()}
    entries[loaded.path.name] = read_hashed(root, loaded.path.name, max_bytes=1 << 20).content
    entries[evidence_path(loaded.path).name] = evidence_bytes(evidence)
    for name in written_sources(loaded):
        entries[name] = read_hashed(root, name, max_bytes=_MAX_SEARCHED).content
    entries[_LOCK] = requirements_lock(evidence).encode()
    return entries


def _metadata(
    loaded: LoadedCard, evidence: Evidence, entries: Mapping[str, Entry]
) -> dict[str, Entry]:
    """Return what describes the files of the archive; other metadata come with the report."""
    from replicard.pipeline.exporting import crate_metadata  # noqa: PLC0415 - heavy

    records = [
        FileRecord(path=name, sha256=hashlib.sha256(entry).hexdigest(), bytes=len(entry))
        for name, entry in entries.items()
        if isinstance(entry, bytes)
    ]
    described = crate_metadata(loaded, evidence, entries.keys(), records)
    return {name: text.encode() for name, text in described.items()}


def _lacking(card: Path) -> Iterator[str]:
    """Say for how many formats of metadata the card is not complete enough."""
    from replicard.pipeline.exporting import export_card  # noqa: PLC0415 - heavy

    exports = export_card(card).exports
    lacking = [name for name, export in exports.items() if not export.is_complete]
    if lacking:
        yield (
            f"no metadata for {', '.join(lacking)}, for which the card lacks something: "
            f"replicard export {card.name} --to all"
        )


def _written(
    target: Path,
    entries: dict[str, Entry],
    loaded: LoadedCard,
    evidence: Evidence,
    written: Written,
    *,
    is_blind: bool,
    left_out: tuple[str, ...] = (),
    questions: tuple[str, ...] = (),
) -> Bundle:
    listed = {name: _fingerprint(entry) for name, entry in sorted(entries.items())}
    data = [name for name, entry in entries.items() if isinstance(entry, StoredFile)]
    entries[_README] = bundle_readme(
        loaded.card,
        evidence,
        card_file=loaded.path.name,
        report=report_folder(loaded.path).name,
        files=listed,
        n_data=len(data),
        is_blind=is_blind,
    ).encode()
    listed[_README] = _fingerprint(entries[_README])
    entries[_MANIFEST] = _manifest(listed, evidence, is_blind=is_blind)
    date = dt.date.fromisoformat(evidence.date)
    size = write_archive(target, entries, date=date)
    digest = hashlib.sha256()
    with target.open("rb") as handle:
        while chunk := handle.read(1 << 20):
            digest.update(chunk)
    names = tuple(sorted(entries))
    return Bundle(
        target, size, digest.hexdigest(), names, is_blind, left_out, written.notes, questions
    )


def _manifest(
    listed: Mapping[str, tuple[int, str]], evidence: Evidence, *, is_blind: bool
) -> bytes:
    document = {
        "replicard_version": evidence.replicard_version,
        "blind": is_blind,
        "files": [
            {"path": name, "bytes": size, "sha256": sha256}
            for name, (size, sha256) in sorted(listed.items())
        ],
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _fingerprint(entry: Entry) -> tuple[int, str]:
    if isinstance(entry, bytes):
        return len(entry), hashlib.sha256(entry).hexdigest()
    from replicard.files import hash_file  # noqa: PLC0415 - only for data

    record = hash_file(entry.root, entry.path)
    return record.bytes, record.sha256


def _refuse_leaks(entries: Mapping[str, Entry], terms: Iterable[Term]) -> None:
    """Search what was made, and write nothing if anything is left.

    Raises
    ------
    BlindLeakError
        If a file holds what should be masked.
    """
    wanted = list(terms)
    uncited = [term for term in wanted if not term.is_cited]
    for name, entry in entries.items():
        content = entry if isinstance(entry, bytes) else b""
        # What a report cites stands in it with its authors.
        sought = uncited if "/" in name else wanted
        found = [*hits_in(content, sought), *hits_in(name.encode(), wanted)]
        if found:
            shown = ", ".join(dict.fromkeys(f"“{term.shown}”" for term in found))
            raise BlindLeakError(
                f"{name} would still tell {shown}; nothing was written. Take it out of the "
                "card, or of the files that the card names as sources"
            )


def _holds(file: StoredFile, terms: Iterable[Term]) -> bool:
    content = read_hashed(file.root, file.path, max_bytes=MAX_HASHED_BYTES).content
    return bool(hits_in(content, terms))
