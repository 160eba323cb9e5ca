"""codemeta.json, version 3.0: the code of a study for software catalogues.

References
----------
CodeMeta 3.0, https://doi.org/10.5063/schema/codemeta-3.0
"""

import json
import re
from collections.abc import Iterator
from typing import TypeAlias

from pydantic import JsonValue

from replicard.export.checking import ORCID, WEB, Rule, faults
from replicard.export.code import file_name, needs_of_code
from replicard.export.exporter import Exporter
from replicard.export.funding import grants_json_ld
from replicard.export.material import Material, is_one_licence, licence_url, needs_of_authors
from replicard.export.outcome import Export, Need, export_of
from replicard.export.people import json_ld_person
from replicard.export.writing import filled, json_text
from replicard_schema.card import Card
from replicard_schema.sections.deposit import Code

NAME = "codemeta.json"
CONTEXT = "https://w3id.org/codemeta/3.0"
_Document: TypeAlias = dict[str, JsonValue]


def write(material: Material) -> Export:
    """Write one file for each code of the card, with the authors of the study."""
    card = material.card
    needs = [*needs_of_code(card), *needs_of_authors(card), *_needs(card)]
    files = {
        file_name(NAME, i): json_text(_document(card, code)) for i, code in enumerate(card.code)
    }
    return export_of(files, needs, _notes(card.code))


def _document(card: Card, code: Code) -> _Document:
    study = card.study
    doi = f"https://doi.org/{code.doi}" if code.doi else None
    authors: list[JsonValue] = [json_ld_person(author) for author in study.authors]
    return filled(
        {
            "@context": CONTEXT,
            "@type": "SoftwareSourceCode",
            "@id": doi,
            "identifier": doi or code.url,
            "name": study.title,
            "description": code.description,
            "author": authors,
            "license": licence_url(code.license) if _is_plain(code) and code.license else None,
            "codeRepository": code.url,
            "version": code.version,
            "softwareRequirements": code.dependencies,
            "buildInstructions": code.instructions,
            "softwareHelp": code.tutorial and {"@type": "CreativeWork", "text": code.tutorial},
            "keywords": list(dict.fromkeys(study.keywords)),
            "funding": grants_json_ld(study),
            "referencePublication": study.doi
            and {
                "@type": "ScholarlyArticle",
                "@id": f"https://doi.org/{study.doi}",
                "name": study.title,
            },
        }
    )


def _is_plain(code: Code) -> bool:
    return code.license is not None and is_one_licence(code.license)


def _needs(card: Card) -> Iterator[Need]:
    for i, code in enumerate(card.code):
        if code.url is None and code.doi is None:
            yield Need(
                f"code[{i}].url",
                "it is not said where this code is public",
                "add its url, or the doi of an archived copy",
            )
        if code.license is None:
            yield Need(f"code[{i}].license", "this code has no licence", "add one such as MIT")
        if code.description is None:
            yield Need(f"code[{i}].description", "it is not said what this code does")


def _notes(codes: tuple[Code, ...]) -> Iterator[str]:
    for code in codes:
        if code.license is not None and not _is_plain(code):
            yield f"the licence {code.license} is left out: the format takes single licences"


_RULES = (
    Rule("@context", re.escape(CONTEXT)),
    Rule("@type", "SoftwareSourceCode"),
    Rule("name"),
    Rule("author"),
    Rule("author * @type", "Person|Organization"),
    Rule("author * @id", ORCID, is_required=False),
    Rule("identifier", WEB),
    Rule("codeRepository", WEB, is_required=False),
    Rule("license", WEB, is_required=False),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    yield from faults(json.loads(content), _RULES)


EXPORTER = Exporter(
    "codemeta",
    "CodeMeta 3.0",
    "`codemeta.json`, for each further code in a folder of its own",
    "code with address or DOI, licence and description; authors",
    "own check of mandatory fields and forms",
    write,
    _check,
)
