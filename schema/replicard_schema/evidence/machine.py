"""Machine, software and repository that the evidence was computed with."""

from typing import Annotated

from pydantic import Field

from replicard_schema.base import Document
from replicard_schema.evidence.files import Unavailable


class Gpu(Document):
    """A graphics processor."""

    name: str
    driver: str | None = None


class Environment(Document):
    """Machine and software that computed the evidence."""

    python: str
    implementation: str
    os: str
    machine: str
    cpu: str | Unavailable
    cpu_count: int | Unavailable
    memory_bytes: int | Unavailable
    gpus: tuple[Gpu, ...] | Unavailable
    packages: dict[str, str]
    """Version of every installed distribution, by normalised name."""


class Submodule(Document):
    """Another repository that a commit names."""

    path: str
    """Where it stands, relative to the root of the repository."""
    commit: str


class Repository(Document):
    """State of the git repository around the card."""

    commit: str
    branch: str | None = None
    tag: str | None = None
    remote: str | None = None
    """Address without credentials."""
    changed_files: tuple[str, ...] | Unavailable = ()
    """Tracked files whose content differs from the commit, relative to the root of the
    repository; or why the files could not be compared."""
    untracked_count: Annotated[int, Field(ge=0)] | Unavailable = 0
    """Files that are neither tracked nor ignored; or why they could not be counted."""
    unpushed_commits: Annotated[int, Field(ge=0)] | Unavailable | None = None
    """Commits that no remote branch had when it was last fetched or pushed; None if no
    remote branch is known."""
    submodules: tuple[Submodule, ...] = ()
    """Other repositories that the commit names."""
