"""Whether evaluation images stand in the training data."""

from typing import Literal

from pydantic import Field

from replicard_schema.base import Document


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
