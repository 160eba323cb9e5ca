"""What a report must be able to say about a metric, another measure, or a normalisation."""

from pydantic import Field

from replicard_schema.base import Document
from replicard_schema.vocabulary import Direction, MeasureId, MetricId, NormalisationMethod


class Definition(Document):
    """Definition of a number, complete enough to compute it again elsewhere."""

    id: str
    name: str = Field(min_length=1)
    """Name as it stands in text and tables."""
    definition: str = Field(min_length=1)
    """What is measured, in one or two sentences."""
    formula: str = Field(min_length=1)
    """Formula in plain characters."""
    range: str = Field(min_length=1)
    """Smallest and largest possible value."""
    direction: Direction
    unit: str | None = None
    """Unit of the value; None for a pure number."""
    parameters: dict[str, str] = {}
    """Name of each parameter and what it means."""
    undefined_when: str = Field(min_length=1)
    """When there is no value, and what is then reported."""
    empty_rule: str = Field(min_length=1)
    """What happens with an image without objects, foreground or contrast."""
    n: str = Field(default="Images that have a value.", min_length=1)
    """What the number of values, n, counts."""
    aggregation: str = Field(min_length=1)
    """How values of several images become one, and what happens to undefined ones."""
    library: str = Field(min_length=1)
    """Distribution whose code computes it."""
    reference: str = Field(min_length=1)
    """DOI of the publication that defines it."""
    note: str | None = None
    """Trap or other name that a reader should know."""


class Passport(Definition):
    """Definition of one metric: a score against ground truth."""

    id: MetricId


class MeasurePassport(Definition):
    """Definition of one measure that compares with no ground truth, or says what others say."""

    id: MeasureId


class NormalisationPassport(Document):
    """Definition of one way to bring intensities to one scale."""

    id: NormalisationMethod
    name: str = Field(min_length=1)
    """Name as it stands in text and tables."""
    definition: str = Field(min_length=1)
    """What is done, in one or two sentences."""
    formula: str = Field(min_length=1)
    """Formula in plain characters; G is the ground truth, P the prediction."""
    parameters: dict[str, str] = {}
    """Name of each parameter and what it means."""
    data_range: str = Field(min_length=1)
    """Full scale that it leaves behind, on which SSIM and PSNR depend."""
    constant_rule: str = Field(min_length=1)
    """What happens with an image that has the same value everywhere."""
    n: str = Field(min_length=1)
    """What the scale is taken from: how many pixels of how many images."""
    library: str = Field(min_length=1)
    """Distribution whose code computes it."""
    reference: str = Field(min_length=1)
    """DOI of a publication that defines or uses it."""
    note: str | None = None
    """Trap that a reader should know."""
