"""Files by their content, and facts that could not be had."""

from pydantic import Field

from replicard_schema.base import Document

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


class UnusableFile(Document):
    """A file that could not be used, and why."""

    path: str
    """Path relative to the folder of the card, with forward slashes."""
    code: str
    """Short permanent name of the kind of problem."""
    because: str
    """What is wrong with it."""


class SkippedImage(Document):
    """An image that was left out of a validation, for all candidates."""

    name: str
    """Common part of the file names."""
    faults: tuple[UnusableFile, ...] = Field(min_length=1)
    """Files that could not be used, or did not fit the others."""


class Unavailable(Document):
    """A fact that could not be had, and why."""

    unavailable_because: str = Field(min_length=1)
