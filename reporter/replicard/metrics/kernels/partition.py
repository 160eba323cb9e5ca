"""How an image is cut: into units for sums, and into strips of units for reading.

Sums in floating point depend on their order. So the order is fixed: a unit is summed by
itself, and the sums of units are added exactly (`math.fsum`, in which order has no
influence). Where units begin follows from the shape of the image alone. How many of
them are read at once, and by how many threads, changes no bit of a result.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from replicard.images import PixelSource
from replicard.metrics.kernels.scaled import ScaledPixels

Image: TypeAlias = ArrayLike | PixelSource
"""Pixels as a list or an array, or to be read block by block."""

Region: TypeAlias = tuple[slice, ...]

# A unit in float64 and what is made of it stay in the cache of one core.
UNIT_PIXELS = 2**16
_STRIP_PIXELS = 2**19
# Pieces of a chunked file are read whole, unless they are larger than this.
_LARGEST_STRIP_PIXELS = 2**24


def as_source(image: Image) -> PixelSource:
    """Return what can be sliced as it is, and anything else as a NumPy array.

    An image without axes gets one, so that there is always something to slice.
    """
    if isinstance(image, np.ndarray):
        # a memory map is sliced as a plain array: its class costs time at each slice
        return np.atleast_1d(np.asarray(image))
    if all(hasattr(image, name) for name in ("shape", "ndim", "dtype", "__getitem__")):
        source: PixelSource = image  # type: ignore[assignment] # that is what was looked for
        return source if source.ndim else np.atleast_1d(np.asarray(image))
    return np.atleast_1d(np.asarray(image))


def whole(source: PixelSource) -> NDArray[np.float64]:
    """Return all pixels in float64, the array itself if it is that already.

    A source that is too large to be held in memory may refuse with an error of its own.
    """
    if isinstance(source, ScaledPixels):
        return source.whole()
    return np.asarray(source, dtype=np.float64)


def strips(*sources: PixelSource) -> Iterator[Region]:
    """Yield the regions in which images of equal shape are read, each a whole number of units."""
    shape = sources[0].shape
    axis, _ = cut(shape)
    lengths = [*_strip_lengths(sources), *shape[axis + 1 :]]
    for start in itertools.product(
        *(range(0, n, step) for n, step in zip(shape, lengths, strict=True))
    ):
        yield tuple(
            slice(first, min(first + step, n))
            for first, step, n in zip(start, lengths, shape, strict=True)
        )


def units(shape: Sequence[int], region: Region) -> Iterator[Region]:
    """Yield the units of an image that lie in a strip of it, as regions of that strip."""
    axis, rows = cut(shape)
    n_rows = region[axis].stop - region[axis].start
    outer = (range(part.stop - part.start) for part in region[:axis])
    rest = tuple(slice(0, n) for n in shape[axis + 1 :])
    for place in itertools.product(*outer):
        before = tuple(slice(index, index + 1) for index in place)
        for first in range(0, n_rows, rows):
            yield (*before, slice(first, min(first + rows, n_rows)), *rest)


def load(source: PixelSource, region: Region) -> PixelSource:
    """Read a region once, to be sliced again without touching the file."""
    if isinstance(source, ScaledPixels):
        return ScaledPixels(load(source.source, region), source.scale)
    return np.asarray(source[region])


def cut(shape: Sequence[int]) -> tuple[int, int]:
    """Return the axis along which units are cut, and their length along it.

    Axes before it have one index per unit, axes behind it are whole. The length is a
    power of two, so that pieces of a file hold a whole number of units.

    >>> cut((2048, 2048)), cut((64, 512, 512)), cut((7, 11))
    ((0, 32), (1, 128), (0, 4096))
    """
    for axis in range(len(shape)):
        behind = math.prod(shape[axis + 1 :])
        if behind <= UNIT_PIXELS:
            return axis, 1 << ((UNIT_PIXELS // behind).bit_length() - 1)
    raise ValueError("an image without axes cannot be cut")


def _strip_lengths(sources: Sequence[PixelSource]) -> list[int]:
    """Return the length of a strip along the axes up to the one that is cut."""
    shape = sources[0].shape
    axis, rows = cut(shape)
    row_pixels = math.prod(shape[axis + 1 :])
    chunks = stored_pieces(*sources)
    if chunks is not None:
        along = -(-chunks[axis] // rows) * rows
        lengths = [*chunks[:axis], along]
        if math.prod(lengths) * row_pixels <= _LARGEST_STRIP_PIXELS:
            return lengths
    return [1] * axis + [rows * max(1, _STRIP_PIXELS // (rows * row_pixels))]


def stored_pieces(*sources: PixelSource) -> tuple[int, ...] | None:
    """Return the pieces in which the images are stored; of several, those of the first."""
    for source in sources:
        chunks: Any = getattr(source, "chunks", None)
        is_by_axis = isinstance(chunks, tuple) and all(isinstance(n, int) for n in chunks)
        if is_by_axis and len(chunks) == source.ndim:
            return tuple(chunks)
    return None
