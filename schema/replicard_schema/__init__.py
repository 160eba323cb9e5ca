"""Document formats of Replicard: card, evidence, checklist and report."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from replicard_schema.card import Card
    from replicard_schema.evidence import Evidence
    from replicard_schema.findings import Finding
    from replicard_schema.report import Report

__all__ = ["Card", "Evidence", "Finding", "Report"]

_HOMES = {"Card": "card", "Evidence": "evidence", "Finding": "findings", "Report": "report"}


def __getattr__(name: str) -> object:
    # Building the models of evidence and report takes time that a check of a card need not spend.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
