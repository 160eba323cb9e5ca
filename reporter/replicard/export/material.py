"""What exports are made from."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from replicard.export.outcome import Need
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, FileRecord
from replicard_schema.report import ChecklistResult
from replicard_schema.sections.dataset import Dataset
from replicard_schema.sections.model import Model
from replicard_schema.vocabulary import Provenance


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that an export may use; nothing else is within its reach.

    Attributes
    ----------
    evidence
        Computed for this very card; None if there is none.
    date
        Day that is written into files: that of the evidence, if there is any.
    version
        Version of this program.
    checklists
        Answers to checklists that formats are made of, by id.
    registry_fields
        Key in the registry of DOME by item of its checklist.
    templates
        Files of the user that an export is merged into, by format.
    folder
        Where the folder of the card lies in a crate, such as ``study/``; by default it is
        the crate.
    present
        Files of the card that are in the crate, by path; by default all.
    others
        Further files of the crate, by path from the folder of the card.
    """

    card: Card
    evidence: Evidence | None
    date: dt.date
    version: str
    checklists: Mapping[str, ChecklistResult] = field(default_factory=dict)
    registry_fields: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    present: frozenset[str] | None = None
    others: tuple[FileRecord, ...] = ()

    def has_file(self, path: str) -> bool:
        """Say whether a file of the card is where the export will be."""
        return self.present is None or path in self.present

    def own_datasets(self) -> Iterator[tuple[str, Dataset]]:
        """Yield the data sets that the card says were made for the study."""
        for name, dataset in self.card.datasets.items():
            if dataset.made_for_study:
                yield name, dataset

    def own_models(self) -> Iterator[tuple[str, Model]]:
        """Yield the models that the authors trained."""
        for name, model in self.card.models.items():
            if model.provenance is not Provenance.THIRD_PARTY:
                yield name, model

    def needs_of_ownership(self) -> Iterator[Need]:
        """Ask of each data set whether the authors made it, where the card does not say."""
        for name, dataset in self.card.datasets.items():
            if dataset.made_for_study is None:
                yield Need(
                    f"datasets.{name}.made_for_study",
                    "the card does not say whether these data were made for the study, so it is "
                    "open who their creators are",
                    "add made_for_study: yes, or no for data by others",
                )


def needs_of_authors(card: Card) -> Iterator[Need]:
    """Ask for authors, without whom no citation stands."""
    if not card.study.authors:
        yield Need(
            "study.authors",
            "no authors are named",
            "add each with name and, if there is one, orcid",
        )


def whole_day(date: str | None) -> str | None:
    """Return a date if it names a day.

    >>> whole_day("2024-05-01"), whole_day("2024-05")
    ('2024-05-01', None)
    """
    return date if date is not None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) else None


def licence_url(licence: str) -> str:
    """Return the page of an SPDX licence.

    >>> licence_url("MIT")
    'https://spdx.org/licenses/MIT'
    """
    return f"https://spdx.org/licenses/{licence}"


def is_one_licence(expression: str) -> bool:
    """Say whether an SPDX expression is a single licence, which most formats want.

    >>> is_one_licence("MIT"), is_one_licence("MIT OR Apache-2.0")
    (True, False)
    """
    return " " not in expression and not expression.startswith("LicenseRef-")
