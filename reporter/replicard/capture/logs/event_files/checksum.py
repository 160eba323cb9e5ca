"""CRC-32C (Castagnoli) as TensorFlow masks it."""

from functools import cache

_POLYNOMIAL = 0x82F63B78
_MASK_DELTA = 0xA282EAD8
_WORD = 0xFFFFFFFF


@cache
def _table() -> tuple[int, ...]:
    return tuple(_entry(byte) for byte in range(256))


def _entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ _POLYNOMIAL if value & 1 else value >> 1
    return value


def crc32c(data: bytes) -> int:
    """Return the CRC-32C of some bytes; the check value is that of RFC 3720, B.4.

    >>> hex(crc32c(b"123456789"))
    '0xe3069283'
    """
    table, value = _table(), _WORD
    for byte in data:
        value = table[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ _WORD


def masked_crc32c(data: bytes) -> int:
    """Return the checksum that a TFRecord stores: rotated, then shifted by a constant."""
    value = crc32c(data)
    return (((value >> 15) | (value << 17)) + _MASK_DELTA) & _WORD
