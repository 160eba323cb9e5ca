"""The task of comparing two captures of one field, or predictions of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from replicard.errors import Problem, ReplicardError
from replicard.images import LoadedImage, check_same_shape
from replicard.metrics import Measurement, measure_captures, measure_series
from replicard.pipeline.planes import FRAME, planes
from replicard.pipeline.tasks.facts import FileFacts, Role
from replicard.pipeline.tasks.files import lost_file, problems_of
from replicard.pipeline.tasks.keeping import key_of
from replicard.pipeline.tasks.opening import OpenedFile, Opening


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
class Compared:
    """What the pixels of two captures say; it names no file."""

    measurements: tuple[Measurement, ...]
    curves: tuple[tuple[str | None, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class CaptureTask:
    """Compares two files of one candidate, or of the raw input.

    Attributes
    ----------
    image
        Name of the image pair.
    pixel_size_um
        What the card says, by axis letter; the first file is asked for the rest.
    """

    opening: Opening
    candidate: str
    image: str
    first: str
    second: str
    role: Role
    channel_names: tuple[str, ...] = ()
    pixel_size_um: Mapping[str, float] = field(default_factory=dict)

    def __call__(self) -> CaptureOutcome:
        """Read both files and compare them."""
        nothing = CaptureOutcome(self.candidate, self.image)
        path = self.first
        try:
            first = self.opening.open(path, self.role)
            path = self.second
            second = self.opening.open(path, self.role)
            compared = self._kept(first, second)
        except ReplicardError as error:
            return replace(nothing, problems=problems_of(error, path))
        if isinstance(compared, Problem):
            return replace(nothing, problems=(compared,))
        return replace(
            nothing,
            measurements=compared.measurements,
            curves=compared.curves,
            is_same=first.facts.pixels_sha256 == second.facts.pixels_sha256,
            files={self.first: first.facts, self.second: second.facts},
        )

    def lost(self, why: str) -> CaptureOutcome:
        """Return the outcome if whoever does the work dies of it."""
        nothing = CaptureOutcome(self.candidate, self.image)
        return replace(nothing, problems=(lost_file(self.first, why),))

    def _kept(self, first: OpenedFile, second: OpenedFile) -> Compared | Problem:
        known = {**first.facts.record.pixel_size_um, **self.pixel_size_um}
        store, axes = self.opening.store, self.opening.axes
        key = key_of("captures", self.channel_names, known, axes, first.sha256, second.sha256)
        kept: Compared | None = store.get(key, Compared) if store else None
        if kept is not None:
            return kept
        mismatch = check_same_shape(first.pixels(), second.pixels())
        if mismatch is not None:
            return mismatch
        compared = self._compared(first.pixels().in_memory(), second.pixels().in_memory(), known)
        if store:
            store.put(key, compared)
        return compared

    def _compared(
        self, first: LoadedImage, second: LoadedImage, pixel_size_um: Mapping[str, float]
    ) -> Compared:
        frames: list[tuple[Measurement, ...]] = []
        curves: list[tuple[str | None, tuple[float, ...]]] = []
        sides = [planes(image, channel_names=self.channel_names) for image in (first, second)]
        for (named, one), (_, other) in zip(*sides, strict=True):
            measured, curve = measure_captures(one, other, pixel_size_um=pixel_size_um)
            channel = {key: value for key, value in named.items() if key != FRAME}
            frames.append((replace(measured, parameters={**measured.parameters, **channel}),))
            if curve is not None:
                curves.append((channel.get("channel"), curve))
        return Compared(measure_series(frames), tuple(curves))
