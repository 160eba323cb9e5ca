"""Programs and packages: what they are called, which version, where they come from."""

from pydantic import Field

from replicard_schema.base import Section
from replicard_schema.dates import PartialDate
from replicard_schema.identifiers import Reference, Spdx, Url
from replicard_schema.scalars import Line, Many, Text


class Software(Section):
    """A program, package, plugin or notebook."""

    name: Line
    """Name as its authors write it."""
    version: Line | None = Field(default=None, examples=["1.13", "2.12.0"])
    """Version that was used; without one, give the date on which it was obtained."""
    obtained: PartialDate | None = None
    """Date on which it was obtained, for software without a version."""
    references: Many[Reference] = ()
    """Each paper that describes it: DOI, or key: and a key of a bibliography file."""
    url: Url | None = None
    """Web page."""
    documentation: Url | None = None
    """Where its documentation stands."""
    source_code: Url | None = None
    """Where its source code is public."""
    support: Url | None = None
    """Where users get help: a forum or an issue tracker."""
    last_release: PartialDate | None = None
    """Date of its newest release or commit, as a sign that it is maintained."""
    interface: Line | None = Field(
        default=None, examples=["notebook", "plugin", "Python package", "web page"]
    )
    """How it is used: notebook, plugin, standalone program, web page, Python package."""
    example_data: Text | None = None
    """Example data of the tool, and whether they were tried before the own data."""
    quality_checks: Text | None = None
    """Evaluation or sanity checks that the tool offers, and which were used."""
    license: Spdx | None = None
    """Licence of the software."""


class Algorithm(Software):
    """The network or method, apart from the trained weights."""

    rationale: Text | None = None
    """Why this algorithm was chosen."""
