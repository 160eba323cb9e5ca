"""What the innermost loops are run by: compiled with numba, or NumPy.

Both do the same operations in the same order, so they give the same bits, and a test
holds them to it. numba is the extra ``fast``; without it everything works, more slowly.

Importing numba takes half a second, and compiling for the first time on a machine some
seconds. Since the numbers are the same, the first images of a process are left to
NumPy, and numba is loaded once the work has become worth it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from replicard.metrics.kernels.numpy_kernels import NumpyKernels

Floats: TypeAlias = NDArray[np.floating]
Pairs: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

VARIABLE = "REPLICARD_KERNELS"
"""Environment variable that asks for ``numpy`` or ``numba`` from the first pixel on."""

# After so many pixels, each counted once per pass, numba has saved what loading it costs.
_WORTH_LOADING = 2**25


class Kernels(Protocol):
    """The innermost loops. Arrays are in C order; none is kept."""

    @property
    def name(self) -> str:
        """Word for the evidence."""
        ...

    def error_sums(
        self, true: NDArray[np.float64], found: NDArray[np.float64]
    ) -> tuple[float, ...]:
        """Return the sums of one unit, in the order of `replicard.metrics.kernels.errors.Unit`."""
        ...

    def similarity(self, fields: Floats, weights: Floats, constants: Floats, out: Floats) -> None:
        """Write the SSIM of a tile whose two images are the first two of four fields."""
        ...

    def similarity_of_strip(
        self, images: Floats, centres: Floats, weights: Floats, constants: Floats, out: Floats
    ) -> None:
        """Write the SSIM of a strip of an image, tile by tile.

        Parameters
        ----------
        images
            Both images with what the window needs around the strip, ``(2, Y, X)``.
        centres
            Constant to subtract from both images, for each tile, ``(tiles, 2)``.
        constants
            C1 and C2.
        out
            The strip, which is ``tiles`` tiles of `TILE_WIDTH` wide; the last may be less.
        """
        ...

    def count_digits(self, digits: NDArray[np.uint16], counts: NDArray[np.int64]) -> None:
        """Add to 65536 counters how often each number occurs."""
        ...

    def count_pairs(self, reference: NDArray[np.integer], prediction: NDArray[np.integer]) -> Pairs:
        """Return pairs of labels with the number of their pixels, each pair once or more."""
        ...


_chosen: ContextVar[str | None] = ContextVar("kernels", default=None)


@contextmanager
def use_kernels(name: str) -> Iterator[None]:
    """Let the metrics called inside use ``numpy`` or ``numba``; numbers do not change."""
    token = _chosen.set(name)
    try:
        yield
    finally:
        _chosen.reset(token)


@dataclass(slots=True)
class _Meter:
    """How many pixels this process has worked on; a guide only, so threads may miscount."""

    pixels: int = 0


_meter = _Meter()


def kernels(n_pixels: int) -> Kernels:
    """Return the loops to use on the next so many pixels.

    Raises
    ------
    ValueError
        If other loops are asked for than there are.
    """
    asked = _asked()
    _meter.pixels += n_pixels
    if asked == "numpy" or (asked is None and _meter.pixels < _WORTH_LOADING):
        return NumpyKernels()
    return _compiled() or NumpyKernels()


def kernel_versions() -> dict[str, str]:
    """Return for the evidence which loops this installation uses, and the version of numba.

    A short run of an installation with numba ends before numba is loaded; it is named
    all the same, so that evidence does not depend on what was computed before it.
    """
    if _asked() != "numpy" and find_spec("numba") and not _is_broken():
        return {"kernels": "numba", "numba": version("numba")}
    return {"kernels": "numpy"}


def _asked() -> str | None:
    asked = _chosen.get() or os.environ.get(VARIABLE) or None
    if asked not in {"numba", "numpy", None}:
        raise ValueError(f"{VARIABLE} is numba or numpy, not {asked!r}")
    return asked


def _is_broken() -> bool:
    """Return whether numba was tried and cannot be imported, as with a NumPy too new for it."""
    return bool(_compiled.cache_info().currsize) and _compiled() is None


@cache
def _compiled() -> Kernels | None:
    try:
        from replicard.metrics.kernels.numba_kernels import NumbaKernels  # noqa: PLC0415
    except ImportError:
        return None
    return NumbaKernels()
