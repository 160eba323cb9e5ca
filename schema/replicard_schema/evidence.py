"""Evidence: what the program found in files and computed from them.

The evidence file lies beside the card. It holds no absolute path, no user and no
host name, and its order is stable: the same input gives the same bytes.
"""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, JsonValue, model_validator

from replicard_schema.base import Document
from replicard_schema.findings import Finding
from replicard_schema.passport import Passport
from replicard_schema.vocabulary import LabelKind, MetricId, NormalisationMethod

Parameters: TypeAlias = dict[str, JsonValue]

Sha256 = Field(pattern=r"^[0-9a-f]{64}$")


class FileRecord(Document):
    """One file, by its content."""

    path: str
    """Path relative to the folder of the card, with forward slashes."""
    sha256: str = Sha256
    bytes: int = Field(ge=0)


class ImageRecord(FileRecord):
    """An image file and what is in it."""

    shape: tuple[int, ...]
    """Length of each axis as read, in the order of ``axes``."""
    axes: str
    """One letter per axis: T time, C channel, Z, Y, X, S sample (RGB)."""
    dtype: str
    """NumPy name of the sample type, such as uint16."""
    pixel_size_um: dict[str, float] = {}
    """Micrometres per pixel by axis letter, as far as the file says."""


class Unavailable(Document):
    """A fact that could not be had, and why."""

    unavailable_because: str = Field(min_length=1)


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
    """Distribution of a score over the images that have one."""

    n: int = Field(ge=0)
    """Images with a value."""
    n_undefined: int = Field(ge=0)
    """Images without one; they are left out of the numbers below."""
    mean: float | None = None
    sd: float | None = None
    """Sample standard deviation (n - 1); None for fewer than two images."""
    median: float | None = None
    minimum: float | None = None
    maximum: float | None = None


class MetricResult(Document):
    """One metric with one set of parameters, over all images of a validation."""

    metric: MetricId
    parameters: Parameters = {}
    """What was fixed for this result: IoU threshold, class, data range ..."""
    unit: str | None = None
    per_image: tuple[ImageScore, ...]
    summary: Summary
    pooled: Score | None = None
    """Value over the objects or pixels of all images taken together; None where
    the metric has no pooled form."""


class ConfusionMatrix(Document):
    """How often each true class was predicted as each class."""

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    """Rows are true classes, columns predicted ones, in the order of ``classes``."""


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


class CandidateResult(Document):
    """All scores of one candidate in one validation."""

    kind: Literal["model", "baseline", "raw input"]
    results: tuple[MetricResult, ...]
    scales: tuple[IntensityScale, ...] = ()
    confusion: ConfusionMatrix | None = None


class ImagePair(Document):
    """Files that belong together, by name."""

    name: str
    """Common part of the file names, unique within the validation."""
    image: ImageRecord | None = None
    target: ImageRecord | None = None
    predictions: dict[str, ImageRecord] = {}
    """By candidate."""
    group: str | None = None
    """Images of one group share a field of view, well, specimen or donor."""


class Normalisation(Document):
    """How intensities were brought to one scale before scoring."""

    method: NormalisationMethod
    percentiles: tuple[float, float] | None = None
    description: str
    """One sentence for the report."""


class WorseThanInput(Document):
    """Images on which a candidate scores worse than the raw input."""

    candidate: str
    metric: MetricId
    parameters: Parameters = {}
    """What was fixed: channel, normalisation ..."""
    images: tuple[str, ...]
    n: int = Field(ge=0)
    """Images on which both have a value."""


class ExampleChoice(Document):
    """An image chosen by rule to be shown."""

    rank: Literal["best", "median", "worst"]
    image: str
    candidate: str
    metric: MetricId
    parameters: Parameters = {}
    value: float


