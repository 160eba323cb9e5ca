"""Verification: what became of each claim of an evidence file when it was computed again."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field, JsonValue

from replicard_schema.base import Document


class Agreement(StrEnum):
    """What became of one claim."""

    SAME = "same"
    WITHIN_TOLERANCE = "same within tolerance"
    CHANGED = "changed"
    NOT_CHECKED = "cannot be checked here"
    SURROUNDINGS = "other surroundings"
    """A fact about machine, packages or dates. It says nothing about data and is no fault."""


class ClaimKind(StrEnum):
    """What a claim is about; the words are headings of the result."""

    CARD = "card"
    FILES = "files"
    DATA = "data sets"
    SCORES = "scores"
    COMPARISONS = "comparisons"
    VALIDATIONS = "set-up of validations"
    AGREEMENT = "repeats, uncertainty and annotators"
    INDEPENDENCE = "independence of training and evaluation"
    SIMILARITY = "similarity of data"
    MODELS = "models and training logs"
    READINGS = "readings of source files"
    DEFINITIONS = "definitions of metrics"
    FINDINGS = "findings"
    REPOSITORY = "repository"
    REPORT = "files of the report"
    BUNDLE = "files of the bundle"
    ENVIRONMENT = "machine and software"


class ChangedValue(Document):
    """One value that is not what the evidence says, or could not be compared with it."""

    place: str
    """Where it stands in the evidence or in the report."""
    claimed: JsonValue = None
    """What the evidence says; None if it says nothing there."""
    found: JsonValue = None
    """What came out here; None if nothing did."""


class VerifiedItem(Document):
    """One record of the evidence, or one file, and what became of it."""

    kind: ClaimKind
    place: str
    """Where it stands in the evidence, or the path of the file."""
    agreement: Agreement
    n_values: int = Field(ge=0)
    """Values that were compared."""
    changes: tuple[ChangedValue, ...] = ()
    """Values that differ; of many the first ones."""
    n_changes: int = Field(ge=0, default=0)
    """How many values differ in all."""
    largest_difference: float | None = None
    """Largest difference of two numbers that count as the same and are not equal."""
    tolerance: str | None = None
    """How far such numbers may lie apart, and why."""
    because: str | None = None
    """Why it cannot be checked, or how a change is to be read."""


class Verification(Document):
    """The outcome for one evidence file."""

    card: str
    """Name of the card."""
    evidence_sha256: str
    evidence_date: str
    claimed_version: str
    """Version of this program that wrote the evidence."""
    version: str
    """Version that verified it."""
    same_software: bool
    """Whether all libraries that numbers depend on have the versions of the evidence."""
    report: str | None = None
    """Name of the folder with the report, if one was checked."""
    n_files: int = Field(ge=0)
    """Files that the evidence names."""
    n_files_here: int = Field(ge=0)
    """Of these, files that are here."""
    n_scores: int = Field(ge=0)
    """Scores of single images that the evidence states."""
    n_scores_computed: int = Field(ge=0)
    """Of these, scores that could be computed again."""
    n_scores_same: int = Field(ge=0)
    """Of these, scores that came out the same, within tolerance or exactly."""
    items: tuple[VerifiedItem, ...]

    @property
    def exit_code(self) -> int:
        """1 if anything changed, else 0."""
        return int(any(self.having(Agreement.CHANGED)))

    @property
    def is_complete(self) -> bool:
        """Whether every claim could be checked."""
        return not any(self.having(Agreement.NOT_CHECKED))

    def having(self, *agreements: Agreement) -> Iterator[VerifiedItem]:
        """Yield the items that came out so."""
        return (item for item in self.items if item.agreement in agreements)

    def counts(self) -> dict[Agreement, int]:
        """Return how many items came out how."""
        found = Counter(item.agreement for item in self.items)
        return {agreement: found[agreement] for agreement in Agreement}

    @property
    def files_alone_changed(self) -> bool:
        """Whether bytes of data files differ while every score came out the same."""
        changed = {item.kind for item in self.having(Agreement.CHANGED)}
        scores = [i for i in self.items if i.kind in {ClaimKind.SCORES, ClaimKind.COMPARISONS}]
        agree = {Agreement.SAME, Agreement.WITHIN_TOLERANCE}
        return (
            ClaimKind.FILES in changed
            and self.n_scores_computed > 0
            and all(item.agreement in agree for item in scores)
        )
