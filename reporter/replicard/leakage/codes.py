"""Codes of 48 bits that say what a patch looks like, whatever its contrast and orientation.

A patch of 9 x 9 samples is taken apart by the discrete cosine transform. The signs of 48
coefficients are the code: they do not change when intensities are stretched or shifted,
and little with moderate gamma, noise or compression. Mirroring flips the signs of odd
coefficients and transposing swaps the axes, so each patch is brought into one of its
eight orientations before its code is read: that in which both first coefficients are
positive and the one along X is the larger. Where that is nearly a tie, the code is read
in each of the orientations in question.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

PATCH = 9
"""Samples along each side of a patch."""
BITS = 48
_TIE = 0.05  # of the norm of a patch; smaller differences flip under 5 % noise
_HIGHEST = 8

Codes = NDArray[np.uint64]
Patches = NDArray[np.float32]


def _transform() -> NDArray[np.float32]:
    at = np.arange(PATCH)
    rows = np.cos(np.pi * (2 * at[None, :] + 1) * at[:, None] / (2 * PATCH))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _coefficients() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Choose coefficients, the coarsest first.

    Those that are even along both axes are left out but for two: they tell a round
    spot from an empty place, and places are round spots, so all would agree.
    """
    grid = [(v, u) for v in range(_HIGHEST) for u in range(_HIGHEST) if v % 2 or u % 2]
    # The first two decide on the orientation, so their signs say nothing.
    grid = [at for at in grid if at not in {(0, 1), (1, 0)}]
    grid.sort(key=lambda at: (at[0] ** 2 + at[1] ** 2, max(at), at))
    chosen = [*grid, (0, 4), (4, 0)][:BITS]
    # Bits of all finenesses stand side by side, so any run of bits is a fair sample.
    mixed = [at for start in range(3) for at in chosen[start::3]]
    return (
        np.array([v for v, _ in mixed], dtype=np.intp),
        np.array([u for _, u in mixed], dtype=np.intp),
    )


_COSINES = _transform()
_DOWN, _ALONG = _coefficients()
_WEIGHTS = np.uint64(1) << np.arange(BITS, dtype=np.uint64)


def _turn(orientation: int) -> NDArray[np.int64]:
    """Return how an orientation moves places: mirror along X, along Y, then transpose."""
    mirror = np.diag([-1 if orientation & 2 else 1, -1 if orientation & 1 else 1])
    swap = np.array([[0, 1], [1, 0]]) if orientation & 4 else np.eye(2, dtype=np.int64)
    return np.asarray(swap @ mirror, dtype=np.int64)


_DISTINCT = [_turn(orientation) for orientation in range(8)]
TURNS = np.array(_DISTINCT)
"""The eight turns and mirrorings as matrices of (y, x), of shape ``(8, 2, 2)``."""


def _between(a: int, b: int) -> int:
    """Return which turn leads from a patch in orientation ``a`` to its copy in ``b``."""
    wanted = _DISTINCT[b].T @ _DISTINCT[a]
    return next(i for i, turn in enumerate(_DISTINCT) if np.array_equal(turn, wanted))


TURN_BETWEEN = np.array([[_between(a, b) for b in range(8)] for a in range(8)], dtype=np.uint8)
"""Turn from one patch to another, by the orientations in which their codes were read."""


def patch_codes(patches: Patches) -> Iterator[tuple[NDArray[np.intp], Codes, int]]:
    """Yield which patches have a code in an orientation, the codes, and the orientation.

    Parameters
    ----------
    patches
        Samples of shape ``(n, 9, 9)``.
    """
    centred = patches - patches.mean(axis=(1, 2), keepdims=True)
    waves = np.einsum("ua,nab,vb->nuv", _COSINES, centred, _COSINES, optimize=True)
    norm = np.sqrt((waves**2).sum(axis=(1, 2))) + np.float32(1e-20)
    along, down = waves[:, 0, 1] / norm, waves[:, 1, 0] / norm
    for orientation in range(8):
        x = -along if orientation & 1 else along
        y = -down if orientation & 2 else down
        lead = y - x if orientation & 4 else x - y
        which = np.flatnonzero((x > -_TIE) & (y > -_TIE) & (lead > -_TIE))
        if which.size:
            yield which, _signs(_turned(waves[which], orientation)), orientation


def _turned(waves: Patches, orientation: int) -> Patches:
    if orientation & 1:
        waves[:, :, 1::2] *= -1
    if orientation & 2:
        waves[:, 1::2, :] *= -1
    return waves.transpose(0, 2, 1) if orientation & 4 else waves


def _signs(waves: Patches) -> Codes:
    bits: Codes = (waves[:, _DOWN, _ALONG] > 0) * _WEIGHTS
    return np.asarray(bits.sum(axis=1), dtype=np.uint64)


def _ones_by_sums(bits: Codes) -> NDArray[np.uint8]:
    """Count ones by adding neighbouring bits, pairs, fours ... (NumPy before 2.0)."""
    for shift, mask in ((1, 0x5555555555555555), (2, 0x3333333333333333), (4, 0x0F0F0F0F0F0F0F0F)):
        bits = (bits & np.uint64(mask)) + ((bits >> np.uint64(shift)) & np.uint64(mask))
    return ((bits * np.uint64(0x0101010101010101)) >> np.uint64(56)).astype(np.uint8)


_count = getattr(np, "bitwise_count", _ones_by_sums)


def ones(bits: Codes) -> NDArray[np.uint8]:
    """Count the bits that are set, such as those in which two codes differ.

    >>> int(ones(np.uint64([5]) ^ np.uint64([6]))[0])
    2
    """
    return np.asarray(_count(bits))
