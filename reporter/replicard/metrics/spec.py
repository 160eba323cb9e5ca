"""What a row of the table of metrics is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from replicard_schema.passport import Passport
from replicard_schema.passports import PASSPORTS
from replicard_schema.vocabulary import MetricId


class Family(StrEnum):
    """What a metric is computed from."""

    INTENSITIES = "intensities"
    """A `NormalisedPair`."""
    RAW_INTENSITIES = "intensities as they are"
    """A `RawPair`, which the metric scales in its own way."""
    FITTED_SET = "intensities, fitted to all images"
    """A `FittedPair`."""
    CAPTURES = "two captures of one field"
    """A `CapturePair`."""
    PIXELS = "pixels of a class"
    """`PixelCounts` of one class."""
    PIXEL_AGREEMENT = "all pixels"
    """`Agreement` over all pixels."""
    OBJECTS = "objects"
    """`ObjectCounts` at one IoU threshold."""
    OUTLINES = "outlines"
    """`OutlineDistances` of one class."""
    OUTLINE_AGREEMENT = "outlines within a tolerance"
    """`OutlineCounts` of one class."""
    SWEEP = "objects at many thresholds"
    """`SweepCounts` over the thresholds of `replicard.metrics.sweep`."""
    AREAS = "areas of paired objects"
    """`PairedAreas` of one image."""
    FRAGMENTS = "split and merged objects"
    """`FragmentCounts` of one image."""
    DETECTIONS = "detections with scores"
    """`Detections` over all images."""
    IMAGES = "images of a class"
    """`ClassCounts` of one class."""
    IMAGE_AGREEMENT = "all images"
    """`Agreement` over all images."""
    CONFUSION = "the confusion matrix"
    """`ConfusionMatrix` of all images."""
    RANKING = "scores of a class"
    """`Ranking` of all images by the score of one class."""


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """One row of the table.

    Attributes
    ----------
    compute
        Takes what its family says and returns the value, or raises
        `UndefinedMetricError` with the reason.
    brought
        Definition of a metric that another package brings.
    distribution
        That package; None for the metrics that come with the program.
    origin
        That package with its version and a digest of the code.
    """

    id: MetricId
    family: Family
    compute: Callable[[Any], float]
    brought: Passport | None = None
    distribution: str | None = None
    origin: str | None = None

    @property
    def passport(self) -> Passport:
        """Definition of the metric."""
        return PASSPORTS[self.id] if self.brought is None else self.brought
