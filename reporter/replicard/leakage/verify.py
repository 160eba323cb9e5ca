"""Measuring how alike two images are where one lies on the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from replicard.leakage.alignment import Placement, Points
from replicard.leakage.codes import TURNS
from replicard.leakage.fingerprint import FEWEST_POINTS
from replicard.leakage.places import NOISE_FACTOR, Plane

SIMILARITY = 0.7
"""Correlation from which two images are said to show the same."""
SIMILARITY_AS_WHOLE = 0.9
"""The same for small images without places that agree: cells alone resemble each other."""
CERTAIN = 0.9
"""Correlation from which there is no doubt; below, two captures of one field are likelier."""
SHORTEST_SIDE = 32
"""Pixels along the shorter side of the part that both images show."""
SHORTEST_WHOLE = 12
THRESHOLDS: Mapping[str, float] = MappingProxyType(
    {
        "similarity": SIMILARITY,
        "certain": CERTAIN,
        "similarity_as_whole": SIMILARITY_AS_WHOLE,
        "points": FEWEST_POINTS,
        "shortest_side_px": SHORTEST_SIDE,
        "above_noise": NOISE_FACTOR,
    }
)
_FINE = 1.5
_COARSE = 6.0
_MARGIN = 4
_SEARCH = 5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of pixels.

    Attributes
    ----------
    top, left, height, width
        In pixels of the plane.
    share
        Of the area of the plane.
    """

    top: int
    left: int
    height: int
    width: int
    share: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """Where two planes show the same, and how alike they are there.

    Attributes
    ----------
    similarity
        Correlation of the structure between 1.5 and 6 pixels, from -1 to 1.
    first, second
        The part of each plane.
    """

    similarity: float
    first: Box
    second: Box

    def is_shown(self, *, points: int) -> bool:
        """Say whether this is enough to report that both planes show the same."""
        shortest = min(self.first.height, self.first.width, self.second.height, self.second.width)
        if points:
            return self.similarity >= SIMILARITY and shortest >= SHORTEST_SIDE
        return self.similarity >= SIMILARITY_AS_WHOLE and shortest >= SHORTEST_WHOLE


def measure_overlap(first: Plane, second: Plane, placement: Placement) -> Overlap | None:
    """Lay one plane on the other and correlate their fine structure.

    The finer of the two is brought to the pixels of the coarser. What is coarser than
    six pixels, such as uneven light, and finer than one and a half, which is noise, is
    filtered away first. The placement may be off by five pixels.

    Parameters
    ----------
    first, second
        ``(Y, X)``, finite.
    placement
        Where the first lies on the second.

    Returns
    -------
    Overlap or None
        None if they do not overlap, or one of them is constant there.
    """
    if placement.scale < 1:
        turned = measure_overlap(second, first, placement.inverse())
        return None if turned is None else Overlap(turned.similarity, turned.second, turned.first)
    box = _common(first.shape, second.shape, placement)
    if box is None:
        return None
    ours = _structure(first[box.top : box.top + box.height, box.left : box.left + box.width])
    theirs = _structure(placed_on(second, placement, box))
    similarity = _correlation(ours, theirs)
    if similarity is None:
        return None
    return Overlap(similarity, box, _moved(box, placement, second.shape))


def placed_on(second: Plane, placement: Placement, box: Box) -> Plane:
    """Return a part of the first plane as the second shows it."""
    if placement.scale > 1:
        blur = 0.5 * float(np.sqrt(placement.scale**2 - 1))
        second = ndimage.gaussian_filter(second, blur, truncate=3.0)
    corner = placement.of(np.array([[box.top, box.left]], dtype=np.float64))[0]
    return np.asarray(
        ndimage.affine_transform(
            second,
            placement.scale * TURNS[placement.turn],
            offset=corner,
            output_shape=(box.height, box.width),
            order=1,
            mode="nearest",
        ),
        dtype=np.float32,
    )


def _common(first: tuple[int, ...], second: tuple[int, ...], placement: Placement) -> Box | None:
    """Return the part of the first plane that lies on the second."""
    last = np.array(second, dtype=np.float64) - 1
    corners = placement.back(np.array([[0, 0], last]))
    low = np.maximum(np.ceil(corners.min(axis=0) - 1e-6), 0).astype(int)
    high = np.minimum(np.floor(corners.max(axis=0) + 1e-6) + 1, first).astype(int)
    height, width = (high - low).tolist()
    if min(height, width) < SHORTEST_WHOLE:
        return None
    top, left = low.tolist()
    return Box(top, left, height, width, height * width / (first[0] * first[1]))


def _moved(box: Box, placement: Placement, shape: tuple[int, ...]) -> Box:
    """Return where a box of the first plane lies on the second; edges of pixels move."""
    half = 0.5
    corners: Points = np.array(
        [
            [box.top - half, box.left - half],
            [box.top + box.height - half, box.left + box.width - half],
        ]
    )
    moved = placement.of(corners) + half
    low = np.clip(np.rint(moved.min(axis=0)), 0, np.array(shape) - 1).astype(int)
    high = np.clip(np.rint(moved.max(axis=0)), low + 1, shape).astype(int)
    (top, left), (height, width) = low.tolist(), (high - low).tolist()
    return Box(top, left, height, width, height * width / (shape[0] * shape[1]))


def _structure(pixels: NDArray[np.float32]) -> Plane:
    fine = ndimage.gaussian_filter(pixels, _FINE, truncate=3.0)
    coarse = ndimage.gaussian_filter(pixels, _COARSE, truncate=2.0)
    margin = min(_MARGIN, (min(pixels.shape) - 1) // 4)
    inner = slice(margin, -margin or None)
    return np.asarray((fine - coarse)[inner, inner], dtype=np.float32)


def _correlation(ours: Plane, theirs: Plane) -> float | None:
    """Return the largest correlation over small shifts."""
    down, right = _best_shift(ours, theirs)
    height, width = ours.shape
    a = ours[max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)]
    b = theirs[max(-down, 0) : height + min(-down, 0), max(-right, 0) : width + min(-right, 0)]
    a, b = (part - part.mean(dtype=np.float64) for part in (a, b))
    norm = float(np.sqrt((a**2).sum() * (b**2).sum()))
    if norm == 0:
        return None
    return float(np.clip((a * b).sum() / norm, -1, 1))


def _best_shift(ours: Plane, theirs: Plane) -> tuple[int, int]:
    a, b = (np.fft.rfft2(part - part.mean()) for part in (ours, theirs))
    products = np.fft.irfft2(a * np.conj(b), s=ours.shape)
    reach = min(_SEARCH, min(ours.shape) // 8)
    shifts = np.arange(-reach, reach + 1)
    near = products[np.ix_(shifts % ours.shape[0], shifts % ours.shape[1])]
    # Of equal ones the smallest shift wins, so that nothing depends on rounding.
    distance = np.abs(shifts)[:, None] + np.abs(shifts)[None, :]
    order = np.lexsort((distance.ravel(), -near.ravel()))
    row, column = divmod(int(order[0]), len(shifts))
    return int(shifts[row]), int(shifts[column])
