"""How large an object in a pack will be, before it is unpacked."""

import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from dulwich.objects import RawObjectID
from dulwich.pack import Pack

from replicard.capture.git.unreadable import UnreadableRepositoryError

KINDS: Mapping[int, str] = MappingProxyType({1: "commit", 2: "tree", 3: "blob", 4: "tag"})
MAX_DELTAS = 5000
"""Git itself makes no chain longer than 4095."""
_BY_DISTANCE, _BY_NAME = 6, 7
_PREFIX_BYTES = 2048


def check_size(pack: Pack, handle: BinaryIO, name: RawObjectID, *, max_bytes: int) -> None:
    """Refuse an object that, or a base of which, unpacks to more than ``max_bytes``.

    A few bytes of a pack can stand for gigabytes, and dulwich reserves the size that
    they claim. So the chain of differences is followed first by its headers alone.

    Parameters
    ----------
    pack
        The pack.
    handle
        Its data file.
    name
        Name of the object as 20 bytes.

    Raises
    ------
    UnreadableRepositoryError
        If it is too large, or its chain too long.
    """
    offset = pack.index.object_offset(name)
    for _ in range(MAX_DELTAS):
        handle.seek(offset)
        prefix = handle.read(_PREFIX_BYTES)
        kind, size, start = _header(prefix)
        base = None
        if kind == _BY_DISTANCE:
            distance, start = _distance(prefix, start)
            base = offset - distance
        elif kind == _BY_NAME:
            base = pack.index.object_offset(RawObjectID(prefix[start : start + 20]))
            start += 20
        if base is not None:
            size = max(size, _claimed(prefix[start:]))
        if size > max_bytes:
            raise UnreadableRepositoryError("an object of the repository is too large")
        if base is None:
            return
        offset = base
    raise UnreadableRepositoryError("an object of the repository is a chain without end")


def _header(prefix: bytes) -> tuple[int, int, int]:
    """Return kind and size of an entry, and where its header ends."""
    kind, size, shift, place = prefix[0] >> 4 & 7, prefix[0] & 15, 4, 1
    while prefix[place - 1] & 0x80:
        size |= (prefix[place] & 0x7F) << shift
        shift, place = shift + 7, place + 1
    return kind, size, place


def _distance(prefix: bytes, place: int) -> tuple[int, int]:
    """Return how far back the base of an entry lies, and where that number ends."""
    value = prefix[place] & 0x7F
    while prefix[place] & 0x80:
        place += 1
        value = (value + 1 << 7) + (prefix[place] & 0x7F)
    return value, place + 1


def _claimed(compressed: bytes) -> int:
    """Return the size of the result that a difference claims, which is its second number."""
    inflated = zlib.decompressobj().decompress(compressed, 40)
    values, value, shift = [], 0, 0
    for byte in inflated:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            values.append(value)
            value, shift = 0, 0
    return values[1]
