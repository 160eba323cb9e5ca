"""How one plane lies on another, from places in both that look alike."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.leakage.codes import TURNS

TOLERANCE = 3.0
"""Pixels by which a place may lie off, at the finest scale; coarser places may more."""
_FINEST_SPACING = 4.0
_STRETCH = 1.3
_NEAREST = 20.0
_MOST_PLACES = 40
_MOST_TRIALS = 600
_CELL = 10.0
_ROUND_SCALES = (0.25, 0.5, 1.0, 2.0, 4.0)
_ROUNDED = 0.015

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the pixels of one plane lie on another.

    Attributes
    ----------
    turn
        Number of the turn or mirroring, see `replicard.leakage.codes.TURNS`.
    scale
        Pixels of the second plane for one of the first.
    shift
        Where the pixel (0, 0) of the first comes to lie, as (y, x).
    """

    turn: int
    scale: float
    shift: tuple[float, float]

    @property
    def matrix(self) -> NDArray[np.int64]:
        """The turn as a matrix of (y, x)."""
        return np.asarray(TURNS[self.turn])

    def of(self, yx: Points) -> Points:
        """Return where places of the first plane lie on the second."""
        return np.asarray(self.scale * (yx @ TURNS[self.turn].T) + np.array(self.shift))

    def back(self, yx: Points) -> Points:
        """Return where places of the second plane lie on the first."""
        moved: Points = ((yx - np.array(self.shift)) / self.scale) @ TURNS[self.turn]
        return moved

    def inverse(self) -> "Placement":
        """Return where the second plane lies on the first."""
        turned = TURNS[self.turn].T
        turn = next(i for i, matrix in enumerate(TURNS) if np.array_equal(matrix, turned))
        shift = -(turned @ np.array(self.shift)) / self.scale
        return Placement(turn, 1 / self.scale, (float(shift[0]), float(shift[1])))


def align(
    first: Points, second: Points, *, turn: int, spacing: tuple[Points, Points]
) -> tuple[Placement, int] | None:
    """Return the placement that most pairs of places agree with, and how many.

    Every two pairs propose a placement. The same input gives the same answer: nothing
    is drawn by chance.

    Parameters
    ----------
    first, second
        Places that look alike, of shape ``(n, 2)`` each.
    turn
        Turn that leads from the first to the second.
    spacing
        Pixels between the samples of each patch: its size.

    Returns
    -------
    tuple or None
        None if no two pairs fit together. Places close together count once.
    """
    turned = first @ TURNS[turn].T
    trials = _trials(turned, second, spacing[1] / spacing[0])
    if trials is None:
        return None
    i, scales = trials
    shifts = second[i] - scales[:, None] * turned[i]
    off = np.abs(second[None] - scales[:, None, None] * turned[None] - shifts[:, None]).max(axis=2)
    size = np.maximum(spacing[1], scales[:, None] * spacing[0]) / _FINEST_SPACING
    agreeing = off < TOLERANCE * np.maximum(1, size)
    best = agreeing[int(agreeing.sum(axis=1).argmax())]
    scale = _fitted_scale(turned[best], second[best])
    y, x = np.median(second[best] - scale * turned[best], axis=0)
    distinct = min(len(_cells(first[best])), len(_cells(second[best])))
    return Placement(turn, scale, (float(y), float(x))), distinct


def _trials(
    turned: Points, second: Points, ratios: Points
) -> tuple[NDArray[np.intp], Points] | None:
    """Return one of every two pairs that fit together, and the scale that they propose."""
    few = np.linspace(0, len(turned) - 1, min(len(turned), _MOST_PLACES)).astype(np.intp)
    from_, to = (p[few][:, None] - p[few][None] for p in (turned, second))
    squared = (from_**2).sum(axis=2)
    scales = (from_ * to).sum(axis=2) / np.maximum(squared, 1e-9)
    fits = squared > _NEAREST**2
    for ratio in (ratios[few][:, None], ratios[few][None]):
        fits &= (scales > ratio / _STRETCH) & (scales < ratio * _STRETCH)
    i, j = np.nonzero(np.triu(fits, 1))
    if not i.size:
        return None
    some = np.linspace(0, len(i) - 1, min(len(i), _MOST_TRIALS)).astype(np.intp)
    return few[i[some]], _rounded(scales[i[some], j[some]], within=2 * _ROUNDED)


def _fitted_scale(turned: Points, second: Points) -> float:
    from_, to = turned - turned.mean(axis=0), second - second.mean(axis=0)
    scale = (from_ * to).sum() / max(float((from_**2).sum()), 1e-9)
    return float(_rounded(np.array([scale]), within=_ROUNDED)[0])


def _rounded(scales: Points, *, within: float) -> Points:
    """Take scales that are almost 1, 2, 4 or their inverses for exactly that."""
    for exact in _ROUND_SCALES:
        scales = np.where(np.abs(scales / exact - 1) < within, exact, scales)
    return scales


def _cells(points: Points) -> set[tuple[int, ...]]:
    return {tuple(cell) for cell in np.rint(points / _CELL).astype(int).tolist()}
