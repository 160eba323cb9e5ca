"""Whether evaluation images, or parts of them, stand in the training data."""

from typing import Literal

from pydantic import Field

from replicard_schema.base import Document
from replicard_schema.evidence.likeness import Likeness, NearMethod, Patch


class SharedFile(Document):
    """The same image in evaluation and training data."""

    evaluation: str
    training: str
    same: Literal["bytes", "pixels"]


class NearCopy(Likeness):
    """An evaluation image and a training image that show the same."""

    evaluation: Patch
    training: Patch


class SharedGroup(Document):
    """A well, field, specimen or donor with images on both sides."""

    name: str
    """What the names of its images have in common."""
    n_evaluation: int = Field(ge=1)
    n_training: int = Field(ge=1)


class GroupOverlap(Document):
    """Which groups have images on both sides, by the names of the files."""

    basis: Literal["groups", "names"]
    """Patterns that the card states for both data sets, or the beginnings of the names."""
    words: tuple[str, ...] = ()
    """Words of the patterns that both have; groups are the same if these catch the same."""
    shared: tuple[SharedGroup, ...] = ()
    not_compared_because: str | None = None


class Independence(Document):
    """Whether evaluation images were absent from the training data."""

    validation: str
    model: str
    evaluation_dataset: str
    training_dataset: str
    held_out: bool = False
    """Whether the training data set served to watch the training, not to learn from."""
    n_evaluation: int = Field(ge=0)
    n_training: int = Field(ge=0)
    shared: tuple[SharedFile, ...] = ()
    near: tuple[NearCopy, ...] = ()
    """Images that are no copies but show the same; the most similar first."""
    near_method: NearMethod | None = None
    """How ``near`` was looked for; None if it was not."""
    not_comparable: dict[str, str] = {}
    """Why an image could be compared as a whole only, by file."""
    groups: GroupOverlap | None = None
    not_checked_because: str | None = None

    @property
    def is_checked(self) -> bool:
        """Whether files of both sides were there to be compared."""
        return self.not_checked_because is None

    @property
    def affected(self) -> tuple[str, ...]:
        """Evaluation images that stand in the training data, whole or in part."""
        whole = (entry.evaluation for entry in self.shared)
        parts = (entry.evaluation.file for entry in self.near)
        return tuple(dict.fromkeys((*whole, *parts)))


class RecurringView(Likeness):
    """Two images of one data set that show the same."""

    first: Patch
    second: Patch


class RandomSplit(Document):
    """Images that recur in a data set of which a share was held out, which is not said."""

    dataset: str
    models: tuple[str, ...]
    """Models of whose training images a share was held out."""
    n_images: int = Field(ge=0)
    identical: tuple[tuple[str, ...], ...] = ()
    """Files with the same pixels."""
    near: tuple[RecurringView, ...] = ()
    near_method: NearMethod | None = None
    not_checked_because: str | None = None
