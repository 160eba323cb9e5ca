"""PNG: 1 to 16 bits, grey, palette or colour.

Values are as stored: 2-bit and 4-bit grey is not stretched to 8 bits, a 1-bit picture
is bool, transparency of single values is ignored. A palette picture gives the palette
index, since that is the label in a label image saved with colours.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from replicard.images.budget import Budget
from replicard.images.raster import Pixels, Raster, damaged, ends_too_early

_SIXTEEN_BITS = 16
_SIGNATURE_BYTES = 8
_CHUNK_EXTRA_BYTES = 12  # length, name and checksum
_GREY, _PALETTE = 0, 3
_SAMPLES = {_GREY: 1, 2: 3, _PALETTE: 1, 4: 2, 6: 4}
_DEPTHS = frozenset({1, 2, 4, 8, 16})


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    height: int
    depth: int
    colour: int


def decode_png(content: bytes, *, budget: Budget) -> Raster:
    """Decode a PNG.

    Raises
    ------
    DecodeError
        If it is cut off, damaged or too large.
    """
    header, names = _inspect(content)
    samples = _SAMPLES[header.colour]
    shape = (header.height, header.width, samples)[: 3 if samples > 1 else 2]
    budget.check(shape, np.uint16 if header.depth == _SIXTEEN_BITS else np.uint8)
    return Raster(
        _pixels(content, header),
        "YXS" if samples > 1 else "YX",
        notes=tuple(_notes(header, names)),
        has_fixed_axes=True,
    )


def _inspect(content: bytes) -> tuple[_Header, set[bytes]]:
    """Check every chunk, so that damage is found before a decoder sees it."""
    names: set[bytes] = set()
    header = None
    for name, data in _chunks(content):
        if header is None:
            if name != b"IHDR":
                raise damaged()
            header = _Header(*struct.unpack(">IIBB3x", data))
        names.add(name)
    if header is None or header.depth not in _DEPTHS or header.colour not in _SAMPLES:
        raise damaged()
    return header, names


def _chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    view = memoryview(content)
    position = _SIGNATURE_BYTES
    name = b""
    while name != b"IEND":
        if position + _CHUNK_EXTRA_BYTES > len(content):
            raise ends_too_early()
        length, name = struct.unpack_from(">I4s", content, position)
        end = position + _CHUNK_EXTRA_BYTES + length
        if end > len(content):
            raise ends_too_early()
        data = view[position + 8 : end - 4]
        if zlib.crc32(data, zlib.crc32(name)) != int.from_bytes(view[end - 4 : end], "big"):
            raise damaged()
        yield name, data
        position = end


def _pixels(content: bytes, header: _Header) -> Pixels:
    if header.depth == _SIXTEEN_BITS and header.colour != _GREY:
        # Pillow would reduce colours of 16 bits to 8.
        from imagecodecs import png_decode  # noqa: PLC0415 -- slow to import

        return np.asarray(png_decode(content))[..., : _SAMPLES[header.colour]]
    from PIL.PngImagePlugin import PngImageFile  # noqa: PLC0415 -- slow to import

    # The class itself, not Image.open: that tries formats by content and has its own limit.
    with PngImageFile(io.BytesIO(content)) as picture:
        array: Pixels = np.array(picture)
    if header.colour == _GREY and header.depth in {2, 4}:
        # Pillow stretches the values to 8 bits.
        array = np.floor_divide(array, 255 // (2**header.depth - 1))
    return array.astype(np.uint16) if header.depth == _SIXTEEN_BITS else array


def _notes(header: _Header, names: set[bytes]) -> Iterator[str]:
    if header.colour == _PALETTE:
        yield "the picture has a palette; values are palette indices"
    if b"acTL" in names:
        yield "the picture is animated; the first frame is used"
