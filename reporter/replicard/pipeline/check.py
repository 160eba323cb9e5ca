"""Checking a card: whether it is valid, whether complete, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from html import escape
from pathlib import Path

from replicard.checklist import choose
from replicard.errors import CardError, DataError, Position, Problem
from replicard.loading import LoadedCard, load_card, load_sound_part
from replicard.pipeline.citing import Online, citing_of
from replicard.pipeline.evidence_file import matching_evidence
from replicard.pipeline.judging import checklist_summary, judge_card
from replicard.render.terminal.checklists import render_tallies, render_verdicts
from replicard.render.terminal.problems import (
    render_findings,
    render_open_questions,
    render_problems,
)
from replicard_schema.findings import Finding
from replicard_schema.report import ChecklistResult, OpenQuestion
from replicard_schema.vocabulary import Severity

SHOWN_QUESTIONS = 8


class FailOn(StrEnum):
    """What makes a check fail; each includes those above it."""

    INVALID = "invalid"
    """The card does not follow the schema, or files that it names cannot be used."""
    ERROR = "error"
    """A finding is an error."""
    WARNING = "warning"
    """A finding is a warning."""
    OPEN = "open"
    """An item of a checklist is not answered."""


_SEVERITIES = {
    FailOn.INVALID: (),
    FailOn.ERROR: (Severity.ERROR,),
    FailOn.WARNING: (Severity.ERROR, Severity.WARNING),
    FailOn.OPEN: (Severity.ERROR, Severity.WARNING),
}


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check found.

    Attributes
    ----------
    problems
        What is wrong with the card; empty for a valid one.
    sources
        Text of each file with problems, by the name used in them.
    findings
        What the author should look at.
    questions
        What is still open, most important first.
    checklists
        Verdicts item by item. These three leave out the parts of a card that have
        errors, and are empty if no card is left without them.
    has_evidence
        Whether evidence computed for this very card was found and used.
    card
        Name of the card's file as the user gave it.
    places
        Where the fields stand that findings and questions are about.
    """

    problems: tuple[Problem, ...]
    sources: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    checklists: tuple[ChecklistResult, ...] = ()
    has_evidence: bool = False
    card: str = ""
    places: Mapping[str, Position] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        """Whether the card follows the schema."""
        return not self.problems

    @property
    def complete(self) -> bool:
        """Whether every checklist item is answered or does not apply."""
        return self.valid and all(result.is_complete for result in self.checklists)

    @property
    def exit_code(self) -> int:
        """0 for a valid card, complete or not; otherwise 1."""
        return 0 if self.valid else 1

    def reasons_to_fail(self, fail_on: FailOn) -> tuple[str, ...]:
        """Say in clauses why the check fails at a level; none if it does not."""
        if not self.valid:
            return ("the card is not valid",)
        reasons = [
            f"{n} {'finding is' if n == 1 else 'findings are'} of level {severity.value}"
            for severity in _SEVERITIES[fail_on]
            if (n := sum(finding.severity is severity for finding in self.findings))
        ]
        if fail_on is FailOn.OPEN and not self.complete:
            reasons.append("items of checklists are open")
        return tuple(reasons)

    def as_json(self) -> dict[str, object]:
        """Return everything as plain data."""
        return {
            "valid": self.valid,
            "complete": self.complete,
            "has_evidence": self.has_evidence,
            "problems": [problem.as_json() for problem in self.problems],
            "findings": [finding.model_dump(mode="json") for finding in self.findings],
            "open_questions": [question.model_dump(mode="json") for question in self.questions],
            "verdicts": {result.id: _counts(result) for result in self.checklists},
            "checklists": [checklist_summary(result) for result in self.checklists],
        }

    def as_text(
        self,
        *,
        width: int = 80,
        colour: bool = False,
        show_all: bool = False,
        by_section: bool = False,
    ) -> str:
        """Return everything as text for a terminal.

        Parameters
        ----------
        show_all
            Every open question, in place of the most important ones.
        by_section
            Counts by level and section of every checklist as well.
        """
        if not self.valid and not self.checklists:
            return render_problems(self.problems, sources=self.sources, colour=colour)
        limit = len(self.questions) if show_all else SHOWN_QUESTIONS
        parts = [
            render_problems(self.problems, sources=self.sources, colour=colour),
            render_findings(self.findings, width=width, colour=colour),
            render_open_questions(self.questions, limit=limit, width=width, colour=colour),
            render_tallies(self.checklists) if by_section else "",
            self._verdict(),
        ]
        return "\n".join(part for part in parts if part)

    def _repr_html_(self) -> str:
        """Show the outcome in a notebook, as the terminal would."""
        return f"<pre>{escape(self.as_text())}</pre>"

    def _verdict(self) -> str:
        text = "valid: the card follows the schema\n"
        if not self.valid:
            text = "not valid: findings and questions leave out the parts with errors\n"
        text += render_verdicts(self.checklists)
        if not self.has_evidence:
            text += "not evaluated yet: `replicard evaluate` answers the items that are computed\n"
        return text


def check_card(
    path: Path, *, checklists: Sequence[str] = (), online: Online | None = None
) -> CheckOutcome:
    """Validate a card and say what is still open.

    Evidence beside the card is used if it was computed for the card as it stands.

    Parameters
    ----------
    checklists
        Checklists to answer: ids of shipped ones, ``all``, or paths of files of your own;
        by default those that the card names.
    online
        Whom to ask for papers of which only the DOI is known, and whether identifiers
        lead where they should; by default nobody.

    Raises
    ------
    UnknownChecklistError, ProblemsError
        If one of ``checklists`` cannot be used. Problems of the card, and of the
        checklists that it names, are part of the outcome.
    """
    try:
        loaded = load_card(path)
    except CardError as error:
        sound = load_sound_part(path)
        if sound is None:
            return CheckOutcome(error.problems, error.sources, card=path.as_posix())
        outcome = outcome_of(sound, checklists)
        return replace(
            outcome,
            problems=(*error.problems, *outcome.problems),
            sources={**outcome.sources, **error.sources},
        )
    return outcome_of(loaded, checklists, online=online)


def outcome_of(
    loaded: LoadedCard, checklists: Sequence[str] = (), *, online: Online | None = None
) -> CheckOutcome:
    """Return the outcome for a card that is valid; see `check_card`."""
    cited: Sequence[Finding] = ()
    problems: Sequence[Problem] = ()
    sources: Mapping[str, str] = {}
    try:
        cited = citing_of(loaded, online=online).findings
    except DataError as error:
        problems, sources = error.problems, error.sources
    if online is not None:
        # Nobody else needs what reaches the network.
        from replicard.pipeline.resolving import resolve_identifiers  # noqa: PLC0415

        cited = (*cited, *resolve_identifiers(loaded.card, online))
    evidence = matching_evidence(loaded)
    choice = choose(loaded, checklists)
    judged = judge_card(
        loaded, evidence, choice.required() if checklists else choice.lists, besides=cited
    )
    fields = [finding.field for finding in judged.findings]
    fields += [question.field for question in judged.questions]
    return CheckOutcome(
        problems=tuple(sorted((*choice.problems, *problems), key=Problem.sort_key)),
        sources={**choice.sources, **sources},
        findings=judged.findings,
        questions=judged.questions,
        checklists=judged.checklists,
        has_evidence=evidence is not None,
        card=loaded.shown_as,
        places={name: loaded.position(name) for name in fields if name},
    )


def _counts(result: ChecklistResult) -> dict[str, int]:
    return {verdict.value: n for verdict, n in result.counts().items()}
