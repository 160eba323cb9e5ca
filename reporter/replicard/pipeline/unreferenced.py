"""Software of a card without references, for which the library knows the papers."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from replicard.render.citations import short_name, suggested_references
from replicard_schema.card import Card
from replicard_schema.findings import Finding
from replicard_schema.sections.software import Software
from replicard_schema.vocabulary import Severity
from replicard_schema.waivers import waiver


def unreferenced(card: Card) -> Iterator[Finding]:
    """Find algorithms and tools that are named, but not cited, with the line that cites them.

    Nothing is cited on its own: which paper a study follows is for its author to say.
    """
    for path, software in _software(card, ""):
        dois = suggested_references(software.name)
        field = f"{path}.references"
        if software.references or not dois or waiver(card, field) is not None:
            continue
        papers = " and ".join(f"{short_name(doi)} ({doi})" for doi in dois)
        yield Finding(
            code="reference-suggested",
            severity=Severity.HINT,
            field=field,
            message=f"No paper is cited for {software.name}; usually it is {papers}.",
            hint=f"if that is what was used, add to {path}: references: [{', '.join(dois)}]",
        )


def _software(node: object, path: str) -> Iterator[tuple[str, Software]]:
    """Yield every program and algorithm below a part of a card, with its path."""
    if isinstance(node, Software):
        yield path, node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _software(getattr(node, name), f"{path}.{name}" if path else name)
    elif isinstance(node, Mapping):
        for name, value in node.items():
            yield from _software(value, f"{path}.{name}")
    elif isinstance(node, tuple):
        for position, value in enumerate(node):
            yield from _software(value, f"{path}[{position}]")
