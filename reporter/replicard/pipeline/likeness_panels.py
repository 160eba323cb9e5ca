"""Pairs of images that show the same, read again to be shown side by side."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from replicard.leakage import ComparedPlane, compared_planes
from replicard.pipeline.sources import Reader
from replicard.render.figures import LikenessPanel
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, NearCopy, Patch

SHOWN = 3
"""Pairs of each validation and training data set, the most similar ones."""
_Box = tuple[int, int, int, int]


def likeness_panels(card: Card, evidence: Evidence, *, reader: Reader) -> Iterator[LikenessPanel]:
    """Yield the most similar pairs of each validation and each training data set.

    Raises
    ------
    DataError
        If a file cannot be read any more.
    """
    seen: set[tuple[str, str]] = set()
    for entry in evidence.independence:
        sides = entry.validation, entry.training_dataset
        if sides in seen:
            continue
        seen.add(sides)
        axes = tuple(
            card.datasets[dataset].axes
            for dataset in (entry.evaluation_dataset, entry.training_dataset)
        )
        for pair in entry.near[:SHOWN]:
            yield _panel(sides, pair, (axes[0], axes[1]), reader)


def _panel(
    sides: tuple[str, str], pair: NearCopy, axes: tuple[str | None, str | None], reader: Reader
) -> LikenessPanel:
    patches = pair.evaluation, pair.training
    planes = [_plane(patch, named, reader) for patch, named in zip(patches, axes, strict=True)]
    boxes = [_box(patch, plane) for patch, plane in zip(patches, planes, strict=True)]
    first, second = (_cut(p.pixels, box) for p, box in zip(planes, boxes, strict=True))
    back = np.rot90(second, -pair.rotated // 90)
    return LikenessPanel(
        validation=sides[0],
        training=sides[1],
        names=(_name(patches[0]), _name(patches[1])),
        planes=(planes[0].pixels, planes[1].pixels),
        boxes=(boxes[0], boxes[1]),
        parts=(first, np.fliplr(back) if pair.mirrored else back),
        change=pair.change,
        similarity=pair.similarity,
    )


def _plane(patch: Patch, axes: str | None, reader: Reader) -> ComparedPlane:
    image = reader.image(patch.file, axes=axes)
    return next(p for p in compared_planes(image.array, image.axes) if p.name == patch.plane)


def _box(patch: Patch, plane: ComparedPlane) -> _Box:
    top, left = patch.top // plane.binning, patch.left // plane.binning
    return (
        top,
        left,
        max(1, min(round(patch.height / plane.binning), plane.pixels.shape[0] - top)),
        max(1, min(round(patch.width / plane.binning), plane.pixels.shape[1] - left)),
    )


def _cut(pixels: NDArray[np.float32], box: _Box) -> NDArray[np.float32]:
    top, left, height, width = box
    return pixels[top : top + height, left : left + width]


def _name(patch: Patch) -> str:
    name = patch.file.rsplit("/", 1)[-1]
    return f"{name} ({patch.plane})" if patch.plane else name
