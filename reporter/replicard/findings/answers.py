"""Findings about answers that are none, and reasons that contradict answers."""

from collections.abc import Iterator, Mapping
from enum import Enum

from pydantic import BaseModel

from replicard.findings.wording import listed
from replicard_schema.card import Card
from replicard_schema.empty_words import is_empty_word
from replicard_schema.evidence import Evidence
from replicard_schema.fields import is_item_name
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity
from replicard_schema.waivers import covers

Path = tuple[str | int, ...]

# Settings go under the names and values of the tool: "default" is a setting there.
# Names of classes and patterns of files are no answers either.
_FREE = frozenset(
    {
        "annotations",
        "candidates",
        "classes",
        "files",
        "groups",
        "hyperparameters",
        "images",
        "not_applicable",
        "parameters",
        "repeated_predictions",
        "second_images",
        "second_predictions",
        "targets",
    }
)


def empty_words(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find fields that hold a word in place of an answer."""
    del evidence
    for path, text in _texts(card, ()):
        if is_empty_word(text):
            yield Finding(
                code="empty-word",
                severity=Severity.HINT,
                field=_dotted(path),
                message=f"“{text}” tells a reader nothing, so it does not count as an answer.",
                hint=(
                    "write the answer, leave the field out, or give the reason why it does not "
                    "apply under not_applicable"
                ),
            )


def empty_reasons(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find entries of ``not_applicable`` that give no reason."""
    del evidence
    for name, reason in card.not_applicable.items():
        if is_empty_word(reason):
            yield Finding(
                code="empty-reason",
                severity=Severity.WARNING,
                field=f"not_applicable.{name}",
                message=(
                    f"{name} is said not to apply, but “{reason}” is no reason, so it still counts "
                    "as open."
                ),
                hint="write in a sentence why it does not apply",
            )


def contradicted_reasons(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find fields that are said not to apply and yet are given."""
    del evidence
    stated = [path for path, _ in _texts(card, (), only_text=False)]
    for name, reason in card.not_applicable.items():
        if is_item_name(name) or is_empty_word(reason):
            continue
        given = [_dotted(path) for path in stated if covers(name, path)]
        if given:
            yield Finding(
                code="not-applicable-but-given",
                severity=Severity.HINT,
                field=f"not_applicable.{name}",
                message=f"{name} is said not to apply, but the card gives {listed(given)}.",
                hint="keep one of the two; as it is, the reason counts",
            )


def _texts(node: object, at: Path, *, only_text: bool = True) -> Iterator[tuple[Path, str]]:
    """Yield every value of the card that an author wrote, with its path."""
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            if name in node.model_fields_set and name not in _FREE:
                yield from _texts(getattr(node, name), (*at, name), only_text=only_text)
    elif isinstance(node, Mapping):
        for key, child in node.items():
            yield from _texts(child, (*at, key), only_text=only_text)
    elif isinstance(node, tuple):
        for position, child in enumerate(node):
            yield from _texts(child, (*at, position), only_text=only_text)
    elif node is not None and (not only_text or _is_text(node)):
        yield at, str(node)


def _is_text(node: object) -> bool:
    return isinstance(node, str) and not isinstance(node, Enum)


def _dotted(path: Path) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")
