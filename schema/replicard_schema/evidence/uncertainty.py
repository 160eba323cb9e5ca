"""Maps of uncertainty that the authors made."""

from replicard_schema.base import Document
from replicard_schema.evidence.files import FileRecord
from replicard_schema.evidence.measures import Measured


class UncertaintyImage(Document):
    """The map of one image."""

    name: str
    """Common part of the file names, unique within the validation."""
    image: str | None = None
    """Path of the image that was predicted on."""
    map: FileRecord
    prediction: FileRecord | None = None
    """What the map is held against, where there is ground truth."""
    target: FileRecord | None = None


class UncertaintyResult(Measured):
    """What the maps of one model say, and how they relate to its errors."""

    images: tuple[UncertaintyImage, ...] = ()
    not_compared_because: str | None = None
    """Why the maps were not held against errors; None if they were."""
