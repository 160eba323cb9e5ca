"""The innermost loops, compiled by numba (extra ``fast``).

No fast-math flag is set: they let a compiler contract and reorder, and the result would
depend on the processor. LLVM still computes several pixels at once, since pixels do not
depend on each other, and sums are dealt to lanes (`replicard.metrics.kernels.lanes`).

Nothing here starts threads. numba's own thread pools cannot be entered from two threads
on every platform, and add to the time of compiling; instead the loops release the lock
of the interpreter, and whoever calls them from several threads gets several cores.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

from replicard.metrics.kernels.lanes import LANES
from replicard.metrics.kernels.numpy_kernels import RADIUS, TILE_WIDTH

Function = TypeVar("Function", bound=Callable[..., Any])

# Labels are counted as int64 in pieces that stay in the cache.
_PIECE = 2**15
_FIRST_SLOTS = 2**10


def _compiled(function: Function) -> Function:
    """Compile a function when it is first called, and keep the result on disk where possible."""
    try:
        compiled = numba.njit(function, nogil=True, cache=True, error_model="numpy")
    except RuntimeError:  # neither the package nor the home of the user can be written to
        compiled = numba.njit(function, nogil=True, error_model="numpy")
    return compiled  # type: ignore[no-any-return] # a function of the same parameters


class NumbaKernels:
    """Implements `replicard.metrics.kernels.backend.Kernels`."""

    name = "numba"

    def error_sums(
        self, true: NDArray[np.float64], found: NDArray[np.float64]
    ) -> tuple[float, ...]:
        """Return the sums of one unit."""
        sums = np.zeros(11)
        _error_sums(true, found, sums)
        return tuple(sums.tolist())

    def similarity(
        self,
        fields: NDArray[np.floating],
        weights: NDArray[np.floating],
        constants: NDArray[np.floating],
        out: NDArray[np.floating],
    ) -> None:
        """Write the SSIM of a tile."""
        if out.ndim == 2:  # noqa: PLR2004 - axes of an image
            _similarity_2d(fields, weights, constants, out)
        else:
            _similarity_3d(fields, weights, constants, out)

    def similarity_of_strip(
        self,
        images: NDArray[np.floating],
        centres: NDArray[np.floating],
        weights: NDArray[np.floating],
        constants: NDArray[np.floating],
        out: NDArray[np.floating],
    ) -> None:
        """Write the SSIM of a strip, tile by tile, without the lock in between."""
        _similarity_of_strip(images, centres, weights, constants, out)

    def count_digits(self, digits: NDArray[np.uint16], counts: NDArray[np.int64]) -> None:
        """Add to 65536 counters how often each number occurs."""
        _count_digits(digits, counts)

    def count_pairs(
        self, reference: NDArray[np.integer], prediction: NDArray[np.integer]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the pairs that occur and their pixels, counted in a hash table."""
        table, used = np.zeros((3, _FIRST_SLOTS), dtype=np.int64), np.zeros(1, dtype=np.int64)
        for start in range(0, reference.size, _PIECE):
            true = reference[start : start + _PIECE].astype(np.int64)
            found = prediction[start : start + _PIECE].astype(np.int64)
            done = _count_runs(true, found, table, used, 0)
            while done < true.size:
                table = _larger(table, used)
                done = _count_runs(true, found, table, used, done)
        pairs = table[:, table[2] > 0]
        return pairs[0], pairs[1], pairs[2]


