"""Recognising the same pixels in another file."""

import hashlib

import numpy as np

from replicard.images.view import Image, blocks, extremes


def pixels_digest(array: Image) -> str:
    """Return the SHA-256 of decoded pixels, blind to how they are stored.

    Compression, format, byte order and the width of integers do not matter: an 8-bit
    image has the digest of its 16-bit copy with the same values. Shape and every value
    do matter.

    Examples
    --------
    >>> values = np.array([[1, 2], [3, 4]])
    >>> pixels_digest(values.astype(">u2")) == pixels_digest(values.astype("u1"))
    True
    >>> pixels_digest(values) == pixels_digest(values.T)
    False
    """
    dtype = _common_type(array)
    digest = hashlib.sha256(f"{dtype.kind} {array.shape}".encode())
    for block in blocks(array):
        digest.update(np.ascontiguousarray(block, dtype=dtype).data)
    return digest.hexdigest()


def _common_type(array: Image) -> np.dtype[np.generic]:
    if array.dtype.kind == "f" or array.size == 0:
        return np.dtype("<f8")
    smallest, largest = (int(value) for value in extremes(array))
    codes = ("<u1", "<u2", "<u4", "<u8") if smallest >= 0 else ("<i1", "<i2", "<i4", "<i8")
    limits = (np.iinfo(code) for code in codes)
    fitting = (limit for limit in limits if limit.min <= smallest and largest <= limit.max)
    return next(fitting).dtype.newbyteorder("<")
