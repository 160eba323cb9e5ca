"""Measures: numbers about predictions that are no scores against ground truth."""

from typing import Literal

from replicard_schema.base import Document
from replicard_schema.evidence.files import Sha256, SkippedImage
from replicard_schema.evidence.scores import ImageScore, Parameters, Summary
from replicard_schema.vocabulary import MeasureId


class MeasureResult(Document):
    """One measure with one set of parameters, over all images."""

    measure: MeasureId
    parameters: Parameters = {}
    """What was fixed for this result: class, channel, quantile ..."""
    unit: str | None = None
    per_image: tuple[ImageScore, ...]
    summary: Summary


class MeasureExample(Document):
    """An image chosen by rule to be shown."""

    rank: Literal["best", "median", "worst"]
    image: str
    measure: MeasureId
    parameters: Parameters = {}
    value: float


class Measured(Document):
    """What was measured on a set of images, and from which input it follows."""

    inputs_sha256: str = Sha256
    """Digest of all that the results follow from: settings, files, program versions."""
    results: tuple[MeasureResult, ...] = ()
    examples: tuple[MeasureExample, ...] = ()
    skipped: tuple[SkippedImage, ...] = ()
    """Images left out, since a file of theirs could not be used."""
    not_computed_because: str | None = None
    """Why there is no result."""
