"""Croissant 1.0: a data set with its files, for tools that load data for learning.

References
----------
Croissant Format Specification 1.0, https://docs.mlcommons.org/croissant/docs/croissant-spec.html
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TypeAlias

from pydantic import JsonValue

from replicard.export.checking import DATE, WEB, Rule, faults
from replicard.export.crate_graph import local_id
from replicard.export.exporter import Exporter
from replicard.export.file_formats import format_of
from replicard.export.material import (
    Material,
    is_one_licence,
    licence_url,
    needs_of_authors,
)
from replicard.export.outcome import Export, Need, export_of
from replicard.export.people import json_ld_person
from replicard.export.writing import filled, json_text
from replicard_schema.evidence import FileRecord
from replicard_schema.sections.dataset import Dataset

CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
_Document: TypeAlias = dict[str, JsonValue]
_TERMS = (
    *("citeAs", "column", "extract", "fileProperty", "fileObject", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path"),
    *("recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator"),
    *("source", "subField", "transform", "equivalentProperty", "field"),
)
_CONTEXT: Mapping[str, JsonValue] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}
_FOLDERS = {".zarr"}


def write(material: Material) -> Export:
    """Write a file for each data set that was made for the study."""
    own = dict(material.own_datasets())
    needs = [*needs_of_authors(material.card), *material.needs_of_ownership()]
    if not own and len(needs) == 0:
        needs.append(Need("", "no data set was made for the study, so there is none to describe"))
    needs += [need for name, dataset in own.items() for need in _needs(name, dataset)]
    files = {
        f"croissant-{name}.json": json_text(_document(material, name, dataset))
        for name, dataset in own.items()
    }
    return export_of(files, needs, _notes(material))


def _document(material: Material, name: str, dataset: Dataset) -> _Document:
    study, deposit = material.card.study, dataset.deposit
    licence = deposit.license if deposit else None
    doi = deposit.doi if deposit else None
    url = deposit.url if deposit else None
    return filled(
        {
            "@context": dict(_CONTEXT),
            "@type": "sc:Dataset",
            "conformsTo": CONFORMS_TO,
            "name": name,
            "description": dataset.description,
            "url": f"https://doi.org/{doi}" if doi else url,
            "license": licence_url(licence) if licence and is_one_licence(licence) else licence,
            "creator": [json_ld_person(author) for author in study.authors],
            "datePublished": deposit.date if deposit else None,
            "version": deposit.version if deposit else None,
            "keywords": list(dict.fromkeys(study.keywords)),
            "citeAs": f"https://doi.org/{study.doi}" if study.doi else None,
            "distribution": _files(material, name),
        }
    )


def _files(material: Material, name: str) -> list[JsonValue]:
    found = material.evidence and material.evidence.datasets.get(name)
    records = (*found.images, *found.targets) if found else ()
    by_path = {record.path: record for record in records}
    return [
        _file(record)
        for record in by_path.values()
        if _is_file(record) and material.has_file(record.path)
    ]


def _file(record: FileRecord) -> JsonValue:
    path = PurePosixPath(record.path)
    return {
        "@type": "cr:FileObject",
        "@id": local_id(record.path),
        "name": path.name,
        "contentUrl": local_id(record.path),
        "contentSize": f"{record.bytes} B",
        "encodingFormat": format_of(record.path) or "application/octet-stream",
        "sha256": record.sha256,
    }


def _is_file(record: FileRecord) -> bool:
    return PurePosixPath(record.path).suffix not in _FOLDERS


def _needs(name: str, dataset: Dataset) -> Iterator[Need]:
    place, deposit = f"datasets.{name}", dataset.deposit
    if dataset.description is None:
        yield Need(f"{place}.description", "a data set needs a description, and none is stated")
    if deposit is None or deposit.license is None:
        yield Need(f"{place}.deposit.license", "the data have no licence")
    if deposit is None or (deposit.doi or deposit.url) is None:
        yield Need(f"{place}.deposit.doi", "it is not said where the data can be obtained")
    if deposit is None or deposit.date is None:
        yield Need(f"{place}.deposit.date", "it is not said when the data were published")


def _notes(material: Material) -> Iterator[str]:
    if material.evidence is None:
        yield "without evidence it lists no files; run replicard evaluate"


_FILE = "distribution *"
_RULES = (
    Rule("@context"),
    Rule("conformsTo", "http://mlcommons.org/croissant/1.0"),
    Rule("name"),
    Rule("description"),
    Rule("license"),
    Rule("url", WEB),
    Rule("creator"),
    Rule("creator * name"),
    Rule("datePublished", DATE),
    Rule(f"{_FILE} @id"),
    Rule(f"{_FILE} contentUrl", r"(?![/\\]|[a-z]+:).+"),
    Rule(f"{_FILE} encodingFormat"),
    Rule(f"{_FILE} sha256", "[0-9a-f]{64}"),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    yield from faults(json.loads(content), _RULES)


EXPORTER = Exporter(
    "croissant",
    "Croissant 1.0",
    "`croissant-ID.json`, to lie beside the card",
    "of every data set made for the study: description, licence, address and date of the "
    "deposit; authors; whether data are the authors' own",
    "own check of mandatory fields and forms",
    write,
    _check,
    tested_by="mlcroissant",
    lies_beside_card=True,
)
