"""Exact percentiles by counting, without sorting and without a copy of the image.

Each intensity is turned into a whole number of 16, 32 or 64 bits in the same order. One
pass counts its upper 16 bits, which tells in which of 65,536 ranges the wanted rank
lies; the next passes count the following 16 bits within that range, until all bits are
known. So 8- and 16-bit images need one pass, float32 two, float64 four.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from replicard.images import PixelSource
from replicard.metrics.kernels.backend import Kernels, kernels
from replicard.metrics.kernels.partition import Region, as_source, load, strips, units
from replicard.metrics.kernels.threads import in_order

Keys: TypeAlias = NDArray[np.unsignedinteger[Any]]

_DIGIT = 16
_N_DIGITS = 1 << _DIGIT
_WIDEST = 8


def percentiles(image: PixelSource, wanted: Sequence[float]) -> tuple[float, ...]:
    """Return percentiles with linear interpolation, the same as those of NumPy in float64.

    Parameters
    ----------
    image
        Finite real numbers of any type and at least one pixel. Whole numbers beyond
        2**53 are rounded to float64.
    wanted
        Each within 0 to 100.

    Examples
    --------
    >>> percentiles(np.array([1, 2, 4, 8], np.uint8), [0, 50, 75])
    (1.0, 3.0, 5.0)
    """
    source = as_source(image)
    n = math.prod(source.shape)
    places = [(n - 1) * (percentile / 100) for percentile in wanted]
    ranks = sorted({rank for place in places for rank in _neighbours(place, n)})
    at_rank = dict(zip(ranks, _ranked(source, ranks), strict=True))
    return tuple(_between(place, n, at_rank) for place in places)


def _neighbours(place: float, n: int) -> tuple[int, int]:
    below = math.floor(place)
    return below, min(below + 1, n - 1)


def _between(place: float, n: int, at_rank: dict[int, float]) -> float:
    """Interpolate as NumPy does: from the nearer end."""
    below, above = (at_rank[rank] for rank in _neighbours(place, n))
    part = place - math.floor(place)
    if part >= 0.5:  # noqa: PLR2004 - the middle
        return above - (above - below) * (1 - part)
    return below + (above - below) * part


@dataclass(slots=True)
class _Search:
    """A rank within the numbers that begin with the digits known so far."""

    rank: int
    known: int = 0


def _ranked(source: PixelSource, ranks: Sequence[int]) -> list[float]:
    """Return the intensities of given ranks in rising order."""
    dtype = _key_type(source.dtype)
    searches = [_Search(rank) for rank in ranks]
    for shift in range(8 * dtype.itemsize - _DIGIT, -1, -_DIGIT):
        known = sorted({search.known for search in searches})
        up_to = _count(source, known, shift=shift).cumsum(axis=1)
        for search in searches:
            _narrow(search, up_to[known.index(search.known)])
    return [_value(search.known, source.dtype) for search in searches]


def _narrow(search: _Search, up_to: NDArray[np.int64]) -> None:
    """Find the next digit of the number at this rank, from how many have up to each digit."""
    digit = int(np.searchsorted(up_to, search.rank, side="right"))
    search.rank -= int(up_to[digit - 1]) if digit else 0
    search.known = (search.known << _DIGIT) | digit


def _count(source: PixelSource, known: Sequence[int], *, shift: int) -> NDArray[np.int64]:
    """Count the digit at ``shift`` of all numbers, for each beginning by itself."""
    shape = source.shape
    loops = kernels(math.prod(shape))

    def work(region: Region) -> NDArray[np.int64]:
        counts = np.zeros((len(known), _N_DIGITS), dtype=np.int64)
        strip = load(source, region)
        for unit in units(shape, region):
            keys = _keys(np.asarray(strip[unit]).reshape(-1))
            _count_unit(keys, known, counts, loops=loops, shift=shift)
        return counts

    total = np.zeros((len(known), _N_DIGITS), dtype=np.int64)
    for counts in in_order(work, strips(source)):
        total += counts
    return total


def _count_unit(
    keys: Keys, known: Sequence[int], counts: NDArray[np.int64], *, loops: Kernels, shift: int
) -> None:
    is_first = shift + _DIGIT == 8 * keys.dtype.itemsize
    beginnings = None if is_first else keys >> (shift + _DIGIT)
    for beginning, counted in zip(known, counts, strict=True):
        chosen = keys if beginnings is None else keys[beginnings == beginning]
        if chosen.size:
            digits = (chosen >> shift) if shift else chosen
            loops.count_digits(digits.astype(np.uint16, copy=False), counted)


def _key_type(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the unsigned type whose order can stand for that of the intensities."""
    if _is_small_integer(dtype):
        return np.dtype(np.uint32 if dtype.itemsize > _DIGIT // 8 else np.uint16)
    is_float32 = dtype.kind == "f" and np.can_cast(dtype, np.float32)
    return np.dtype(np.uint32 if is_float32 else np.uint64)


def _is_small_integer(dtype: np.dtype[Any]) -> bool:
    """Return whether float64 holds all numbers of a type of whole numbers."""
    return dtype.kind in "bui" and np.can_cast(dtype, np.float64) and dtype.itemsize < _WIDEST


def _keys(values: NDArray[Any]) -> Keys:
    """Turn intensities into unsigned numbers in the same order."""
    wide = _key_type(values.dtype)
    size, sign = wide.itemsize, wide.type(1 << (8 * wide.itemsize - 1))
    if _is_small_integer(values.dtype):
        if values.dtype.kind != "i":
            return values.astype(wide)
        return np.asarray(values.astype(f"i{size}").view(wide) ^ sign)
    floats = np.ascontiguousarray(values, dtype=f"f{size}")
    # the bits of negative numbers run the other way: turn all of them, else only the sign
    turned = (floats.view(f"i{size}") >> (8 * size - 1)).view(wide)
    turned |= sign
    turned ^= floats.view(wide)
    return turned


def _value(key: int, dtype: np.dtype[Any]) -> float:
    """Turn a number back into the intensity that it stands for."""
    wide = _key_type(dtype)
    sign = 1 << (8 * wide.itemsize - 1)
    if _is_small_integer(dtype):
        return float(key - sign if dtype.kind == "i" else key)
    bits = key ^ sign if key & sign else key ^ (2 * sign - 1)
    # minus zero comes before zero, but is the same intensity
    return float(np.array([bits], dtype=wide).view(f"f{wide.itemsize}")[0]) + 0.0
