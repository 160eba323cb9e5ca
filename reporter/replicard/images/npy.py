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
from replicard.images.stored import ByteSource, PlainPixels
from replicard.images.view import View

_MAX_HEADER = 10_000
_MAX_PREFIX = 12
_READERS = {
    (1, 0): npy_format.read_array_header_1_0,
    (2, 0): npy_format.read_array_header_2_0,
}


def decode_npy(source: ByteSource, *, budget: Budget) -> Raster:
    """Decode an array; ``Q`` stands for every axis in front of Y and X.

    Raises
    ------
    DecodeError
        If it holds Python objects, is cut off, or is too large.
    """
    handle = io.BytesIO(source.read(0, _MAX_HEADER + _MAX_PREFIX))
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
    axes = "Q" * (len(shape) - 2) + "YX"
    if budget.is_large(shape, dtype):
        budget.check_in_parts(shape, dtype)
        in_file = shape[::-1] if is_fortran else shape
        pixels = PlainPixels(source, handle.tell(), dtype, in_file)
        order = tuple(range(len(shape)))
        return Raster(View(pixels, order[::-1] if is_fortran else order), axes)
    budget.check(shape, dtype)
    content = source.read(handle.tell(), prod(shape) * dtype.itemsize)
    if len(content) < prod(shape) * dtype.itemsize:
        raise ends_too_early()
    flat = np.frombuffer(content, dtype=dtype)
    return Raster(native(flat.reshape(shape, order="F" if is_fortran else "C")), axes)
