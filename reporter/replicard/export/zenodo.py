"""`.zenodo.json`: what Zenodo shows of a deposit, one for each data set, model and code.

References
----------
Deposit metadata of Zenodo, https://developers.zenodo.org/#representation
"""

import html
import json
from collections.abc import Iterator
from typing import TypeAlias

from pydantic import JsonValue

from replicard.export.checking import Rule, faults
from replicard.export.deposits import Kind, Record, needs_of_records, records
from replicard.export.exporter import Exporter
from replicard.export.material import Material, is_one_licence, whole_day
from replicard.export.outcome import Export, Need, export_of
from replicard.export.people import name_of
from replicard.export.writing import filled, json_text
from replicard_schema.card import Card
from replicard_schema.sections.people import Person

NAME = ".zenodo.json"
_Document: TypeAlias = dict[str, JsonValue]
_UPLOADS = {Kind.DATA: "dataset", Kind.MODEL: "other", Kind.CODE: "software"}
_OWN_DOIS = "10.5281/zenodo."


def write(material: Material) -> Export:
    """Write a file for everything that the authors made and no other repository holds."""
    made = [record for record in records(material) if _is_for_zenodo(record)]
    needs = [*needs_of_records(material), *(need for record in made for need in _needs(record))]
    files = {
        f"{record.slug}/{NAME}": json_text(_document(record, material.card)) for record in made
    }
    if not made and not needs:
        needs.append(Need("", "everything that the study made lies in other repositories"))
    return export_of(files, needs, _notes(material))


def _document(record: Record, card: Card) -> _Document:
    is_open = record.restrictions is None
    doi = record.doi if record.doi and not record.doi.startswith(_OWN_DOIS) else None
    paper: list[JsonValue] = [
        {"identifier": card.study.doi, "relation": "isSupplementTo", "scheme": "doi"}
    ]
    return filled(
        {
            "title": record.title,
            "upload_type": _UPLOADS[record.kind],
            "description": html.escape(record.description or "", quote=False),
            "creators": [_creator(author) for author in card.study.authors],
            "access_right": "open" if is_open else "restricted",
            "access_conditions": None if is_open else html.escape(record.restrictions or ""),
            "license": record.license.lower() if record.license and is_open else None,
            "doi": doi,
            "version": record.version,
            "publication_date": whole_day(record.date),
            "keywords": list(dict.fromkeys(card.study.keywords)),
            "related_identifiers": paper if card.study.doi else None,
        }
    )


def _creator(person: Person) -> JsonValue:
    return filled(
        {
            "name": name_of(person).turned,
            "affiliation": "; ".join(person.affiliation),
            "orcid": person.orcid,
        }
    )


def _is_for_zenodo(record: Record) -> bool:
    return record.repository is None or record.repository.casefold() == "zenodo"


def _needs(record: Record) -> Iterator[Need]:
    if record.description is None:
        yield Need(record.described_at, "Zenodo wants a description, and none is stated")
    if record.restrictions is None and record.license is None:
        yield record.need("license", "what is open needs a licence", "add one such as CC-BY-4.0")
    if record.license is not None and not is_one_licence(record.license):
        yield record.need("license", "Zenodo takes a single licence")


def _notes(material: Material) -> Iterator[str]:
    for record in records(material):
        if not _is_for_zenodo(record):
            yield f"{record.owner} is left out, because it lies at {record.repository}"


_RULES = (
    Rule("title"),
    Rule("upload_type", "dataset|software|other"),
    Rule("description"),
    Rule("creators"),
    Rule("creators * name"),
    Rule("creators * orcid", r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]", is_required=False),
    Rule("access_right", "open|restricted"),
    Rule("publication_date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", is_required=False),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    yield from faults(json.loads(content), _RULES)


EXPORTER = Exporter(
    "zenodo",
    ".zenodo.json",
    "`data-ID/.zenodo.json`, `model-ID/.zenodo.json`, `code/.zenodo.json`",
    "of everything to be deposited: description, and a licence or restrictions; authors; whether "
    "data are the authors' own",
    "own check of mandatory fields and forms",
    write,
    _check,
)
