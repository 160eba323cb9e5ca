"""Errors a caller may want to catch, and problems: what is wrong with a file, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class ReplicardError(Exception):
    """Base of every error a caller may want to catch."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file, counted as editors count: from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, and where.

    Attributes
    ----------
    file
        Name of the file as the user gave it, with forward slashes.
    message
        What is wrong, as one sentence without a full stop, in lower case.
    code
        Short permanent name of the kind of problem, ``unknown-field``.
    position
        Where the offending value starts. For a missing field, where its parent
        starts. None for a file that has no lines, such as an image.
    field
        Dotted path of the card field, ``models.nuclei.training``; empty if the
        problem is not about one.
    hint
        What to do next, if that can be said.
    """

    file: str
    message: str
    code: str
    position: Position | None = None
    field: str = ""
    hint: str | None = None

    def __str__(self) -> str:
        """Format as ``file:line:column``, which terminals and editors link."""
        where = self.file
        if self.position is not None:
            where = f"{where}:{self.position.line}:{self.position.column}"
        what = f"{self.field}: {self.message}" if self.field else self.message
        return f"{where}: {what}"

    def as_json(self) -> dict[str, str | int | None]:
        """Return everything as plain data."""
        place = self.position
        return {
            "code": self.code,
            "file": self.file,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "field": self.field or None,
            "message": self.message,
            "hint": self.hint,
        }

    def sort_key(self) -> tuple[str, int, int, str]:
        """Order by file, then position, then field."""
        place = self.position or Position(0, 0)
        return (self.file, place.line, place.column, self.field)


class ProblemsError(ReplicardError):
    """An error that carries every problem found, so that all are mended in one round.

    Attributes
    ----------
    problems
        Sorted by file and position.
    sources
        Text of the files that were read, by the name used in the problems, so that the
        lines can be shown.
    """

    def __init__(
        self, problems: Sequence[Problem], *, sources: Mapping[str, str] | None = None
    ) -> None:
        if not problems:
            raise ValueError(f"a {type(self).__name__} needs at least one problem")
        self.problems = tuple(sorted(problems, key=Problem.sort_key))
        self.sources = dict(sources or {})
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CardError(ProblemsError):
    """A card that cannot be read or does not follow the schema."""


class DataError(ProblemsError):
    """Files named by a card that are missing, unreadable, or do not fit together."""


class OutputError(ProblemsError):
    """Files that could not be written. What was there before is still there."""


class UnsafePathError(ReplicardError):
    """A path that leads out of the folder it must stay in, or to something not a file."""


class UndefinedMetricError(ReplicardError):
    """A metric that has no value for its input, with the reason as message."""


class MissingExtraError(ReplicardError):
    """An optional dependency that is not installed; the message names what to install."""
