"""Fields of messages in the wire format of protocol buffers, as far as scalars need it."""

from collections.abc import Iterator
from typing import TypeAlias

from replicard.capture.logs.text import UnreadableLogError

Value: TypeAlias = int | bytes
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
_MAX_VARINT_BYTES = 10


def fields(message: bytes) -> Iterator[tuple[int, int, Value]]:
    """Yield number, wire type and value of each field of a message.

    A value is a number for wire type 0, and its bytes for the others.

    Raises
    ------
    UnreadableLogError
        If the bytes are no message.
    """
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, wire_type = key >> 3, key & 7
        if wire_type == VARINT:
            value, place = _varint(message, place)
            yield number, wire_type, value
            continue
        if wire_type == LENGTH:
            length, place = _varint(message, place)
        elif wire_type in {FIXED64, FIXED32}:
            length = 8 if wire_type == FIXED64 else 4
        else:
            raise _broken()
        if place + length > len(message):
            raise _broken()
        yield number, wire_type, message[place : place + length]
        place += length


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = 0
    for i, byte in enumerate(message[place : place + _MAX_VARINT_BYTES]):
        value |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:  # noqa: PLR2004 - the highest bit says that more bytes follow
            return value, place + i + 1
    raise _broken()


def _broken() -> UnreadableLogError:
    return UnreadableLogError("the event file is damaged: a record is no event")
