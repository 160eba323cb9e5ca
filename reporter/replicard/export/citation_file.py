"""CITATION.cff, version 1.2.0: how the code of a study is cited.

References
----------
Citation File Format 1.2.0, https://doi.org/10.5281/zenodo.5171937
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

import yaml
from pydantic import JsonValue

from replicard.export.checking import ORCID, WEB, Rule, faults
from replicard.export.code import file_name, needs_of_code
from replicard.export.exporter import Exporter
from replicard.export.material import Material, needs_of_authors
from replicard.export.outcome import Export, Need, export_of
from replicard.export.people import name_of
from replicard.export.writing import filled, yaml_text
from replicard_schema.sections.deposit import Code
from replicard_schema.sections.people import Person, Study

NAME = "CITATION.cff"
_Document: TypeAlias = dict[str, JsonValue]
_MESSAGE = "If you use this software, please cite it as below."
_MESSAGE_WITH_PAPER = "If you use this software, please cite it and the article below."
# The signs that the schema of the format admits after the slash; other DOIs exist.
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
_OR = re.compile(r"\s+OR\s+")


def write(material: Material) -> Export:
    """Write one file for each code of the card, with the authors of the study."""
    card = material.card
    needs = [*needs_of_code(card), *needs_of_authors(card), *_needs_of_forms(card.study, card.code)]
    files = {
        file_name(NAME, i): yaml_text(_document(card.study, code))
        for i, code in enumerate(card.code)
    }
    return export_of(files, needs, _notes(card.code))


def _document(study: Study, code: Code) -> _Document:
    return filled(
        {
            "cff-version": "1.2.0",
            "message": _MESSAGE_WITH_PAPER if study.doi else _MESSAGE,
            "type": "software",
            "title": study.title,
            "abstract": code.description,
            "authors": _people(study),
            "version": code.version,
            "commit": code.commit,
            "doi": code.doi,
            "license": _licence(code.license),
            "repository-code": code.url,
            "keywords": list(dict.fromkeys(study.keywords)),
            "preferred-citation": _article(study),
        }
    )


def _article(study: Study) -> _Document | None:
    if study.doi is None:
        return None
    return {
        "type": "article",
        "title": study.title,
        "authors": _people(study),
        "doi": study.doi,
    }


def _people(study: Study) -> list[JsonValue]:
    return [_person(author) for author in study.authors]


def _person(person: Person) -> _Document:
    name = name_of(person)
    names: dict[str, JsonValue] = {
        "given-names": name.given,
        "name-particle": name.particle,
        "family-names": name.family,
        "name-suffix": name.suffix,
    }
    orcid = f"https://orcid.org/{person.orcid}" if person.orcid else None
    if name.is_group:
        return {"name": name.family}
    return filled({**names, "affiliation": "; ".join(person.affiliation), "orcid": orcid})


def _licence(expression: str | None) -> JsonValue:
    names = _OR.split(expression) if expression else []
    if not names or any(" " in name or name.startswith("LicenseRef-") for name in names):
        return None
    return names[0] if len(names) == 1 else list(names)


def _needs_of_forms(study: Study, codes: tuple[Code, ...]) -> Iterator[Need]:
    dois = {"study.doi": study.doi, **{f"code[{i}].doi": c.doi for i, c in enumerate(codes)}}
    for field, doi in dois.items():
        if doi is not None and not _DOI.fullmatch(doi):
            yield Need(field, "the format admits no DOI with such signs in it")


def _notes(codes: tuple[Code, ...]) -> Iterator[str]:
    for code in codes:
        if code.license is not None and _licence(code.license) is None:
            yield (
                f"the licence {code.license} is left out: the format takes single licences "
                "and such joined by OR"
            )


_RULES = (
    Rule("cff-version", r"1\.2\.0"),
    Rule("message"),
    Rule("title"),
    Rule("authors"),
    Rule("authors * orcid", ORCID, is_required=False),
    Rule("doi", _DOI.pattern, is_required=False),
    Rule("repository-code", WEB, is_required=False),
    Rule("preferred-citation title"),
    Rule("preferred-citation authors"),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    yield from faults(yaml.safe_load(content), _RULES)


EXPORTER = Exporter(
    "citation",
    "CITATION.cff 1.2.0",
    "`CITATION.cff`, for each further code in a folder of its own",
    "code, authors",
    "own check of mandatory fields and forms",
    write,
    _check,
    tested_by="cffconvert",
)
