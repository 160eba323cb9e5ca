"""Drawing images again, with replacement: which ones, how often, and what their sums are.

Everything here gives the same bits on every machine, for every number of threads and
every order of images. Random numbers are raw output of PCG64, whose stream NumPy
promises to keep, and sums are exact: values are first rounded to multiples of a power of
two so coarse that no sum of them needs more bits than a float64 has.
"""

import hashlib
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard_schema.evidence import Resampling
from replicard_schema.vocabulary import IntervalMethod

Floats = NDArray[np.float64]

DEFAULT_LEVEL = 0.95
DEFAULT_RESAMPLES = 10_000

_SUM_BITS = 52
"""One less than a float64 has, since rounding may make the largest value a little larger."""
_SMALLEST_EXPONENT = -1022
"""Of a normal float64; smaller values are as good as 0."""
_DRAWS_AT_ONCE = 1 << 21
"""Limits the memory to some tens of megabytes, whatever the number of images."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """What is drawn again, and how often.

    Attributes
    ----------
    unit_of
        The image or group that is drawn as a whole, by name of each image.
    grouped_by
        What says which images belong together; None if every image is drawn alone.
    """

    unit_of: Mapping[str, str]
    seed: int
    grouped_by: str | None = None
    level: float = DEFAULT_LEVEL
    method: IntervalMethod = IntervalMethod.BCA
    resamples: int = DEFAULT_RESAMPLES

    @property
    def noun(self) -> str:
        """What is drawn, in the singular."""
        return "image" if self.grouped_by is None else "group"

    def record(self) -> Resampling:
        """Return the settings for the evidence."""
        return Resampling(
            unit="image" if self.grouped_by is None else "group",
            n_units=len(set(self.unit_of.values())),
            grouped_by=self.grouped_by,
            level=self.level,
            method=self.method,
            resamples=self.resamples,
            seed=self.seed,
        )

    def by_unit(self, images: Iterable[str]) -> list[list[str]]:
        """Return the given images unit by unit, both sorted by name."""
        found: dict[str, list[str]] = {}
        for image in sorted(images):
            found.setdefault(self.unit_of[image], []).append(image)
        return [found[unit] for unit in sorted(found)]


def seed_of(names: Collection[str]) -> int:
    """Return a seed that follows from the names of the images, whatever their order.

    >>> seed_of(["b", "a"]) == seed_of(["a", "b"]) != seed_of(["a", "c"])
    True
    """
    text = "\n".join(sorted(names))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def rounded_for_sums(table: Floats, *, n_terms: int) -> Floats:
    """Round the columns of a table so that sums of ``n_terms`` of their values are exact.

    Whole numbers stay as they are; other values change by less than 1e-12 of the largest
    in their column, for up to a thousand terms.

    Parameters
    ----------
    table
        Finite numbers, shape ``(rows, columns)``.

    Examples
    --------
    >>> rounded_for_sums(np.array([[0.1, 3.0], [0.25, 4.0]]), n_terms=1000).tolist()
    [[0.10000000000002274, 3.0], [0.25, 4.0]]
    """
    largest = np.abs(table).max(axis=0)
    # The exponent of the largest sum that can occur; 0 stands for an empty column.
    exponents = [math.frexp(n_terms * size)[1] if size else 0 for size in largest.tolist()]
    steps = np.ldexp(1.0, np.maximum(np.array(exponents) - _SUM_BITS, _SMALLEST_EXPONENT))
    return np.asarray(np.round(table / steps) * steps)


def resampled_sums(table: Floats, *, resamples: int, seed: int) -> Iterator[Floats]:
    """Draw rows with replacement, as many as there are, and add them up; again and again.

    Parameters
    ----------
    table
        One row for each unit, shape ``(units, columns)``, rounded for sums.

    Yields
    ------
    ndarray
        Sums of some of the resamples, shape ``(resamples, columns)``.
    """
    n_units = len(table)
    at_once = max(2, _DRAWS_AT_ONCE // n_units // 2 * 2)
    generator = np.random.PCG64(seed)
    for start in range(0, resamples, at_once):
        rows = min(at_once, resamples - start)
        yield _multiplicities(generator, rows, n_units) @ table


def random_signs(n_units: int, *, flips: int, seed: int) -> Iterator[Floats]:
    """Yield random signs, shape ``(flips, n_units)``, some flips at a time."""
    generator = np.random.PCG64(seed)
    at_once = max(1, _DRAWS_AT_ONCE // n_units)
    words = -(-n_units // 64)
    for start in range(0, flips, at_once):
        rows = min(at_once, flips - start)
        raw = generator.random_raw(rows * words).astype("<u8").view(np.uint8)
        bits = np.unpackbits(raw.reshape(rows, -1), axis=1, count=n_units, bitorder="little")
        yield 1.0 - 2.0 * bits.astype(np.float64)


def _multiplicities(generator: np.random.PCG64, rows: int, n_units: int) -> Floats:
    """Return how often each unit is drawn in each of some resamples, ``(rows, n_units)``.

    Both halves of a 64-bit number are used. Scaling 32 bits to the number of units
    prefers some units by a factor below 1 + n_units / 2**32, which nobody can see.
    """
    half = (rows * n_units + 1) // 2
    raw = generator.random_raw(half)
    draws = np.concatenate([raw & np.uint64(0xFFFFFFFF), raw >> np.uint64(32)])[: rows * n_units]
    chosen = (draws * np.uint64(n_units) >> np.uint64(32)).astype(np.intp)
    places = chosen.reshape(rows, n_units) + n_units * np.arange(rows)[:, np.newaxis]
    counted = np.bincount(places.ravel(), minlength=rows * n_units)
    return counted.reshape(rows, n_units).astype(np.float64)
