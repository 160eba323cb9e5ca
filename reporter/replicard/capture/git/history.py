"""Which commits no other copy of the repository is known to have."""

import re
from collections.abc import Iterable, Iterator

from replicard.capture.git.location import Location
from replicard.capture.git.objects import Objects
from replicard.capture.git.references import remote_tips
from replicard.capture.git.unreadable import UnreadableRepositoryError, read_part

MAX_COMMITS = 20_000
_MAX_SHALLOW_BYTES = 1 << 20
_PARENT = re.compile(rb"parent ([0-9a-f]{40})\n")
_HEADER = re.compile(rb"tree [0-9a-f]{40}\n((?:parent [0-9a-f]{40}\n){0,64})")


def count_unpushed(commit: str, location: Location, objects: Objects) -> int | None:
    """Return how many commits up to ``commit`` no remote branch has, as far as is known here.

    What is known is the state of the last fetch or push; nobody is asked.

    Returns
    -------
    int or None
        None if no remote branch is known at all.

    Raises
    ------
    UnreadableRepositoryError
        If commits cannot be read, or there are too many.
    """
    tips = remote_tips(location)
    if not tips:
        return None
    if commit in tips:
        return 0
    ends = _shallow(location)
    pushed = set(_ancestors(tips, objects, ends=ends, beyond=frozenset()))
    return sum(1 for _ in _ancestors([commit], objects, ends=ends, beyond=pushed))


def is_ancestor(commit: str, head: str, location: Location, objects: Objects) -> bool:
    """Say whether ``commit`` is ``head`` or one that it comes from.

    Raises
    ------
    UnreadableRepositoryError
        If commits cannot be read, there are too many, or a shallow clone ends before it
        was met.
    """
    ends = _shallow(location)
    if commit in _ancestors([head], objects, ends=ends, beyond=frozenset()):
        return True
    if ends:
        raise UnreadableRepositoryError("a shallow clone holds a part of its history only")
    return False


def _ancestors(
    starts: Iterable[str], objects: Objects, *, ends: frozenset[str], beyond: Iterable[str]
) -> Iterator[str]:
    """Yield commits and what they come from, each once, but none of ``beyond``."""
    seen = set(beyond)
    waiting = [name for name in starts if name not in seen]
    seen.update(waiting)
    n = 0
    while waiting:
        name = waiting.pop()
        n += 1
        if n > MAX_COMMITS:
            raise UnreadableRepositoryError(
                f"the repository has more than {MAX_COMMITS:,} commits to compare"
            )
        yield name
        new = [] if name in ends else [p for p in _parents(name, objects) if p not in seen]
        seen.update(new)
        waiting += new


def _parents(name: str, objects: Objects) -> list[str]:
    kind, content = objects.read(name)
    header = _HEADER.match(content)
    if kind != "commit" or header is None:
        raise UnreadableRepositoryError(f"the object {name[:10]} of the repository is no commit")
    return [parent.decode() for parent in _PARENT.findall(header[1])]


def _shallow(location: Location) -> frozenset[str]:
    """Return the commits beyond which a shallow clone has nothing."""
    content = read_part(location.common, "shallow", max_bytes=_MAX_SHALLOW_BYTES) or b""
    return frozenset(line.decode("ascii", "replace") for line in content.split())
