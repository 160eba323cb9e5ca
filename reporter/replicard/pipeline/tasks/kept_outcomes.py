"""Outcomes of tasks about several files, kept from one run to the next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from replicard.errors import Problem, ReplicardError
from replicard.files import hash_file
from replicard.pipeline.tasks.facts import FileFacts, Role
from replicard.pipeline.tasks.keeping import key_of
from replicard.pipeline.tasks.opening import Opening


class _Outcome(Protocol):
    """What came of several files."""

    @property
    def files(self) -> Mapping[str, FileFacts]:
        """What is known of each file, by path."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why nothing came of them."""
        ...


Outcome = TypeVar("Outcome", bound=_Outcome)


def kept_or_computed(
    kind: type[Outcome],
    opening: Opening,
    compute: Callable[[], Outcome],
    *,
    paths: Sequence[str],
    parts: Sequence[object],
) -> Outcome:
    """Return the outcome of an earlier run from the same bytes, or compute it.

    Parameters
    ----------
    kind
        A dataclass that names no path but in ``files``.
    paths
        Files that the outcome follows from, in an order that ``parts`` explains.
    parts
        Settings that it follows from.
    """
    store = opening.store
    hashes = _hashes(opening, paths) if store is not None else None
    if store is None or hashes is None:
        return compute()
    key = key_of(kind.__name__, opening.axes, *parts, hashes)
    found: Outcome | None = store.get(key, kind)
    files = _facts(opening, paths) if found is not None else None
    if found is not None and files is not None:
        return _with_files(found, files)
    outcome = compute()
    read = [outcome.files[path].record.sha256 for path in paths if path in outcome.files]
    if not outcome.problems and read == hashes:
        store.put(key, _with_files(outcome, {}))
    return outcome


def _hashes(opening: Opening, paths: Sequence[str]) -> list[str] | None:
    try:
        return [hash_file(opening.root, path).sha256 for path in paths]
    except ReplicardError:
        return None  # whoever computes says what is wrong


def _facts(opening: Opening, paths: Sequence[str]) -> dict[str, FileFacts] | None:
    try:
        return {path: opening.open(path, Role.PREDICTION).facts for path in paths}
    except ReplicardError:
        return None


def _with_files(outcome: Outcome, files: Mapping[str, FileFacts]) -> Outcome:
    known: Any = outcome
    changed: Outcome = replace(known, files=files)
    return changed
