"""Large images that look like arrays: shape, slices, axes in our order, and no copy.

An image that fits into memory is a NumPy array. A larger one is a `View`, whose pixels
are read when they are sliced. The functions here take either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.images.boundary import decoding
from replicard.images.stored import Region, Stored

LARGEST_BLOCK = 1 << 27
"""Pixels that are held in memory at once: a gigabyte in float64."""
_BLOCK_PIXELS = 1 << 21


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """An image that stays in its file.

    Attributes
    ----------
    stored
        Where the pixels are, in the order of axes of the file.
    axes
        Axes of the file in the order in which they are shown.
    fixed
        Index along every axis of the file that is not shown, by axis.
    path
        Of the file, for errors.
    """

    stored: Stored
    axes: tuple[int, ...]
    fixed: tuple[tuple[int, int], ...] = ()
    path: str = ""

    @property
    def shape(self) -> tuple[int, ...]:
        """Pixels along each axis."""
        return tuple(self.stored.shape[axis] for axis in self.axes)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.axes)

    @property
    def size(self) -> int:
        """Number of pixels."""
        return prod(self.shape)

    @property
    def nbytes(self) -> int:
        """Bytes of all pixels."""
        return self.size * self.dtype.itemsize

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the samples."""
        return self.stored.dtype

    @property
    def chunks(self) -> tuple[int, ...]:
        """Lengths of the pieces that are best read as a whole."""
        return tuple(self.stored.chunks[axis] for axis in self.axes)

    def __eq__(self, other: object) -> bool:
        """Refuse: an array would answer pixel by pixel, and a plain yes or no be wrong."""
        raise TypeError("a large image is compared block by block, see `equal` and `blocks`")

    __hash__ = None  # type: ignore[assignment] # as that of an array

    def __getitem__(self, region: Any) -> NDArray[Any]:  # noqa: ANN401 - slices, or one of them
        """Return the pixels of a region.

        Parameters
        ----------
        region
            Slices of step 1, one for each axis from the first on.

        Raises
        ------
        UndefinedMetricError
            If it is too large to be held in memory.
        DataError
            If it cannot be read, as one problem that names the file.
        """
        asked = region if isinstance(region, tuple) else (region,)
        parts = [
            slice(*part.indices(length))
            for part, length in zip(
                (*asked, *(slice(None),) * (self.ndim - len(asked))), self.shape, strict=True
            )
        ]
        _require_small([part.stop - part.start for part in parts])
        raw = [slice(0, 1)] * len(self.stored.shape)
        for axis, at in self.fixed:
            raw[axis] = slice(at, at + 1)
        for axis, part in zip(self.axes, parts, strict=True):
            raw[axis] = part
        with decoding(self.path):
            block = self.stored.block(tuple(raw))
        hidden = [axis for axis, _ in self.fixed]
        shown = block.transpose([*self.axes, *hidden])
        return np.ascontiguousarray(shown.reshape(shown.shape[: self.ndim]))

    def __array__(
        self,
        dtype: Any = None,  # noqa: ANN401 - as NumPy passes it on
        copy: bool | None = None,  # noqa: FBT001 - as above
    ) -> NDArray[Any]:
        """Return all pixels, if they are not too many to be held in memory."""
        del copy
        return self[()].astype(dtype or self.dtype, copy=False)


Image: TypeAlias = NDArray[Any] | View


def dropped(image: Image, kept: Sequence[int]) -> Image:
    """Return an image without axes of length 1, those apart that are kept."""
    if not isinstance(image, View):
        return image.reshape([image.shape[i] for i in kept])
    gone = tuple((axis, 0) for i, axis in enumerate(image.axes) if i not in kept)
    return replace(image, axes=tuple(image.axes[i] for i in kept), fixed=(*image.fixed, *gone))


def ordered(image: Image, order: Sequence[int]) -> Image:
    """Return an image with its axes in another order."""
    if not isinstance(image, View):
        return image.transpose(order)
    return replace(image, axes=tuple(image.axes[i] for i in order))


def part_at(image: Image, axes: Sequence[int], index: Sequence[int]) -> Image:
    """Return what lies at one index along each of some axes, without these axes."""
    if not isinstance(image, View):
        part: NDArray[Any] = np.moveaxis(image, axes, range(len(axes)))[tuple(index)]
        return part
    fixed = tuple((image.axes[i], at) for i, at in zip(axes, index, strict=True))
    left = tuple(axis for i, axis in enumerate(image.axes) if i not in axes)
    return replace(image, axes=left, fixed=(*image.fixed, *fixed))


def blocks(image: Image) -> Iterator[NDArray[Any]]:
    """Yield all pixels once, in the order of the axes, block by block.

    Blocks of an array that is in memory are parts of it.
    """
    pixels = image if isinstance(image, View) else np.atleast_1d(image)
    for region in regions(pixels):
        yield pixels[region]


def regions(image: Image) -> Iterator[Region]:
    """Yield the blocks of an image as regions of it, in the order of its pixels."""
    shape = image.shape
    axis = next((i for i in range(len(shape)) if prod(shape[i + 1 :]) <= _BLOCK_PIXELS), 0)
    behind = max(1, prod(shape[axis + 1 :]))
    rows = max(1, _BLOCK_PIXELS // behind)
    piece = image.chunks[axis] if isinstance(image, View) else 1
    rows = -(-rows // piece) * piece if piece * behind <= LARGEST_BLOCK else rows
    rest = tuple(slice(0, n) for n in shape[axis + 1 :])
    for place in np.ndindex(*shape[:axis]):
        before = tuple(slice(at, at + 1) for at in place)
        for first in range(0, shape[axis], rows):
            yield (*before, slice(first, min(first + rows, shape[axis])), *rest)


def extremes(image: Image) -> tuple[Any, Any]:
    """Return the smallest and the largest sample; NaN if there is one."""
    if not isinstance(image, View):
        return image.min(), image.max()
    found = [(block.min(), block.max()) for block in blocks(image)]
    lows, highs = zip(*found, strict=True)
    return np.min(lows), np.max(highs)


def equal(image: Image, other: Image) -> bool:
    """Say whether two images of equal shape have the same samples."""
    if image.shape != other.shape:
        return False
    return all(bool(np.array_equal(image[at], other[at])) for at in regions(image))


def middle_of(image: Image) -> NDArray[Any]:
    """Return whole rows from the middle of an image, as many as make up a few blocks."""
    listed = list(regions(image))
    return image[listed[len(listed) // 2]]


def _require_small(lengths: Sequence[int]) -> None:
    if prod(lengths) > LARGEST_BLOCK:
        size = " x ".join(f"{length:,}" for length in lengths)
        raise UndefinedMetricError(
            f"the image is too large ({size}) for what needs all of it in memory at once"
        )
