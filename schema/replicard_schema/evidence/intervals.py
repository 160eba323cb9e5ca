"""Uncertainty of scores: how images were resampled, and the intervals that follow."""

from typing import Literal, Self

from pydantic import Field, model_validator

from replicard_schema.base import Document
from replicard_schema.vocabulary import IntervalMethod

Unit = Literal["image", "group"]


class Resampling(Document):
    """How the images of a validation were drawn again to see how far scores vary."""

    unit: Unit
    """What was drawn: single images, or groups of images as a whole."""
    n_units: int = Field(ge=0)
    grouped_by: str | None = None
    """What says which images belong together; None if every image stands alone."""
    level: float = Field(gt=0, lt=1)
    """Confidence level of all intervals."""
    method: IntervalMethod
    """Method that was asked for; an interval by another one says why."""
    resamples: int = Field(gt=0)
    seed: int = Field(ge=0)
    """Of NumPy's PCG64. Stated by the card, or else taken from the names of the images."""


class Interval(Document):
    """Bootstrap interval of a value, or the reason why there is none."""

    low: float | None = None
    high: float | None = None
    method: IntervalMethod | None = None
    n_units: int = Field(ge=0)
    """Images or groups, see ``Resampling.unit``, that have a value and were drawn from."""
    fallback_because: str | None = None
    """Why the method is not the one that was asked for."""
    undefined_because: str | None = None

    @model_validator(mode="after")
    def _has_bounds_or_reason(self) -> Self:
        bounds = (self.low, self.high, self.method)
        if self.undefined_because is None and None in bounds:
            raise ValueError("an interval needs two bounds and a method, or a reason")
        if self.undefined_because is not None and bounds != (None, None, None):
            raise ValueError("an interval that has a reason for its absence has no bounds")
        return self
