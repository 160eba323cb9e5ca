"""Evidence of one environment is verified in another, with the oldest and the newest libraries.

Two environments are built from package archives, so this runs where ``REPLICARD_TEST_VERSIONS``
is set.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    not os.environ.get("REPLICARD_TEST_VERSIONS"),
    reason="builds two environments; set REPLICARD_TEST_VERSIONS to run it",
)


def oldest(requirement: str) -> str:
    """Return the constraint that keeps a dependency at its lower bound.

    >>> oldest("scipy>=1.13")
    'scipy>=1.13,<1.14'
    """
    parsed = Requirement(requirement)
    low = next(spec.version for spec in parsed.specifier if spec.operator == ">=")
    *head, last = Version(low).release
    above = ".".join(str(part) for part in (*head, last + 1))
    return f"{parsed.name}>={low},<{above}"


def python_in(folder: Path, constraints: list[str]) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    file = folder / "constraints.txt"
    file.write_text("\n".join(constraints), encoding="utf-8")
    subprocess.run(  # noqa: S603 - the command is ours
        [python, "-m", "pip", "install", "--quiet", "-c", file, f"{ROOT}[classification]"],
        check=True,
    )
    return python


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("environments")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = [oldest(each) for each in project["dependencies"]]
    return python_in(folder / "oldest", bounds), python_in(folder / "newest", [])


def run(python: Path, folder: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - the command is ours
        [python, "-m", "replicard", *arguments, "--json"],
        cwd=folder,
        env={**os.environ, "REPLICARD_CACHE_DIR": "", "PYTHONPATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.mark.parametrize("turned", [False, True], ids=["oldest to newest", "newest to oldest"])
def test_no_number_changes_with_the_versions_of_libraries(
    environments: tuple[Path, Path], original: Path, tmp_path: Path, *, turned: bool
) -> None:
    there, here = reversed(environments) if turned else environments
    study = tmp_path / "study"
    shutil.copytree(original, study)
    (study / "card.evidence.json").unlink()
    run(there, study, "build", "card.yaml", "--no-pdf")

    found = run(here, study, "verify", "card.yaml")

    assert found["exit_code"] == 0, found["verdict"]
    assert not found["same_software"]
    assert found["n_scores_same"] == found["n_scores"] > 0
    left = {i["kind"] for i in found["items"] if i["agreement"] == "cannot be checked here"}
    assert left <= {"files of the report"}
    tolerated = [i for i in found["items"] if i["agreement"] == "same within tolerance"]
    assert all(i["largest_difference"] < 1e-12 for i in tolerated)
