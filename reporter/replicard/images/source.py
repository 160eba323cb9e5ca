"""What the metrics need of an image: a shape, a type of sample, and slices.

A NumPy array is such a source, and so are a memory map, a Zarr array, and an image that
decodes from its file what is asked for. So an image larger than the memory is measured
by the same functions as a small one.
"""

from typing import Any, Protocol

import numpy as np


class PixelSource(Protocol):
    """An image whose pixels are read where and when they are needed.

    A source may also have the attribute ``chunks``, a tuple with the lengths of the
    pieces in which it is stored (Zarr and Dask arrays have it). Strips are then chosen
    so that each piece is decoded seldom more than once per pass.
    """

    @property
    def shape(self) -> tuple[int, ...]:
        """Pixels along each axis."""
        ...

    @property
    def ndim(self) -> int:
        """Number of axes."""
        ...

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the samples."""
        ...

    # A slice is typed as Any since Zarr and NumPy name the type of their result differently.
    def __getitem__(self, region: tuple[slice, ...], /) -> Any:  # noqa: ANN401
        """Return the pixels of a region as a NumPy array.

        The metrics ask with one slice per axis, each with a start and a stop within the
        shape, no step, and at least one pixel. They change nothing in what they get.
        Several threads may ask at once: a source that reads from one open file takes a
        lock around it. Pixels must be the same each time.
        """
        ...
