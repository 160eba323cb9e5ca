"""CITATION.cff and .zenodo.json: authors, title, licence and version of a study's code."""

import html
import re
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from replicard.importers.plain import json_object, yaml_object
from replicard.importers.source import Content, Harvest, Head, Importer, typed, unknown_keys
from replicard_schema.evidence import Fact, FactKind, FactSubject

_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>]+")
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_CFF = frozenset(
    {
        *("cff-version", "message", "title", "authors", "version", "doi", "license"),
        *("repository-code", "commit", "type", "date-released", "keywords", "abstract", "url"),
    }
)
_ZENODO = frozenset(
    {"title", "creators", "license", "version", "doi", "keywords", "description", "upload_type"}
)


def _is_cff(head: Head) -> bool:
    return head.name == "citation.cff"


def _read_cff(content: Content) -> Harvest:
    values = yaml_object(content)
    people = list(_cff_people(values.get("authors")))
    facts = [
        *_fact(FactSubject.STUDY, "authors", people, "authors"),
        *_fact(FactSubject.STUDY, "keywords", values.get("keywords"), "keywords"),
        *_code(
            {
                "url": values.get("repository-code") or values.get("url"),
                "description": values.get("abstract") or values.get("title"),
                "commit": values.get("commit"),
                "version": values.get("version"),
                "license": _any_of(values.get("license")),
                "doi": _doi(values.get("doi")),
            }
        ),
    ]
    remarks = ("Its authors are those of the code; the manuscript may have others.",)
    return Harvest(tuple(facts), unknown_keys(values, _CFF), remarks if people else ())


def _cff_people(value: JsonValue) -> Iterator[JsonValue]:
    for entry in value if isinstance(value, list) else ():
        if not isinstance(entry, dict):
            continue
        names = (entry.get("given-names"), entry.get("name-particle"), entry.get("family-names"))
        name = " ".join(str(part) for part in names if part) or entry.get("name")
        if name:
            yield _person(str(name), entry)


def _is_zenodo(head: Head) -> bool:
    return head.name == ".zenodo.json"


def _read_zenodo(content: Content) -> Harvest:
    values = json_object(content)
    creators = values.get("creators")
    people: list[JsonValue] = [
        _person(_turned(str(entry["name"])), entry)
        for entry in (creators if isinstance(creators, list) else [])
        if isinstance(entry, dict) and entry.get("name")
    ]
    licence = values.get("license")
    name = licence.get("id") if isinstance(licence, dict) else licence
    facts = [
        *_fact(FactSubject.STUDY, "authors", people, "creators"),
        *_fact(FactSubject.STUDY, "keywords", values.get("keywords"), "keywords"),
        *_code(
            {
                "description": _plain(values.get("description")) or values.get("title"),
                "version": values.get("version"),
                "license": name,
                "doi": _doi(values.get("doi")),
            }
        ),
    ]
    remarks = ("Its creators are those of the deposit; the manuscript may have others.",)
    return Harvest(tuple(facts), unknown_keys(values, _ZENODO), remarks if people else ())


def _plain(value: JsonValue) -> str | None:
    """Return a description if it is plain text; most are pages of HTML.

    >>> _plain("Counts nuclei &amp; cells."), _plain("<p>Counts.</p>")
    ('Counts nuclei & cells.', None)
    """
    is_plain = isinstance(value, str) and "<" not in value
    return html.unescape(str(value)).strip() if is_plain else None


def _person(name: str, entry: Mapping[str, JsonValue]) -> JsonValue:
    person: dict[str, JsonValue] = {"name": name}
    orcid = _ORCID.search(str(entry.get("orcid") or ""))
    if orcid:
        person["orcid"] = orcid[0]
    if entry.get("affiliation"):
        # Both formats have one text for several institutions.
        places: list[JsonValue] = [*str(entry["affiliation"]).split("; ")]
        person["affiliation"] = places[0] if len(places) == 1 else places
    return person


def _turned(name: str) -> str:
    """Turn a name that has the family name first.

    >>> _turned("Family, Given"), _turned("Given Family")
    ('Given Family', 'Given Family')
    """
    family, _, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip()


def _code(values: Mapping[str, JsonValue]) -> Iterator[Fact]:
    entry: dict[str, JsonValue] = {key: value for key, value in values.items() if value}
    if entry:
        yield Fact(
            subject=FactSubject.CODE,
            field="code",
            value=[typed(entry)],
            kind=FactKind.DESCRIBED,
            place=", ".join(entry),
        )


def _fact(subject: FactSubject, field: str, value: JsonValue, place: str) -> Iterator[Fact]:
    if value not in (None, "", [], {}):
        yield Fact(
            subject=subject,
            field=field,
            value=typed(value),
            kind=FactKind.DESCRIBED,
            place=place,
        )


def _any_of(value: JsonValue) -> JsonValue:
    """Join licences of which users may choose one, as a list of the format means it."""
    return " OR ".join(map(str, value)) if isinstance(value, list) else value


def _doi(value: JsonValue) -> str | None:
    found = _DOI.search(str(value or ""))
    return found[0] if found else None


CITATION_FILE = Importer(
    "CITATION.cff",
    _is_cff,
    _read_cff,
    takes="authors, keywords, code with licence and version",
    trap="The authors of the code need not be those of the manuscript.",
)
ZENODO = Importer(
    "Zenodo metadata",
    _is_zenodo,
    _read_zenodo,
    takes="creators, keywords, code with licence and version",
    trap="As above.",
)
