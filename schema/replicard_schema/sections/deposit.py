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
    content: Text | None = None
    """What was deposited: original and processed files, in which format and compression."""
    restrictions: Text | None = None
    """Who cannot obtain or use it, and why."""
    changes: Text | None = None
    """What changed since the version before."""
    previous_version: Line | None = None
    """Version, DOI or accession number of the version before; or that this is the first."""


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
    date: PartialDate | None = None
    """Date of publication of the archived copy."""
    reproduce: Text | None = None
    """Command or script that repeats the analysis."""
    rationale: Text | None = None
    """Why it was written, what it measures, how it differs from what others offer."""
    limitations: Text | None = None
    """What it cannot do, and which types of files it reads."""
    dependencies: Text | None = None
    """File that lists the packages it needs, each with its version."""
    instructions: Text | None = None
    """Where it is said how to install and run it."""
    tutorial: Text | None = None
    """Where a tutorial or recording shows its use."""
    container: Text | None = None
    """Container or hosted notebook in which it runs without installation."""
