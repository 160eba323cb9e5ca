"""What a comparison of two states of a study consists of; data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, Parameters
from replicard_schema.findings import Finding
from replicard_schema.report import ChecklistResult


class Kind(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class State:
    """One state of a study, as far as it is known.

    Attributes
    ----------
    card
        None if there is evidence alone.
    evidence
        None if nothing was computed.
    checklists, findings
        What follows from both; empty without a card.
    """

    card: Card | None
    evidence: Evidence | None
    checklists: tuple[ChecklistResult, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One field of the card that says something else than before.

    Attributes
    ----------
    field
        Dotted path: in the new card, or for what was removed in the old one.
    record
        Path of the whole record that was added or removed with it; empty if there is none.
    """

    field: str
    kind: Kind
    before: object = None
    after: object = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class FileChange:
    """Files of one role that were added, removed, replaced or renamed; told by SHA-256.

    Attributes
    ----------
    section, owner
        Section of the evidence, such as ``datasets``, and the id in it.
    role
        What the files are, as a noun: ``image``, ``ground-truth file``.
    candidate
        Whose predictions they are, where they are predictions.
    changed
        Paths whose content is another.
    renamed
        Old and new path of files whose content is the same.
    """

    section: str
    owner: str
    role: str
    candidate: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.removed or self.changed or self.renamed)


class CauseKind(StrEnum):
    """What a score follows from."""

    ADDED = "images added"
    REMOVED = "images removed"
    TARGETS = "ground truth changed"
    PREDICTIONS = "predictions changed"
    LEFT_OUT = "other images left out"
    SETTINGS = "settings changed"
    PROGRAMS = "programs changed"


DATA_CAUSES = frozenset({CauseKind.ADDED, CauseKind.REMOVED, CauseKind.TARGETS})
"""Causes that lie in the data that candidates are scored on."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that changed and that a score follows from.

    Attributes
    ----------
    count
        How many images, files or programs.
    names
        Which ones.
    candidate
        Whose predictions changed.
    """

    kind: CauseKind
    count: int
    names: tuple[str, ...] = ()
    candidate: str = ""


@dataclass(frozen=True, slots=True)
class ScoreState:
    """A score at one time: its value, or the reason for its absence.

    Attributes
    ----------
    n
        Images with a value.
    low, high
        Bounds of its interval, where there is one.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A score that is another one than before.

    Attributes
    ----------
    part
        Who made it: ``scores``, ``annotators``, ``repeats`` or ``uncertainty``.
    is_pooled
        Whether it is the value over all images taken together, beside a mean.
    judgement
        ``better`` or ``worse``; empty where neither can be said.
    causes
        What changed of all that it follows from.
    is_chief
        Whether it is one that sums up the validation.
    """

    validation: str
    part: str
    candidate: str
    metric: str
    parameters: Parameters
    unit: str | None
    before: ScoreState | None
    after: ScoreState | None
    judgement: str = ""
    is_pooled: bool = False
    causes: tuple[Cause, ...] = ()
    is_chief: bool = False


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A checklist item whose verdict is another; None where the item was not asked."""

    checklist: str
    title: str
    item: str
    text: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that is gone, new, or says something else."""

    before: Finding | None
    after: Finding | None


@dataclass(frozen=True, slots=True)
class ProgramChange:
    """A program that computed a number, with its versions."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed between two states.

    Attributes
    ----------
    further
        Parts of the evidence that changed beside scores and files, by section and id.
    causes
        What changed for each validation that both states have.
    """

    statements: tuple[Statement, ...] = ()
    files: tuple[FileChange, ...] = ()
    scores: tuple[ScoreChange, ...] = ()
    verdicts: tuple[VerdictChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    programs: tuple[ProgramChange, ...] = ()
    further: tuple[tuple[str, str], ...] = ()
    causes: Mapping[str, tuple[Cause, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (
            self.statements
            or self.files
            or self.scores
            or self.verdicts
            or self.findings
            or self.programs
            or self.further
        )
