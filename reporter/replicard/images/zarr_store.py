"""The files of a Zarr store, as the zarr library asks for them: read, and nothing else."""

import struct
import zlib
from collections.abc import AsyncIterator, Iterable
from typing import Any

from zarr.abc.store import (
    ByteRequest,
    OffsetByteRequest,
    RangeByteRequest,
    Store,
    SuffixByteRequest,
)
from zarr.core.buffer import Buffer, BufferPrototype

from replicard.files import FolderFiles
from replicard.images.raster import damaged
from replicard.images.zarr_metadata import METADATA_FILES

_BLOSC_HEADER = 16
_GZIP_WINDOW = 47
"""Window of zlib that also takes the header of gzip."""


class FolderStore(Store):
    """A store that is read through our own opener.

    Attributes
    ----------
    packing
        What chunks are packed with, by its name in Zarr; None if it is not known.
    chunk_bytes
        What a chunk may unpack to.
    """

    def __init__(self, files: FolderFiles, *, packing: str | None, chunk_bytes: int) -> None:
        super().__init__(read_only=True)
        self.files = files
        self.packing = packing
        self.chunk_bytes = chunk_bytes

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def supports_writes(self) -> bool:
        """Nothing is written."""
        return False

    @property
    def supports_deletes(self) -> bool:
        """Nothing is deleted."""
        return False

    @property
    def supports_listing(self) -> bool:
        """Names can be listed."""
        return True

    async def get(
        self, key: str, prototype: BufferPrototype, byte_range: ByteRequest | None = None
    ) -> Buffer | None:
        """Return a file, or a part of it; None if there is none."""
        content = self.files.read(key)
        if content is None:
            return None
        if byte_range is None and key.rsplit("/", 1)[-1] not in METADATA_FILES:
            self._require_honest(content)
        return prototype.buffer.from_bytes(_part(content, byte_range))

    async def get_partial_values(
        self,
        prototype: BufferPrototype,
        key_ranges: Iterable[tuple[str, ByteRequest | None]],
    ) -> list[Buffer | None]:
        """Return parts of files."""
        return [await self.get(key, prototype, part) for key, part in key_ranges]

    async def exists(self, key: str) -> bool:
        """Say whether there is such a file."""
        return key in self.files.names()

    async def set(self, key: str, value: Buffer) -> None:
        """Refuse to write."""
        raise NotImplementedError

    async def delete(self, key: str) -> None:
        """Refuse to delete."""
        raise NotImplementedError

    async def list(self) -> AsyncIterator[str]:
        """Yield the names of all files."""
        for name in self.files.names():
            yield name

    async def list_prefix(self, prefix: str) -> AsyncIterator[str]:
        """Yield the names that begin so."""
        for name in self.files.names():
            if name.startswith(prefix):
                yield name

    async def list_dir(self, prefix: str) -> AsyncIterator[str]:
        """Yield the names right below a folder."""
        start = f"{prefix.rstrip('/')}/" if prefix else ""
        below = {
            name.removeprefix(start).split("/")[0]
            for name in self.files.names()
            if name.startswith(start)
        }
        for name in sorted(below):
            yield name

    def _require_honest(self, content: bytes) -> None:
        """Refuse a chunk that would unpack to far more than a chunk."""
        unpacked = 0
        if self.packing == "blosc" and len(content) >= _BLOSC_HEADER:
            (unpacked,) = struct.unpack_from("<I", content, 4)
        elif self.packing == "lz4" and len(content) >= 4:  # noqa: PLR2004 - its length stands in front
            (unpacked,) = struct.unpack_from("<I", content)
        elif self.packing in {"zlib", "gzip"} and content[:1] in {b"\x78", b"\x1f"}:
            unpacker = zlib.decompressobj(_GZIP_WINDOW)
            unpacked = len(unpacker.decompress(content, self.chunk_bytes + 1))
        if unpacked > self.chunk_bytes:
            raise damaged()


def _part(content: bytes, asked: ByteRequest | None) -> Any:  # noqa: ANN401 - bytes, as the library takes them
    match asked:
        case RangeByteRequest(start=start, end=end):
            return content[start:end]
        case OffsetByteRequest(offset=offset):
            return content[offset:]
        case SuffixByteRequest(suffix=suffix):
            return content[max(0, len(content) - suffix) :]
        case _:
            return content
