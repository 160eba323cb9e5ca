"""JPEG: grey or colour, and never exactly what the microscope recorded."""

import io
import struct

import numpy as np

from replicard.images.budget import Budget
from replicard.images.raster import DecodeError, Raster, damaged, ends_too_early

_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_AFTER_THE_FRAME = frozenset({0xD9, 0xDA})  # end of image, start of scan
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_AXES = {"L": "YX", "RGB": "YXS"}


def decode_jpeg(content: bytes, *, budget: Budget) -> Raster:
    """Decode a JPEG as stored; a rotation that its metadata ask for is not applied.

    Raises
    ------
    DecodeError
        If it is cut off, too large, or neither grey nor RGB.
    """
    from PIL.JpegImagePlugin import JpegImageFile  # noqa: PLC0415 -- slow to import

    budget.check(frame_shape(content), np.uint8)
    # The class itself, not Image.open: that tries formats by content and has its own limit.
    with JpegImageFile(io.BytesIO(content)) as picture:
        if picture.mode not in _AXES:
            raise DecodeError(
                f"the picture is stored as {picture.mode}, not as grey or RGB",
                code="unsupported-colour",
                hint="save it as TIFF or PNG",
            )
        axes = _AXES[picture.mode]
        array = np.array(picture)
    note = "JPEG compression changed the pixel values"
    return Raster(array, axes, notes=(note,), is_lossy=True, has_fixed_axes=True)


def frame_shape(content: bytes) -> tuple[int, int, int]:
    """Return height, width and number of samples that the header announces.

    Raises
    ------
    DecodeError
        If there is no frame header.
    """
    position = 2
    while position + 4 <= len(content):
        if content[position] != 0xFF:  # noqa: PLR2004 -- every marker begins with it
            raise damaged()
        marker = content[position + 1]
        if marker == 0xFF or marker in _WITHOUT_LENGTH:  # noqa: PLR2004 -- fill byte
            position += 1 if marker == 0xFF else 2  # noqa: PLR2004 -- as above
            continue
        if marker in _AFTER_THE_FRAME:
            raise damaged()
        if marker in _START_OF_FRAME:
            if position + 10 > len(content):
                break
            height, width, samples = struct.unpack_from(">HHB", content, position + 5)
            return height, width, samples
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    raise ends_too_early()
