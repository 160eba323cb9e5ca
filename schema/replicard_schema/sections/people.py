"""The study and its people."""

from replicard_schema.base import Section
from replicard_schema.dates import PartialDate
from replicard_schema.identifiers import Doi, Orcid, Spdx
from replicard_schema.paths import FilePath
from replicard_schema.scalars import Line, Many, Text


class Person(Section):
    """Somebody who took part."""

    name: Line
    """Given name, then family name."""
    orcid: Orcid | None = None
    """ORCID iD."""
    affiliation: Many[Line] = ()
    """Institution, or several."""


class Study(Section):
    """The work that the card reports on."""

    title: Line
    """Title of the study or manuscript."""
    authors: tuple[Person, ...] = ()
    """Authors, in order."""
    description: Text | None = None
    """What was asked and what was done, in a few sentences."""
    license: Spdx | None = None
    """Licence of the card and the text generated from it; CC0-1.0 if left out."""
    doi: Doi | None = None
    """DOI of the manuscript or preprint."""
    date: PartialDate | None = None
    """Date of this version of the card."""
    keywords: Many[Line] = ()
    """Words under which the study should be found."""
    funding: Text | None = None
    """Who paid for it, with grant numbers."""
    source_files: Many[FilePath] = ()
    """Files that tell about the study, such as configurations and logs; the program reads them."""
