"""RO-Crate 1.1 with the Process Run Crate profile: the folder of a card and what was run in it.

The crate is the folder of the card. Training, prediction and evaluation are actions with
instrument, object, result, agent and time, as far as the card and the evidence tell them.

References
----------
RO-Crate 1.1, https://w3id.org/ro/crate/1.1
Process Run Crate 0.5, https://w3id.org/ro/wfrun/process/0.5
"""

import json
from collections.abc import Iterator

from pydantic import JsonValue

from replicard.export.checking import Rule, faults
from replicard.export.crate_actions import add_actions
from replicard.export.crate_graph import Entity, Graph, entity
from replicard.export.crate_things import Things
from replicard.export.exporter import Exporter
from replicard.export.material import Material, needs_of_authors, whole_day
from replicard.export.outcome import Export, Need, export_of
from replicard.export.writing import json_text

NAME = "ro-crate-metadata.json"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
# The term is one of Workflow Run RO-Crate; its own context need not be fetched for it.
_SHA256 = "https://w3id.org/ro/terms/workflow-run#sha256"


def write(material: Material) -> Export:
    """Write the metadata file of the crate."""
    needs = [*needs_of_authors(material.card), *_needs(material)]
    if needs:
        return export_of({}, needs)
    return export_of({NAME: json_text(_crate(material))}, (), _notes(material))


def _crate(material: Material) -> Entity:
    graph = Graph()
    things = Things(material, graph)
    actions = add_actions(things)
    root = _root(things, actions)
    descriptor: Entity = {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _SPECIFICATION},
        "about": {"@id": "./"},
    }
    context: list[JsonValue] = [f"{_SPECIFICATION}/context", {"sha256": _SHA256}]
    return {"@context": context, "@graph": [descriptor, root, *graph.entities()]}


def _root(things: Things, actions: list[Entity]) -> Entity:
    material, graph = things.material, things.graph
    study = material.card.study
    profile = things.profile(_PROFILE) if actions else None
    paper = things.paper()
    authors = things.authors()
    licence = things.licence(study.license)
    parts = things.files()
    return entity(
        "./",
        "Dataset",
        name=study.title,
        description=study.description or study.abstract,
        datePublished=_date(material),
        license=licence,
        author=authors,
        keywords=", ".join(study.keywords),
        conformsTo=profile,
        citation=paper,
        hasPart=parts,
        mentions=[*actions, *graph.collections()],
    )


def _date(material: Material) -> str | None:
    stated = whole_day(material.card.study.date)
    return stated or (material.date.isoformat() if material.evidence is not None else None)


def _needs(material: Material) -> Iterator[Need]:
    study = material.card.study
    if (study.description or study.abstract) is None:
        yield Need("study.description", "a crate wants a description, and none is stated")
    if study.license is None:
        yield Need("study.license", "a crate wants a licence, and none is stated")
    if _date(material) is None:
        yield Need(
            "study.date",
            "a crate wants the day of its publication, and none is known",
            "add the date, or run replicard evaluate",
        )


def _notes(material: Material) -> Iterator[str]:
    if material.evidence is None:
        yield "without evidence it lists no file and no evaluation; run replicard evaluate"


_RULES = (
    Rule("@graph"),
    Rule("@graph * @id"),
    Rule("@graph * @type"),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    document = json.loads(content)
    yield from faults(document, _RULES)
    known = {described.get("@id") for described in document["@graph"]}
    for described in document["@graph"]:
        for name, value in described.items():
            for target in value if isinstance(value, list) else [value]:
                if _dangles(target, known):
                    yield f"{described['@id']} {name} leads to nothing described: {target['@id']}"
        if "Action" in str(described["@type"]) and not described.get("instrument"):
            yield f"{described['@id']} has no instrument"


def _dangles(target: object, known: set[object]) -> bool:
    return (
        isinstance(target, dict)
        and set(target) == {"@id"}
        and target["@id"] not in known
        and target["@id"] != _SPECIFICATION
    )


EXPORTER = Exporter(
    "ro-crate",
    "RO-Crate 1.1, Process Run Crate 0.5",
    "`ro-crate-metadata.json`, to lie beside the card",
    "authors; description, licence and date of the study",
    "own check: every entity described, every action with its instrument",
    write,
    _check,
    tested_by="roc-validator (profiles RO-Crate 1.1 and Process Run Crate 0.5), rocrate",
    lies_beside_card=True,
)
