"""Tiles and strips of a TIFF, unpacked one by one when they are needed."""

import threading
from collections import OrderedDict
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from replicard.images.raster import Pixels, damaged, ends_too_early
from replicard.images.stored import ByteSource, PlainPixels, Region, Stored

if TYPE_CHECKING:
    from tifffile import TiffPageSeries

LARGEST_SEGMENT = 1 << 26
"""Bytes of one tile or strip, unpacked; larger ones are not worth unpacking for a part."""
_KEPT_BYTES = 1 << 26


def lazy_pixels(series: "TiffPageSeries", source: ByteSource) -> Stored | None:
    """Return the pixels of a series to be read in parts, or None if that is not possible."""
    page = series.keyframe
    if page.dtype is None or page.bitspersample != page.dtype.itemsize * 8:
        return None
    if series.dataoffset is not None and len(series.shape) > 1 and page.compression == 1:
        stored = page.dtype.newbyteorder(page.parent.byteorder)
        return PlainPixels(source, series.dataoffset, stored, tuple(series.shape))
    fits = tuple(series.shape[-len(page.shape) :]) == tuple(page.shape)
    outer = series.shape[: -len(page.shape)]
    is_chunky = page.planarconfig == 1 or page.samplesperpixel == 1
    segment = prod(page.chunks) * page.dtype.itemsize
    is_flat = page.imagedepth == 1 and segment <= LARGEST_SEGMENT
    if fits and is_chunky and is_flat and prod(outer) == len(series):
        return SegmentedPixels(series, source)
    return None


class SegmentedPixels:
    """Planes of a TIFF in tiles or strips; those used last are kept unpacked."""

    def __init__(self, series: "TiffPageSeries", source: ByteSource) -> None:
        page = series.keyframe
        self.shape = tuple(int(length) for length in series.shape)
        self.dtype: np.dtype[Any] = np.dtype(page.dtype).newbyteorder("=")
        self._page = page
        self._source = source
        self._n_axes = len(page.shape)
        self._segments = [(each.dataoffsets, each.databytecounts) for each in series if each]
        # the tables of a JPEG stand beside its strips
        self._tables = page.jpegtables
        self._header = page.jpegheader
        self._kept: OrderedDict[tuple[int, int], Pixels] = OrderedDict()
        self._lock = threading.Lock()
        self._n_kept = max(2, _KEPT_BYTES // max(1, prod(page.chunks) * self.dtype.itemsize))

    @property
    def chunks(self) -> tuple[int, ...]:
        """One tile or strip, as high as it is."""
        rows, columns = self._grid[2:]
        inner = (rows, columns, *self.shape[len(self.shape) - self._n_axes + 2 :])
        return (*(1 for _ in self.shape[: -self._n_axes]), *inner)

    @property
    def _grid(self) -> tuple[int, int, int, int]:
        """Tiles down and across, and rows and columns of each."""
        page = self._page
        height, width = page.imagelength, page.imagewidth
        rows = page.tilelength if page.is_tiled else min(page.rowsperstrip, height)
        columns = page.tilewidth if page.is_tiled else width
        return -(-height // rows), -(-width // columns), rows, columns

    def block(self, region: Region) -> Pixels:
        """Return the pixels of a region."""
        outer, inner = region[: -self._n_axes], region[-self._n_axes :]
        found = np.empty([part.stop - part.start for part in region], dtype=self.dtype)
        for place in product(*(range(part.start, part.stop) for part in outer)):
            here = tuple(at - part.start for at, part in zip(place, outer, strict=True))
            number = 0
            for at, length in zip(place, self.shape, strict=False):
                number = number * length + at
            self._fill(found[here], number, inner)
        return found

    def _fill(self, found: Pixels, plane: int, region: Region) -> None:
        """Write the wanted part of one plane from the tiles that it lies in."""
        rows, columns = region[:2]
        _, across, height, width = self._grid
        for down in range(rows.start // height, (rows.stop - 1) // height + 1):
            for right in range(columns.start // width, (columns.stop - 1) // width + 1):
                tile = self._tile(plane, down * across + right)
                top, left = down * height, right * width
                part = (
                    slice(max(rows.start, top), min(rows.stop, top + tile.shape[0])),
                    slice(max(columns.start, left), min(columns.stop, left + tile.shape[1])),
                )
                within = tile[
                    part[0].start - top : part[0].stop - top,
                    part[1].start - left : part[1].stop - left,
                ]
                to = (
                    slice(part[0].start - rows.start, part[0].stop - rows.start),
                    slice(part[1].start - columns.start, part[1].stop - columns.start),
                )
                found[to] = within[..., region[2]] if len(region) > 2 else within[..., 0]  # noqa: PLR2004 - Y, X, S

    def _tile(self, plane: int, number: int) -> Pixels:
        """Return one tile with axes Y, X, S, cut off where the plane ends."""
        with self._lock:
            if (plane, number) in self._kept:
                self._kept.move_to_end((plane, number))
                return self._kept[plane, number]
        tile = self._unpacked(plane, number)
        with self._lock:
            self._kept[plane, number] = tile
            while len(self._kept) > self._n_kept:
                self._kept.popitem(last=False)
        return tile

    def _unpacked(self, plane: int, number: int) -> Pixels:
        offsets, sizes = self._segments[plane]
        if number >= len(offsets):
            raise damaged()
        content = self._source.read(offsets[number], sizes[number])
        if len(content) < sizes[number]:
            raise ends_too_early()
        tables: dict[str, Any] = {}
        if self._tables is not None or self._header is not None:
            tables = {"jpegtables": self._tables, "jpegheader": self._header}
        unpacked, _, shape = self._page.decode(content, number, **tables)
        if unpacked is None:
            raise damaged()
        tile: Pixels = np.asarray(unpacked, dtype=self.dtype)[0][: shape[1], : shape[2]]
        return tile if tile.ndim > 2 else tile[..., np.newaxis]  # noqa: PLR2004 - Y, X, S
