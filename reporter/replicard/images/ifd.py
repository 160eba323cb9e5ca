"""The chain of pages of a TIFF, walked before a TIFF reader does."""

import struct
from dataclasses import dataclass

from replicard.images.raster import DecodeError, damaged, ends_too_early
from replicard.images.stored import ByteSource

_MAX_TAGS = 4096
_SUB_PAGES = 330
_MAX_SUB_PAGES = 64


@dataclass(frozen=True, slots=True)
class _Layout:
    first: int
    count: struct.Struct
    tag: struct.Struct
    offset: struct.Struct


def _layout(order: str, *, is_big: bool) -> _Layout:
    count, tag, offset = ("Q", "HHQ8x", "Q") if is_big else ("H", "HHI4x", "I")
    return _Layout(
        8 if is_big else 4,
        struct.Struct(order + count),
        struct.Struct(order + tag),
        struct.Struct(order + offset),
    )


_LAYOUTS = {
    b"II*\x00": _layout("<", is_big=False),
    b"MM\x00*": _layout(">", is_big=False),
    b"II+\x00": _layout("<", is_big=True),
    b"MM\x00+": _layout(">", is_big=True),
}


def page_count(source: ByteSource, *, max_pages: int) -> int:
    """Count the pages of a TIFF, up to one more than ``max_pages``.

    A reader that follows the chain blindly loses the pages behind a broken link
    without a word, and never comes back from a circle.

    Raises
    ------
    DecodeError
        If the chain leaves the file, runs in a circle, or has no page.
    """
    layout = _LAYOUTS[source.read(0, 4)]
    seen: set[int] = set()
    try:
        (offset,) = _unpack(source, layout.offset, layout.first)
        while offset and len(seen) <= max_pages:
            if offset in seen:
                raise damaged()
            seen.add(offset)
            offset = _next_page(source, offset, layout)
    except struct.error as error:
        raise ends_too_early() from error
    if not seen:
        raise DecodeError("the TIFF has no page", code="empty-image")
    return len(seen)


def _next_page(source: ByteSource, offset: int, layout: _Layout) -> int:
    (count,) = _unpack(source, layout.count, offset)
    if count > _MAX_TAGS:
        raise damaged()
    start = offset + layout.count.size
    end = start + count * layout.tag.size
    (following,) = _unpack(source, layout.offset, end)
    for tag, _, values in layout.tag.iter_unpack(source.read(start, end - start)):
        if tag == _SUB_PAGES and values > _MAX_SUB_PAGES:
            raise damaged()
    return int(following)


def _unpack(source: ByteSource, layout: struct.Struct, offset: int) -> tuple[int, ...]:
    return layout.unpack(source.read(offset, layout.size))
