"""What follows from scores: comparisons between candidates, and images worth showing."""

from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from replicard_schema.base import Document
from replicard_schema.evidence.intervals import Interval
from replicard_schema.evidence.scores import Parameters
from replicard_schema.vocabulary import MetricId

RAW_INPUT = "raw input"
"""Candidate that is no prediction: the image that the model was given."""


class SignFlipTest(Document):
    """Permutation test of a mean difference: signs of differences are flipped at random.

    It assumes that, if the candidates were equally good, every image (or group, as a
    whole) would be as likely to show the difference the other way round, and that images
    (or groups) are independent of each other. It is two-sided.
    """

    p_value: float = Field(gt=0, le=1)
    """Not adjusted for the number of comparisons."""
    p_holm: float = Field(gt=0, le=1)
    """Adjusted by Holm's method for all ``n_tests``."""
    n_tests: int = Field(gt=0)
    """Pairs of candidates that were tested by this metric with these parameters."""
    is_exact: bool
    """Whether every way of flipping was tried, or a seeded random part of them."""
    n_flips: int = Field(gt=0)
    """Ways of flipping that were tried, the observed one included."""


class PairedComparison(Document):
    """One candidate against another, or against the raw input, on the same images."""

    candidate: str
    other: str
    """Candidate that it is compared with; ``raw input`` for the raw input."""
    metric: MetricId
    parameters: Parameters = {}
    """What was fixed: channel, normalisation ..."""
    n: int = Field(gt=0)
    """Images on which both have a value."""
    mean_difference: float
    """Value of ``candidate`` minus value of ``other``, averaged over these images."""
    interval: Interval
    """Of the mean difference."""
    worse: tuple[str, ...]
    """Images on which ``candidate`` scores worse than ``other``; a tie is not worse."""
    n_equal: int = Field(ge=0, default=0)
    """Images on which both score the same."""
    test: SignFlipTest | None = None
    not_tested_because: str | None = None

    @model_validator(mode="after")
    def _has_test_or_reason(self) -> Self:
        if (self.test is None) == (self.not_tested_because is None):
            raise ValueError("a comparison needs either a test or a reason for its absence")
        return self


ExampleRank: TypeAlias = Literal["best", "median", "worst", "chosen"]
"""Why an image is shown: its place in a ranking, or because the authors chose it."""


class ExampleChoice(Document):
    """An image to be shown: chosen by rule, or by the authors."""

    rank: ExampleRank
    image: str
    candidate: str
    metric: MetricId
    parameters: Parameters = {}
    value: float
