"""Schemas that a format's own Python package carries, for those who have it installed.

The package itself is not imported: only its schema file is read.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_MOST_FAULTS = 10


def is_installed(package: str) -> bool:
    """Say whether a schema can be read, and held against a document."""
    return find_spec(package) is not None and find_spec("jsonschema") is not None


def schema_faults(document: JsonValue, package: str, path: str) -> Iterator[str]:
    """Yield what a published JSON Schema refuses; nothing where it is not installed.

    Parameters
    ----------
    path
        File of the schema below the package.
    """
    if not is_installed(package):
        return
    errors = sorted(_validator(package, path).iter_errors(document), key=lambda e: list(e.path))
    for error in errors[:_MOST_FAULTS]:
        place = " ".join(map(str, error.path))
        yield f"{place}: {error.message}" if place else error.message


@cache
def _validator(package: str, path: str) -> "Validator":
    from jsonschema.validators import validator_for  # noqa: PLC0415 - an extra

    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    schema = json.loads((Path(next(iter(folders or ("",)))) / path).read_text(encoding="utf-8"))
    return validator_for(schema)(schema)
