"""The study and its people."""

from replicard_schema.base import Section
from replicard_schema.dates import PartialDate
from replicard_schema.identifiers import Doi, Orcid, Spdx, Url
from replicard_schema.paths import FilePath
from replicard_schema.scalars import Flag, Line, Many, Text
from replicard_schema.sections.design import Design, Grant, Theory


class Person(Section):
    """Somebody who took part."""

    name: Line
    """Given name, then family name."""
    orcid: Orcid | None = None
    """ORCID iD."""
    affiliation: Many[Line] = ()
    """Institution, or several."""
    roles: Many[Line] = ()
    """What the person did, such as software or formal analysis (CRediT roles)."""


class Link(Section):
    """A web page that belongs to the study."""

    url: Url
    """Its address."""
    description: Line | None = None
    """What is found there."""


class Study(Section):
    """The work that the card reports on."""

    title: Line
    """Title of the study or manuscript."""
    authors: tuple[Person, ...] = ()
    """Authors, in order."""
    description: Text | None = None
    """What was asked and what was done, in a few sentences."""
    abstract: Text | None = None
    """Abstract of the manuscript."""
    background: Text | None = None
    """What was known before, and why the study was needed."""
    question: Text | None = None
    """What was asked: aim or objective."""
    hypothesis: Text | None = None
    """What was expected."""
    learning_because: Text | None = None
    """Why a trained model was used at all, not something simpler."""
    design: Design | None = None
    """How the study was planned."""
    claims: Text | None = None
    """What the study claims, and where in the work each claim is shown."""
    conclusions: Text | None = None
    """What the results mean."""
    generalisability: Text | None = None
    """Where else the results should hold, and where they should not."""
    next_steps: Text | None = None
    """What should be done next."""
    impact: Text | None = None
    """Good and bad consequences that the work can have for people."""
    safeguards: Text | None = None
    """How misuse of the data or models is made harder."""
    theory: Theory | None = None
    """Claims that are proved, not measured."""
    participants: Flag | None = None
    """Whether people took part: patients, donors or volunteers."""
    ethics: Text | None = None
    """Approvals and consent for work with people or animals, with their numbers."""
    ethics_code: Text | None = None
    """Code of research ethics that the work follows."""
    registration: Text | None = None
    """Where the study was registered beforehand."""
    protocol: Text | None = None
    """Where the protocol can be read."""
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
    grants: tuple[Grant, ...] = ()
    """Grants, each with funder and number."""
    funders_role: Text | None = None
    """What part the funders took in the work."""
    conflicts: Text | None = None
    """Conflicts of interest, or that there are none."""
    acknowledgements: Text | None = None
    """Who is thanked."""
    reused: Text | None = None
    """Data, code and models by others: who made them, and under which licence."""
    language_models: Text | None = None
    """How large language models were used in the work, or that none were."""
    links: tuple[Link, ...] = ()
    """Web pages that belong to the study."""
    source_files: Many[FilePath] = ()
    """Files that tell about the study, such as configurations and logs; the program reads them."""
