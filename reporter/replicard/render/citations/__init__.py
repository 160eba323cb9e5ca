"""Bibliographic facts of the field, and the reference list of a text."""

from replicard.render.citations.bibliography import (
    numbered_references,
    reference_html,
    reference_markdown,
    reference_text,
    with_address,
)
from replicard.render.citations.exports import references_bibtex, references_csl_json
from replicard.render.citations.library import (
    suggested_references,
    unresolved_references,
)
from replicard.render.citations.numbers import Numbering, citation, numbered

__all__ = [
    "Numbering",
    "citation",
    "numbered",
    "numbered_references",
    "reference_html",
    "reference_markdown",
    "reference_text",
    "references_bibtex",
    "references_csl_json",
    "suggested_references",
    "unresolved_references",
    "with_address",
]
