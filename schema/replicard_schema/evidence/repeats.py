"""Repeated predictions: how far they agree with each other."""

from typing import Literal, TypeAlias

from pydantic import Field

from replicard_schema.base import Document
from replicard_schema.evidence.files import FileRecord
from replicard_schema.evidence.measures import Measured

RepeatKind: TypeAlias = Literal["intensities", "probabilities", "masks", "objects"]
"""What a pixel of a repeated prediction holds."""


class ObjectStability(Document):
    """One object of the reference, and how it fares in the repeats."""

    id: int
    """Its number in the label image of the reference."""
    frame: str | None = None
    """Channel or time point that it lies in, for images with several."""
    centre: tuple[float, ...]
    """Mean position of its pixels: (Z,) Y, X, counted from 0."""
    pixels: int = Field(gt=0)
    mean_best_iou: float = Field(ge=0, le=1)
    found_in: int = Field(ge=0)
    """Repeats with an object that overlaps it with an IoU of at least 0.5."""


class RepeatedImage(Document):
    """The repeats of one image."""

    name: str
    """Common part of the file names, unique within the validation."""
    image: str | None = None
    """Path of the image that was predicted on."""
    files: dict[str, FileRecord]
    """By repeat."""
    scored: FileRecord | None = None
    """The prediction that the validation scores, where objects were taken from it."""
    reference: str | None = None
    """The repeat that objects were taken from, where they were not taken from ``scored``."""
    object_counts: dict[str, int] = {}
    """Objects in each repeat."""
    n_objects: int | None = None
    """Objects of the reference."""
    n_compared: int | None = None
    """Repeats that the reference was held against."""
    n_doubtful: int | None = None
    """Objects of the reference that fewer than half of these repeats have."""
    least_stable: tuple[ObjectStability, ...] = ()
    """Objects of the reference that some repeat lacks, least stable first; at most ten."""


class RepeatsResult(Measured):
    """What repeated predictions of one model say about each other."""

    kind: RepeatKind | None = None
    repeats: tuple[str, ...] = ()
    """What tells the repeats apart: folder, or what the pattern caught."""
    images: tuple[RepeatedImage, ...] = ()
