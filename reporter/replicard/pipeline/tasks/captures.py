"""The task of comparing two captures of one field, or predictions of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from replicard.errors import Problem, ReplicardError
from replicard.images import check_same_shape
from replicard.metrics import Measurement, measure_captures, measure_series
from replicard.pipeline.planes import FRAME, planes
from replicard.pipeline.tasks.facts import FileFacts, Role, facts_of
from replicard.pipeline.tasks.files import load, problems_of


@dataclass(frozen=True, slots=True)
class CaptureOutcome:
    """What came of one pair of captures.

    Attributes
    ----------
    curves
        Correlation from coarse to fine, by channel and frame.
    is_same
        Whether both files hold the same pixels.
    """

    candidate: str
    image: str
    measurements: tuple[Measurement, ...] = ()
    curves: tuple[tuple[str | None, tuple[float, ...]], ...] = ()
    is_same: bool = False
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptureTask:
    """Compares two files of one candidate, or of the raw input.

    Attributes
    ----------
    root
        Folder of the card.
    image
        Name of the image pair.
    pixel_size_um
        What the card says, by axis letter; the first file is asked for the rest.
    """

    root: Path
    candidate: str
    image: str
    first: str
    second: str
    role: Role
    axes: str | None = None
    channel_names: tuple[str, ...] = ()
    pixel_size_um: Mapping[str, float] = field(default_factory=dict)

    def __call__(self) -> CaptureOutcome:
        """Read both files and compare them."""
        nothing = CaptureOutcome(self.candidate, self.image)
        paths = (self.first, self.second)
        try:
            images = [load(self.root, path, axes=self.axes) for path in paths]
        except ReplicardError as error:
            return replace(nothing, problems=problems_of(error, self.first))
        mismatch = check_same_shape(*images)
        if mismatch is not None:
            return replace(nothing, problems=(mismatch,))
        known = {**images[0].record.pixel_size_um, **self.pixel_size_um}
        frames: list[tuple[Measurement, ...]] = []
        curves: list[tuple[str | None, tuple[float, ...]]] = []
        sides = [planes(image, channel_names=self.channel_names) for image in images]
        for (named, first), (_, second) in zip(*sides, strict=True):
            measured, curve = measure_captures(first, second, pixel_size_um=known)
            channel = {key: value for key, value in named.items() if key != FRAME}
            frames.append((replace(measured, parameters={**measured.parameters, **channel}),))
            if curve is not None:
                curves.append((channel.get("channel"), curve))
        return replace(
            nothing,
            measurements=measure_series(frames),
            curves=tuple(curves),
            is_same=bool(np.array_equal(images[0].array, images[1].array)),
            files={
                path: facts_of(image, self.role) for path, image in zip(paths, images, strict=True)
            },
        )
