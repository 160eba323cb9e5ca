"""Running tasks in processes of their own, which may die.

A pool of processes breaks as a whole when one of them dies, be it for want of memory or
of a fault in a library. So the tasks that were under way are run again, one at a time:
a task whose process dies twice then is lost, and its outcome says so; all others
come to their end.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection
from typing import TypeVar

from replicard.execution.progress import Track, silent
from replicard.execution.work import Task, finished, in_order

Outcome = TypeVar("Outcome")

MOST_WORKERS = 60
"""Windows waits for no more processes than this."""
_TRIES_ALONE = 2
_DIED = (
    "the process that worked on it died twice, as it does when there is too little memory, "
    "or when a library fails"
)


@dataclass(frozen=True, slots=True)
class WorkInProcesses:
    """Runs several tasks at once, each in another process.

    Processes are started anew (spawned), which every system can do and which is safe
    beside threads. It takes about a second for each.
    """

    workers: int
    track: Track = silent

    def run(self, tasks: Sequence[Task[Outcome]], *, label: str) -> list[Outcome]:
        """Return the outcomes in the order of the tasks."""
        done = self._done(tasks)
        return in_order(self.track(done, label=label, total=len(tasks)))

    def _done(self, tasks: Sequence[Task[Outcome]]) -> Iterator[tuple[int, Outcome]]:
        left = deque(enumerate(tasks))
        while left:
            broke: list[tuple[int, Task[Outcome]]] = []
            yield from self._until_broken(left, broke)
            for number, task in sorted(broke, key=lambda numbered: numbered[0]):
                yield number, self._alone(task)

    def _until_broken(
        self,
        left: deque[tuple[int, Task[Outcome]]],
        broke: list[tuple[int, Task[Outcome]]],
    ) -> Iterator[tuple[int, Outcome]]:
        """Run tasks until all are done or a process dies; what was under way is ``broke``."""
        begun: dict[int, Task[Outcome]] = {}
        workers = min(self.workers, MOST_WORKERS, len(left))

        def next_task() -> Iterator[tuple[int, Task[Outcome]]]:
            while left:
                number, task = left.popleft()
                begun[number] = task
                yield number, task

        with _pool(workers) as pool:
            try:
                for number, outcome in finished(pool, next_task(), workers=workers, busy=len(left)):
                    del begun[number]
                    yield number, outcome
            except BrokenProcessPool:
                broke += begun.items()

    def _alone(self, task: Task[Outcome]) -> Outcome:
        for _ in range(_TRIES_ALONE):
            with _pool(1) as pool, suppress(BrokenProcessPool):
                ((_, outcome),) = finished(pool, [(0, task)], workers=1, busy=self.workers)
                return outcome
        return task.lost(_DIED)


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Leave interrupts to the process that started this one, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
