"""What a kept result is known by: everything that it follows from.

The code is part of it, as a digest of the sources that reading and measuring run
through. So a release that mends a text keeps what was computed, one that touches a
metric computes again, and nobody has to remember to raise a number.
"""

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from replicard.execution.plain import to_plain

CODE = (
    "replicard/errors.py",
    "replicard/execution",
    "replicard/files",
    "replicard/images",
    "replicard/leakage",
    "replicard/metrics",
    "replicard/pipeline/planes.py",
    "replicard/pipeline/tasks",
    "replicard/plugins.py",
    "replicard/similarity",
    "replicard_schema",
)
"""Files and folders with all the code of ours that a task can run."""
LIBRARIES = (
    "imagecodecs",
    "numba",
    "numcodecs",
    "numpy",
    "pillow",
    "pydantic",
    "scikit-image",
    "scikit-learn",
    "scipy",
    "tifffile",
    "zarr",
)
"""Distributions whose code pixels and numbers pass through."""


def key_of(kind: str, *parts: object) -> str:
    """Return the digest of everything that a result follows from.

    Parameters
    ----------
    kind
        What sort of result it is.
    parts
        Settings, and SHA-256 of the bytes of files.
    """
    said = [kind, surroundings(), [to_plain(part) for part in parts]]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@cache
def surroundings() -> tuple[tuple[str, str], ...]:
    """Return code, libraries, Python and kind of machine that results are computed with."""
    libraries = ((name, _version(name)) for name in LIBRARIES)
    return (
        ("replicard code", code_sha256()[:12]),
        ("Python", platform.python_version()),
        ("machine", f"{platform.system()} {platform.machine()}"),
        *((name, found) for name, found in libraries if found is not None),
    )


@cache
def code_sha256(*more: str) -> str:
    """Return the digest of the code that tasks run through, and of further places."""
    digest = hashlib.sha256()
    for name, content in sorted({*_sources(CODE), *_sources(more)}):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _sources(places: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for place in places:
        package, *rest = place.split("/")
        yield from _below(files(package).joinpath(*rest), place)


def _below(entry: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if entry.is_dir():
        for child in entry.iterdir():
            if child.is_dir() or child.name.endswith(".py"):
                yield from _below(child, f"{name}/{child.name}")
    else:
        yield name, entry.read_bytes()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
