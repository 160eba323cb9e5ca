"""The innermost loops in NumPy, for a Python without numba.

Each operation stands alone, so NumPy rounds after each as the compiled loops do. Blocks
are small enough for the cache, which makes up for much of the passes over them.
"""

import numpy as np
from numpy.typing import NDArray

from replicard.metrics.kernels.lanes import lane_sum

RADIUS = 5
TILE_WIDTH = 512
"""Width of the tiles of an image, of which one fits the cache."""


class NumpyKernels:
    """Implements `replicard.metrics.kernels.backend.Kernels`."""

    name = "numpy"

    def error_sums(
        self, true: NDArray[np.float64], found: NDArray[np.float64]
    ) -> tuple[float, ...]:
        """Return the sums of one unit."""
        n = true.size
        true_sum, found_sum = lane_sum(true), lane_sum(found)
        error = found - true
        squared = lane_sum(error * error)
        absolute = lane_sum(np.abs(error, out=error))
        extremes = (float(f(side)) for side in (true, found) for f in (np.min, np.max))
        u, v = true - true_sum / n, found - found_sum / n
        products = lane_sum(u * v)
        return (
            true_sum,
            found_sum,
            squared,
            absolute,
            lane_sum(np.multiply(u, u, out=u)),
            lane_sum(np.multiply(v, v, out=v)),
            products,
            *extremes,
        )

    def similarity(
        self,
        fields: NDArray[np.floating],
        weights: NDArray[np.floating],
        constants: NDArray[np.floating],
        out: NDArray[np.floating],
    ) -> None:
        """Write the SSIM of a tile."""
        x, y, products, squares = fields
        np.multiply(x, y, out=products)
        np.multiply(x, x, out=squares)
        squares += y * y
        mean_x, mean_y, covariance, variances = (
            _filtered(field, weights) for field in (x, y, products, squares)
        )
        centre_x, centre_y, c1, c2 = constants
        covariance -= mean_x * mean_y
        variances -= mean_x * mean_x + mean_y * mean_y
        mean_x += centre_x
        mean_y += centre_y
        luminance = ((mean_x + mean_x) * mean_y + c1) / (mean_x * mean_x + mean_y * mean_y + c1)
        np.divide(covariance + covariance + c2, variances + c2, out=out)
        out *= luminance

    def similarity_of_strip(
        self,
        images: NDArray[np.floating],
        centres: NDArray[np.floating],
        weights: NDArray[np.floating],
        constants: NDArray[np.floating],
        out: NDArray[np.floating],
    ) -> None:
        """Write the SSIM of a strip, tile by tile."""
        for place, both in enumerate(centres):
            first = place * TILE_WIDTH
            width = min(TILE_WIDTH, out.shape[1] - first)
            fields = np.empty((4, images.shape[1], width + 2 * RADIUS), weights.dtype)
            for field, image, centre in zip(fields, images, both, strict=False):
                np.subtract(
                    image[:, first : first + width + 2 * RADIUS],
                    centre,
                    out=field,
                    casting="same_kind",
                )
            similar = np.empty((len(out), width), weights.dtype)
            of_tile = np.array([*both, *constants], weights.dtype)
            self.similarity(fields, weights, of_tile, similar)
            out[:, first : first + width] = similar

    def count_digits(self, digits: NDArray[np.uint16], counts: NDArray[np.int64]) -> None:
        """Add to 65536 counters how often each number occurs."""
        counts += np.bincount(digits, minlength=counts.size)

    def count_pairs(
        self, reference: NDArray[np.integer], prediction: NDArray[np.integer]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the runs of equal pairs: neighbours are mostly equal, and sorting is slow."""
        changes = reference[1:] != reference[:-1]
        changes |= prediction[1:] != prediction[:-1]
        starts = np.concatenate(([0], np.flatnonzero(changes) + 1))
        lengths = np.diff(starts, append=reference.size)
        return reference[starts].astype(np.int64), prediction[starts].astype(np.int64), lengths


def _filtered(field: NDArray[np.floating], weights: NDArray[np.floating]) -> NDArray[np.floating]:
    """Filter along each axis, the first one first; the border where the window ends is lost."""
    for axis in range(field.ndim):
        n = field.shape[axis] - 2 * RADIUS
        rows = np.moveaxis(field, axis, 0)
        total = rows[RADIUS : RADIUS + n] * weights[RADIUS]
        pair = np.empty_like(total)
        for k in range(RADIUS):
            np.add(rows[k : k + n], rows[2 * RADIUS - k : 2 * RADIUS - k + n], out=pair)
            pair *= weights[k]
            total += pair
        field = np.moveaxis(total, 0, axis)
    return field
