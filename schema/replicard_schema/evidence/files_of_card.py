"""Files of the data sets and models of a card."""

from replicard_schema.base import Document
from replicard_schema.evidence.acquisition import ReadProperty
from replicard_schema.evidence.files import FileRecord, ImageRecord, Unavailable, UnusableFile
from replicard_schema.evidence.similarity import DataStatistics
from replicard_schema.evidence.training import TrainingLog


class DatasetEvidence(Document):
    """Files of one data set."""

    images: tuple[ImageRecord, ...] = ()
    targets: tuple[ImageRecord, ...] = ()
    skipped: tuple[UnusableFile, ...] = ()
    """Files that are named and were left out."""
    statistics: DataStatistics | None = None
    """What the images are like, for data sets that are compared with others."""
    acquisition: tuple[ReadProperty, ...] = ()
    """What the image files say about how they were taken."""
    unavailable_because: str | None = None
    """Why the files could not be read, if they could not."""


class ModelEvidence(Document):
    """Files of one model."""

    weights: FileRecord | Unavailable | None = None
    log: TrainingLog | Unavailable | None = None
