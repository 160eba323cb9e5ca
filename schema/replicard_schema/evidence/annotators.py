"""How far several annotators of the same images agree with each other."""

from replicard_schema.base import Document
from replicard_schema.evidence.files import FileRecord, Sha256, SkippedImage
from replicard_schema.evidence.scores import MetricResult


class AnnotatedImage(Document):
    """The label images of one image."""

    name: str
    """Common part of the file names, unique within the validation."""
    files: dict[str, FileRecord]
    """By annotator."""
    predictions: dict[str, FileRecord] = {}
    """By candidate, where predictions are held against the annotators."""


class AnnotatorPair(Document):
    """The agreement of two annotators; no one of them is taken for the truth."""

    first: str
    second: str
    results: tuple[MetricResult, ...]


class AnnotatorAgreement(Document):
    """The agreement of all pairs of annotators."""

    inputs_sha256: str = Sha256
    """Digest of all that the results follow from: settings, files, program versions."""
    annotators: tuple[str, ...]
    images: tuple[AnnotatedImage, ...] = ()
    pairs: tuple[AnnotatorPair, ...] = ()
    results: tuple[MetricResult, ...] = ()
    """Value of each image: the mean over the pairs that have one."""
    candidates: dict[str, tuple[MetricResult, ...]] = {}
    """Each candidate held against every annotator; per image the mean over the annotators."""
    skipped: tuple[SkippedImage, ...] = ()
    """Images left out, since a file of theirs could not be used."""
    not_computed_because: str | None = None
    """Why there is no result."""
