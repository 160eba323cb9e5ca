"""Reading a file with the importer that knows it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.importers import importer_of, look, read_file
from replicard_schema.evidence import Reading

Import = Callable[[Path, str], Reading]


@pytest.fixture
def read() -> Import:
    """Return a function that reads a file below a folder."""

    def read_one(root: Path, path: str) -> Reading:
        head = look(root, path)
        importer = importer_of(head)
        assert importer is not None, f"{path} is not recognised"
        return read_file(root, head, importer)

    return read_one


def values(reading: Reading) -> dict[str, object]:
    """Return the values of a reading by their fields."""
    return {fact.field: fact.value for fact in reading.facts}
