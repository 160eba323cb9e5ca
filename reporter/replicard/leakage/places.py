"""Places that stand out in a plane: where blobs and corners are, at several scales.

A place is where the difference of two Gaussians is largest in its neighbourhood and
clearly above the noise. That depends on the neighbourhood alone, so a crop has the same
places as the whole, away from its edges.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from replicard.leakage.codes import PATCH, Patches

NOISE_FACTOR = 5.0
"""A place stands out if it exceeds the noise so many times; pure noise has none."""
OCTAVES = 3
SPACINGS = (2, 3, 4)
"""Pixels between samples of a patch at full size; each octave doubles the last two."""
_RADIUS = 8
_BLURS = (1.0, 1.118, 1.5, 2.12)  # one after another: 1, 1.5, 2.1 and 3 pixels in total
_PIXELS_PER_PLACE = (1500, 1000, 600)  # by octave, in its own pixels
_FEWEST_KEPT = 64
_MAD = 1.4826  # from the median of absolute values to a standard deviation

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Places:
    """Places of one scale.

    Attributes
    ----------
    yx
        Positions in pixels of the plane, of shape ``(n, 2)``.
    level
        Number of the scale, see `spacing_of`.
    patches
        Surroundings, of shape ``(n, 9, 9)``.
    """

    yx: NDArray[np.float64]
    level: int
    patches: Patches


def spacing_of(level: int) -> int:
    """Return how many pixels lie between the samples of a patch.

    >>> [spacing_of(level) for level in range(7)]
    [2, 3, 4, 6, 8, 12, 16]
    """
    octave, step = divmod(level - 1, len(SPACINGS) - 1) if level else (0, -1)
    return int(SPACINGS[step + 1] << octave)


def find_places(plane: Plane) -> Iterator[Places]:
    """Yield the places of each scale, the finest first.

    Parameters
    ----------
    plane
        ``(Y, X)``, finite. An octave is left out if no patch fits into it.
    """
    level = 0
    for octave in range(OCTAVES):
        if min(plane.shape) <= (PATCH - 1) * SPACINGS[0]:
            return
        most = max(_FEWEST_KEPT, plane.size // _PIXELS_PER_PLACE[octave])
        for spacing, smooth, contrast in _scales(plane, is_first=octave == 0):
            at = _standing_out(contrast, margin=spacing * (PATCH // 2))[:most]
            if at.size:
                yx = (at + 0.5) * 2**octave - 0.5
                yield Places(yx, level, _patches(smooth, at, spacing))
            level += 1
        plane = _halved(plane)


def _scales(plane: Plane, *, is_first: bool) -> Iterator[tuple[int, Plane, Plane]]:
    """Yield spacing, blurred plane, and its difference to the next blur.

    The smallest spacing is that of full size alone: an octave later it is the largest
    of the octave before.
    """
    blurs = _BLURS if is_first else (sum(s**2 for s in _BLURS[:2]) ** 0.5, *_BLURS[2:])
    smooth = ndimage.gaussian_filter(plane, blurs[0], truncate=3.0)
    for spacing, sigma in zip(SPACINGS[not is_first :], blurs[1:], strict=True):
        smoother = ndimage.gaussian_filter(smooth, sigma, truncate=3.0)
        yield spacing, smooth, smooth - smoother
        smooth = smoother


def _standing_out(contrast: Plane, *, margin: int) -> NDArray[np.intp]:
    """Return the positions of the largest contrasts, the largest first."""
    if min(contrast.shape) <= 2 * margin:
        return np.empty((0, 2), dtype=np.intp)
    size = np.abs(contrast)
    noise = NOISE_FACTOR * _MAD * float(np.median(size[::2, ::2]))
    inner = size[margin:-margin, margin:-margin]
    around = _largest_around(size)[margin - _RADIUS :, margin - _RADIUS :]
    around = around[: inner.shape[0], : inner.shape[1]]
    at = np.argwhere((inner == around) & (inner > noise)) + margin
    order = np.argsort(-size[at[:, 0], at[:, 1]], kind="stable")
    return at[order]


def _largest_around(size: Plane) -> Plane:
    """Return the maximum over windows of 17 x 17; entry (i, j) is that from (i, j) on."""
    for axis in (0, 1):
        reach = 1
        while reach < 2 * _RADIUS + 1:
            step = min(reach, 2 * _RADIUS + 1 - reach)
            ahead = np.moveaxis(size, axis, 0)
            size = np.moveaxis(np.maximum(ahead[:-step], ahead[step:]), 0, axis)
            reach += step
    return size


def _patches(smooth: Plane, at: NDArray[np.intp], spacing: int) -> Patches:
    offsets = (np.arange(PATCH) - PATCH // 2) * spacing
    rows = at[:, 0, None, None] + offsets[None, :, None]
    columns = at[:, 1, None, None] + offsets[None, None, :]
    patches: Patches = smooth[rows, columns]
    return patches


def _halved(plane: Plane) -> Plane:
    height, width = (length // 2 for length in plane.shape)
    cut = plane[: 2 * height, : 2 * width]
    halved: Plane = cut.reshape(height, 2, width, 2).mean(axis=(1, 3), dtype=np.float32)
    return halved
