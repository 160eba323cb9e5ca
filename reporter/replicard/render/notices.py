"""Problems, findings and open questions as one list of notices, each with its place.

What programs that show such lists need, whatever format they read; see `sarif` and
`workflow_commands`. This module needs the standard library only, because checking a card
has to start fast.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING

from replicard.errors import Position, Problem
from replicard_schema.vocabulary import Severity

if TYPE_CHECKING:
    # Building these models takes time, and problems of a card need none of them.
    from replicard_schema.findings import Finding
    from replicard_schema.report import OpenQuestion

OPEN_QUESTION = "open-question"
"""Code of a notice about something that the author has not answered yet."""
_START = Position(1, 1)


class NoticeLevel(StrEnum):
    """How much a notice matters, the most severe first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_LEVELS = {
    Severity.ERROR: NoticeLevel.ERROR,
    Severity.WARNING: NoticeLevel.WARNING,
    Severity.HINT: NoticeLevel.NOTE,
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to show beside a line of a file.

    Attributes
    ----------
    code
        Short permanent name of the kind of notice.
    message
        One or more sentences.
    file
        Name of the file with forward slashes.
    position
        Where it starts; the start of the file for what is about the whole card.
    field
        Dotted path of the card field; empty if it is not about one.
    hint
        What to do next.
    related
        Other files that show it, named like ``file``.
    items
        Checklist items that an answer would close.
    """

    level: NoticeLevel
    code: str
    message: str
    file: str
    position: Position = _START
    field: str = ""
    hint: str | None = None
    related: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Kind of the notice in words: ``Unknown field``."""
        return self.code.replace("-", " ").replace("_", " ").capitalize()


def notices_of(
    problems: Iterable[Problem],
    findings: "Iterable[Finding]",
    questions: "Iterable[OpenQuestion]",
    *,
    card: str,
    places: Mapping[str, Position],
    folder: PurePath,
) -> tuple[Notice, ...]:
    """Return what a check found, the most severe first.

    Parameters
    ----------
    card
        Name of the card's file.
    places
        Where each field stands that findings and questions are about.
    folder
        Folder that the program was started in; files are named relative to it.
    """
    notices = [
        *(_of_problem(problem) for problem in problems),
        *(_of_finding(finding, card, places) for finding in findings),
        *(_of_question(question, card, places) for question in questions),
    ]
    order = list(NoticeLevel)
    ranked = sorted(notices, key=lambda notice: order.index(notice.level))
    return tuple(_from_folder(notice, folder) for notice in ranked)


def _from_folder(notice: Notice, folder: PurePath) -> Notice:
    related = tuple(_relative(name, folder) for name in notice.related)
    return replace(notice, file=_relative(notice.file, folder), related=related)


def _relative(name: str, folder: PurePath) -> str:
    path = PurePath(name)
    if not path.is_absolute():
        return path.as_posix()
    # Where a folder lies on this machine is nobody's business.
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _of_problem(problem: Problem) -> Notice:
    return Notice(
        NoticeLevel.ERROR,
        problem.code,
        f"{problem.field}: {problem.message}" if problem.field else problem.message,
        problem.file,
        problem.position or _START,
        problem.field,
        problem.hint,
    )


def _of_finding(finding: "Finding", card: str, places: Mapping[str, Position]) -> Notice:
    return Notice(
        _LEVELS[finding.severity],
        finding.code,
        finding.message,
        card,
        places.get(finding.field, _START),
        finding.field,
        finding.hint,
        _beside(card, finding.files),
    )


def _of_question(question: "OpenQuestion", card: str, places: Mapping[str, Position]) -> Notice:
    hint = f"answer it under `{question.field}`"
    if question.example:
        hint += f", such as `{question.example}`"
    return Notice(
        NoticeLevel.NOTE,
        OPEN_QUESTION,
        question.question,
        card,
        places.get(question.field, _START),
        question.field,
        hint,
        items=question.items,
    )


def _beside(card: str, files: Sequence[str]) -> tuple[str, ...]:
    folder = PurePosixPath(card).parent
    return tuple((folder / name).as_posix() for name in files)
