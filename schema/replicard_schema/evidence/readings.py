"""What files of training and prediction tools say, fact by fact."""

from enum import StrEnum

from pydantic import Field, JsonValue

from replicard_schema.base import Document
from replicard_schema.evidence.files import FileRecord


class FactKind(StrEnum):
    """How much a fact read from a file says about what happened."""

    OBSERVED = "observed"
    """Seen to have happened: a line of a log, the header of an image."""
    CONFIGURED = "configured"
    """Asked for in a configuration; whether it was done, the file does not say."""
    DESCRIBED = "described"
    """Written by a person about the subject: a model description, a citation file."""
    DEFAULT = "default"
    """What the tool does unless told otherwise."""


class FactSubject(StrEnum):
    """Which part of a card a fact is about."""

    STUDY = "study"
    DATASET = "dataset"
    MODEL = "model"
    CODE = "code"


class Fact(Document):
    """One value that a file holds, in the words of the card."""

    subject: FactSubject
    """What it is about."""
    field: str = Field(min_length=1)
    """Dotted path below the subject, such as ``training.hyperparameters.epochs``."""
    value: JsonValue
    """Value as it would be typed into the card."""
    kind: FactKind
    place: str
    """Where in the file it stands: a key, a line."""


class Reading(Document):
    """What one file says."""

    file: FileRecord
    format: str
    """Which tool's file it was recognised as."""
    facts: tuple[Fact, ...] = ()
    unknown: tuple[str, ...] = ()
    """Keys of the file that no field of a card stands for."""
    remarks: tuple[str, ...] = ()
    """What a reader of these values should know, as sentences."""
    unreadable_because: str | None = None
    """Why nothing could be read, as the end of a sentence."""
