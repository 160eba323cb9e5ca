"""The hook definition, run by pre-commit itself on a repository of an author."""

import os
import re
import shutil
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
import yaml

HOOKS = Path(__file__).resolve().parents[2] / ".pre-commit-hooks.yaml"
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="pre-commit needs git")


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    identity = {
        f"GIT_{role}_{key}": "a@b.example"
        for role in ("AUTHOR", "COMMITTER")
        for key in ("NAME", "EMAIL")
    }
    no_settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(  # noqa: S603 - the commands are ours
        command,
        cwd=folder,
        env={**os.environ, **identity, **no_settings, "PRE_COMMIT_HOME": str(folder.parent)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "pre_commit", *arguments)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with two cards, whose hook is ours, run by this Python."""
    folder = tmp_path / "repository"
    with as_file(files("replicard_examples") / "third-party-model") as example:
        shutil.copytree(example, folder / "study")
    shutil.copytree(folder / "study", folder / "second")
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    # pre-commit would install the package from its repository, which needs the network.
    entry = hook["entry"].replace("replicard", f'"{sys.executable}" -m replicard', 1)
    write_config(folder, {**hook, "entry": entry, "language": "system"})
    run(folder, "git", "init", "--quiet")
    run(folder, "git", "add", ".")
    return folder


def write_config(folder: Path, hook: dict[str, Any]) -> None:
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")


def test_pre_commit_accepts_the_definition(tmp_path: Path) -> None:
    checked = pre_commit(tmp_path, "validate-manifest", str(HOOKS))

    assert checked.returncode == 0, checked.stdout


def test_valid_cards_pass_and_an_error_stops_the_commit(repository: Path) -> None:
    assert pre_commit(repository, "run", "--all-files").returncode == 0
    card = repository / "second" / "card.yaml"
    card.write_text(card.read_text("utf-8").replace("provenance:", "provenence:"), "utf-8")

    failed = pre_commit(repository, "run", "--files", "second/card.yaml", "study/card.yaml")

    assert failed.returncode == 1
    assert "did you mean `provenance`?" in failed.stdout
    assert "second/card.yaml: " not in failed.stdout.partition("== ")[0]


def test_a_level_is_given_as_arguments(repository: Path) -> None:
    config = yaml.safe_load((repository / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (hook,) = config["repos"][0]["hooks"]
    write_config(repository, {**hook, "args": ["--fail-on", "open"]})

    failed = pre_commit(repository, "run", "--all-files")

    assert failed.returncode == 1
    assert "items of checklists are open" in failed.stdout


@pytest.mark.parametrize(
    ("name", "is_card"),
    [
        ("card.yaml", True),
        ("study/card.yml", True),
        ("nuclei.card.yaml", True),
        ("a/nuclei-card.yaml", True),
        ("cards.yaml", False),
        ("postcard.yaml", False),
        ("card.yaml.orig", False),
    ],
)
def test_it_looks_at_cards_only(name: str, *, is_card: bool) -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))

    assert (re.search(hook["files"], name) is not None) is is_card
