"""DataCite metadata 4.5 as JSON: a record for each data set, model and code with a DOI.

References
----------
DataCite Metadata Schema 4.5, https://doi.org/10.14454/g8e5-6293
"""

import json
from collections.abc import Iterator
from typing import TypeAlias

from pydantic import JsonValue

from replicard.export.checking import ORCID, WEB, Rule, faults
from replicard.export.deposits import Kind, Record, needs_of_records, records
from replicard.export.exporter import Exporter
from replicard.export.material import Material, is_one_licence, licence_url
from replicard.export.outcome import Export, Need, export_of
from replicard.export.people import name_of
from replicard.export.published_schema import schema_faults
from replicard.export.writing import filled, json_text
from replicard_schema.card import Card
from replicard_schema.sections.people import Person, Study

_Document: TypeAlias = dict[str, JsonValue]
_GENERAL = {Kind.DATA: "Dataset", Kind.MODEL: "Model", Kind.CODE: "Software"}
_SCHEMA = "datacite-v4.5.json"


def write(material: Material) -> Export:
    """Write a record for everything that the authors deposited."""
    made = records(material)
    needs = [*needs_of_records(material), *(need for record in made for need in _needs(record))]
    files = {
        f"datacite-{record.slug}.json": json_text(_document(record, material.card))
        for record in made
    }
    return export_of(files, needs, _shared(made))


def _document(record: Record, card: Card) -> _Document:
    study = card.study
    words: list[JsonValue] = [
        {"description": text, "descriptionType": kind}
        for text, kind in ((record.description, "Abstract"), (record.restrictions, "Other"))
        if text
    ]
    return filled(
        {
            "doi": record.doi,
            "url": record.url,
            "types": {"resourceTypeGeneral": _GENERAL[record.kind]},
            "creators": [_creator(author) for author in study.authors],
            "titles": [{"title": record.title}],
            "publisher": {"name": record.repository},
            "publicationYear": (record.date or "")[:4],
            "dates": [{"date": record.date, "dateType": "Issued"}],
            "version": record.version,
            "subjects": [{"subject": word} for word in dict.fromkeys(study.keywords)],
            "rightsList": _rights(record.license),
            "descriptions": words,
            "relatedIdentifiers": _related(study),
            "fundingReferences": _funding(study),
            "schemaVersion": "http://datacite.org/schema/kernel-4",
        }
    )


def _creator(person: Person) -> JsonValue:
    name = name_of(person)
    family = " ".join(part for part in (name.particle, name.family) if part)
    orcid: list[JsonValue] = [
        {
            "nameIdentifier": f"https://orcid.org/{person.orcid}",
            "nameIdentifierScheme": "ORCID",
            "schemeUri": "https://orcid.org",
        }
    ]
    return filled(
        {
            "name": name.turned,
            "nameType": "Organizational" if name.is_group else "Personal",
            "givenName": name.given,
            "familyName": None if name.is_group else family,
            "nameIdentifiers": orcid if person.orcid else None,
            "affiliation": [{"name": place} for place in dict.fromkeys(person.affiliation)],
        }
    )


def _rights(licence: str | None) -> list[JsonValue]:
    if licence is None:
        return []
    if not is_one_licence(licence):
        return [{"rights": licence}]
    return [
        {
            "rightsIdentifier": licence,
            "rightsIdentifierScheme": "SPDX",
            "rightsUri": licence_url(licence),
            "schemeUri": "https://spdx.org/licenses/",
        }
    ]


def _related(study: Study) -> list[JsonValue]:
    if study.doi is None:
        return []
    return [
        {
            "relatedIdentifier": study.doi,
            "relatedIdentifierType": "DOI",
            "relationType": "IsSupplementTo",
        }
    ]


def _funding(study: Study) -> list[JsonValue]:
    grants = dict.fromkeys((grant.funder, grant.identifier) for grant in study.grants)
    return [filled({"funderName": name, "awardNumber": number}) for name, number in grants]


def _needs(record: Record) -> Iterator[Need]:
    where = "archive" if record.kind is Kind.CODE else "repository"
    if record.repository is None:
        yield record.need(where, "it is not said which repository publishes it")
    if record.doi is None:
        yield record.need("doi", "no DOI is stated", "add the DOI that the repository gave it")
    if record.date is None:
        yield record.need("date", "it is not said when it was published", "add at least the year")


def _shared(made: tuple[Record, ...]) -> Iterator[str]:
    dois = [record.doi for record in made if record.doi is not None]
    for doi in dict.fromkeys(doi for doi in dois if dois.count(doi) > 1):
        yield f"several parts of the study have the DOI {doi}; each has a file, one of them holds"


_RULES = (
    Rule("doi"),
    Rule("types resourceTypeGeneral", "Dataset|Model|Software"),
    Rule("creators"),
    Rule("creators * name"),
    Rule("creators * nameIdentifiers * nameIdentifier", ORCID),
    Rule("titles * title"),
    Rule("publisher name"),
    Rule("publicationYear", "[0-9]{4}"),
    Rule("schemaVersion"),
    Rule("url", WEB, is_required=False),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    document = json.loads(content)
    yield from faults(document, _RULES)
    yield from schema_faults(document, "datacite", f"schemas/{_SCHEMA}")


EXPORTER = Exporter(
    "datacite",
    "DataCite JSON 4.5",
    "`datacite-data-ID.json`, `datacite-model-ID.json`, `datacite-code.json`",
    "of every deposit: repository, DOI, date; authors; whether data are the authors' own",
    "own check; with the extra `export` the JSON Schema of the package `datacite`",
    write,
    _check,
    tested_by="JSON Schema and XML writer of `datacite`",
    schema_package="datacite",
)
