"""Pixels that stay in their file and are read where they are needed.

What a large image gives away is a rectangular block of it. The file may be in memory,
packed, or too large for that; both look the same here.
"""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, Protocol, TypeAlias

import numpy as np

from replicard.images.raster import Pixels, ends_too_early

Region: TypeAlias = tuple[slice, ...]


class ByteSource(Protocol):
    """The bytes of a file."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def read(self, offset: int, length: int, /) -> bytes:
        """Return bytes; fewer only behind the end. Several threads may ask at once."""
        ...


@dataclass(frozen=True, slots=True)
class MemoryBytes:
    """A file that was read as a whole."""

    content: bytes

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.content)

    def read(self, offset: int, length: int) -> bytes:
        """Return bytes; fewer only behind the end."""
        return self.content[offset : offset + length]


class SourceFile(io.RawIOBase):
    """Bytes as a file that a library can read and seek in."""

    def __init__(self, source: ByteSource) -> None:
        super().__init__()
        self._source = source
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that one can move in it."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move, and return the new position."""
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._source.size}[whence]
        self._at = max(0, origin + offset)
        return self._at

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever bytes can be written to
        """Fill a buffer as far as there are bytes."""
        content = self._source.read(self._at, len(buffer))
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)


class Stored(Protocol):
    """An image in the order of axes of its file."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Pixels along each axis."""
        ...

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the samples, in the byte order of this machine."""
        ...

    @property
    def chunks(self) -> tuple[int, ...]:
        """Lengths of the pieces that are best read as a whole."""
        ...

    def block(self, region: Region, /) -> Pixels:
        """Return the pixels of a region, which has one slice of step 1 per axis."""
        ...


_ROWS_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class PlainPixels:
    """Pixels that stand one after another in a file, packed by nobody.

    Attributes
    ----------
    offset
        Of the first byte.
    stored_dtype
        Type of the samples, in the byte order of the file.
    """

    source: ByteSource
    offset: int
    stored_dtype: np.dtype[Any]
    shape: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.offset + prod(self.shape) * self.stored_dtype.itemsize > self.source.size:
            raise ends_too_early()

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the samples, in the byte order of this machine."""
        return self.stored_dtype.newbyteorder("=")

    @property
    def chunks(self) -> tuple[int, ...]:
        """About a megabyte of rows."""
        row = max(1, self.shape[-1] * self.stored_dtype.itemsize)
        rows = min(self.shape[-2], max(1, _ROWS_BYTES // row))
        return (*(1 for _ in self.shape[:-2]), rows, self.shape[-1])

    def block(self, region: Region) -> Pixels:
        """Return the pixels of a region."""
        *outer, rows, columns = region
        lengths = [part.stop - part.start for part in region]
        found = np.empty(lengths, dtype=self.dtype)
        for place in product(*(range(part.start, part.stop) for part in outer)):
            here = tuple(at - part.start for at, part in zip(place, outer, strict=True))
            found[here] = self._rows(place, rows)[:, columns]
        return found

    def _rows(self, place: tuple[int, ...], rows: slice) -> Pixels:
        """Read whole rows of one plane."""
        height, width = self.shape[-2:]
        plane = 0
        for at, length in zip(place, self.shape[:-2], strict=True):
            plane = plane * length + at
        size = self.stored_dtype.itemsize
        start = self.offset + (plane * height + rows.start) * width * size
        content = self.source.read(start, (rows.stop - rows.start) * width * size)
        pixels = np.frombuffer(content, dtype=self.stored_dtype)
        if pixels.size < (rows.stop - rows.start) * width:
            raise ends_too_early()
        return pixels.reshape(-1, width)


def in_pieces(lengths: tuple[int, ...], step: tuple[int, ...]) -> Iterator[Region]:
    """Yield the regions of a grid of pieces, the last of each row shorter."""
    for start in product(*(range(0, n, by) for n, by in zip(lengths, step, strict=True))):
        yield tuple(
            slice(first, min(first + by, n))
            for first, by, n in zip(start, step, lengths, strict=True)
        )
