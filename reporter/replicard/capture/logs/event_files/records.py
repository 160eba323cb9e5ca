"""Framing of TFRecord files: length, its checksum, content, its checksum."""

import struct
from collections.abc import Iterator

from replicard.capture.logs.event_files.checksum import masked_crc32c
from replicard.capture.logs.text import UnreadableLogError

_LENGTH_BYTES = 8
_CRC_BYTES = 4
_HEADER_BYTES = _LENGTH_BYTES + _CRC_BYTES
MAX_RECORDS = 200_000
MAX_CONTENT_BYTES = 4096
"""Longer records hold images, graphs or histograms and are skipped unread: an event with
one scalar takes about a hundred bytes."""


class CutOffError(UnreadableLogError):
    """The file ends within a record, as that of an interrupted run may."""


def is_event_file(data: bytes) -> bool:
    """Say whether bytes begin with a record whose length has the right checksum."""
    length, crc = data[:_LENGTH_BYTES], data[_LENGTH_BYTES:_HEADER_BYTES]
    return len(crc) == _CRC_BYTES and masked_crc32c(length) == _word(crc)


def records(data: bytes) -> Iterator[bytes]:
    """Yield the content of each record of a TFRecord file, long ones left out.

    Raises
    ------
    CutOffError
        After the last whole record, if the file ends within one.
    UnreadableLogError
        If a checksum does not fit, or there are too many records.
    """
    start, count = 0, 0
    while start < len(data):
        count += 1
        if count > MAX_RECORDS:
            raise UnreadableLogError(f"the event file has more than {MAX_RECORDS:,} records")
        header = data[start : start + _HEADER_BYTES]
        if len(header) < _HEADER_BYTES:
            raise CutOffError(f"the file ends within record {count}")
        _check(header[:_LENGTH_BYTES], header[_LENGTH_BYTES:], count)
        (length,) = struct.unpack("<Q", header[:_LENGTH_BYTES])
        first = start + _HEADER_BYTES
        end = first + length
        if end + _CRC_BYTES > len(data):
            raise CutOffError(f"the file ends within record {count}")
        if length <= MAX_CONTENT_BYTES:
            content = data[first:end]
            _check(content, data[end : end + _CRC_BYTES], count)
            yield content
        start = end + _CRC_BYTES


def _check(content: bytes, crc: bytes, count: int) -> None:
    if masked_crc32c(content) != _word(crc):
        raise UnreadableLogError(
            f"the event file is damaged: the checksum of record {count} does not fit"
        )


def _word(data: bytes) -> int:
    return int.from_bytes(data, "little")
