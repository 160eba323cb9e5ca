"""Where data, models and code can be obtained."""

from replicard_schema.base import Section
from replicard_schema.dates import PartialDate
from replicard_schema.identifiers import Doi, Spdx, Url
from replicard_schema.scalars import Line, Text


class Deposit(Section):
    """A copy in a repository that keeps it."""

    repository: Line
    """Name of the repository: Zenodo, BioImage Archive, ..."""
    doi: Doi | None = None
    """DOI of the deposited version."""
    accession: Line | None = None
    """Accession number, where the repository has no DOI."""
    url: Url | None = None
    """Web address of the record."""
    license: Spdx | None = None
    """Licence under which it can be used."""
    version: Line | None = None
    """Version of the record."""
    date: PartialDate | None = None
    """Date of publication."""
    metadata: Text | None = None
    """Which metadata were deposited with it: configuration, training data, versions ..."""


class Code(Section):
    """Custom code of the study."""

    url: Url | None = None
    """Where the code is public."""
    description: Text | None = None
    """What the code does in this study."""
    commit: Line | None = None
    """Commit that was used."""
    version: Line | None = None
    """Version or tag that was used."""
    license: Spdx | None = None
    """Licence of the code."""
    doi: Doi | None = None
    """DOI of an archived copy."""
    archive: Line | None = None
    """Name of the archive, such as Zenodo or Software Heritage."""
    reproduce: Text | None = None
    """Command or script that repeats the analysis."""
