"""NPY: one array as NumPy saves it, without ever loading a pickle.

The format does not name axes. Two are taken as YX, three as ZYX; more must be named
in the card.
"""

import io
from math import prod

import numpy as np
from numpy.lib import format as npy_format

from replicard.images.budget import Budget
from replicard.images.raster import DecodeError, Raster, ends_too_early, native

_MAX_HEADER = 10_000
_READERS = {
    (1, 0): npy_format.read_array_header_1_0,
    (2, 0): npy_format.read_array_header_2_0,
}


def decode_npy(content: bytes, *, budget: Budget) -> Raster:
    """Decode an array; ``Q`` stands for every axis in front of Y and X.

    Raises
    ------
    DecodeError
        If it holds Python objects, is cut off, or is too large.
    """
    handle = io.BytesIO(content)
    version = npy_format.read_magic(handle)
    if version not in _READERS:
        raise DecodeError(
            f"NPY version {version[0]}.{version[1]} holds no plain image", code="unknown-format"
        )
    shape, is_fortran, dtype = _READERS[version](handle, max_header_size=_MAX_HEADER)
    if dtype.hasobject:
        raise DecodeError(
            "the array holds Python objects, which are never loaded",
            code="object-array",
            hint="save a numeric array: numpy.save(path, array, allow_pickle=False)",
        )
    if any(length < 0 for length in shape) or len(shape) < 2:  # noqa: PLR2004 -- Y and X
        raise DecodeError(f"the array has the shape {shape}, no image has", code="not-an-image")
    budget.check(shape, dtype)
    if len(content) - handle.tell() < prod(shape) * dtype.itemsize:
        raise ends_too_early()
    flat = np.frombuffer(content, dtype=dtype, count=prod(shape), offset=handle.tell())
    array = flat.reshape(shape, order="F" if is_fortran else "C")
    return Raster(native(array), "Q" * (len(shape) - 2) + "YX")
