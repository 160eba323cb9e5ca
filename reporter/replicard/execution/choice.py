"""Choosing who does the work. None of it changes a number."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from replicard.errors import ReplicardError
from replicard.execution.progress import Track, silent
from replicard.execution.work import Work, WorkInThreads, WorkInTurn, usable_processors


class UnfitWorkersError(ReplicardError):
    """Workers that cannot be had, or would not compute the same."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does the work.

    Attributes
    ----------
    count
        Images that are worked on at once; None for one per processor. Ignored on a
        cluster, which has as many workers as it has.
    in_processes
        Whether each has a process of its own; otherwise they are threads.
    scheduler
        Address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``, whose workers
        do the work. A scheduler runs whatever code its clients send and sends code to
        them, so name only one that you trust.
    """

    count: int | None = None
    in_processes: bool = False
    scheduler: str | None = None

    @contextmanager
    def work(self, *, check: Callable[[], str | None], track: Track = silent) -> Iterator[Work]:
        """Yield what runs tasks; whatever it holds open is closed at the end.

        Parameters
        ----------
        check
            Returns on another machine why it would not compute the same, if so.
            It is pickled and hashable.
        track
            Shows how far the work is.

        Raises
        ------
        UnfitWorkersError
            If workers cannot be had as asked for.
        """
        if self.scheduler is not None:
            from replicard.execution.cluster import cluster  # noqa: PLC0415 - an extra

            with cluster(self.scheduler, check=check, track=track) as work:
                yield work
            return
        count = usable_processors() if self.count is None else self.count
        if count < 1:
            raise UnfitWorkersError(f"at least one worker is needed, not {count}")
        if self.in_processes:
            from replicard.execution.processes import (  # noqa: PLC0415 - slow to import
                WorkInProcesses,
            )

            yield WorkInProcesses(count, track)
        else:
            yield WorkInTurn(track) if count == 1 else WorkInThreads(count, track)
