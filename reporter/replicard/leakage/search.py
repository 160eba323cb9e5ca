"""Candidates: images whose places agree, found among thousands without comparing pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from replicard.leakage.alignment import Placement, align
from replicard.leakage.codes import TURN_BETWEEN, TURNS
from replicard.leakage.fingerprint import (
    ENTRY,
    FEWEST_POINTS,
    PARTS_PER_PIXEL,
    WHOLE,
    Entries,
    Fingerprint,
    PlanePrint,
    code_of,
    level_of,
    orientation_of,
    spacings,
)
from replicard.leakage.index import CodeIndex

_CHANCE = 20
_VOTES_BIN = 48.0
_BLOCK = 1000
_TABLE_BITS = 24
_MIXER = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: spreads neighbouring keys
_MOST_CANDIDATES = 3
_SAME_SHAPE = 0.03


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two planes that may show the same.

    Attributes
    ----------
    first, second
        Positions of the images in their lists.
    planes
        Positions of the planes in their images.
    placement
        How the first lies on the second, in pixels of the planes as compared.
    points
        Places that agree; 0 if the images were compared as a whole.
    """

    first: int
    second: int
    planes: tuple[int, int]
    placement: Placement
    points: int


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """Entries of many planes in one row."""

    entries: Entries
    plane: NDArray[np.int32]
    """Which plane each entry belongs to."""
    owner: tuple[tuple[int, int, PlanePrint], ...]
    """Image, position in it, and the plane itself."""
    orientation: NDArray[np.uint8]
    whole: NDArray[np.bool_]
    """Whether the code is that of a whole plane."""

    @classmethod
    def of(cls, images: Sequence[Fingerprint]) -> "_Catalogue":
        owner = [
            (i, k, plane) for i, image in enumerate(images) for k, plane in enumerate(image.planes)
        ]
        sizes = [plane.entries.size for _, _, plane in owner]
        empty = np.empty(0, dtype=ENTRY)
        entries = np.concatenate([empty, *(plane.entries for _, _, plane in owner)])
        return cls(
            entries,
            np.repeat(np.arange(len(owner), dtype=np.int32), sizes),
            tuple(owner),
            orientation_of(entries).astype(np.uint8),
            level_of(entries) == WHOLE,
        )


def find_candidates(
    first: Sequence[Fingerprint], second: Sequence[Fingerprint]
) -> dict[int, tuple[Candidate, ...]]:
    """Return the images of the second list that each of the first may share content with.

    At most three for each, the most likely first. The work grows with the number of
    images, not with that of pairs.
    """
    return _best(_candidates(_Catalogue.of(first), _Catalogue.of(second)))


def find_recurring(images: Sequence[Fingerprint]) -> dict[int, tuple[Candidate, ...]]:
    """Return the later images of a list that each may share content with."""
    catalogue = _Catalogue.of(images)
    return _best(c for c in _candidates(catalogue, catalogue) if c.first < c.second)


def _best(candidates: Iterator[Candidate]) -> dict[int, tuple[Candidate, ...]]:
    found: dict[int, dict[int, Candidate]] = {}
    for new in candidates:
        known = found.setdefault(new.first, {})
        if new.second not in known or known[new.second].points < new.points:
            known[new.second] = new
    return {
        image: tuple(
            sorted(by_partner.values(), key=lambda c: (-c.points, c.second))[:_MOST_CANDIDATES]
        )
        for image, by_partner in sorted(found.items())
    }


def _candidates(first: _Catalogue, second: _Catalogue) -> Iterator[Candidate]:
    index = CodeIndex.of(code_of(second.entries))
    for start in range(0, len(first.owner), _BLOCK):
        low, high = np.searchsorted(first.plane, (start, start + _BLOCK))
        i, j = index.near(code_of(first.entries[low:high]))
        matches = _Matches.of(first, second, i + low, j)
        for rows in _groups(matches):
            found = _aligned(matches, rows, first, second)
            if found is not None:
                yield found


