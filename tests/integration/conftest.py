"""Running the command line as a user does."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Run:
    """Outcome of one command."""

    code: int
    out: str
    err: str

    @property
    def is_clean(self) -> bool:
        """Whether no traceback and no warning of Python was shown."""
        return "Traceback" not in self.out + self.err and "Warning" not in self.err


@pytest.fixture
def replicard(tmp_path: Path) -> Callable[..., Run]:
    """Return a function that runs ``replicard`` with arguments in a fresh folder."""

    def run(*arguments: str, cwd: Path = tmp_path, **environ: str) -> Run:
        done = subprocess.run(  # noqa: S603 - the command is ours
            [sys.executable, "-m", "replicard", *arguments],
            cwd=cwd,
            env={**os.environ, **environ},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    return run
