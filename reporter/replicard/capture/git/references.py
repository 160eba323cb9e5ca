"""What HEAD, branches and tags point to."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from os import scandir
from pathlib import Path

from replicard.capture.git.location import Location
from replicard.capture.git.objects import Objects
from replicard.capture.git.unreadable import UnreadableRepositoryError, read_part

MAX_REFERENCE_BYTES = 4096
MAX_PACKED_BYTES = 64 << 20
MAX_LOOSE_TAGS = 10_000
MAX_CHAIN = 5

_SYMBOLIC = re.compile(rb"ref:[ \t]{0,20}(refs/[^\s\\]{1,1000})\s{0,20}")
_OBJECT = re.compile(rb"([0-9a-f]{40})\s{0,20}")
_PACKED = re.compile(rb"([0-9a-f]{40}) (refs/[^\s\\]{1,1000})")
_PEELED = re.compile(rb"\^([0-9a-f]{40})")
_TARGET = re.compile(rb"object ([0-9a-f]{40})\ntype ([a-z]{1,10})\n")
_BRANCH = "refs/heads/"
_TAG = "refs/tags/"
_REMOTE = "refs/remotes/"


@dataclass(frozen=True, slots=True)
class Head:
    """What is checked out.

    Attributes
    ----------
    commit
        Its 40 hexadecimal digits.
    branch
        Name of the branch; None if a commit is checked out without one.
    """

    commit: str
    branch: str | None


@dataclass(frozen=True, slots=True)
class PackedReference:
    """A reference in the common file of references.

    Attributes
    ----------
    target
        The object that it points to.
    peeled
        What the tag object that it points to points to in turn, as far as stated.
    """

    target: str
    peeled: str | None


def read_head(location: Location) -> Head:
    """Return what is checked out.

    Raises
    ------
    UnreadableRepositoryError
        If there is no commit yet, or HEAD leads nowhere.
    """
    packed = _packed(location.common)
    content = read_part(location.control, "HEAD", max_bytes=MAX_REFERENCE_BYTES) or b""
    branch = None
    for _ in range(MAX_CHAIN):
        if found := _OBJECT.fullmatch(content):
            return Head(found[1].decode(), branch)
        name = _symbolic(content)
        branch = name.removeprefix(_BRANCH)
        loose = read_part(location.common, name, max_bytes=MAX_REFERENCE_BYTES)
        if loose is None and name not in packed:
            raise UnreadableRepositoryError("the repository has no commit yet")
        content = packed[name].target.encode() if loose is None else loose
    raise UnreadableRepositoryError("HEAD of the repository leads nowhere")


def tag_of(commit: str, location: Location, objects: Objects) -> str | None:
    """Return the tag that points to ``commit``.

    Of several, one with a message comes before one without, one with a digit in its
    name before one without, and then the first by name.
    """
    candidates = []
    tags = {name: entry for name, entry in _packed(location.common).items() if _is_tag(name)}
    tags |= dict(_loose_tags(location.common))
    for name, entry in tags.items():
        if commit in {entry.target, entry.peeled} or _peel(entry, objects) == commit:
            short = name.removeprefix(_TAG)
            has_digit = any(character.isdigit() for character in short)
            candidates.append((entry.target == commit, not has_digit, short))
    return min(candidates)[-1] if candidates else None


def remote_tips(location: Location) -> frozenset[str]:
    """Return the commits that branches of other copies pointed to when last heard of."""
    tips = {e.target for n, e in _packed(location.common).items() if n.startswith(_REMOTE)}
    for name in _files(location.common, _REMOTE.rstrip("/")):
        content = read_part(location.common, name, max_bytes=MAX_REFERENCE_BYTES) or b""
        if found := _OBJECT.fullmatch(content):
            tips.add(found[1].decode())
    return frozenset(tips)


def _is_tag(name: str) -> bool:
    return name.startswith(_TAG)


def _symbolic(content: bytes) -> str:
    found = _SYMBOLIC.fullmatch(content)
    if found is None:
        raise UnreadableRepositoryError("HEAD of the repository is broken")
    return found[1].decode("utf-8", "surrogateescape")


def _packed(common: Path) -> Mapping[str, PackedReference]:
    """Return the references that are packed into one file."""
    content = read_part(common, "packed-refs", max_bytes=MAX_PACKED_BYTES) or b""
    packed: dict[str, PackedReference] = {}
    last = None
    for line in content.splitlines():
        if found := _PACKED.fullmatch(line):
            last = found[2].decode("utf-8", "surrogateescape")
            packed[last] = PackedReference(found[1].decode(), None)
        elif last is not None and (found := _PEELED.fullmatch(line)):
            packed[last] = PackedReference(packed[last].target, found[1].decode())
    return packed


def _loose_tags(common: Path) -> Iterator[tuple[str, PackedReference]]:
    """Yield the tags that are a file each."""
    for name in _files(common, _TAG.rstrip("/")):
        content = read_part(common, name, max_bytes=MAX_REFERENCE_BYTES) or b""
        if found := _OBJECT.fullmatch(content):
            yield name, PackedReference(found[1].decode(), None)


def _files(common: Path, folder: str) -> Iterator[str]:
    """Yield the files below a folder of the repository; links are left out."""
    folders, seen = [folder], 0
    while folders:
        current = folders.pop()
        with suppress(OSError), scandir(common / current) as entries:
            for entry in entries:
                seen += 1
                if seen > MAX_LOOSE_TAGS:
                    raise UnreadableRepositoryError(
                        f"the repository has more than {MAX_LOOSE_TAGS:,} tags or branches"
                    )
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{current}/{entry.name}")
                elif entry.is_file(follow_symlinks=False):
                    yield f"{current}/{entry.name}"


def _peel(entry: PackedReference, objects: Objects) -> str | None:
    """Return what a tag points to in the end; None if that cannot be told."""
    target = entry.peeled or entry.target
    for _ in range(MAX_CHAIN):
        try:
            kind, content = objects.read(target)
        except UnreadableRepositoryError:
            return None
        found = _TARGET.match(content) if kind == "tag" else None
        if found is None:
            return target
        target = found[1].decode()
    return None
