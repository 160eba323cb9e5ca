"""The arithmetic under the metrics, on arrays and on images too large for memory.

An image is a `replicard.images.PixelSource`: anything with ``shape``, ``ndim``,
``dtype`` and slices, so a NumPy array, a memory map, a Zarr array, or a reader that
decodes what is asked for. It is read strip by strip, by several threads at once, and
what is held in memory does not grow with the image.

Numbers are the same bit for bit however many threads work (`use_threads`), however the
image is stored, on every processor, and with and without numba: see
`replicard.metrics.kernels.partition` and `replicard.metrics.kernels.lanes`.
"""

from replicard.metrics.kernels.backend import kernel_versions, use_kernels
from replicard.metrics.kernels.errors import Errors, errors
from replicard.metrics.kernels.pairs import count_pairs, require_labels
from replicard.metrics.kernels.partition import Image, as_source, whole
from replicard.metrics.kernels.percentiles import percentiles
from replicard.metrics.kernels.scaled import AffineMap, ScaledPixels
from replicard.metrics.kernels.similarity import similarity
from replicard.metrics.kernels.statistics import LARGEST_INTENSITY, Statistics, statistics
from replicard.metrics.kernels.threads import n_threads, use_threads

__all__ = [
    "LARGEST_INTENSITY",
    "AffineMap",
    "Errors",
    "Image",
    "ScaledPixels",
    "Statistics",
    "as_source",
    "count_pairs",
    "errors",
    "kernel_versions",
    "n_threads",
    "percentiles",
    "require_labels",
    "similarity",
    "statistics",
    "use_kernels",
    "use_threads",
    "whole",
]
