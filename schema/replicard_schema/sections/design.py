"""How a study was planned, and what its claims rest on."""

from replicard_schema.base import Section
from replicard_schema.scalars import Line, Text


class Design(Section):
    """How the study was planned, as far as a reader has to know."""

    kind: Text | None = None
    """Kind of study: prospective or retrospective, one laboratory or several ..."""
    goal: Text | None = None
    """What it was to show: that something is feasible, how a model is built, a comparison ..."""
    population: Text | None = None
    """What the conclusions are about: all images, cells or patients of which kind."""
    population_because: Text | None = None
    """Why this population was chosen."""
    sample_size: Text | None = None
    """How the number of samples or images was chosen."""
    replication: Text | None = None
    """How often experiments were repeated, and whether all repeats agreed."""
    randomisation: Text | None = None
    """How samples were assigned to groups or conditions."""
    blinding: Text | None = None
    """Who did not know the groups while taking, annotating or analysing images."""


class Theory(Section):
    """Claims that are proved, not measured."""

    claims: Text | None = None
    """What is claimed."""
    assumptions: Text | None = None
    """What the claims assume."""
    proof: Text | None = None
    """The proof, or where it stands."""


class Grant(Section):
    """Money for the study."""

    funder: Line
    """Who gave it."""
    identifier: Line | None = None
    """Number of the grant."""


class Statistics(Section):
    """Statistics of the study beyond the scores that the program computes."""

    sample_sizes: Text | None = None
    """Groups that are compared, each with its exact number and what is counted."""
    replicates: Text | None = None
    """Whether values come from different samples or from one that was measured repeatedly."""
    tests: Text | None = None
    """Statistical tests, each one-sided or two-sided."""
    tests_because: Text | None = None
    """Why these tests fit the data."""
    covariates: Text | None = None
    """Further variables that were tested."""
    assumptions: Text | None = None
    """Assumptions and corrections, such as normality and multiple comparisons."""
    outcomes: Text | None = None
    """Outcome of each test: statistic, degrees of freedom, interval, exact p-value."""
    effect_sizes: Text | None = None
    """Effect sizes, and how they were computed."""
    bayesian: Text | None = None
    """For a Bayesian analysis: priors and settings of the Markov chains."""
    hierarchy: Text | None = None
    """For nested data, such as cells in fields in wells: the level of the tests."""
