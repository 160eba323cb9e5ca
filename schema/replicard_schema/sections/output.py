"""How the results are written: spelling, citations, length, checklists."""

from pydantic import Field

from replicard_schema.base import Section
from replicard_schema.scalars import Count, Line, Many
from replicard_schema.vocabulary import Spelling


class Output(Section):
    """Wishes of a journal for texts and checklists; options of a command come before them."""

    spelling: Spelling | None = None
    """Spelling of the generated texts; what authors wrote stays as it is."""
    citation_style: Line | None = Field(default=None, examples=["nature", "styles/journal.csl"])
    """Name of a citation style (CSL), or path of a style file; by default a numeric style."""
    max_words: Count | None = None
    """Most words of the short methods text."""
    checklists: Many[Line] = Field(default=(), examples=[["laine-2021", "dome-1.0"]])
    """Checklists to answer: ids of shipped ones, or paths of files of your own."""
