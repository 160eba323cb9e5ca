"""How alike the images of two data sets are."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from replicard_schema.base import Document


class Spread(Document):
    """Distribution of one number over the images of a data set."""

    n: int = Field(ge=1)
    """Images, or channels of images, with a value."""
    median: float
    low: float
    """10th percentile over images."""
    high: float
    """90th percentile over images."""
    unit: str | None = None
    """Unit to print; a share is kept as a fraction and printed in per cent."""


class DataStatistics(Document):
    """What the images of one data set have in common, and how they vary."""

    n_images: int = Field(ge=0)
    axes: tuple[str, ...] = ()
    """Axes that occur, axes of length 1 left out."""
    dtypes: tuple[str, ...] = ()
    numbers: dict[str, Spread] = {}
    """By the id of the quantity and, for images with several, the channel."""


class Mark(StrEnum):
    """What the comparison of one property came to."""

    ALIKE = "alike"
    DIFFERENT = "different"
    """Further apart than the threshold."""
    WORDED_DIFFERENTLY = "worded differently"
    """Two texts of the card, which may still mean the same."""
    NOT_COMPARED = "not compared"
    """One side is not known, or there is no threshold."""


class ComparedProperty(Document):
    """One property of two data sets side by side."""

    id: str
    name: str
    training: str | None = None
    """Value in words; None if it is not known."""
    other: str | None = None
    mark: Mark
    factor: float | None = None
    """How many times as large the larger of two medians is."""
    rule: str | None = None
    """From which distance on the property counts as different."""


class Similarity(Document):
    """Training data of a model beside other images that it met."""

    model: str
    training_dataset: str
    other_dataset: str
    role: Literal["evaluation", "application"]
    acquisition: tuple[ComparedProperty, ...] = ()
    """Properties that the card states."""
    files: tuple[ComparedProperty, ...] = ()
    """Properties read from the files or computed from their pixels."""
    not_compared_because: str | None = None
    """Why the files were not compared."""

    @property
    def differences(self) -> tuple[ComparedProperty, ...]:
        """Properties that differ by more than their threshold; the files come first."""
        both = (*self.files, *self.acquisition)
        return tuple(found for found in both if found.mark is Mark.DIFFERENT)
