"""The map and the mean of the structural similarity, tile by tile.

The formula needs the variances of the two images only as their sum, so four filtered
fields do where five are usual: both images, their product, and the sum of their squares.
They are made for one tile at a time and never written out.

Variance is the mean of squares minus the square of the mean, which loses all digits on
a faint structure over a large offset. A constant near the intensities of the tile is
therefore subtracted before anything is squared, and added back where the formula needs
the mean itself.

Tiles follow from the shape of the image alone. Each is summed by itself, and the sums
are added exactly, see `replicard.metrics.kernels.partition`.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from replicard.images import PixelSource
from replicard.metrics.kernels.backend import Kernels, kernels
from replicard.metrics.kernels.lanes import lane_sum
from replicard.metrics.kernels.numpy_kernels import TILE_WIDTH
from replicard.metrics.kernels.partition import Region, as_source, load, stored_pieces
from replicard.metrics.kernels.threads import in_order

SIGMA = 1.5
RADIUS = 5
WINDOW = 2 * RADIUS + 1
K1 = 0.01
K2 = 0.03

Floats: TypeAlias = NDArray[np.floating]

_TILES = {2: (64, TILE_WIDTH), 3: (32, 32, 64)}
_EVERY = 32
# A strip that follows the pieces of a file is read whole, unless it is larger than this.
_LARGEST_STRIP_PIXELS = 2**25


@dataclass(frozen=True, slots=True)
class _Work:
    """What all tiles of one call share."""

    reference: PixelSource
    prediction: PixelSource
    weights: Floats
    constants: tuple[float, float]
    out: Floats | None
    loops: Kernels

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.reference.shape)


def similarity(
    reference: PixelSource,
    prediction: PixelSource,
    *,
    data_range: float,
    out: Floats | None = None,
    arithmetic: type[np.floating] = np.float64,
) -> float:
    """Return the mean structural similarity, and write the map if there is a place for it.

    Parameters
    ----------
    reference, prediction
        Images of equal shape ``(Y, X)`` or ``(Z, Y, X)``, at least 11 pixels along each
        axis.
    data_range
        The full scale of the reference, above 0.
    out
        Where the map goes, borders included; in the shape of the images.
    arithmetic
        float64, or float32 for a map that is only looked at: that is twice as fast and
        right to about 1e-5.

    Returns
    -------
    float
        Mean of the map without its border of 5 pixels.
    """
    true = as_source(reference)
    work = _Work(
        true,
        as_source(prediction),
        gaussian_weights().astype(arithmetic),
        ((K1 * data_range) ** 2, (K2 * data_range) ** 2),
        out,
        kernels(2 * math.prod(true.shape)),
    )

    def of_strip(region: Region) -> list[float]:
        return list(_strip_sums(work, region))

    totals = [total for sums in in_order(of_strip, _strips(work)) for total in sums]
    n_inner = math.prod(length - 2 * RADIUS for length in work.shape)
    return math.fsum(totals) / n_inner


def gaussian_weights() -> NDArray[np.float64]:
    """Return the first half of the window and its centre: the rest is its mirror image.

    >>> weights = gaussian_weights()
    >>> float(round(2 * weights.sum() - weights[-1], 15))
    1.0
    """
    places = np.arange(-RADIUS, RADIUS + 1)
    # the exponential of the C library: that of NumPy depends on the processor
    whole = [math.exp(-0.5 * (place / SIGMA) ** 2) for place in places.tolist()]
    return np.array(whole[: RADIUS + 1]) / math.fsum(whole)


def _strips(work: _Work) -> Iterator[Region]:
    """Yield regions of whole tiles, as large as pieces of a file if it is stored in pieces."""
    shape = work.shape
    lengths = [*_TILES[len(shape)][:-1], shape[-1]]
    pieces = stored_pieces(work.reference, work.prediction)
    if pieces is not None:
        for axis in reversed(range(len(shape) - 1)):
            tile = lengths[axis]
            longer = min(-(-pieces[axis] // tile) * tile, -(-shape[axis] // tile) * tile)
            others = math.prod(lengths) // tile
            lengths[axis] = max(tile, min(longer, _LARGEST_STRIP_PIXELS // others // tile * tile))
    yield from _blocks([slice(0, n) for n in shape], lengths)


def _blocks(region: Sequence[slice], lengths: Sequence[int]) -> Iterator[Region]:
    for starts in itertools.product(
        *(range(part.start, part.stop, n) for part, n in zip(region, lengths, strict=True))
    ):
        yield tuple(
            slice(first, min(first + n, part.stop))
            for first, n, part in zip(starts, lengths, region, strict=True)
        )


def _strip_sums(work: _Work, strip: Region) -> Iterator[float]:
    """Measure the tiles of a strip, which is read once with what the window needs around it."""
    if len(work.shape) == 2:  # noqa: PLR2004 - axes of an image
        yield from _sums_of_plane(work, strip)
        return
    around = _around(strip, work.shape)
    sides = load(work.reference, around), load(work.prediction, around)
    lengths = _TILES[len(work.shape)]
    fields = np.empty((4, *(n + 2 * RADIUS for n in lengths)), work.weights.dtype)
    similar = np.empty(lengths, work.weights.dtype)
    for tile in _blocks(strip, lengths):
        size = tuple(part.stop - part.start for part in tile)
        if size != similar.shape:
            fields = np.empty((4, *(n + 2 * RADIUS for n in size)), work.weights.dtype)
            similar = np.empty(size, work.weights.dtype)
        local, inside = _places(tile, offset=around, shape=work.shape)
        centres = [
            _fill(field, np.asarray(side[local]), inside)
            for field, side in zip(fields, sides, strict=False)
        ]
        constants = np.array([*centres, *work.constants], work.weights.dtype)
        work.loops.similarity(fields, work.weights, constants, similar)
        if work.out is not None:
            work.out[tile] = similar
        yield _inner_sum(similar, tile, work.shape)


def _sums_of_plane(work: _Work, strip: Region) -> Iterator[float]:
    """Measure the tiles of a strip of an image, a row of tiles at a time.

    All that has to be done in Python is done once for a row of tiles: threads that pass
    the lock of the interpreter on for every tile would wait for each other.
    """
    around = _around(strip, work.shape)
    sides = load(work.reference, around), load(work.prediction, around)
    for row in _blocks(strip, [_TILES[2][0], work.shape[1]]):
        local, inside = _places(row, offset=around, shape=work.shape)
        blocks = [np.asarray(side[local]) for side in sides]
        fits = all(np.can_cast(block.dtype, work.weights.dtype) for block in blocks)
        # float32 less a constant is taken in float64 where the samples need it
        precision = work.weights.dtype if fits else np.float64
        size = tuple(part.stop - part.start for part in row)
        images = np.empty((2, *(n + 2 * RADIUS for n in size)), precision)
        for image, block in zip(images, blocks, strict=True):
            image[inside] = block
            for axis, part in enumerate(inside):
                _mirror(np.moveaxis(image, axis, 0), part)
        tiles = list(_blocks(row, [size[0], TILE_WIDTH]))
        centres = np.array(
            [
                [_rounded_centre(work, image[_seen(tile, row, work.shape)]) for image in images]
                for tile in tiles
            ],
            precision,
        )
        similar = np.empty(size, work.weights.dtype)
        constants = np.array(work.constants, work.weights.dtype)
        work.loops.similarity_of_strip(images, centres, work.weights, constants, similar)
        if work.out is not None:
            work.out[row] = similar
        for tile in tiles:
            yield _inner_sum(similar[:, tile[1]], tile, work.shape)


def _seen(tile: Region, row: Region, shape: Sequence[int]) -> Region:
    """Return where a tile and what surrounds it within the image lie in a padded row of tiles."""
    return tuple(
        slice(part.start - whole.start + RADIUS, part.stop - whole.start + RADIUS)
        for part, whole in zip(_around(tile, shape), row, strict=True)
    )


def _rounded_centre(work: _Work, block: NDArray[np.generic]) -> float:
    return float(work.weights.dtype.type(_centre(block)))


def _around(region: Region, shape: Sequence[int]) -> Region:
    return tuple(
        slice(max(0, part.start - RADIUS), min(n, part.stop + RADIUS))
        for part, n in zip(region, shape, strict=True)
    )


def _places(tile: Region, *, offset: Region, shape: Sequence[int]) -> tuple[Region, Region]:
    """Return where a tile and what surrounds it lie in the strip, and in the filtered fields."""
    around = _around(tile, shape)
    local = tuple(
        slice(part.start - whole.start, part.stop - whole.start)
        for part, whole in zip(around, offset, strict=True)
    )
    inside = tuple(
        slice(part.start - (own.start - RADIUS), part.stop - (own.start - RADIUS))
        for part, own in zip(around, tile, strict=True)
    )
    return local, inside


def _fill(field: Floats, block: NDArray[np.generic], inside: Region) -> float:
    """Copy a tile and what surrounds it, less a constant, and return the constant.

    Beyond the border of the image it is continued by its mirror image: d c b a | a b c d.
    """
    centre = float(field.dtype.type(_centre(block)))
    # float32 less a constant is taken in float64 where the samples need it
    precision = field.dtype if np.can_cast(block.dtype, field.dtype) else np.float64
    np.subtract(block, centre, out=field[inside], dtype=precision, casting="same_kind")
    for axis, part in enumerate(inside):
        if part != slice(0, field.shape[axis]):
            _mirror(np.moveaxis(field, axis, 0), part)
    return centre


def _centre(block: NDArray[np.generic]) -> float:
    """Return a constant near the intensities: the middle one of some pixels."""
    rows = block.reshape(-1, block.shape[-1])
    some = [*rows[len(rows) // 3, ::_EVERY].tolist(), *rows[2 * len(rows) // 3, ::_EVERY].tolist()]
    return float(sorted(some)[len(some) // 2])


def _mirror(field: Floats, inside: slice) -> None:
    for k in range(inside.start):
        field[inside.start - 1 - k] = field[inside.start + k]
    for k in range(field.shape[0] - inside.stop):
        field[inside.stop + k] = field[inside.stop - 1 - k]


def _inner_sum(similar: Floats, tile: Region, shape: Sequence[int]) -> float:
    """Sum the map of a tile where the window lies within the image."""
    inner = tuple(
        slice(max(0, RADIUS - part.start), max(0, min(part.stop, n - RADIUS) - part.start))
        for part, n in zip(tile, shape, strict=True)
    )
    return lane_sum(np.ascontiguousarray(similar[inner], dtype=np.float64))
