"""What a task is, and how many are run: in turn, or in several threads.

Outcomes come back in the order of the tasks, whoever finished first, so nothing that is
made of them depends on the number of workers. Only a few tasks more than there are
workers are under way, so memory does not grow with the number of tasks.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

from replicard.execution.progress import Track, silent

Outcome = TypeVar("Outcome")
Outcome_co = TypeVar("Outcome_co", covariant=True)

UNDER_WAY = 2
"""Tasks that are under way for each worker: one that it does, and one that waits."""

_share: ContextVar[int | None] = ContextVar("share", default=None)


class Task(Protocol[Outcome_co]):
    """A piece of work that depends on nothing but what it holds.

    It can be pickled, raises for nothing that a file can cause (that is part of its
    outcome), and gives the same outcome wherever and whenever it runs.
    """

    def __call__(self) -> Outcome_co:
        """Do the work."""
        ...

    def lost(self, why: str) -> Outcome_co:
        """Return the outcome if whoever does the work dies of it."""
        ...


class Work(Protocol):
    """Runs tasks."""

    def run(self, tasks: Sequence[Task[Outcome]], *, label: str) -> list[Outcome]:
        """Return the outcomes in the order of the tasks, whoever finished first."""
        ...


def usable_processors() -> int:
    """Return how many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processors() -> int:
    """Return how many processors the task that asks may use for itself."""
    return _share.get() or usable_processors()


def do(task: Task[Outcome], *, n_processors: int) -> Outcome:
    """Run a task that may use so many processors for itself."""
    token = _share.set(n_processors)
    try:
        return task()
    finally:
        _share.reset(token)


@dataclass(frozen=True, slots=True)
class WorkInTurn:
    """Runs one task after another; each may use all processors."""

    track: Track = silent

    def run(self, tasks: Sequence[Task[Outcome]], *, label: str) -> list[Outcome]:
        """Return the outcomes in the order of the tasks."""
        return [task() for task in self.track(tasks, label=label, total=len(tasks))]


@dataclass(frozen=True, slots=True)
class WorkInThreads:
    """Runs several tasks at once in threads of this process."""

    workers: int
    track: Track = silent

    def run(self, tasks: Sequence[Task[Outcome]], *, label: str) -> list[Outcome]:
        """Return the outcomes in the order of the tasks."""
        with ThreadPoolExecutor(self.workers) as pool:
            done = finished(pool, enumerate(tasks), workers=self.workers, busy=len(tasks))
            return in_order(self.track(done, label=label, total=len(tasks)))


def finished(
    pool: Executor,
    tasks: Iterable[tuple[int, Task[Outcome]]],
    *,
    workers: int,
    busy: int,
) -> Iterator[tuple[int, Outcome]]:
    """Yield number and outcome of each task as it is done.

    Parameters
    ----------
    busy
        How many tasks there are: if they are fewer than workers, each gets more
        processors.
    """
    share = max(1, usable_processors() // max(1, min(workers, busy)))
    left = iter(tasks)
    waiting: dict[Future[Outcome], int] = {}

    def submit(more: int) -> None:
        for number, task in islice(left, more):
            waiting[pool.submit(do, task, n_processors=share)] = number

    try:
        submit(UNDER_WAY * workers)
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                outcome = future.result()
                number = waiting.pop(future)
                submit(1)
                yield number, outcome
    finally:
        for future in waiting:
            future.cancel()


def in_order(outcomes: Iterable[tuple[int, Outcome]]) -> list[Outcome]:
    """Bring outcomes into the order of their tasks.

    >>> in_order([(1, "b"), (0, "a")])
    ['a', 'b']
    """
    return [outcome for _, outcome in sorted(outcomes, key=lambda numbered: numbered[0])]
