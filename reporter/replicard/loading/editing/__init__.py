"""Adding to a card without touching what its author wrote.

The text of the author stays as it is, byte for byte: comments, order, quotation marks,
blank lines, line ends. New fields are inserted at the end of the mapping that they
belong to, in its own style, and every edit is read back before it is returned.
"""

from replicard.loading.editing.additions import Addition, Edited, add_fields
from replicard.loading.editing.questions import Question, add_questions

__all__ = ["Addition", "Edited", "Question", "add_fields", "add_questions"]
