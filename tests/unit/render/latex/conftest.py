import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Compile = Callable[..., str]

_PROGRAM = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]


@pytest.fixture
def compiled(tmp_path: Path) -> Compile:
    """Return a function that compiles a document and returns what its PDF shows."""
    if shutil.which("pdflatex") is None or shutil.which("pdftotext") is None:
        pytest.skip("LaTeX or pdftotext is not installed")

    def compile_(
        document: str, *, bibliography: str | None = None, engine: str = "pdflatex"
    ) -> str:
        if shutil.which(engine) is None:
            pytest.skip(f"{engine} is not installed")
        (tmp_path / "text.tex").write_text(document, encoding="utf-8")
        runs = [[engine, *_PROGRAM, "text.tex"]]
        if bibliography is not None:
            (tmp_path / "references.bib").write_text(bibliography, encoding="utf-8")
            runs += [["bibtex", "text"], runs[0], runs[0]]
        for run in runs:
            done = subprocess.run(run, cwd=tmp_path, capture_output=True, check=False)  # noqa: S603 - fixed
            said = done.stdout.decode(errors="replace")
            assert done.returncode == 0, said[-3000:]
        log = (tmp_path / "text.log").read_text(encoding="utf-8", errors="replace")
        assert " undefined on input" not in log, log[-3000:]
        shown = ["pdftotext", "-enc", "UTF-8", "text.pdf", "-"]
        return subprocess.run(shown, cwd=tmp_path, capture_output=True, check=True).stdout.decode()  # noqa: S603 - fixed

    return compile_
