"""Intensities on another scale, computed block by block when they are read.

A normalised copy of an image takes eight bytes per pixel. What is kept instead is the
image itself and four numbers.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from replicard.images import PixelSource

_FLOAT64 = np.dtype(np.float64)


@dataclass(frozen=True, slots=True)
class AffineMap:
    """The scale ``(intensity - origin) / unit * slope + level``, in float64.

    The steps are done in this order, and a step that changes nothing is left out, so a
    value depends on the pixel alone and not on the block in which it was read.

    Examples
    --------
    >>> AffineMap(origin=10, unit=4).apply(np.array([10, 12], np.uint8)).tolist()
    [0.0, 0.5]
    """

    origin: float = 0.0
    unit: float = 1.0
    slope: float = 1.0
    level: float = 0.0

    def apply(self, block: NDArray[np.generic]) -> NDArray[np.float64]:
        """Return the scaled pixels as a new array in C order."""
        scaled = np.array(block, dtype=np.float64, order="C")
        if self.origin != 0:
            scaled -= self.origin
        if self.unit != 1:
            scaled /= self.unit
        if self.slope != 1:
            scaled *= self.slope
        if self.level != 0:
            scaled += self.level
        return scaled


@dataclass(frozen=True, slots=True, eq=False)
class ScaledPixels:
    """A `PixelSource` in float64: the pixels of another one, scaled when they are read."""

    source: PixelSource
    scale: AffineMap = AffineMap()

    @property
    def shape(self) -> tuple[int, ...]:
        """Pixels along each axis."""
        return tuple(self.source.shape)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self.source.ndim

    @property
    def dtype(self) -> np.dtype[Any]:
        """Always float64."""
        return _FLOAT64

    @property
    def chunks(self) -> tuple[int, ...] | None:
        """Pieces in which the source is stored, if it says so."""
        chunks = getattr(self.source, "chunks", None)
        return None if chunks is None else tuple(chunks)

    def __getitem__(self, region: tuple[slice, ...]) -> NDArray[np.float64]:
        """Read a region and scale it."""
        return self.scale.apply(np.asarray(self.source[region]))

    def whole(self) -> NDArray[np.float64]:
        """Return all pixels as one array: eight bytes each, so not for huge images."""
        return self.scale.apply(np.asarray(self.source))
