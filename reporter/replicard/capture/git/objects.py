"""Objects of a repository: commits, trees and tags, one at a time and within limits."""

import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from dulwich.object_format import SHA1
from dulwich.objects import RawObjectID
from dulwich.pack import Pack, PackData, PackIndex, load_pack_index_file

from replicard.capture.git.packs import KINDS, check_size
from replicard.capture.git.unreadable import UnreadableRepositoryError
from replicard.errors import ReplicardError
from replicard.files import open_inside

MAX_OBJECT_BYTES = 16 << 20
MAX_PACK_BYTES = 1 << 40
MAX_PACKS = 100
"""Each one takes a handful of file descriptors, of which macOS gives a process 256."""


@dataclass(slots=True)
class Objects:
    """The objects of one repository; a context that closes its files.

    Objects that the repository borrows from another one are not looked up there.

    Attributes
    ----------
    common
        Folder of the repository that holds ``objects``.
    """

    common: Path
    _names: list[str] | None = None
    _packs: list[tuple[Pack, BinaryIO]] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    def read(self, name: str, *, max_bytes: int = MAX_OBJECT_BYTES) -> tuple[str, bytes]:
        """Return the kind and the content of an object, whose hash is checked.

        Parameters
        ----------
        name
            Its 40 hexadecimal digits.
        max_bytes
            Largest content that is read.

        Raises
        ------
        UnreadableRepositoryError
            If there is no such object, it is damaged, or larger than ``max_bytes``.
        """
        kind, content = self._loose(name, max_bytes) or self._packed(name, max_bytes)
        if object_name(kind, content) != name:
            raise UnreadableRepositoryError(f"the object {name[:10]} of the repository is damaged")
        return kind, content

    def _loose(self, name: str, max_bytes: int) -> tuple[str, bytes] | None:
        """Return an object that is a file of its own; None if this one is not."""
        path = f"objects/{name[:2]}/{name[2:]}"
        if not os.path.lexists(self.common / path):
            return None
        try:
            with open_inside(self.common, path, max_bytes=max_bytes) as handle:
                inflated = zlib.decompressobj().decompress(handle.read(max_bytes), max_bytes + 1)
            header, _, content = inflated.partition(b"\0")
            kind, _, size = header.partition(b" ")
            if len(inflated) > max_bytes or size != str(len(content)).encode():
                raise UnreadableRepositoryError(_damaged(name))
            return kind.decode("ascii"), content
        except (ReplicardError, OSError, ValueError, zlib.error) as error:
            raise UnreadableRepositoryError(_damaged(name)) from error

    def _packed(self, name: str, max_bytes: int) -> tuple[str, bytes]:
        """Return an object that is in a pack."""
        raw = RawObjectID(bytes.fromhex(name))
        for pack, handle in self._opened_packs():
            try:
                if raw not in pack:
                    continue
                check_size(pack, handle, raw, max_bytes=max_bytes)
                kind, content = pack.get_raw(raw)
            except Exception as error:
                raise UnreadableRepositoryError(_damaged(name)) from error
            return KINDS[kind], content
        borrows = os.path.lexists(self.common / "objects" / "info" / "alternates")
        why = ", which borrows objects from another one" if borrows else ""
        raise UnreadableRepositoryError(f"the object {name[:10]} is not in the repository{why}")

    def _opened_packs(self) -> Iterator[tuple[Pack, BinaryIO]]:
        """Yield the packs, each opened when its turn first comes."""
        if self._names is None:
            self._names = self._pack_names()
        for place, name in enumerate(self._names):
            if place == len(self._packs):
                self._packs.append(self._opened_pack(name))
            yield self._packs[place]

    def _opened_pack(self, path: str) -> tuple[Pack, BinaryIO]:
        """Open a pack and its index by descriptors that were checked."""
        with ExitStack() as opened:
            try:
                listing = open_inside(self.common, f"{path}.idx", max_bytes=MAX_PACK_BYTES)
                opened.callback(listing.close)
                handle = open_inside(self.common, f"{path}.pack", max_bytes=MAX_PACK_BYTES)
                opened.callback(handle.close)
                index = load_pack_index_file(path, listing, SHA1)
                opened.callback(index.close)
                data = PackData(path, SHA1, file=handle)
                opened.callback(data.close)
                _check_same(index, data)
                pack = Pack.from_objects(data, index)
                opened.callback(pack.close)
            except Exception as error:
                raise UnreadableRepositoryError("a pack of the repository is damaged") from error
            self._open.push(opened.pop_all())
            return pack, handle

    def _pack_names(self) -> list[str]:
        """Return the paths of the packs, without their endings."""
        folder = self.common / "objects" / "pack"
        names = sorted(path.stem for path in folder.glob("*.idx"))
        if len(names) > MAX_PACKS:
            raise UnreadableRepositoryError(f"the repository has more than {MAX_PACKS} packs")
        return [f"objects/pack/{name}" for name in names]


def _check_same(index: PackIndex, data: PackData) -> None:
    """Refuse a pack with the index of another one, which ``Pack`` would leave unclosed."""
    ends = index.get_pack_checksum(), data.get_stored_checksum()
    if len(index) != len(data) or ends[0] != ends[1]:
        raise UnreadableRepositoryError("a pack has the index of another one")


def object_name(kind: str, content: bytes) -> str:
    """Return the name that git gives to an object of this kind and content.

    >>> object_name("blob", b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    header = f"{kind} {len(content)}\0".encode()
    return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()


def _damaged(name: str) -> str:
    return f"the object {name[:10]} of the repository is damaged or too large"
