"""Running many independent pieces of work, and keeping what came of them.

Nothing here knows what a task computes. A task is a plain, picklable value that is
called without arguments, so that it can run in this thread, in another process, or on
another machine, and always comes back with the same outcome.
"""

from replicard.execution.choice import UnfitWorkersError, Workers
from replicard.execution.progress import Track, silent
from replicard.execution.store import Store, StoreSize, cache_folder
from replicard.execution.work import Task, Work, WorkInTurn, processors

__all__ = [
    "Store",
    "StoreSize",
    "Task",
    "Track",
    "UnfitWorkersError",
    "Work",
    "WorkInTurn",
    "Workers",
    "cache_folder",
    "processors",
    "silent",
]