class ValidationEvidence(Document):
    """What was computed for one validation."""

    dataset: str
    inputs_sha256: str = Sha256
    """Digest of all that the results follow from: settings, files, program versions."""
    n_images: int = Field(ge=0)
    n_groups: int | None = None
    label_kind: LabelKind | None = None
    normalisation: Normalisation | None = None
    pairs: tuple[ImagePair, ...] = ()
    tables: tuple[FileRecord, ...] = ()
    """Tables of class labels, for image classification."""
    candidates: dict[str, CandidateResult] = {}
    """By id of the model or baseline; the raw input has the id ``raw input``."""
    worse_than_input: tuple[WorseThanInput, ...] = ()
    examples: tuple[ExampleChoice, ...] = ()
    not_computed_because: str | None = None
    """Why there is no result, for tasks that are reported with stated scores."""
    findings: tuple[Finding, ...] = ()
    """What the images of this validation say should be looked at."""


class DatasetEvidence(Document):
    """Files of one data set."""

    images: tuple[ImageRecord, ...] = ()
    targets: tuple[ImageRecord, ...] = ()
    unavailable_because: str | None = None
    """Why the files could not be read, if they could not."""


class SharedFile(Document):
    """The same image in evaluation and training data."""

    evaluation: str
    training: str
    same: Literal["bytes", "pixels"]


class Independence(Document):
    """Whether evaluation images were absent from the training data."""

    validation: str
    model: str
    evaluation_dataset: str
    training_dataset: str
    n_evaluation: int = Field(ge=0)
    n_training: int = Field(ge=0)
    shared: tuple[SharedFile, ...] = ()
    not_checked_because: str | None = None

    @property
    def is_checked(self) -> bool:
        """Whether files of both sides were there to be compared."""
        return self.not_checked_because is None


class LossCurve(Document):
    """One column of a training log."""

    name: str
    values: tuple[float | None, ...]
    """One value per row of the log; None where the log has none."""


class TrainingLog(Document):
    """A training log as read."""

    file: FileRecord
    layout: str
    """Which tool's layout was recognised."""
    epochs: tuple[float, ...]
    loss: LossCurve | None = None
    validation_loss: LossCurve | None = None
    others: tuple[LossCurve, ...] = ()
    best_epoch: float | None = None
    """Epoch of the smallest validation loss."""
    reading: tuple[str, ...] = ()
    """What the curves say, in sentences with numbers and thresholds."""


class ModelEvidence(Document):
    """Files of one model."""

    weights: FileRecord | Unavailable | None = None
    log: TrainingLog | Unavailable | None = None


class Gpu(Document):
    """A graphics processor."""

    name: str
    driver: str | None = None


class Environment(Document):
    """Machine and software that computed the evidence."""

    python: str
    implementation: str
    os: str
    machine: str
    cpu: str | Unavailable
    cpu_count: int | Unavailable
    memory_bytes: int | Unavailable
    gpus: tuple[Gpu, ...] | Unavailable
    packages: dict[str, str]
    """Version of every installed distribution, by normalised name."""


class Repository(Document):
    """State of the git repository around the card."""

    commit: str
    branch: str | None = None
    tag: str | None = None
    remote: str | None = None
    """Address without credentials."""
    changed_files: tuple[str, ...] | Unavailable = ()
    """Tracked files whose content differs from the commit, relative to the root of the
    repository; or why the files could not be compared."""
    untracked_count: Annotated[int, Field(ge=0)] | Unavailable = 0
    """Files that are neither tracked nor ignored; or why they could not be counted."""


class Evidence(Document):
    """Everything found and computed for one card."""

    evidence_version: Literal["1.0"] = "1.0"
    replicard_version: str
    date: str
    """Day on which the content last changed."""
    card: FileRecord
    environment: Environment
    repository: Repository | Unavailable
    datasets: dict[str, DatasetEvidence] = {}
    models: dict[str, ModelEvidence] = {}
    validations: dict[str, ValidationEvidence] = {}
    independence: tuple[Independence, ...] = ()
    computed_with: dict[str, str] = {}
    """Version of each library that computed a number, and of this program."""
    passports: dict[str, Passport] = {}
    """Definition of every metric used, by id."""
    findings: tuple[Finding, ...] = ()
    """What the data themselves say should be looked at."""
