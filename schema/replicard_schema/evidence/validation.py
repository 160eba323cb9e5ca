"""What was computed for one validation."""

from pydantic import Field

from replicard_schema.base import Document
from replicard_schema.evidence.annotators import AnnotatorAgreement
from replicard_schema.evidence.comparisons import RAW_INPUT, ExampleChoice, PairedComparison
from replicard_schema.evidence.files import FileRecord, ImageRecord, Sha256, SkippedImage
from replicard_schema.evidence.intervals import Resampling
from replicard_schema.evidence.repeats import RepeatsResult
from replicard_schema.evidence.scores import CandidateResult
from replicard_schema.evidence.uncertainty import UncertaintyResult
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import LabelKind, NormalisationMethod


class ImagePair(Document):
    """Files that belong together, by name."""

    name: str
    """Common part of the file names, unique within the validation."""
    image: ImageRecord | None = None
    target: ImageRecord | None = None
    predictions: dict[str, ImageRecord] = {}
    """By candidate."""
    second_image: ImageRecord | None = None
    """A second capture of the same field."""
    second_predictions: dict[str, ImageRecord] = {}
    """What each candidate made of it."""
    group: str | None = None
    """Images of one group share a field of view, well, specimen or donor, as the card says,
    or a ground truth or their pixels, as the files show."""


class Normalisation(Document):
    """How intensities were brought to one scale before scoring."""

    method: NormalisationMethod
    percentiles: tuple[float, float] | None = None
    description: str
    """One sentence for the report."""


class ValidationEvidence(Document):
    """What was computed for one validation."""

    dataset: str
    inputs_sha256: str = Sha256
    """Digest of all that the results follow from: settings, files, program versions."""
    n_images: int = Field(ge=0)
    """Images that were scored."""
    skipped: tuple[SkippedImage, ...] = ()
    """Images that were left out, and why; they are not among ``n_images``."""
    n_groups: int | None = None
    """Groups of images that belong together; None if every image stands alone."""
    label_kind: LabelKind | None = None
    normalisation: Normalisation | None = None
    pairs: tuple[ImagePair, ...] = ()
    tables: tuple[FileRecord, ...] = ()
    """Tables of class labels, for image classification, and of groups."""
    candidates: dict[str, CandidateResult] = {}
    """By id of the model or baseline; the raw input has the id ``raw input``."""
    resampling: Resampling | None = None
    """How intervals were computed; None if nothing was scored image by image."""
    comparisons: tuple[PairedComparison, ...] = ()
    """Every candidate against the raw input and against those listed after it."""
    examples: tuple[ExampleChoice, ...] = ()
    not_computed_because: str | None = None
    """Why there is no result, for tasks that are reported with stated scores."""
    repeats: dict[str, RepeatsResult] = {}
    """How far repeated predictions agree, by model."""
    uncertainty: dict[str, UncertaintyResult] = {}
    """What the authors' maps of uncertainty say, by model."""
    annotators: AnnotatorAgreement | None = None
    """How far annotators agree with each other."""
    findings: tuple[Finding, ...] = ()
    """What the images of this validation say should be looked at."""

    def against_input(self) -> tuple[PairedComparison, ...]:
        """Return the comparisons with the raw input."""
        return tuple(entry for entry in self.comparisons if entry.other == RAW_INPUT)
