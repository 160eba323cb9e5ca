"""Entries of a reference list as text, Markdown and HTML."""

from replicard.render.typeset import to_html, to_markdown, to_text
from replicard_schema.report import NumberedReference, Span


def reference_markdown(reference: NumberedReference) -> str:
    """Write an entry in Markdown, without its number."""
    return to_markdown(with_address(reference))


def reference_html(reference: NumberedReference) -> str:
    """Write an entry in HTML, without its number."""
    return to_html(with_address(reference))


def reference_text(reference: NumberedReference) -> str:
    """Write an entry as plain text, without its number."""
    return to_text(with_address(reference))


def with_address(reference: NumberedReference) -> tuple[Span, ...]:
    """Return an entry with the address of the work, where its style shows one."""
    return reference.spans
