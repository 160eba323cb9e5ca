"""How much a file may unpack to, decided before anything is unpacked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import DTypeLike

from replicard.images.raster import DecodeError

_KINDS = "buif"
_LARGEST_SAMPLE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits for one image file.

    The defaults let through what fits into the memory of a laptop, and more where it
    can be read in parts. They are compared with what the header announces, so that a
    small file which unpacks to something enormous costs nothing.

    Attributes
    ----------
    max_file_bytes
        Largest file.
    in_memory_bytes
        Files and images larger than this are read in parts, where their format allows.
    max_samples, max_decoded_bytes
        Largest image that is unpacked as a whole.
    max_samples_in_parts
        Largest image that is read in parts.
    max_pages
        Most pages of a TIFF.
    """

    max_file_bytes: int = 64 << 30
    in_memory_bytes: int = 1 << 27
    max_samples: int = 1 << 29
    max_decoded_bytes: int = 2 << 30
    max_samples_in_parts: int = 1 << 40
    max_pages: int = 20_000

    def is_large(self, shape: Sequence[int], dtype: DTypeLike) -> bool:
        """Say whether an image is better read in parts."""
        return prod(int(n) for n in shape) * np.dtype(dtype).itemsize > self.in_memory_bytes

    def check_in_parts(self, shape: Sequence[int], dtype: DTypeLike) -> None:
        """Refuse what no image is, whatever its size.

        Raises
        ------
        DecodeError
            With the size that the header announces.
        """
        limit = self.max_samples_in_parts
        replace(self, max_samples=limit, max_decoded_bytes=8 * limit).check(shape, dtype)

    def check(self, shape: Sequence[int], dtype: DTypeLike) -> None:
        """Refuse an image that is too large, empty, or not made of numbers.

        Raises
        ------
        DecodeError
            With the size that the header announces.
        """
        sample = np.dtype(dtype)
        if sample.kind not in _KINDS or sample.itemsize > _LARGEST_SAMPLE_BYTES:
            raise DecodeError(
                f"its samples have the type {sample.name}, which no image has",
                code="unsupported-samples",
                hint="save the image as integers or floating point numbers",
            )
        samples = prod(int(length) for length in shape)
        if samples < 1:
            raise DecodeError("the image has no pixels", code="empty-image")
        if samples > self.max_samples or samples * sample.itemsize > self.max_decoded_bytes:
            size = " x ".join(f"{length:,}" for length in shape)
            raise DecodeError(
                f"the image is too large: {size} samples of {sample.itemsize} bytes",
                code="image-too-large",
                hint=f"at most {self.max_samples:,} samples and "
                f"{self.max_decoded_bytes:,} bytes are unpacked; cut it into tiles",
            )

    def check_pages(self, count: int) -> None:
        """Refuse a file with too many pages.

        Raises
        ------
        DecodeError
            With the limit.
        """
        if count > self.max_pages:
            raise DecodeError(
                f"the file announces more than {self.max_pages:,} pages",
                code="image-too-large",
                hint="split the stack into several files",
            )
