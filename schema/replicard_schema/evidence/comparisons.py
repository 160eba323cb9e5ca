"""What follows from scores: comparisons between candidates, and images worth showing."""

from typing import Literal

from pydantic import Field

from replicard_schema.base import Document
from replicard_schema.evidence.scores import Parameters
from replicard_schema.vocabulary import MetricId


class WorseThanInput(Document):
    """Images on which a candidate scores worse than the raw input."""

    candidate: str
    metric: MetricId
    parameters: Parameters = {}
    """What was fixed: channel, normalisation ..."""
    images: tuple[str, ...]
    n: int = Field(ge=0)
    """Images on which both have a value."""


class ExampleChoice(Document):
    """An image chosen by rule to be shown."""

    rank: Literal["best", "median", "worst"]
    image: str
    candidate: str
    metric: MetricId
    parameters: Parameters = {}
    value: float
