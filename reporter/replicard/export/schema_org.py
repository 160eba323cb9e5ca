"""schema.org as JSON-LD: the report, its study, data, models and code for search engines.

References
----------
https://schema.org, https://www.w3.org/TR/json-ld11/
"""

import json
from collections.abc import Iterator
from typing import TypeAlias

from pydantic import JsonValue

from replicard.export.checking import DATE, WEB, Rule, faults
from replicard.export.exporter import Exporter
from replicard.export.funding import grants_json_ld
from replicard.export.material import Material, is_one_licence, licence_url, needs_of_authors
from replicard.export.outcome import Export, export_of
from replicard.export.people import json_ld_person
from replicard.export.writing import filled, json_text
from replicard_schema.sections.deposit import Deposit

_Document: TypeAlias = dict[str, JsonValue]


def write(material: Material) -> Export:
    """Write the description of the report as a file of its own."""
    text = json_text(describe(material))
    return export_of({"schema-org.jsonld": text}, needs_of_authors(material.card))


def describe(material: Material) -> _Document:
    """Describe the report, and what the study used and made."""
    study, evidence = material.card.study, material.evidence
    doi = _doi(study.doi)
    paper: JsonValue = {"@type": "ScholarlyArticle", "@id": doi, "name": study.title}
    day = evidence.date if evidence else study.date
    return filled(
        {
            "@context": "https://schema.org",
            "@type": "Report",
            "name": study.title,
            "description": study.description,
            "abstract": study.abstract,
            "author": [json_ld_person(author) for author in study.authors],
            "dateModified": day,
            "license": _licence(study.license),
            "keywords": list(dict.fromkeys(study.keywords)),
            "funding": grants_json_ld(study),
            "about": paper if doi is not None else None,
            "mentions": [*_data(material), *_models(material), *_code(material)],
            "relatedLink": [link.url for link in study.links],
        }
    )


def embedded(material: Material) -> str:
    """Return the description as it may stand in a page: nothing in it can end its element."""
    return safe_in_html(json.dumps(describe(material), ensure_ascii=False, allow_nan=False))


def safe_in_html(text: str) -> str:
    r"""Write the signs of JSON that HTML could take for markup as escapes of JSON.

    >>> print(safe_in_html('{"a": "</script>"}'))
    {"a": "\u003c/script\u003e"}
    """
    escapes = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028"}
    for sign, escape in {**escapes, "\u2029": "\\u2029"}.items():
        text = text.replace(sign, escape)
    return text


def _data(material: Material) -> Iterator[JsonValue]:
    own = {name for name, _ in material.own_datasets()}
    for name, dataset in material.card.datasets.items():
        yield {
            "@type": "Dataset",
            "name": name,
            **filled({"description": dataset.description}),
            **_deposited(dataset.deposit),
            **(_creators(material) if name in own else {}),
        }


def _models(material: Material) -> Iterator[JsonValue]:
    own = {name for name, _ in material.own_models()}
    for name, model in material.card.models.items():
        yield {
            "@type": "CreativeWork",
            "additionalType": "trained model",
            "name": model.name or name,
            **filled({"description": model.architecture, "version": model.version}),
            **_deposited(model.deposit),
            **(_creators(material) if name in own else {}),
        }


def _code(material: Material) -> Iterator[JsonValue]:
    for code in material.card.code:
        yield filled(
            {
                "@type": "SoftwareSourceCode",
                "name": f"{material.card.study.title}: code",
                "description": code.description,
                "identifier": _doi(code.doi),
                "codeRepository": code.url,
                "version": code.version,
                "license": _licence(code.license),
            }
        )


def _creators(material: Material) -> _Document:
    return filled({"creator": [json_ld_person(a) for a in material.card.study.authors]})


def _deposited(deposit: Deposit | None) -> _Document:
    if deposit is None:
        return {}
    return filled(
        {
            "identifier": _doi(deposit.doi) or deposit.accession,
            "url": deposit.url,
            "license": _licence(deposit.license),
            "datePublished": deposit.date,
            "includedInDataCatalog": {"@type": "DataCatalog", "name": deposit.repository},
        }
    )


def _doi(doi: str | None) -> str | None:
    return f"https://doi.org/{doi}" if doi else None


def _licence(licence: str | None) -> str | None:
    return licence_url(licence) if licence and is_one_licence(licence) else licence


_RULES = (
    Rule("@context", "https://schema.org"),
    Rule("@type", "Report"),
    Rule("name"),
    Rule("author"),
    Rule("author * @type", "Person|Organization"),
    Rule("author * name"),
    Rule("dateModified", DATE, is_required=False),
    Rule("mentions * @type"),
    Rule("mentions * name"),
    Rule("mentions * url", WEB, is_required=False),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    yield from faults(json.loads(content), _RULES)


EXPORTER = Exporter(
    "schema-org",
    "schema.org as JSON-LD",
    "`schema-org.jsonld`; the report (HTML) has the same in it",
    "authors",
    "own check of mandatory fields and forms",
    write,
    _check,
    tested_by="rdflib",
)
