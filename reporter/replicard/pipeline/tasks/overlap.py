"""Laying two images over each other, as a task that runs anywhere."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from replicard.errors import ReplicardError
from replicard.images import LoadedImage, open_image
from replicard.leakage import (
    Box,
    ComparedPlane,
    Overlap,
    Placement,
    compared_plane,
    measure_overlap,
)
from replicard_schema.evidence import Likeness, Patch

_DIGITS = 3
"""Of what is measured: further ones depend on the processor."""
_Degrees = Literal[0, 90, 180, 270]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two images that show the same."""

    likeness: Likeness
    first: Patch
    second: Patch


@dataclass(frozen=True, slots=True)
class OverlapTask:
    """Measures how alike two images are where one is thought to lie on the other.

    Attributes
    ----------
    root
        Folder of the card.
    first, second
        Below it, with forward slashes.
    axes
        Axes of both, as the card names them.
    planes
        Positions of the planes in the images.
    placement
        How the first plane lies on the second.
    points
        Places that agree.
    """

    root: Path
    first: str
    second: str
    axes: tuple[str | None, str | None]
    planes: tuple[int, int]
    placement: Placement
    points: int

    def __call__(self) -> Alike | None:
        """Read both files; None if they do not show the same, or cannot be read any more."""
        try:
            images = [
                open_image(self.root, path).decode(axes=axes)
                for path, axes in zip((self.first, self.second), self.axes, strict=True)
            ]
        except ReplicardError:
            return None
        first, second = map(_plane, images, self.planes)
        overlap = measure_overlap(first.pixels, second.pixels, self.placement)
        if overlap is None or not overlap.is_shown(points=self.points):
            return None
        mirrored, rotated = _turned(self.placement)
        scale = self.placement.scale * second.binning / first.binning
        likeness = Likeness(
            similarity=_rounded(overlap.similarity),
            points=self.points,
            mirrored=mirrored,
            rotated=rotated,
            scale=_rounded(scale),
        )
        return Alike(likeness, *self._patches(images, (first, second), overlap))

    def lost(self, why: str) -> None:
        """Return the outcome if whoever does the work dies of it."""
        del why

    def _patches(
        self,
        images: list[LoadedImage],
        planes: tuple[ComparedPlane, ComparedPlane],
        overlap: Overlap,
    ) -> tuple[Patch, Patch]:
        first, second = (
            _patch(path, image, plane, box)
            for path, image, plane, box in zip(
                (self.first, self.second),
                images,
                planes,
                (overlap.first, overlap.second),
                strict=True,
            )
        )
        return first, second


def _plane(image: LoadedImage, position: int) -> ComparedPlane:
    return compared_plane(image.array, image.axes, position)


def _patch(path: str, image: LoadedImage, plane: ComparedPlane, box: Box) -> Patch:
    """Return a box in pixels of the file; the averaged-down plane may end before its edge."""
    height, width = (image.array.shape[image.axes.index(axis)] for axis in "YX")
    top, left = box.top * plane.binning, box.left * plane.binning
    return Patch(
        file=path,
        plane=plane.name,
        top=top,
        left=left,
        height=min(box.height * plane.binning, height - top),
        width=min(box.width * plane.binning, width - left),
        share=_rounded(box.share),
    )


def _turned(placement: Placement) -> tuple[bool, _Degrees]:
    """Return whether an image is mirrored, and by how many degrees it is then turned."""
    mirror, quarter = np.diag([1, -1]), np.array([[0, -1], [1, 0]])
    turn = placement.matrix
    options: tuple[_Degrees, ...] = (0, 90, 180, 270)
    return next(
        (mirrored, degrees)
        for mirrored in (False, True)
        for degrees in options
        if np.array_equal(
            turn,
            np.linalg.matrix_power(quarter, degrees // 90)
            @ (mirror if mirrored else np.eye(2, dtype=int)),
        )
    )


def _rounded(value: float) -> float:
    return round(value, _DIGITS)
