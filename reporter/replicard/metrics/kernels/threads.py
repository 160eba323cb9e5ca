"""Sharing the strips of one image among threads, with results in the order of the strips."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_chosen: ContextVar[int | None] = ContextVar("threads", default=None)


@contextmanager
def use_threads(n: int) -> Iterator[None]:
    """Let the metrics called inside use ``n`` threads per image; numbers do not change.

    The setting holds in the thread that makes it. A worker of a pool makes its own.

    Raises
    ------
    ValueError
        If there would be no thread.
    """
    if n < 1:
        raise ValueError(f"at least one thread is needed, not {n}")
    token = _chosen.set(n)
    try:
        yield
    finally:
        _chosen.reset(token)


def n_threads() -> int:
    """Return how many threads work on one image: as chosen, or one per usable processor."""
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """Yield the result of each task, in the order of the tasks.

    No more tasks are under way than twice the number of threads, so that memory does
    not grow with the number of tasks. A pool of its own is cheap beside the tasks,
    and there is nothing to go wrong when the process forks.
    """
    listed = list(tasks)
    threads = min(n_threads(), len(listed))
    if threads <= 1:
        yield from map(work, listed)
        return
    with ThreadPoolExecutor(threads) as pool:
        pending: deque[Future[Result]] = deque()
        try:
            for task in listed:
                pending.append(pool.submit(work, task))
                if len(pending) >= 2 * threads:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
