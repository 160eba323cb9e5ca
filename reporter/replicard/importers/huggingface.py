"""Model cards of Hugging Face: the YAML that stands before the text of ``README.md``."""

import re
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from replicard.importers.making import listed, model_fact
from replicard.importers.plain import text_of, yaml_object
from replicard.importers.source import (
    Content,
    Harvest,
    Head,
    Importer,
    UnreadableSourceError,
    unknown_keys,
)
from replicard_schema.evidence import Fact, FactKind
from replicard_schema.vocabulary import Task

_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TELLING = re.compile(
    rb"(?m)^(?:library_name|pipeline_tag|base_model|model-index|license|datasets|tags):"
)
_TASKS = {
    "image-classification": Task.CLASSIFICATION,
    "object-detection": Task.OBJECT_DETECTION,
    "image-to-image": Task.TRANSLATION,
}
_TAGS = {task.value.replace(" ", "-"): task for task in Task}
"""Tags that name a task of the card exactly; the hub's own names for tasks are wider."""
_KNOWN = frozenset({"library_name", "pipeline_tag", "base_model", "license", "tags", "language"})


def _is_card(head: Head) -> bool:
    start = head.start.removeprefix(b"\xef\xbb\xbf")
    return head.name == "readme.md" and start.startswith(b"---") and bool(_TELLING.search(start))


def _read_card(content: Content) -> Harvest:
    front = _FRONT.match(text_of(content))
    if front is None:
        raise UnreadableSourceError("begins a model card, but its first part does not end")
    values = yaml_object(Content(content.head, front[1].encode()))
    return Harvest(tuple(_facts(values)), unknown_keys(values, _KNOWN), tuple(_remarks(values)))


def _facts(values: Mapping[str, JsonValue]) -> Iterator[Fact]:
    kind = FactKind.DESCRIBED
    tagged = next((_TAGS[t] for t in map(str, listed(values.get("tags"))) if t in _TAGS), None)
    task = tagged or _TASKS.get(str(values.get("pipeline_tag")))
    place = "tags" if tagged else "pipeline_tag"
    yield from model_fact("task", task.value if task else None, kind, place)
    base = [str(name) for name in listed(values.get("base_model"))]
    if base:
        where = "training.initial_weights"
        yield from model_fact(f"{where}.kind", "pretrained", kind, "base_model")
        yield from model_fact(f"{where}.model", ", ".join(base), kind, "base_model")
        yield from model_fact("provenance", "fine-tuned", kind, "base_model")
    licence = values.get("license")
    if isinstance(licence, str) and licence not in {"other", "unknown"}:
        yield from model_fact("deposit.repository", "Hugging Face", kind, "license")
        yield from model_fact("deposit.license", _spdx(licence), kind, "license")


def _spdx(name: str) -> str:
    """Spell a licence as SPDX does, of those that the hub writes in lower case.

    >>> _spdx("apache-2.0"), _spdx("mit"), _spdx("cc-by-4.0")
    ('Apache-2.0', 'MIT', 'CC-BY-4.0')
    """
    special = {"apache-2.0": "Apache-2.0", "bsd-3-clause": "BSD-3-Clause"}
    return special.get(name, name.upper())


def _remarks(values: Mapping[str, JsonValue]) -> Iterator[str]:
    data = [str(name) for name in listed(values.get("datasets"))]
    if data:
        yield f"It names its training data: {', '.join(data)}."
    if values.get("model-index"):
        yield "It states scores; give those that matter under stated_scores of a validation."


CARD = Importer(
    "Hugging Face model card",
    _is_card,
    _read_card,
    takes="task, licence, model that it was fine-tuned from",
    trap="Scores in it are stated by its authors; they are not taken over.",
)
