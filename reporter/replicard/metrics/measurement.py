"""One number of one image, or the reason why there is none."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from replicard.metrics.counts import Counts
from replicard_schema.vocabulary import MetricId


@dataclass(frozen=True, slots=True)
class Note:
    """Something seen in the images that their author should look at.

    Attributes
    ----------
    code
        Short permanent name of the kind of note, ``inverted-contrast``.
    message
        What was seen, in lower case without a full stop. It names no file: the
        caller knows which files were compared.
    is_of_ground_truth
        Whether it was seen in the ground truth, which all candidates share.
    """

    code: str
    message: str
    is_of_ground_truth: bool = False


@dataclass(frozen=True, slots=True)
class Measurement:
    """A metric of one image with what was fixed for it.

    Attributes
    ----------
    counts
        What the value was formed from, to pool images; None for a metric without
        a pooled form.
    """

    metric: MetricId
    value: float | None
    undefined_because: str | None = None
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)
    counts: Counts | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.undefined_because is None):
            raise ValueError("a measurement needs either a value or a reason for its absence")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"{self.metric} came out as {self.value}, which is no value")


@dataclass(frozen=True, slots=True)
class AppliedScale:
    """How the intensities of one image pair were scaled before scoring.

    Attributes
    ----------
    data_range
        Range that SSIM and PSNR took for the full scale.
    slope, offset
        Of the least-squares line that maps prediction intensities to the
        normalised ground truth; None if no line was fitted.
    """

    data_range: float
    slope: float | None = None
    offset: float | None = None


@dataclass(frozen=True, slots=True)
class ImageMeasurement:
    """All that was measured on one image pair."""

    measurements: tuple[Measurement, ...]
    notes: tuple[Note, ...] = ()
    scale: AppliedScale | None = None
