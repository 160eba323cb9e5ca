"""What a crate describes beside actions: people, papers, licences, data, models, programs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from pydantic import JsonValue

from replicard.export.crate_graph import Entity, Graph, fragment, local_id
from replicard.export.file_formats import format_of
from replicard.export.material import Material, is_one_licence, licence_url
from replicard.export.people import name_of
from replicard_schema.evidence import FileRecord
from replicard_schema.sections.deposit import Deposit
from replicard_schema.sections.people import Person
from replicard_schema.sections.software import Software

_FOLDERS = {".zarr"}


@dataclass(frozen=True, slots=True)
class Things:
    """Adds what the card names to a graph, each thing once."""

    material: Material
    graph: Graph

    def authors(self) -> list[JsonValue]:
        """Return the authors of the study."""
        return [self._person(author) for author in self.material.card.study.authors]

    def _person(self, person: Person) -> Entity:
        kind = "Organization" if name_of(person).is_group else "Person"
        orcid = f"https://orcid.org/{person.orcid}" if person.orcid else None
        places: list[JsonValue] = [
            self.graph.add(fragment("organization", place), "Organization", name=place)
            for place in person.affiliation
        ]
        identifier = orcid or fragment("person", person.name)
        return self.graph.add(identifier, kind, name=person.name, affiliation=places)

    def licence(self, expression: str | None) -> JsonValue:
        """Return a licence; an expression of several stays text."""
        if expression is None or not is_one_licence(expression):
            return expression
        return self.graph.add(licence_url(expression), "CreativeWork", name=expression)

    def paper(self) -> JsonValue:
        """Return the paper of the study."""
        study = self.material.card.study
        if study.doi is None:
            return None
        return self.graph.add(f"https://doi.org/{study.doi}", "ScholarlyArticle", name=study.title)

    def profile(self, address: str) -> Entity:
        """Return the profile that the crate follows."""
        version = address.rpartition("/")[2]
        return self.graph.add(address, "CreativeWork", name="Process Run Crate", version=version)

    def program(self, software: Software) -> Entity:
        """Return a program or package."""
        url = software.url or software.source_code or software.documentation
        version = software.version or ""
        identifier = fragment("software", software.name, version)
        return self.graph.add(
            identifier,
            "SoftwareApplication",
            name=software.name,
            softwareVersion=version,
            url=url,
            license=self.licence(software.license),
        )

    def replicard(self, version: str) -> Entity:
        """Return this program."""
        identifier = fragment("software", "Replicard", version)
        kind = "SoftwareApplication"
        return self.graph.add(identifier, kind, name="Replicard", softwareVersion=version)

    def data(self, name: str) -> Entity:
        """Return a data set, with its files where the evidence lists them."""
        dataset = self.material.card.datasets[name]
        found = self.material.evidence and self.material.evidence.datasets.get(name)
        records = (*found.images, *found.targets) if found else ()
        return self.graph.add_collection(
            fragment("data", name),
            self.listed(records),
            name=name,
            description=dataset.description,
            **self._deposited(dataset.deposit),
        )

    def model(self, name: str) -> Entity:
        """Return a trained model: the file with its weights where that is known."""
        model = self.material.card.models[name]
        found = self.material.evidence and self.material.evidence.models.get(name)
        weights = found.weights if found else None
        described = {
            "name": model.name or name,
            "description": model.architecture,
            "version": model.version,
            **self._deposited(model.deposit),
        }
        if isinstance(weights, FileRecord) and self._is_here(weights.path):
            return self._file(weights, **described)
        return self.graph.add(fragment("model", name), "CreativeWork", **described)

    def predictions(self, validation: str, candidate: str) -> Entity | None:
        """Return the files that a model or baseline made, where the evidence lists them."""
        found = self.material.evidence and self.material.evidence.validations.get(validation)
        pairs = found.pairs if found else ()
        records = [p.predictions[candidate] for p in pairs if candidate in p.predictions]
        parts = list(self.listed(records))
        if not parts:
            return None
        identifier = fragment("predictions", validation, candidate)
        name = f"predictions of {candidate} in {validation}"
        return self.graph.add_collection(identifier, parts, name=name)

    def evidence_file(self) -> Entity | None:
        """Return the evidence beside the card; its own digest stands in no file beside it."""
        if self.material.evidence is None:
            return None
        stem = PurePosixPath(self.material.evidence.card.path).with_suffix("")
        path = f"{stem}.evidence.json"
        if not self._is_here(path):
            return None
        kind, name = "application/json", "evidence"
        return self.graph.add(self._id(path), "File", name=name, encodingFormat=kind)

    def files(self) -> list[JsonValue]:
        """Return every file of the crate that was described, with card and evidence."""
        if self.material.evidence is not None:
            self._file(self.material.evidence.card, name="reporting card")
            self.evidence_file()
        for record in self.material.others:
            self._file(record)
        return [
            {"@id": found["@id"]}
            for found in self.graph.entities()
            if isinstance(found, dict) and found["@type"] in {"File", "Dataset"}
        ]

    def listed(self, records: Iterable[FileRecord]) -> Iterator[Entity]:
        """Yield the files that are in the crate."""
        for record in records:
            if self._is_here(record.path):
                yield self._file(record)

    def _file(self, record: FileRecord, **more: JsonValue) -> Entity:
        path = PurePosixPath(record.path)
        described: dict[str, JsonValue] = {"name": path.name, **more}
        if path.suffix in _FOLDERS:
            return self.graph.add(f"{self._id(record.path)}/", "Dataset", **described)
        return self.graph.add(
            self._id(record.path),
            "File",
            **described,
            contentSize=str(record.bytes),
            encodingFormat=format_of(record.path),
            sha256=record.sha256,
        )

    def _deposited(self, deposit: Deposit | None) -> Entity:
        if deposit is None:
            return {}
        doi = f"https://doi.org/{deposit.doi}" if deposit.doi else None
        return {
            "identifier": doi or deposit.accession,
            "url": deposit.url,
            "license": self.licence(deposit.license),
        }

    def _is_here(self, path: str) -> bool:
        return self.material.has_file(path)

    def _id(self, path: str) -> str:
        return local_id(f"{self.material.folder}{path}")
