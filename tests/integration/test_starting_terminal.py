"""Starting a card on a terminal, as a person does it."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="only POSIX has pseudo-terminals")

CONFIG = {"n_dim": 2, "n_rays": 32, "train_epochs": 4}
_COMMAND = [sys.executable, "-m", "replicard", "init"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    return tmp_path


def _talk(folder: Path, answers: dict[str, bytes]) -> tuple[str, int]:
    """Answer each question that contains a text; return what was shown, and the exit status."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [*_COMMAND, str(folder)])  # noqa: S606 - our own program
    shown, open_answers, end = "", dict(answers), time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if not ready:
            # Nothing comes any more, so a question waits for its answer. Sent earlier, an
            # interrupt can arrive before the child listens to its terminal.
            for question in [q for q in open_answers if q in shown]:
                os.write(terminal, open_answers.pop(question))
            continue
        try:
            data = os.read(terminal, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data.decode(errors="replace")
    if time.monotonic() >= end:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return shown, os.waitstatus_to_exitcode(status)


def test_questions_are_asked_and_answers_stand_in_the_card(folder: Path) -> None:
    answers = {"Title": b"My study\n", "Your name": b"Given Family\n", "Who trained": b"trained\n"}

    shown, status = _talk(folder, answers)

    assert status == 0
    assert "One of: trained, fine-tuned, third-party." in shown
    text = (folder / "card.yaml").read_text(encoding="utf-8")
    assert "title: My study" in text
    assert "provenance: trained  # answered at the start" in text


def test_an_interrupted_start_leaves_nothing_behind(folder: Path) -> None:
    shown, status = _talk(folder, {"Title": b"My study\n", "Your name": b"\x03"})

    assert status != 0
    assert "Traceback" not in shown
    assert [path.name for path in folder.iterdir()] == ["config.json"]


@pytest.mark.parametrize("options", [["--yes"], ["--json"], []])
def test_without_a_terminal_nothing_is_asked(folder: Path, options: list[str]) -> None:
    command = [*_COMMAND, str(folder), *options]
    done = subprocess.run(  # noqa: S603 - our own program
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0
    assert "Title of the study" not in done.stdout + done.stderr
    if "--json" in options:
        assert json.loads(done.stdout)["check"]["valid"] is True
