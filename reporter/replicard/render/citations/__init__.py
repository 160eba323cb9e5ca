"""Bibliographic facts of the field, and the reference list of a text."""

from replicard.render.citations.entries import (
    reference_html,
    reference_markdown,
    reference_text,
    with_address,
)
from replicard.render.citations.exports import references_bibtex, references_csl_json
from replicard.render.citations.library import (
    short_name,
    stated_references,
    suggested_references,
    unresolved_references,
)
from replicard.render.citations.reference_list import (
    DEFAULT_CITATIONS,
    KEY,
    Citations,
    ReferenceList,
    cited_references,
    names_of,
)
from replicard.render.citations.ris import references_ris
from replicard.render.citations.style import CitationStyle, StyleError
from replicard.render.citations.styles import is_style_file, style_in, style_named

__all__ = [
    "DEFAULT_CITATIONS",
    "KEY",
    "CitationStyle",
    "Citations",
    "ReferenceList",
    "StyleError",
    "cited_references",
    "is_style_file",
    "names_of",
    "reference_html",
    "reference_markdown",
    "reference_text",
    "references_bibtex",
    "references_csl_json",
    "references_ris",
    "short_name",
    "stated_references",
    "style_in",
    "style_named",
    "suggested_references",
    "unresolved_references",
    "with_address",
]
