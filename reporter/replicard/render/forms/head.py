"""The head of a form: which manuscript it is about, and what it was made from."""

from dataclasses import dataclass
from typing import Final

from replicard.render.english import date_words
from replicard_schema.report import Report
from replicard_schema.sections.people import Person
from replicard_schema.vocabulary import Origin, Verdict

COMBINED: Final = "Reporting checklists"
"""Title of a form of several checklists."""
SIGNS: Final = {
    Verdict.REPORTED: "✓",
    Verdict.PARTLY: "◐",
    Verdict.MISSING: "✗",
    Verdict.NOT_APPLICABLE: "–",
}
"""A sign beside the word of each verdict, for readers who scan a column."""
VERDICT_MEANINGS: Final = {
    Verdict.REPORTED: "the card or the files answer it in full",
    Verdict.PARTLY: "something is said, and something is open",
    Verdict.MISSING: "nothing is said yet",
    Verdict.NOT_APPLICABLE: "it is not asked of this study; the reason is given",
}
ORIGIN_MEANINGS: Final = {
    Origin.STATED: "said by the authors, in the card",
    Origin.READ: "found in a file whose SHA-256 is recorded",
    Origin.COMPUTED: "worked out by the program from files",
}
_SHORT = 12


@dataclass(frozen=True, slots=True)
class FormHead:
    """What an editor needs to file a form.

    Attributes
    ----------
    manuscript
        Title of the study.
    doi
        DOI of the manuscript, if it has one.
    date
        Day of the evidence, as in ``2024-05-03``.
    card_path
        Path of the card, relative to its own folder.
    version
        Version of the program.
    licence
        Identifier of the licence of the text.
    """

    manuscript: str
    authors: tuple[Person, ...]
    doi: str | None
    date: str
    card_path: str
    card_sha256: str
    version: str
    licence: str

    @property
    def card_short(self) -> str:
        """The first characters of the hash, which tell versions of a card apart."""
        return self.card_sha256[:_SHORT]

    @property
    def program(self) -> str:
        """Name and version of the program."""
        return f"Replicard {self.version}"

    @property
    def day(self) -> str:
        """The date in words."""
        return date_words(self.date)

    @property
    def author_names(self) -> str:
        """All authors, in order."""
        return ", ".join(author.name for author in self.authors)

    def as_row(self) -> dict[str, str]:
        """Return the cells of a table, by the name of the column."""
        return {
            "manuscript": self.manuscript,
            "manuscript_doi": self.doi or "",
            "date": self.date,
            "card_sha256": self.card_sha256,
            "program": self.program,
        }

    def as_json(self) -> dict[str, object]:
        """Return the head as plain data."""
        return {
            "manuscript": self.manuscript,
            "authors": [person.model_dump(mode="json") for person in self.authors],
            "doi": self.doi,
            "date": self.date,
            "card": self.card_path,
            "card_sha256": self.card_sha256,
            "program": self.program,
            "license": self.licence,
        }


def form_head(report: Report) -> FormHead:
    """Return the head that all forms of a report share."""
    study, evidence = report.card.study, report.evidence
    return FormHead(
        manuscript=study.title,
        authors=study.authors,
        doi=study.doi,
        date=evidence.date,
        card_path=evidence.card.path,
        card_sha256=evidence.card.sha256,
        version=evidence.replicard_version,
        licence=study.license or "CC0-1.0",
    )
