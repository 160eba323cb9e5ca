"""Scores: what one metric says, image by image and over all images."""

from typing import Literal, Self, TypeAlias

from pydantic import Field, JsonValue, model_validator

from replicard_schema.base import Document
from replicard_schema.evidence.intervals import Interval
from replicard_schema.vocabulary import MetricId

Parameters: TypeAlias = dict[str, JsonValue]


class Score(Document):
    """A number, or the reason why there is none."""

    value: float | None = None
    undefined_because: str | None = None

    @model_validator(mode="after")
    def _has_value_or_reason(self) -> Self:
        if (self.value is None) == (self.undefined_because is None):
            raise ValueError("a score needs either a value or a reason for its absence")
        return self


class ImageScore(Score):
    """The score of one image."""

    image: str
    """Name of the image pair, see ``ImagePair.name``."""


class Summary(Document):
    """Distribution of a score over the images that have one.

    Percentiles between two images are interpolated linearly, which is type 7 of Hyndman
    and Fan (1996, doi:10.2307/2684934) and NumPy's method ``linear``.
    """

    n: int = Field(ge=0)
    """Images with a value."""
    n_undefined: int = Field(ge=0)
    """Images without one; they are left out of the numbers below."""
    mean: float | None = None
    sd: float | None = None
    """Sample standard deviation (n - 1); None for fewer than two images."""
    median: float | None = None
    minimum: float | None = None
    percentile_5: float | None = None
    percentile_25: float | None = None
    percentile_75: float | None = None
    percentile_95: float | None = None
    maximum: float | None = None


class MetricResult(Document):
    """One metric with one set of parameters, over all images of a validation."""

    metric: MetricId
    parameters: Parameters = {}
    """What was fixed for this result: IoU threshold, class, data range ..."""
    unit: str | None = None
    per_image: tuple[ImageScore, ...]
    summary: Summary
    mean_interval: Interval | None = None
    """Of the mean over images; None where there is no mean, and for counts."""
    pooled: Score | None = None
    """Value over the objects or pixels of all images taken together; None where
    the metric has no pooled form."""
    pooled_interval: Interval | None = None
    """Of the pooled value; None where there is none, and for counts."""


class ConfusionMatrix(Document):
    """How often each true class was predicted as each class."""

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    """Rows are true classes, columns predicted ones, in the order of ``classes``."""


class ClassifiedImage(Document):
    """The class of one image, as it is and as a candidate told it."""

    image: str
    truth: str
    predicted: str
    scores: dict[str, float] = {}
    """Score of each class that the table of predictions scores; larger is more likely."""

    @property
    def is_right(self) -> bool:
        """Whether the class was told correctly."""
        return self.truth == self.predicted


class IntensityScale(Document):
    """How the intensities of one image were scaled before scoring."""

    image: str
    channel: str | None = None
    """Channel or frame, for images with several."""
    data_range: float
    """What SSIM and PSNR took for the full scale."""
    slope: float | None = None
    """Of the line fitted to the ground truth; None if no line was fitted."""
    offset: float | None = None


class ScoreCurve(Document):
    """What falling thresholds on the score of a class find, point by point.

    Of many points a selection in equal steps is kept; areas are computed from all.
    """

    name: str
    """Class that is told from all others."""
    share: float
    """Share of images of the class."""
    false_positive_rate: tuple[float, ...]
    recall: tuple[float, ...]
    precision: tuple[float, ...]


class RingCurve(Document):
    """Fourier ring correlation of two captures, from coarse to fine."""

    channel: str | None = None
    """Channel or frame, for images with several."""
    correlations: tuple[float, ...]
    """Means over the pairs at equal steps; the last one is the Nyquist frequency."""
    n: int = Field(ge=1)
    """Pairs of captures."""


class SetFit(Document):
    """What was fitted to all images of a validation before a metric was computed."""

    metric: MetricId
    channel: str | None = None
    n_images: int = Field(ge=1)
    reference_background: float
    """Intensity that was subtracted from the ground truth."""
    prediction_background: float
    """Intensity that was subtracted from the prediction."""
    largest: float
    """Largest intensity of the ground truth above its background."""
    factor: float
    """By what the prediction was multiplied."""


class CandidateResult(Document):
    """All scores of one candidate in one validation."""

    kind: Literal["model", "baseline", "raw input"]
    results: tuple[MetricResult, ...]
    scales: tuple[IntensityScale, ...] = ()
    confusion: ConfusionMatrix | None = None
    classified: tuple[ClassifiedImage, ...] = ()
    """Each image with its true and its predicted class, for image classification."""
    score_curves: tuple[ScoreCurve, ...] = ()
    """By class, where the table of predictions holds scores."""
    fits: tuple[SetFit, ...] = ()
    """What was fitted to all images together, by metric and channel."""
    ring_curves: tuple[RingCurve, ...] = ()
    """Where two captures of each field were compared, by channel."""
