"""What a task is, and the plainest way to run many: in turn, in this thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from replicard.execution.progress import Track, silent

Outcome = TypeVar("Outcome")
Outcome_co = TypeVar("Outcome_co", covariant=True)


class Task(Protocol[Outcome_co]):
    """A piece of work that depends on nothing but what it holds.

    It can be pickled, raises for nothing that a file can cause (that is part of its
    outcome), and gives the same outcome wherever and whenever it runs.
    """

    def __call__(self) -> Outcome_co:
        """Do the work."""
        ...


class Work(Protocol):
    """Runs tasks."""

    def run(self, tasks: Sequence[Task[Outcome]], *, label: str) -> list[Outcome]:
        """Return the outcomes in the order of the tasks, whoever finished first."""
        ...


@dataclass(frozen=True, slots=True)
class WorkInTurn:
    """Runs one task after another."""

    track: Track = silent

    def run(self, tasks: Sequence[Task[Outcome]], *, label: str) -> list[Outcome]:
        """Return the outcomes in the order of the tasks."""
        return [task() for task in self.track(tasks, label=label, total=len(tasks))]
