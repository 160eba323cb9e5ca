"""Findings: something the author should look at."""

from replicard_schema.base import Document
from replicard_schema.vocabulary import Severity


class Finding(Document):
    """One thing that the author should look at, with what to do about it."""

    code: str
    """Short permanent name of the kind of finding."""
    severity: Severity
    message: str
    """What was found, as one or more sentences."""
    field: str = ""
    """Dotted path of the card field it is about; empty for the whole card."""
    hint: str | None = None
    """What to do next."""
    files: tuple[str, ...] = ()
    """Paths, relative to the card, of the files that show it."""
