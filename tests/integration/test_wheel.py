"""The built wheel, used from outside the checkout with nothing of it on the path."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("schema", "reporter", "templates", "examples")
PACKAGES = {"replicard", "replicard_examples", "replicard_schema", "replicard_templates"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel out of it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the command is ours
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel as an installer would."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # The packages of the wheel come first; the dependencies are those of the test environment.
    environ = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(  # noqa: S603 - the command is ours
        [sys.executable, *arguments],
        cwd=cwd,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_wheel_holds_the_four_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    tracked = {
        path.relative_to(ROOT / source).as_posix()
        for source in SOURCES
        for package in PACKAGES
        for path in (ROOT / source / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert tracked <= packed


def test_the_demo_runs_from_the_wheel_in_any_folder(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import replicard; print(replicard.__file__)")
    done = run(installed, tmp_path, "-m", "replicard", "demo", "--example", "third-party-model")

    assert Path(where.stdout.strip()).is_relative_to(installed)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "replicard-demo" / "card-report" / "report.html").is_file()


def test_checking_a_card_imports_nothing_heavy(installed: Path, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from replicard.pipeline.check import check_card\n"
        "check_card(Path('card.yaml')).as_text()\n"
        "heavy = {'numpy', 'matplotlib', 'skimage', 'scipy', 'tifffile', 'jinja2', 'weasyprint'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )

    done = run(installed, tmp_path, "-c", script)

    assert done.stdout.strip() == "[]", done.stderr
