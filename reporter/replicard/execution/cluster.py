"""Running tasks on the workers of a Dask cluster that somebody started.

Dask runs a task again when its worker dies, and gives up on one that takes several
workers with it; the outcome of that one says so. Each worker is asked first whether it
sees the files and computes with the same versions, those that come late included.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from replicard.errors import MissingExtraError
from replicard.execution.choice import UnfitWorkersError
from replicard.execution.progress import Track
from replicard.execution.work import UNDER_WAY, Task, Work, do, in_order

if TYPE_CHECKING:
    from distributed import Client, Future

Outcome = TypeVar("Outcome")
Check = Callable[[], str | None]

_PATIENCE_SECONDS = 30
_DIED = "the workers that it was given to died, as they do when there is too little memory"


@contextmanager
def cluster(address: str, *, check: Check, track: Track) -> Iterator[Work]:
    """Connect to a scheduler, and yield what runs tasks on its workers.

    Parameters
    ----------
    address
        Of the scheduler. How the connection is secured is read from the configuration
        of Dask.
    check
        Returns on a worker why it is not fit, if so.

    Raises
    ------
    MissingExtraError
        If Dask is not installed.
    UnfitWorkersError
        If nobody answers, there are no workers, or one of them is not fit.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError(
            "running on a cluster needs Dask: pip install 'replicard[cluster]'"
        ) from error
    try:
        client = Client(address, timeout=_PATIENCE_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise UnfitWorkersError(
            f"no Dask scheduler answers at {address}; it must be running, and the address is "
            "what it printed when it started, such as tcp://10.0.0.1:8786"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE_SECONDS)
        except TimeoutError as error:
            raise UnfitWorkersError(
                f"the scheduler at {address} has had no worker for {_PATIENCE_SECONDS} seconds"
            ) from error
        _require_fit(client, check)
        yield WorkOnCluster(client, check, track)


def _require_fit(client: "Client", check: Check) -> None:
    answers = client.run(check, on_error="return")
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, Exception):
            answer = f"it cannot run replicard ({type(answer).__name__}: {answer})"  # noqa: PLW2901 - said in words
        if answer is not None:
            raise UnfitWorkersError(f"the worker at {worker} is not fit: {answer}")


@dataclass(frozen=True, slots=True)
class WorkOnCluster:
    """Runs tasks on all workers of a cluster."""

    client: "Client"
    check: Check
    track: Track

    def run(self, tasks: Sequence[Task[Outcome]], *, label: str) -> list[Outcome]:
        """Return the outcomes in the order of the tasks."""
        done = self._done(tasks)
        return in_order(self.track(done, label=label, total=len(tasks)))

    def _done(self, tasks: Sequence[Task[Outcome]]) -> Iterator[tuple[int, Outcome]]:
        from distributed import as_completed  # noqa: PLC0415 - an extra
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - an extra

        waiting: dict[Future[Outcome], int] = {}
        left = iter(enumerate(tasks))
        completed = as_completed(loop=self.client.loop)

        def submit(numbered: Iterable[tuple[int, Task[Outcome]]]) -> None:
            for number, task in numbered:
                future = self.client.submit(_do_if_fit, self.check, task, pure=False)
                waiting[future] = number
                completed.add(future)

        try:
            submit(islice(left, self._slots()))
            for future in completed:
                number = waiting.pop(future)
                try:
                    outcome: Outcome = future.result()
                except KilledWorker:
                    outcome = tasks[number].lost(_DIED)
                future.release()
                submit(islice(left, max(0, self._slots() - len(waiting))))
                yield number, outcome
        finally:
            self.client.cancel(list(waiting), force=True)

    def _slots(self) -> int:
        """Return how many tasks may be under way; workers come and go."""
        return UNDER_WAY * max(1, sum(int(n) for n in self.client.nthreads().values()))


def _do_if_fit(check: Check, task: Task[Outcome]) -> Outcome:
    """Run a task on a worker, which may have come after all others were asked."""
    complaint = _asked(check)
    if complaint is not None:
        raise UnfitWorkersError(f"a worker that came late is not fit: {complaint}")
    return do(task, n_processors=1)


@lru_cache(maxsize=8)
def _asked(check: Check) -> str | None:
    return check()