def _larger(table: NDArray[np.int64], used: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a table of four times the slots with the same content."""
    larger = np.zeros((3, 4 * table.shape[1]), dtype=np.int64)
    used[0] = 0
    _copy_table(table, larger, used)
    return larger


@_compiled
def _error_sums(
    true: NDArray[np.float64], found: NDArray[np.float64], sums: NDArray[np.float64]
) -> None:
    n = true.size
    lanes = np.zeros((4, LANES))
    low_true, high_true = np.full(LANES, np.inf), np.full(LANES, -np.inf)
    low_found, high_found = np.full(LANES, np.inf), np.full(LANES, -np.inf)
    for start in range(0, n, LANES):
        width = min(LANES, n - start)
        t, f = true[start : start + width], found[start : start + width]
        for k in range(width):
            error = f[k] - t[k]
            lanes[0, k] += t[k]
            lanes[1, k] += f[k]
            lanes[2, k] += error * error
            lanes[3, k] += abs(error)
        for k in range(width):
            low_true[k] = min(low_true[k], t[k])
            high_true[k] = max(high_true[k], t[k])
            low_found[k] = min(low_found[k], f[k])
            high_found[k] = max(high_found[k], f[k])
    for k in range(4):
        sums[k] = _fold(lanes[k])
    _products(true, found, sums)
    sums[7], sums[8] = low_true.min(), high_true.max()
    sums[9], sums[10] = low_found.min(), high_found.max()


@_compiled
def _products(
    true: NDArray[np.float64], found: NDArray[np.float64], sums: NDArray[np.float64]
) -> None:
    n = true.size
    true_mean, found_mean = sums[0] / n, sums[1] / n
    lanes = np.zeros((3, LANES))
    for start in range(0, n, LANES):
        width = min(LANES, n - start)
        t, f = true[start : start + width], found[start : start + width]
        for k in range(width):
            u, v = t[k] - true_mean, f[k] - found_mean
            lanes[0, k] += u * u
            lanes[1, k] += v * v
            lanes[2, k] += u * v
    for k in range(3):
        sums[4 + k] = _fold(lanes[k])


@_compiled
def _fold(lanes: NDArray[np.float64]) -> float:
    width = lanes.size
    while width > 1:
        width //= 2
        for k in range(width):
            lanes[k] += lanes[width + k]
    return float(lanes[0])


@_compiled
def _similarity_2d(
    fields: NDArray[np.floating],
    weights: NDArray[np.floating],
    constants: NDArray[np.floating],
    out: NDArray[np.floating],
) -> None:
    for i in range(fields.shape[1]):
        _multiply(fields[0, i], fields[1, i], fields[2, i], fields[3, i])
    column = np.empty((4, fields.shape[2]), fields.dtype)
    mean = np.empty((4, out.shape[1]), fields.dtype)
    for i in range(out.shape[0]):
        _similarity_row(fields, i, weights, constants, column, mean, out[i])


@_compiled
def _similarity_of_strip(
    images: NDArray[np.floating],
    centres: NDArray[np.floating],
    weights: NDArray[np.floating],
    constants: NDArray[np.floating],
    out: NDArray[np.floating],
) -> None:
    n_rows, width = images.shape[1], min(TILE_WIDTH, out.shape[1])
    fields = np.empty((4, n_rows, width + 2 * RADIUS), weights.dtype)
    similar = np.empty((out.shape[0], width), weights.dtype)
    of_tile = np.empty(4, weights.dtype)
    of_tile[2], of_tile[3] = constants[0], constants[1]
    for tile in range(centres.shape[0]):
        first = tile * TILE_WIDTH
        if out.shape[1] - first < width:
            width = out.shape[1] - first
            fields = np.empty((4, n_rows, width + 2 * RADIUS), weights.dtype)
            similar = np.empty((out.shape[0], width), weights.dtype)
        for q in range(2):
            centre = centres[tile, q]
            of_tile[q] = centre
            for i in range(n_rows):
                for j in range(width + 2 * RADIUS):
                    fields[q, i, j] = images[q, i, first + j] - centre
        _similarity_2d(fields, weights, of_tile, similar)
        for i in range(out.shape[0]):
            for j in range(width):
                out[i, first + j] = similar[i, j]


@_compiled
def _similarity_3d(
    fields: NDArray[np.floating],
    weights: NDArray[np.floating],
    constants: NDArray[np.floating],
    out: NDArray[np.floating],
) -> None:
    depth, n_rows, width = fields.shape[1:]
    # 11 planes are under the window at a time. Each is stored twice, 11 places apart, so
    # that the window is always one piece; rows lie together to stay in the cache.
    planes = np.empty((4, n_rows, 22, width), fields.dtype)
    plane = np.empty((4, n_rows, width), fields.dtype)
    column = np.empty((4, width), fields.dtype)
    mean = np.empty((4, out.shape[2]), fields.dtype)
    for z in range(depth):
        place = z % 11
        for i in range(n_rows):
            _multiply(fields[0, z, i], fields[1, z, i], fields[2, z, i], fields[3, z, i])
            for q in range(4):
                planes[q, i, place] = fields[q, z, i]
                planes[q, i, place + 11] = fields[q, z, i]
        if z < 2 * RADIUS:
            continue
        for q in range(4):
            for i in range(n_rows):
                _weigh_rows(planes[q, i, place + 1 : place + 12], weights, plane[q, i])
        for i in range(out.shape[1]):
            _similarity_row(plane, i, weights, constants, column, mean, out[z - 2 * RADIUS, i])


@_compiled
def _multiply(
    x: NDArray[np.floating],
    y: NDArray[np.floating],
    products: NDArray[np.floating],
    squares: NDArray[np.floating],
) -> None:
    for j in range(x.size):
        products[j] = x[j] * y[j]
        squares[j] = x[j] * x[j] + y[j] * y[j]


@_compiled
def _similarity_row(
    fields: NDArray[np.floating],
    i: int,
    weights: NDArray[np.floating],
    constants: NDArray[np.floating],
    column: NDArray[np.floating],
    mean: NDArray[np.floating],
    out: NDArray[np.floating],
) -> None:
    for q in range(4):
        _weigh_rows(fields[q, i : i + 11], weights, column[q])
        _weigh_row(column[q], weights, mean[q])
    _formula(mean[0], mean[1], mean[2], mean[3], constants, out)


@_compiled
def _weigh_rows(
    rows: NDArray[np.floating], w: NDArray[np.floating], out: NDArray[np.floating]
) -> None:
    w0, w1, w2, w3, w4, w5 = w[0], w[1], w[2], w[3], w[4], w[5]
    for j in range(out.size):
        total = rows[5, j] * w5 + (rows[0, j] + rows[10, j]) * w0
        total += (rows[1, j] + rows[9, j]) * w1
        total += (rows[2, j] + rows[8, j]) * w2
        total += (rows[3, j] + rows[7, j]) * w3
        out[j] = total + (rows[4, j] + rows[6, j]) * w4


@_compiled
def _weigh_row(
    row: NDArray[np.floating], w: NDArray[np.floating], out: NDArray[np.floating]
) -> None:
    w0, w1, w2, w3, w4, w5 = w[0], w[1], w[2], w[3], w[4], w[5]
    for j in range(out.size):
        total = row[j + 5] * w5 + (row[j] + row[j + 10]) * w0
        total += (row[j + 1] + row[j + 9]) * w1
        total += (row[j + 2] + row[j + 8]) * w2
        total += (row[j + 3] + row[j + 7]) * w3
        out[j] = total + (row[j + 4] + row[j + 6]) * w4


@_compiled
def _formula(
    mean_x: NDArray[np.floating],
    mean_y: NDArray[np.floating],
    products: NDArray[np.floating],
    squares: NDArray[np.floating],
    constants: NDArray[np.floating],
    out: NDArray[np.floating],
) -> None:
    centre_x, centre_y, c1, c2 = constants[0], constants[1], constants[2], constants[3]
    for j in range(out.size):
        x, y = mean_x[j], mean_y[j]
        covariance = products[j] - x * y
        variances = squares[j] - (x * x + y * y)
        x += centre_x
        y += centre_y
        luminance = ((x + x) * y + c1) / (x * x + y * y + c1)
        out[j] = (covariance + covariance + c2) / (variances + c2) * luminance


@_compiled
def _count_digits(digits: NDArray[np.uint16], counts: NDArray[np.int64]) -> None:
    for i in range(digits.size):
        counts[digits[i]] += 1


@_compiled
def _count_runs(
    true: NDArray[np.int64],
    found: NDArray[np.int64],
    table: NDArray[np.int64],
    used: NDArray[np.int64],
    start: int,
) -> int:
    """Count pixels from ``start`` on; return where a table that is half full made it stop."""
    i = start
    while i < true.size and 2 * used[0] < table.shape[1]:
        first, second = true[i], found[i]
        j = i + 1
        while j < true.size and true[j] == first and found[j] == second:
            j += 1
        _add(table, used, first, second, j - i)
        i = j
    return i


@_compiled
def _copy_table(old: NDArray[np.int64], new: NDArray[np.int64], used: NDArray[np.int64]) -> None:
    for slot in range(old.shape[1]):
        if old[2, slot] > 0:
            _add(new, used, old[0, slot], old[1, slot], old[2, slot])


@_compiled
def _add(
    table: NDArray[np.int64], used: NDArray[np.int64], first: int, second: int, n: int
) -> None:
    """Add to the count of a pair, which stands at its hash or in the next free slot."""
    mixed = np.uint64(first) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(second)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    last = table.shape[1] - 1
    slot = np.int64(mixed >> np.uint64(32)) & last
    while table[2, slot] > 0 and (table[0, slot] != first or table[1, slot] != second):
        slot = (slot + 1) & last
    if table[2, slot] == 0:
        table[0, slot], table[1, slot] = first, second
        used[0] += 1
    table[2, slot] += n