@dataclass(frozen=True, slots=True)
class _Matches:
    """Places that look alike in two planes."""

    pair: NDArray[np.int64]
    """Which planes and which turn, as one number."""
    turn: NDArray[np.uint8]
    first: NDArray[np.float64]
    second: NDArray[np.float64]
    spacing: NDArray[np.float64]
    """Of shape ``(n, 2)``: pixels between samples in both planes."""
    whole: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        first: _Catalogue,
        second: _Catalogue,
        i: NDArray[np.int64],
        j: NDArray[np.int64],
    ) -> "_Matches":
        pair = first.plane[i].astype(np.int64) * len(second.owner) + second.plane[j]
        fits = first.whole[i] == second.whole[j]
        if first is second:
            fits &= first.plane[i] < second.plane[j]
        i, j, pair = i[fits], j[fits], pair[fits]
        turn = TURN_BETWEEN[first.orientation[i], second.orientation[j]]
        pair = pair * len(TURNS) + turn
        whole = first.whole[i]
        rows = np.flatnonzero(whole | _frequent(pair))
        i, j = i[rows], j[rows]
        a, b = first.entries[i], second.entries[j]
        return cls(
            pair[rows],
            turn[rows],
            _positions(a),
            _positions(b),
            np.stack([spacings(a), spacings(b)], axis=1),
            whole[rows],
        )


def _positions(entries: Entries) -> NDArray[np.float64]:
    return np.stack([entries["y"], entries["x"]], axis=1) / PARTS_PER_PIXEL


def _frequent(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which keys occur often enough; a few that do not may pass.

    Keys are counted in a table of fixed size, where some share an entry by chance.
    """
    mixed = keys.astype(np.uint64) * np.uint64(_MIXER)
    slot = (mixed >> np.uint64(64 - _TABLE_BITS)).astype(np.intp)
    return np.asarray(np.bincount(slot, minlength=1 << _TABLE_BITS)[slot] >= FEWEST_POINTS)


def _groups(matches: _Matches) -> Iterator[NDArray[np.intp]]:
    """Yield the matches of two planes with one turn, where enough of them may agree.

    Each match votes for where the first plane lies on the second; most that agree by
    chance are left alone with their vote.
    """
    pair = matches.pair
    chosen = matches.whole | _voted(matches)
    rows = np.flatnonzero(chosen)
    rows = rows[np.argsort(pair[rows], kind="stable")]
    ends = np.flatnonzero(np.diff(pair[rows])) + 1
    yield from (group for group in np.split(rows, ends) if group.size)


def _voted(matches: _Matches) -> NDArray[np.bool_]:
    turned = np.einsum("nij,nj->ni", TURNS[matches.turn].astype(np.float64), matches.first)
    scale = matches.spacing[:, 1:] / matches.spacing[:, :1]
    shift = (matches.second - scale * turned) / _VOTES_BIN
    chosen = np.zeros(len(shift), dtype=bool)
    # Bins on two grids, so that votes close together share at least one bin.
    for offset in (0.0, 0.5):
        bins = np.floor(shift + offset).astype(np.int64) & 0xFF
        chosen |= _frequent((matches.pair << 16) ^ (bins[:, 0] << 8 | bins[:, 1]))
    return chosen


def _aligned(
    matches: _Matches, rows: NDArray[np.intp], first: _Catalogue, second: _Catalogue
) -> Candidate | None:
    pair, turn = divmod(int(matches.pair[rows[0]]), len(TURNS))
    planes = divmod(pair, len(second.owner))
    local = rows[~matches.whole[rows]]
    found = None
    if local.size >= FEWEST_POINTS:
        spacing = (matches.spacing[local, 0], matches.spacing[local, 1])
        found = align(matches.first[local], matches.second[local], turn=turn, spacing=spacing)
        if found is not None and found[1] < FEWEST_POINTS + local.size // _CHANCE:
            found = None
    a, b = first.owner[planes[0]], second.owner[planes[1]]
    if found is None and local.size < rows.size:
        found = _laid_whole(a[2], b[2], turn)
    if found is None:
        return None
    return Candidate(a[0], b[0], (a[1], b[1]), *found)


def _laid_whole(a: PlanePrint, b: PlanePrint, turn: int) -> tuple[Placement, int] | None:
    """Lay one small plane on another of the same proportions."""
    height, width = a.shape[::-1] if TURNS[turn][0, 0] == 0 else a.shape
    scale = b.shape[0] / height
    if abs(b.shape[1] / width / scale - 1) > _SAME_SHAPE:
        return None
    middle = (np.array(a.shape) - 1) / 2
    shift = (np.array(b.shape) - 1) / 2 - scale * (TURNS[turn] @ middle)
    return Placement(turn, scale, (float(shift[0]), float(shift[1]))), 0
