import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.images import PixelSource
from replicard.metrics.kernels.partition import UNIT_PIXELS, as_source, cut, load, strips, units
from replicard.metrics.kernels.scaled import AffineMap, ScaledPixels

SHAPES = [(1,), (5, 7), (3000, 40), (1, 200_000), (3, 300, 300), (40, 8, 9), (2, 3, 400, 401)]


@dataclass
class _Stored:
    """An image that is stored in pieces."""

    array: NDArray[Any]
    chunks: tuple[int, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        return self.array.shape

    @property
    def ndim(self) -> int:
        return self.array.ndim

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.array.dtype

    def __getitem__(self, region: tuple[slice, ...]) -> NDArray[Any]:
        return self.array[region]


def _cover(source: PixelSource, shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Count how often each pixel lies in a unit, and mark which ones share a unit."""
    seen = np.zeros(shape, dtype=np.int64)
    for region in strips(source):
        strip = seen[region]
        for unit in units(shape, region):
            strip[unit] += 1
    return seen


@pytest.mark.parametrize("shape", SHAPES)
def test_every_pixel_lies_in_one_unit(shape: tuple[int, ...]) -> None:
    assert (_cover(np.empty(shape), shape) == 1).all()
    for chunk in (1, 100, 10_000):
        assert (_cover(_Stored(np.empty(shape), (chunk,) * len(shape)), shape) == 1).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_units_do_not_depend_on_how_an_image_is_stored(shape: tuple[int, ...]) -> None:
    place = np.arange(math.prod(shape)).reshape(shape)

    def firsts(source: PixelSource) -> set[tuple[int, int]]:
        return {
            (int(place[region][unit].flat[0]), int(place[region][unit].size))
            for region in strips(source)
            for unit in units(shape, region)
        }

    whole = firsts(np.empty(shape))
    assert all(size <= UNIT_PIXELS for _, size in whole)
    for chunk in (1, 64, 4096):
        assert firsts(_Stored(np.empty(shape), (chunk,) * len(shape))) == whole


def test_a_piece_of_a_file_is_read_whole() -> None:
    stored = _Stored(np.empty((2048, 2048)), (512, 512))

    assert {region[0].stop - region[0].start for region in strips(stored)} == {512}


def test_an_image_without_axes_cannot_be_cut_but_becomes_a_pixel() -> None:
    with pytest.raises(ValueError, match="without axes"):
        cut(())
    assert as_source(3.0).shape == (1,)
    assert as_source(np.float32(3)).shape == (1,)


def test_a_strip_is_read_once_and_scaled_when_it_is_used() -> None:
    source = np.arange(12, dtype=np.uint8).reshape(4, 3)
    scaled = ScaledPixels(source, AffineMap(origin=2, unit=4, slope=3, level=1))

    strip = load(scaled, (slice(1, 3), slice(0, 3)))

    assert strip[slice(0, 1), slice(0, 3)].tolist() == [[1.75, 2.5, 3.25]]
    assert scaled.whole().tolist() == ((source.astype(float) - 2) / 4 * 3 + 1).tolist()
    assert scaled.dtype == np.float64
    assert scaled.chunks is None
