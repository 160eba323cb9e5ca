"""What the innermost loops are run by: compiled with numba, or NumPy.

Both do the same operations in the same order, so they give the same bits, and a test
holds them to it. numba is the extra ``fast``; without it everything works, more slowly.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from replicard.metrics.kernels.numpy_kernels import NumpyKernels

Floats: TypeAlias = NDArray[np.floating]
Pairs: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

VARIABLE = "REPLICARD_KERNELS"
"""Environment variable that asks for ``numpy`` or ``numba``; by default numba if it is there."""


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


def kernels() -> Kernels:
    """Return the loops to use: as asked for, by default numba if it is installed.

    Raises
    ------
    ValueError
        If another name is asked for.
    """
    name = _chosen.get() or os.environ.get(VARIABLE) or "numba"
    if name not in {"numba", "numpy"}:
        raise ValueError(f"{VARIABLE} is numba or numpy, not {name!r}")
    compiled = _compiled() if name == "numba" else None
    return compiled or NumpyKernels()


def computing_libraries() -> dict[str, str]:
    """Return what ran the innermost loops, for the evidence: its name, and numba's version."""
    used = kernels().name
    try:
        return {"kernels": used, **({"numba": version("numba")} if used == "numba" else {})}
    except PackageNotFoundError:
        return {"kernels": used}


@cache
def _compiled() -> Kernels | None:
    """Import numba, which takes half a second, only where something is computed."""
    try:
        from replicard.metrics.kernels.numba_kernels import NumbaKernels  # noqa: PLC0415
    except ImportError:
        return None
    return NumbaKernels()
