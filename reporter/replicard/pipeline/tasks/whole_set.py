"""Tasks that ask every image of a set for its share of what is fitted to all of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from replicard.errors import ReplicardError, UndefinedMetricError
from replicard.metrics import (
    BACKGROUND_PERCENTILE,
    Bounds,
    Ends,
    FittedPair,
    RangeFit,
    RawPair,
    TailCounts,
    ends,
    similarity_sums,
    tail_counts,
)
from replicard.pipeline.planes import planes
from replicard.pipeline.tasks.facts import Role
from replicard.pipeline.tasks.opening import Opening

Key: TypeAlias = tuple[str, str | None]
"""A candidate and a channel. The ground truth is a candidate of its own, with no name."""
GROUND_TRUTH = ""

_Part: TypeAlias = tuple[str | None, NDArray[np.float64], NDArray[np.float64]]
_Plane: TypeAlias = tuple[Mapping[str, str], NDArray[np.generic], NDArray[np.generic]]
Share = TypeVar("Share")


@dataclass(frozen=True, slots=True)
class SetFiles:
    """Files of one image of the set.

    Attributes
    ----------
    predictions
        File of each candidate, the raw input among them where it is scored.
    """

    opening: Opening
    target: str
    predictions: Mapping[str, str]
    channel_names: tuple[str, ...] = ()

    def planes(self, candidate: str) -> Iterator[_Plane]:
        """Yield where every plane lies, its ground truth and its prediction.

        Raises
        ------
        DataError
            With what is wrong with a file.
        """
        files = ((self.target, Role.TARGET), (self.predictions[candidate], Role.PREDICTION))
        images = [self.opening.open(path, role).pixels() for path, role in files]
        sides = [planes(image, channel_names=self.channel_names) for image in images]
        for (named, true), (_, found) in zip(*sides, strict=True):
            yield named, true, found

    def parts(self, candidate: str) -> Iterator[_Part]:
        """Yield channel, ground truth and prediction of every plane that can be used."""
        for named, *pair in self.planes(candidate):
            true, found = (np.asarray(side, dtype=np.float64) for side in pair)
            if np.isfinite(true).all() and np.isfinite(found).all():
                yield named.get("channel"), true, found


@dataclass(frozen=True, slots=True)
class Survey:
    """What one plane tells before anything is fitted.

    Attributes
    ----------
    ends
        Where the background percentile of the plane lies.
    largest
        Largest intensity.
    sums
        Sums of ground truth, prediction, their product, and the squared prediction.
    """

    ends: Ends
    largest: float
    sums: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SetTask(Generic[Share]):
    """Asks one image for its shares, by candidate and channel.

    Attributes
    ----------
    ask
        A function of this module with its settings: `surveys`, `counts` or `curves`.
    """

    files: SetFiles
    ask: Callable[[SetFiles], dict[Key, list[Share]]]

    def __call__(self) -> dict[Key, list[Share]]:
        """Read the files; an image that cannot be used has no share."""
        try:
            return self.ask(self.files)
        except ReplicardError:
            return {}

    def lost(self, why: str) -> dict[Key, list[Share]]:  # noqa: ARG002 - told where it was scored
        """Return the outcome if whoever does the work dies of it."""
        return {}


@dataclass(frozen=True, slots=True)
class Surveys:
    """First pass: backgrounds, largest intensities and sums."""

    def __call__(self, files: SetFiles) -> dict[Key, list[Survey]]:
        """Look at every plane of every candidate, and of the ground truth beside it."""
        found: dict[Key, list[Survey]] = {}
        for place, candidate in enumerate(files.predictions):
            for channel, true, image in files.parts(candidate):
                found.setdefault((candidate, channel), []).append(_survey(true, image))
                if place == 0:
                    found.setdefault((GROUND_TRUTH, channel), []).append(_survey(true, true))
        return found


@dataclass(frozen=True, slots=True)
class Counts:
    """Second pass: histograms between the backgrounds of the single images."""

    within: Mapping[Key, Bounds]

    def __call__(self, files: SetFiles) -> dict[Key, list[TailCounts]]:
        """Count the values of every plane that is asked for."""
        found: dict[Key, list[TailCounts]] = {}
        for place, candidate in enumerate(files.predictions):
            for channel, true, image in files.parts(candidate):
                asked = [((candidate, channel), image)]
                asked += [((GROUND_TRUTH, channel), true)] if place == 0 else []
                for key, values in asked:
                    if key in self.within:
                        counted = tail_counts(values, within=self.within[key])
                        found.setdefault(key, []).append(counted)
        return found


@dataclass(frozen=True, slots=True)
class Curves:
    """Third pass, repeated: the similarity at many factors."""

    fits: Mapping[Key, RangeFit]
    factors: Mapping[Key, tuple[float, ...]] = field(default_factory=dict)

    def __call__(self, files: SetFiles) -> dict[Key, list[tuple[float, ...]]]:
        """Sum up the similarity of every plane that is asked for."""
        found: dict[Key, list[tuple[float, ...]]] = {}
        asked = {candidate for candidate, _ in self.factors}
        for candidate in (name for name in files.predictions if name in asked):
            for channel, true, image in files.parts(candidate):
                key = (candidate, channel)
                if key not in self.factors:
                    continue
                fitted = FittedPair(RawPair(true, image), self.fits[key])
                try:
                    sums = similarity_sums(fitted, factors=self.factors[key])
                except UndefinedMetricError:
                    continue
                found.setdefault(key, []).append(sums)
        return found


def _survey(true: NDArray[np.float64], image: NDArray[np.float64]) -> Survey:
    return Survey(
        ends(image, percentile=BACKGROUND_PERCENTILE),
        float(image.max()),
        (
            float(true.sum()),
            float(image.sum()),
            float((true * image).sum()),
            float((image * image).sum()),
        ),
    )
