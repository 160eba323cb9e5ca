"""The action: its form, and its steps run with the environment that the runner would give."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from tests.published import schema

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github" / "actions" / "check"
DOCUMENT: dict[str, Any] = yaml.safe_load((FOLDER / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = DOCUMENT["runs"]["steps"]
INPUTS = {name: each["default"] for name, each in DOCUMENT["inputs"].items()}
EXPRESSION = re.compile(r"\$\{\{ ([a-z0-9_.-]+) \}\}")
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the runner uses bash")
needs_posix = pytest.mark.skipif(os.name == "nt", reason="the interpreter is put in by a script")


def test_it_has_the_form_of_an_action() -> None:
    jsonschema.Draft7Validator(schema("GitHub Action")).validate(DOCUMENT)


@pytest.mark.parametrize("step", [step for step in STEPS if "run" in step], ids=lambda s: s["name"])
def test_no_input_is_part_of_a_command_line(step: dict[str, Any]) -> None:
    assert "${{" not in step["run"]
    assert step["shell"] == "bash"
    assert set(step["env"].values()) >= {"${{ steps.python.outputs.python-path }}"}


def test_every_input_is_used_and_every_use_is_an_input() -> None:
    text = (FOLDER / "action.yml").read_text(encoding="utf-8")

    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(INPUTS)


@dataclass(frozen=True, slots=True)
class Job:
    """A workspace, and the files by which steps answer the runner."""

    workspace: Path
    temp: Path

    def run(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        step = next(step for step in STEPS if step.get("name") == name)
        values = {f"inputs.{key}": value for key, value in INPUTS.items()}
        values |= {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}
        values["steps.python.outputs.python-path"] = sys.executable
        given = {
            key: EXPRESSION.sub(lambda found: values[found[1]], text)
            for key, text in step["env"].items()
        }
        script = self.temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        return subprocess.run(  # noqa: S603 - the command is ours
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],  # noqa: S607
            cwd=self.workspace,
            env={
                **os.environ,
                **given,
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_ACTION_PATH": str(FOLDER),
                "GITHUB_OUTPUT": str(self.temp / "output"),
                "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def outputs(self) -> dict[str, str]:
        """Return the outputs, read as the runner reads them."""
        lines = (self.temp / "output").read_text(encoding="utf-8").splitlines()
        found = {}
        while lines:
            name, mark = lines.pop(0).split("<<")
            end = lines.index(mark)
            found[name] = "\n".join(lines[:end])
            del lines[: end + 1]
        return found

    def summary(self) -> str:
        return (self.temp / "summary").read_text(encoding="utf-8")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Return a job after the step that installs, in place of which this Python is put in."""
    job = Job(tmp_path / "workspace", tmp_path / "temp")
    with as_file(files("replicard_examples") / "third-party-model") as example:
        shutil.copytree(example, job.workspace / "study")
    python = job.temp / "replicard-environment" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return job


def commands(text: str) -> list[str]:
    """Return the lines that the runner obeys."""
    obeyed: list[str] = []
    token: str | None = None
    for line in text.splitlines():
        if token is not None:
            token = None if line == f"::{token}::" else token
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif line.startswith("::") or "##[" in line:
            obeyed.append(line)
    return obeyed


@needs_posix
def test_a_valid_card_passes_with_annotations_summary_and_log(job: Job) -> None:
    run = job.run("Check the cards", cards="study/card.yaml", sarif="logs/card.sarif")

    assert run.returncode == 0, run.stderr
    assert all(line.startswith(("::notice", "::warning")) for line in commands(run.stdout))
    assert any("file=study/card.yaml,line=" in line for line in commands(run.stdout))
    assert "valid: the card follows the schema" in job.summary()
    assert job.outputs() == {"sarif": "logs/card.sarif"}
    log = json.loads((job.workspace / "logs" / "card.sarif").read_text(encoding="utf-8"))
    assert log["version"] == "2.1.0"


@needs_posix
def test_the_level_decides_and_patterns_find_cards(job: Job) -> None:
    run = job.run("Check the cards", cards="**/card.yaml", fail_on="open", annotations="false")

    assert run.returncode == 1
    assert not commands(run.stdout)
    assert "failed: 1 finding is of level warning; items of checklists are open" in run.stdout


@needs_posix
def test_a_wrong_level_is_told(job: Job) -> None:
    run = job.run("Check the cards", cards="study/card.yaml", fail_on="$(touch pwned)")

    assert run.returncode == 2
    assert "'$(touch pwned)' is not one of" in run.stdout
    assert not (job.workspace / "pwned").exists()


HOSTILE = ['"; touch pwned; "', "$(touch pwned)", "`touch pwned`", "--help", "x\n::add-mask::a"]


@needs_posix
@pytest.mark.parametrize("name", HOSTILE)
def test_no_input_is_run(job: Job, name: str) -> None:
    run = job.run("Check the cards", cards=name, checklists=name)

    assert run.returncode != 0
    assert not (job.workspace / "pwned").exists()
    assert not any(line.startswith("::add-mask") for line in commands(run.stdout))


@needs_posix
def test_no_text_of_a_card_is_a_command(job: Job) -> None:
    card = job.workspace / "study" / "card.yaml"
    text = card.read_text(encoding="utf-8")
    text += "\n'::error::y': 1\n'##[error]z': 1\n'````': 1\n"
    card.write_text(text, encoding="utf-8")

    run = job.run("Check the cards", cards="study/card.yaml")

    assert run.returncode == 1
    assert sum(line.startswith("::error ") for line in commands(run.stdout)) == 3
    assert not any(line.startswith(("::error::", "##[")) for line in commands(run.stdout))
    assert "`````text\n" in job.summary()


@needs_posix
def test_modules_of_the_workspace_are_not_imported(job: Job) -> None:
    (job.workspace / "replicard.py").write_text("raise SystemExit(9)", encoding="utf-8")
    (job.workspace / "click.py").write_text("raise SystemExit(9)", encoding="utf-8")

    assert job.run("Check the cards", cards="study/card.yaml").returncode == 0


@needs_posix
def test_reports_are_built_and_named(job: Job) -> None:
    run = job.run("Build the reports", cards="study/card.yaml")

    assert run.returncode == 0, run.stdout + run.stderr
    assert not commands(run.stdout)
    reports = Path(job.outputs()["reports"])
    assert (reports / "study" / "card" / "report.html").is_file()


def test_wrong_extras_are_told(job: Job) -> None:
    run = job.run("Install Replicard", extras="pdf]; touch pwned")

    assert run.returncode == 2
    assert run.stdout.startswith("::error title=replicard::extras are names")
