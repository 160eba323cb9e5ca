"""TIFF with its dialects: OME-TIFF, ImageJ hyperstacks, BigTIFF, STK and LSM.

The first series is read, in its highest resolution; a file that holds more says so in
a note. Only lossless compressions and JPEG are accepted. What the metadata announce is
compared with what the file holds before anything is decoded: a reader would fill what
is missing with zeros.
"""

import io
from collections.abc import Iterator, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from replicard.images.budget import Budget
from replicard.images.ifd import page_count
from replicard.images.jpeg import frame_shape
from replicard.images.raster import DecodeError, Raster, damaged, ends_too_early, native
from replicard.images.stored import ByteSource, SourceFile
from replicard.images.tiff_blocks import lazy_pixels
from replicard.images.tiff_metadata import TiffMetadata, tiff_metadata
from replicard.images.view import Image, View

if TYPE_CHECKING:
    from tifffile import TiffFile, TiffFrame, TiffPage, TiffPageSeries

# Dialects that would be recognised otherwise. Some of them open further files, whose names
# stand in the file or follow from its own.
_OTHER_DIALECTS = (
    "avs",
    "bif",
    "eer",
    "fluoview",
    "indica",
    "mdgel",
    "mmstack",
    "ndpi",
    "ndtiff",
    "nih",
    "philips",
    "qpi",
    "scanimage",
    "scn",
    "sis",
    "svs",
)
_JPEG = 7
_COMPRESSIONS = {
    1: "none",
    5: "LZW",
    _JPEG: "JPEG",
    8: "deflate",
    32773: "PackBits",
    32946: "deflate",
    34925: "LZMA",
    50000: "Zstandard",
}
_WHITE_IS_ZERO = 0
_PALETTE = 3


def decode_tiff(source: ByteSource, *, budget: Budget) -> Raster:
    """Decode the first series of a TIFF.

    Raises
    ------
    DecodeError
        If it is cut off, damaged, too large, or compressed in another way.
    """
    budget.check_pages(page_count(source, max_pages=budget.max_pages))
    with open_tiff(source) as tiff:
        metadata = tiff_metadata(tiff, budget=budget)
        if not metadata.is_refused:
            return _raster(tiff, source, metadata, budget=budget)
    with open_tiff(source, with_ome=False) as tiff:
        return _raster(tiff, source, metadata, budget=budget)


def open_tiff(source: ByteSource, *, with_ome: bool = True) -> "TiffFile":
    """Open a TIFF for reading; only its first page is looked at for now.

    Parameters
    ----------
    with_ome
        Whether the reader may see the OME-XML in it.
    """
    from tifffile import TIFF, TiffFile  # noqa: PLC0415 -- slow to import

    flags = [f"is_{name}" for name in _OTHER_DIALECTS if name in TIFF.FILE_FLAGS]
    # Versions before 2026 let some of them not be set.
    fixed = {flag: False for flag in flags if isinstance(getattr(TiffFile, flag, None), property)}
    dialects: dict[str, Any] = {flag: False for flag in flags if flag not in fixed}
    if not with_ome:
        dialects["is_ome"] = False
    reader: type[TiffFile] = type("PlainTiffFile", (TiffFile,), fixed) if fixed else TiffFile
    return reader(io.BufferedReader(SourceFile(source)), _multifile=False, **dialects)


def _raster(
    tiff: "TiffFile", source: ByteSource, metadata: TiffMetadata, *, budget: Budget
) -> Raster:
    series = tiff.series[0]
    return Raster(
        _pixels(series, source, budget=budget),
        series.axes,
        metadata.pixel_size_um,
        notes=(*metadata.notes, *_notes(tiff, series)),
        is_lossy=series.keyframe.compression == _JPEG,
        acquired=metadata.acquired,
    )


def _pixels(series: "TiffPageSeries", source: ByteSource, *, budget: Budget) -> Image:
    """Unpack all pixels, or leave those of a large image in the file."""
    _check_samples(series)
    if budget.is_large(series.shape, series.dtype):
        budget.check_in_parts(series.shape, series.dtype)
        _check_pages(series, source, budget=budget)
        stored = lazy_pixels(series, source)
        if stored is not None:
            return View(stored, tuple(range(len(stored.shape))))
    budget.check(series.shape, np.dtype(series.dtype))
    _check_pages(series, source, budget=budget)
    array = series.asarray()
    if array.shape != series.shape:
        raise DecodeError(
            f"its metadata announce {_product(series.shape)} samples, "
            f"its pages hold {_product(array.shape)}",
            code="damaged-file",
            hint="save the whole stack again",
        )
    return native(array)


def _check_samples(series: "TiffPageSeries") -> None:
    """Refuse compressions and types of samples that are not read."""
    page = series.keyframe
    if page.compression not in _COMPRESSIONS:
        raise DecodeError(
            f"its TIFF compression ({int(page.compression)}) is not supported",
            code="unsupported-compression",
            hint="save it without compression, or with LZW or deflate",
        )
    if page.dtype is None:
        raise DecodeError(
            f"its samples of {page.bitspersample} bits are not supported",
            code="unsupported-samples",
            hint="save the image with 8, 16 or 32 bits per sample",
        )


def _check_pages(series: "TiffPageSeries", source: ByteSource, *, budget: Budget) -> None:
    """Compare what the metadata announce with what the file holds."""
    page = series.keyframe
    if page.is_tiled:
        budget.check(page.chunks, np.dtype(page.dtype))
    if series.dataoffset is not None:
        if series.dataoffset + series.nbytes > source.size:
            raise ends_too_early()
        return
    for number, each in enumerate(series, start=1):
        if each is None or each.dtype != page.dtype:
            raise DecodeError(
                f"plane {number} of {len(series)} is missing from the file", code="missing-plane"
            )
        _check_segments(each, source)
        if page.compression == _JPEG:
            _check_jpeg(each, source, budget=budget)


def _product(shape: Sequence[int]) -> str:
    return " x ".join(str(length) for length in shape)


def _check_segments(page: "TiffPage | TiffFrame", source: ByteSource) -> None:
    segments = list(zip(page.dataoffsets, page.databytecounts, strict=True))
    if not page.is_contiguous and len(segments) < prod(page.chunked):
        raise damaged()
    for offset, size in segments:
        if offset + size > source.size:
            raise ends_too_early()
        if not size:
            # A reader would fill the hole with zeros.
            raise DecodeError("a part of the picture is not in the file", code="missing-plane")


def _check_jpeg(page: "TiffPage | TiffFrame", source: ByteSource, *, budget: Budget) -> None:
    """Check the size that each JPEG says of itself: a decoder believes it, not the TIFF."""
    for offset, size in zip(page.dataoffsets, page.databytecounts, strict=True):
        budget.check(frame_shape(source.read(offset, min(size, 1 << 16))), "uint8")


def _notes(tiff: "TiffFile", series: "TiffPageSeries") -> Iterator[str]:
    if len(tiff.series) > 1:
        yield f"the file holds {len(tiff.series)} images; the first is used"
    if series.is_pyramidal:
        yield f"the file holds {len(series.levels)} resolutions; the highest is used"
    if tiff.is_ome and series.kind != "ome":
        yield "its OME-XML does not fit this file alone and is ignored; all pages are used"
    if series.keyframe.photometric == _WHITE_IS_ZERO:
        yield "the file stores white as zero; values are used as stored"
    if series.keyframe.photometric == _PALETTE:
        yield "the picture has a palette; values are palette indices"
    if series.keyframe.compression == _JPEG:
        yield "JPEG compression changed the pixel values"
