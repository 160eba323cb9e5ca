"""What changed between two states of a study, in words."""

from replicard.render.changes.blocks import Block, Line, Table
from replicard.render.changes.text import changes_blocks
from replicard.render.changes.writers import changes_html, changes_markdown, changes_terminal

__all__ = [
    "Block",
    "Line",
    "Table",
    "changes_blocks",
    "changes_html",
    "changes_markdown",
    "changes_terminal",
]
