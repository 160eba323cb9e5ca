"""The last resort: a bug becomes one line and a log file, not a page of traceback."""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable

EXIT_BUG = 70
"""Exit status of a bug, as sysexits.h has it."""


def run_guarded(command: Callable[[], object]) -> None:
    """Run ``command``; on a bug write the traceback to a file and exit with 70.

    ``SystemExit`` and ``KeyboardInterrupt`` pass. Setting ``REPLICARD_DEBUG`` lets
    the bug through, for those who want to look at it.
    """
    try:
        command()
    except Exception as error:
        if os.environ.get("REPLICARD_DEBUG"):
            raise
        path = _write_log()
        sys.stderr.write(
            f"replicard: this is a bug in the program ({type(error).__name__}); your files are "
            f"unchanged or complete.\nPlease report it with the log {path}\n"
        )
        raise SystemExit(EXIT_BUG) from error


def _write_log() -> str:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="replicard-", suffix=".log", delete=False
    ) as log:
        log.write(traceback.format_exc())
    return log.name
