"""The steps of the action: install, build, check.

The runner says everything by environment variables, so no input is ever part of a command
line that a shell reads. What a card says may stand in what the program prints; the runner
takes lines that begin with ``::`` for commands, so these are switched off around it.
"""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[3]
EXTRAS = re.compile(r"[a-z]{1,20}(,[a-z]{1,20}){0,20}")
# Not with the folder that it is started in on the path: a stranger's pull request may hold a
# module of any name there.
ALONE = ("-P",)
Environ = Mapping[str, str]


def install(environ: Environ) -> int:
    """Install the package of this checkout into an environment of its own."""
    extras = environ["INPUT_EXTRAS"].replace(" ", "")
    if extras and not EXTRAS.fullmatch(extras):
        print("::error title=replicard::extras are names separated by commas, such as pdf,word")
        return 2
    folder = _environment(environ)
    subprocess.run([sys.executable, *ALONE, "-m", "venv", str(folder)], check=True)
    wanted = f"{PACKAGE}[{extras}]" if extras else str(PACKAGE)
    command = [_python(environ), *ALONE, "-m", "pip", "install", "--quiet", wanted]
    return subprocess.run(command, check=False).returncode


def build(environ: Environ) -> int:
    """Build the report of every card; the status is that of the worst."""
    reports = Path(environ["RUNNER_TEMP"]) / "replicard-reports"
    status = 0
    for card in _cards(environ):
        output = reports / _inside(Path(card).with_suffix(""))
        arguments = ["build", *_checklists(environ), "-o", str(output), "--", card]
        with _no_commands():
            status = max(status, _replicard(environ, arguments).returncode)
    _output(environ, "reports", str(reports) if reports.is_dir() else "")
    return status


def check(environ: Environ) -> int:
    """Check all cards: as text for the log and the summary, as annotations, as SARIF."""
    wanted = ["--fail-on", environ["INPUT_FAIL_ON"], *_checklists(environ)]
    cards = ["--", *_cards(environ)]
    shown = _replicard(environ, ["check", *wanted, *cards], capture=True)
    with _no_commands():
        sys.stdout.write(shown.stdout + shown.stderr)
        sys.stdout.flush()
    _summarise(environ, shown.stdout or shown.stderr)
    if environ["INPUT_ANNOTATIONS"] == "true":
        _replicard(environ, ["check", "--format", "github", *wanted, *cards])
    if environ["INPUT_SARIF"]:
        log = _replicard(environ, ["check", "--format", "sarif", *wanted, *cards], capture=True)
        if log.stdout:
            file = Path(environ["INPUT_SARIF"])
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(log.stdout, encoding="utf-8")
            _output(environ, "sarif", environ["INPUT_SARIF"])
    return shown.returncode


def _environment(environ: Environ) -> Path:
    return Path(environ["RUNNER_TEMP"]) / "replicard-environment"


def _python(environ: Environ) -> str:
    return str(_environment(environ) / ("Scripts" if os.name == "nt" else "bin") / "python")


def _replicard(
    environ: Environ, arguments: Sequence[str], *, capture: bool = False
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_python(environ), *ALONE, "-m", "replicard", *arguments],
        capture_output=capture,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _cards(environ: Environ) -> list[str]:
    """Return the cards that are meant; a pattern that fits none stays, so that it is told."""
    found = [card for line in _lines(environ["INPUT_CARDS"]) for card in _matching(line)]
    return list(dict.fromkeys(found)) or ["card.yaml"]


def _matching(line: str) -> list[str]:
    if Path(line).exists() or Path(line).is_absolute():
        return [line]
    found = (path for path in Path().glob(line) if not _is_hidden(path))
    return sorted(path.as_posix() for path in found) or [line]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _checklists(environ: Environ) -> list[str]:
    return [f"--checklist={name}" for name in _lines(environ["INPUT_CHECKLISTS"])]


def _inside(path: Path) -> Path:
    parts = [part for part in path.parts if part not in {"..", path.anchor}]
    return Path(*parts) if parts else Path("card")


@contextmanager
def _no_commands() -> Iterator[None]:
    token = secrets.token_hex(16)
    print(f"::stop-commands::{token}", flush=True)
    try:
        yield
    finally:
        print(f"::{token}::", flush=True)


def _output(environ: Environ, name: str, value: str) -> None:
    # A mark that nobody can guess ends the value, whatever stands in it.
    mark = secrets.token_hex(16)
    with Path(environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
        file.write(f"{name}<<{mark}\n{value}\n{mark}\n")


def _summarise(environ: Environ, text: str) -> None:
    # A fence longer than any in the text, so that nothing in it is read as Markdown.
    longest = max((len(found) for found in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    with Path(environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as file:
        file.write(f"### Reporting cards\n\n{fence}text\n{text}\n{fence}\n")


if __name__ == "__main__":
    sys.exit({"install": install, "build": build, "check": check}[sys.argv[1]](os.environ))
