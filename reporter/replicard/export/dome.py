"""DOME: an entry of the registry of machine-learning methods in biology.

The answers are those that the program gives to the DOME checklist; the keys are those of
the registry.

References
----------
Walsh et al., DOME (2021), https://doi.org/10.1038/s41592-021-01205-4
"""

import json
from collections.abc import Iterator
from typing import TypeAlias

from pydantic import JsonValue

from replicard.checklist import select
from replicard.checklist.words import in_words
from replicard.export.checking import Rule, faults
from replicard.export.exporter import Exporter
from replicard.export.material import Material, needs_of_authors
from replicard.export.outcome import Export, Need, export_of
from replicard.export.writing import filled, json_text
from replicard_schema.report import Answer, ItemResult
from replicard_schema.vocabulary import Origin, Verdict

NAME = "dome"
CHECKLIST = "dome-1.0"
_CUT = " …"
_RECOGNISABLE = 40
_SECTIONS = ("dataset", "optimization", "model", "evaluation")
_Document: TypeAlias = dict[str, JsonValue]


def write(material: Material) -> Export:
    """Write the entry, with a field for every item that has an answer."""
    needs = list(needs_of_authors(material.card))
    entry = _entry(material)
    if not set(entry) & set(_SECTIONS):
        needs.append(Need("", "the card answers no item of the DOME checklist"))
    return export_of({"dome-registry.json": json_text(entry)}, needs, _notes(material))


def _entry(material: Material) -> _Document:
    study = material.card.study
    sections: dict[str, dict[str, JsonValue]] = {name: {} for name in _SECTIONS}
    for field, item in _items(material):
        section, _, key = field.partition(".")
        answer = _answer(material, item)
        if answer is not None and section in sections:
            sections[section][key] = answer
    publication: JsonValue = filled(
        {
            "title": study.title,
            "authors": ", ".join(author.name for author in study.authors),
            "doi": study.doi,
            "tags": list(dict.fromkeys(study.keywords)),
        }
    )
    return filled({"publication": publication, **sections})


def _items(material: Material) -> Iterator[tuple[str, ItemResult]]:
    """Yield the key in the registry and the verdict for every item that the registry has."""
    result = material.checklists.get(CHECKLIST)
    for item in result.items if result else ():
        field = material.registry_fields.get(item.id)
        if field is not None:
            yield field, item


def _answer(material: Material, item: ItemResult) -> str | None:
    """Return all answers to an item as one text; what does not apply says why."""
    if item.verdict is Verdict.NOT_APPLICABLE:
        return f"Not applicable: {item.reason}" if item.reason else None
    return "; ".join(dict.fromkeys(_whole(material, one) for one in item.answers)) or None


def _whole(material: Material, answer: Answer) -> str:
    """Return an answer at full length; a table of verdicts cuts long ones."""
    if answer.origin is not Origin.STATED or not answer.value.endswith(_CUT):
        return answer.value
    whole = ", ".join(in_words(value) for _, value in select(material.card, answer.field))
    label, _, _ = answer.value.partition(whole[:_RECOGNISABLE])
    return f"{label}{whole}" if whole and label != answer.value else answer.value


def _notes(material: Material) -> Iterator[str]:
    items = [item for _, item in _items(material)]
    partly = [item.id for item in items if item.verdict is Verdict.PARTLY]
    open_ = [item.id for item in items if _answer(material, item) is None]
    how = "replicard check --checklist dome-1.0 asks for them"
    if partly:
        yield f"answered in part: {', '.join(partly)}; {how}"
    if open_:
        yield f"left out, because the card does not answer them: {', '.join(open_)}; {how}"


_RULES = (
    Rule("publication title"),
    Rule("publication authors"),
    *(Rule(name, is_required=False) for name in _SECTIONS),
)


def _check(path: str, content: str) -> Iterator[str]:  # noqa: ARG001 - takes what others take
    document = json.loads(content)
    yield from faults(document, _RULES)
    for name in _SECTIONS:
        for key, value in document.get(name, {}).items():
            if not isinstance(value, str) or not value.strip():
                yield f"{name} {key} is no text"


EXPORTER = Exporter(
    NAME,
    "DOME registry entry 1.0",
    "`dome-registry.json`",
    "authors; answers to at least one item",
    "own check of the keys and texts of the registry",
    write,
    _check,
)
