"""Bibliographic facts of the field, and the reference list of a text."""

from replicard.render.references.bibliography import (
    numbered_references,
    reference_html,
    reference_markdown,
    references_bibtex,
    references_csl_json,
)
from replicard.render.references.library import (
    suggested_references,
    unresolved_references,
)

__all__ = [
    "numbered_references",
    "reference_html",
    "reference_markdown",
    "references_bibtex",
    "references_csl_json",
    "suggested_references",
    "unresolved_references",
]
