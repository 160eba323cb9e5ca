"""Exporting a card: its metadata in the formats of archives and catalogues."""

import datetime as dt
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from replicard.checklist import answer_checklist
from replicard.checklist.shipped import load_checklist
from replicard.errors import Problem, ReplicardError
from replicard.export import EXPORTERS, Export, Exporter, Material, Need
from replicard.export.plug_in import plug_in_exporter
from replicard.export.schema_org import embedded
from replicard.files import publish, write_atomic
from replicard.loading import LoadedCard, load_card
from replicard.loading.source import read_source
from replicard.pipeline.day import day_of
from replicard.pipeline.evidence_file import matching_evidence
from replicard.plugins import Group, PlugInError, plug_ins
from replicard_schema.evidence import Evidence, FileRecord
from replicard_schema.plug_in_id import is_plug_in_id

ALL = "all"
BIOIMAGEIO = "bioimageio"
DOME = "dome-1.0"
METADATA = "metadata"
"""Folder of the metadata that a report comes with."""


class UnknownFormatError(ReplicardError):
    """A format that no exporter writes."""


class NotOneFileError(ReplicardError):
    """Several files where one is wanted."""


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """What became of each format.

    Attributes
    ----------
    exports
        Files, or what the card lacks for them, by the name of the format.
    has_evidence
        Whether evidence computed for this very card was found.
    """

    loaded: LoadedCard
    exports: Mapping[str, Export]
    has_evidence: bool

    @property
    def exit_code(self) -> int:
        """1 if the card lacks something that a format demands; else 0."""
        return 0 if all(export.is_complete for export in self.exports.values()) else 1

    @property
    def files(self) -> dict[str, str]:
        """All files by path; those of a format are there as a whole or not at all."""
        found: dict[str, str] = {}
        for export in self.exports.values():
            found |= export.files
        return found

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the card lacks, with place; what several formats ask for is told once."""
        asked: dict[Need, list[str]] = {}
        for name, export in self.exports.items():
            for need in export.needs:
                asked.setdefault(need, []).append(name)
        problems = [self._problem(need, names) for need, names in asked.items()]
        return tuple(sorted(problems, key=Problem.sort_key))

    def _problem(self, need: Need, names: Sequence[str]) -> Problem:
        return Problem(
            self.loaded.shown_as,
            f"{need.message} (for {', '.join(names)})",
            "export",
            self.loaded.position(need.field) if need.field else None,
            need.field,
            need.hint,
        )

    def write(self, output: Path) -> tuple[Path, ...]:
        """Write the files into a folder, or a single one under the name given.

        Parameters
        ----------
        output
            A folder; or the name of a file, where there is but one.

        Returns
        -------
        tuple of Path
            What was written.

        Raises
        ------
        OutputError
            If it cannot be written. What was there before is still there.
        """
        files = self.files
        if not files:
            return ()
        if len(files) == 1 and not output.is_dir() and output.suffix:
            write_atomic(output, self.only_file())
            return (output,)
        publish(output, files)
        return tuple(output / name for name in files)

    def only_file(self) -> str:
        """Return the content of the file, where there is but one.

        Raises
        ------
        NotOneFileError
            If there are several.
        """
        contents = list(self.files.values())
        if len(contents) != 1:
            names = ", ".join(self.files)
            raise NotOneFileError(f"there are several files ({names}): name a folder with -o")
        return contents[0]

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "has_evidence": self.has_evidence,
            "formats": {
                name: {"files": list(export.files), "notes": list(export.notes)}
                for name, export in self.exports.items()
            },
            "problems": [problem.as_json() for problem in self.problems],
        }


def export_card(
    path: Path,
    formats: Sequence[str] = (ALL,),
    *,
    into: Path | None = None,
    today: dt.date | None = None,
    environ: Mapping[str, str] | None = None,
) -> ExportOutcome:
    """Return the metadata of a card in the formats of archives and catalogues.

    Nothing is computed and no file is written; `ExportOutcome.write` does that. Evidence
    beside the card is used if it was computed for the card as it stands.

    Parameters
    ----------
    formats
        Names of formats, or ``all``; see ``replicard export --list``.
    into
        A model description of bioimage.io that its part is put into; the file itself
        stays as it is.
    today
        Date where there is no evidence; by default ``SOURCE_DATE_EPOCH``, or else the
        clock.
    environ
        Environment variables; by default those of the process.

    Raises
    ------
    CardError
        If the card is not valid.
    ProblemsError
        If the model description cannot be read.
    UnknownFormatError
        If there is no such format.
    """
    chosen = exporters(formats)
    loaded = load_card(path)
    evidence = matching_evidence(loaded)
    day = today or day_of(os.environ if environ is None else environ)
    material = material_of(loaded, evidence, day)
    if into is not None:
        material = replace(material, templates={BIOIMAGEIO: _text_of(into)})
    exports = {exporter.name: exporter.export(material) for exporter in chosen}
    _refuse_clashes(exports)
    return ExportOutcome(loaded, exports, evidence is not None)


def _text_of(path: Path) -> str:
    return read_source(path, shown_as=path.as_posix(), noun="model description").text


@dataclass(frozen=True, slots=True)
class ReportMetadata:
    """Metadata that go with a report.

    Attributes
    ----------
    files
        What the card says enough for, by path in the output folder.
    structured_data
        The report described for search engines, as it stands in the page.
    """

    files: Mapping[str, str]
    structured_data: str


def report_metadata(loaded: LoadedCard, evidence: Evidence) -> ReportMetadata:
    """Return the metadata that a report comes with; what the card lacks is left out.

    Formats that describe files where they lie are not among them: a report may be read
    far from these.
    """
    material = material_of(loaded, evidence, dt.date.fromisoformat(evidence.date))
    files = {
        f"{METADATA}/{path}": content
        for exporter in EXPORTERS.values()
        if not exporter.lies_beside_card
        for path, content in exporter.export(material).files.items()
    }
    return ReportMetadata(files, embedded(material))


def crate_metadata(
    loaded: LoadedCard, evidence: Evidence, present: Collection[str], others: Iterable[FileRecord]
) -> dict[str, str]:
    """Return the metadata that describe files by their path, for an archive of a card.

    Parameters
    ----------
    present
        Paths of the files that are in the archive.
    others
        Further files in it, by path from the card.

    Returns
    -------
    dict
        Content by path from the card; what the card lacks is left out.
    """
    folders = {parent.as_posix() for path in present for parent in PurePosixPath(path).parents}
    material = replace(
        material_of(loaded, evidence, dt.date.fromisoformat(evidence.date)),
        present=frozenset(present) | folders,
        others=tuple(others),
    )
    return {
        path: content
        for exporter in EXPORTERS.values()
        if exporter.lies_beside_card
        for path, content in exporter.export(material).files.items()
    }


def material_of(loaded: LoadedCard, evidence: Evidence | None, day: dt.date) -> Material:
    """Return what exports are made from."""
    date = day if evidence is None else dt.date.fromisoformat(evidence.date)
    checklist = load_checklist(DOME)
    answered = answer_checklist(checklist, loaded.card, evidence, place=loaded.place)
    return Material(
        loaded.card,
        evidence,
        date,
        version("replicard"),
        checklists={DOME: answered},
        registry_fields={
            item.id: item.registry_field for item in checklist.items if item.registry_field
        },
    )


def _refuse_clashes(exports: Mapping[str, Export]) -> None:
    """Refuse formats of other packages that would write over the files of others."""
    writers: dict[str, str] = {}
    for name, export in exports.items():
        for path in export.files:
            first = writers.setdefault(path.casefold(), name)
            if first != name:
                raise PlugInError(f"{first} and {name} both write {path}: export them one by one")


def all_exporters() -> tuple[Exporter, ...]:
    """Return all exporters, those of other packages last.

    Raises
    ------
    PlugInError
        If one of another package cannot be loaded.
    """
    return (*EXPORTERS.values(), *map(plug_in_exporter, plug_ins(Group.EXPORTERS)))


def exporters(names: Iterable[str]) -> tuple[Exporter, ...]:
    """Return exporters by name; ``all`` stands for all that come with the program.

    Raises
    ------
    UnknownFormatError
        If there is no such format.
    UnknownPlugInError, PlugInError
        If there is no such format of another package, or it cannot be loaded.
    """
    wanted = list(dict.fromkeys(names))
    foreign = [name for name in wanted if is_plug_in_id(name)]
    unknown = [name for name in wanted if name not in (*EXPORTERS, ALL, *foreign)]
    if unknown:
        known = ", ".join((*EXPORTERS, ALL))
        raise UnknownFormatError(f"there is no format {unknown[0]!r}: choose from {known}")
    ours = [e for e in EXPORTERS.values() if ALL in wanted or e.name in wanted]
    return (*ours, *(plug_in_exporter(name) for name in foreign))
