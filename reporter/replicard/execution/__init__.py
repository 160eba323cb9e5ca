"""Running many independent pieces of work: one after another, or side by side.

Nothing here knows what a task computes. A task is a plain, picklable value that is
called without arguments, so that it can run in this thread, in another process, or on
another machine, and always comes back with the same outcome.
"""

from replicard.execution.progress import Track, silent
from replicard.execution.work import Task, Work, WorkInTurn

__all__ = ["Task", "Track", "Work", "WorkInTurn", "silent"]
