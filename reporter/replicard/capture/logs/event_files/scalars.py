"""Scalars in TensorBoard's events.

The numbers of fields are those of ``event.proto``, ``summary.proto`` and ``tensor.proto``
of TensorFlow. A scalar is a ``simple_value`` or, since TensorFlow 2, a tensor of one number.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from replicard.capture.logs.event_files.messages import (
    FIXED32,
    FIXED64,
    LENGTH,
    VARINT,
    Value,
    fields,
)

_STEP, _SUMMARY = 2, 5
_VALUE = 1
_TAG, _SIMPLE_VALUE, _TENSOR = 1, 2, 8
_DTYPE, _SHAPE, _CONTENT, _FLOATS, _DOUBLES = 1, 2, 4, 5, 6
_FORMATS = {1: ("<f", 4), 2: ("<d", 8)}
_SIGN_BIT = 1 << 63


@dataclass(frozen=True, slots=True)
class Scalar:
    """One number of one event.

    Attributes
    ----------
    tag
        Name that the program gave it.
    step
        Count of what the program calls a step: batches or epochs.
    """

    tag: str
    step: int
    value: float


def scalars(event: bytes) -> Iterator[Scalar]:
    """Yield the scalars of one event.

    Raises
    ------
    UnreadableLogError
        If the bytes are no event.
    """
    step = 0
    summaries: list[bytes] = []
    for number, wire_type, value in fields(event):
        if number == _STEP and wire_type == VARINT:
            step = _signed(value)
        elif number == _SUMMARY and isinstance(value, bytes):
            summaries.append(value)
    for summary in summaries:
        for number, wire_type, value in fields(summary):
            if number == _VALUE and wire_type == LENGTH and isinstance(value, bytes):
                yield from _scalar(value, step)


def _signed(value: Value) -> int:
    number = value if isinstance(value, int) else 0
    number &= (1 << 64) - 1
    return number - (1 << 64) if number & _SIGN_BIT else number


def _scalar(message: bytes, step: int) -> Iterator[Scalar]:
    tag, found = "", None
    for number, wire_type, value in fields(message):
        if not isinstance(value, bytes):
            continue
        if number == _TAG:
            tag = value.decode("utf-8", errors="replace")
        elif number == _SIMPLE_VALUE and wire_type == FIXED32:
            (found,) = struct.unpack("<f", value)
        elif number == _TENSOR:
            found = _single_number(value)
    if tag and found is not None:
        yield Scalar(tag, step, found)


def _single_number(tensor: bytes) -> float | None:
    """Return the number that a tensor without axes holds; None for any other tensor."""
    dtype, content = 0, b""
    for number, wire_type, value in fields(tensor):
        if number == _DTYPE and isinstance(value, int):
            dtype = value
        elif number == _SHAPE and value:
            return None
        elif number in {_CONTENT, _FLOATS, _DOUBLES} and isinstance(value, bytes):
            content = value if wire_type in {LENGTH, FIXED32, FIXED64} else b""
    form, size = _FORMATS.get(dtype, ("", -1))
    if len(content) != size:
        return None
    (number_found,) = struct.unpack(form, content)
    return float(number_found)
