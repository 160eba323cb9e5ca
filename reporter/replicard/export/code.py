"""Code of a study, as several formats describe it: one file for each."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from replicard.export.outcome import Need
from replicard_schema.card import Card


def needs_of_code(card: Card) -> Iterator[Need]:
    """Ask for code, where the card names none."""
    if not card.code:
        yield Need("code", "the card names no code", "add its url, license and version under code")


def file_name(name: str, index: int) -> str:
    """Return the name of the file for the code at an index, counted from 0.

    >>> file_name("CITATION.cff", 0), file_name("CITATION.cff", 1)
    ('CITATION.cff', 'code-2/CITATION.cff')
    """
    return name if index == 0 else (PurePosixPath(f"code-{index + 1}") / name).as_posix()
