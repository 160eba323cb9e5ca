"""The example package, installed as a user installs it, and packages that do not work."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.integration.conftest import Run

Replicard = Callable[..., Run]
ROOT = Path(__file__).resolve().parents[2]
NAME = "replicard-example-plugin"
CARD = """\
card_version: "1.0"
study: {title: A study, authors: [{name: Given Family}]}
models:
  net: {task: denoising, algorithm: {name: U-Net}, provenance: trained}
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that the example package is installed into."""
    folder = tmp_path_factory.mktemp("installed")
    source = tmp_path_factory.mktemp("source") / "plugin"
    shutil.copytree(ROOT / "examples" / "plugin", source)
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--target"]
    subprocess.run(  # noqa: S603 - the command is ours
        [sys.executable, "-m", "pip", "install", *options, str(folder), str(source)], check=True
    )
    return folder


@pytest.fixture
def extended(replicard: Replicard, installed: Path, tmp_path: Path) -> Replicard:
    """Return a function that runs ``replicard`` where the example package is installed."""
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")
    return with_path(replicard, installed)


def with_path(replicard: Replicard, folder: Path) -> Replicard:
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])

    def run(*arguments: str) -> Run:
        return replicard(*arguments, PYTHONPATH=path)

    return run


def announce(folder: Path, group: str, line: str, code: str = "") -> None:
    """Lay down what an installed package consists of."""
    (folder / "broken.py").write_text(code, encoding="utf-8")
    about = folder / "broken_package-2.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: broken_package\nVersion: 2.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[{group}]\n{line}\n", encoding="utf-8")


def test_an_importer_is_asked_about_files_that_none_of_ours_knows(
    extended: Replicard, tmp_path: Path
) -> None:
    settings = tmp_path / "lab-settings.ini"
    settings.write_text("[training]\nepochs = 4\nbatch = 2\nmood = good\n", encoding="utf-8")

    run = extended("import", "lab-settings.ini", "--into", "card.yaml", "--json")

    outcome = json.loads(run.out)
    (reading,) = outcome["readings"]
    assert reading["format"] == f"settings of the example laboratory (read by {NAME} 0.1.0)"
    assert reading["unknown"] == ["mood"]
    card = (tmp_path / "card.yaml").read_text(encoding="utf-8")
    assert "hyperparameters: {epochs: 4, batch_size: 2}" in card


def test_without_the_package_the_file_is_of_no_known_kind(
    replicard: Replicard, tmp_path: Path
) -> None:
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")
    (tmp_path / "lab-settings.ini").write_text("[training]\nepochs = 4\n", encoding="utf-8")

    run = replicard("import", "lab-settings.ini", "--into", "card.yaml")

    assert run.code == 1
    assert "is not a file of a tool that is known" in run.err


def test_a_checklist_is_answered_and_listed(extended: Replicard) -> None:
    name = f"{NAME}:imaging-course"

    checked = extended("check", "card.yaml", "--checklist", name, "--json")
    listed = extended("checklists")

    (result,) = json.loads(checked.out)["checklists"]
    assert (result["id"], len(result["items"])) == ("imaging-course", 2)
    assert f"file: {name}" in listed.out
    assert f"comes from the package {NAME} 0.1.0" in listed.out


def test_a_card_may_name_a_checklist_of_a_package(extended: Replicard, tmp_path: Path) -> None:
    more = f"output: {{checklists: ['{NAME}:imaging-course', 'lab-lists:core']}}\n"
    (tmp_path / "card.yaml").write_text(CARD + more, encoding="utf-8")

    run = extended("check", "card.yaml")

    assert run.code == 1
    assert "imaging-course has 2 items" in run.out
    assert "output.checklists[1]" in run.out
    words = " ".join(run.out.split())
    assert "the checklist `lab-lists:core` comes with the package `lab-lists`" in words
    assert "help: install it if you trust those who made it" in words


def test_an_exporter_is_called_by_its_full_name(extended: Replicard) -> None:
    run = extended("export", "card.yaml", "--to", f"{NAME}:lab-inventory")
    listed = extended("export", "--list")

    assert run.code == 0, run.err
    assert run.out.startswith("model,task,algorithm,date\nnet,denoising,U-Net,")
    assert f"written by {NAME} 0.1.0" in run.err
    assert f"{NAME}:lab-inventory" in listed.out


def test_a_name_that_the_package_lacks_is_told_with_those_it_has(extended: Replicard) -> None:
    run = extended("export", "card.yaml", "--to", f"{NAME}:lab-inventorry")

    assert run.code == 1
    assert run.is_clean
    assert f"the package {NAME} 0.1.0 has no exporter `lab-inventorry`" in run.err
    assert f"it has `{NAME}:lab-inventory`" in run.err


def test_all_that_packages_bring_is_listed(extended: Replicard, replicard: Replicard) -> None:
    listed = json.loads(extended("plugins", "--json").out)

    assert {each["kind"]: each["id"] for each in listed} == {
        "metric": f"{NAME}:median-error",
        "importer": f"{NAME}:lab-settings",
        "checklist": f"{NAME}:imaging-course",
        "exporter": f"{NAME}:lab-inventory",
    }
    assert f"metric      {NAME}:median-error  (version 0.1.0)" in extended("plugins").out
    assert "no package that is installed brings anything" in replicard("plugins").out


BROKEN = {
    "raises": ("raise OSError('no licence')", "cannot be loaded: OSError: no licence"),
    "lacks it": ("", "cannot be loaded: AttributeError"),
    "is another thing": ("THING = 3", "should be an Exporter, but is 3"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_package_that_does_not_work_is_named_in_one_sentence(
    replicard: Replicard, tmp_path: Path, case: str
) -> None:
    code, message = BROKEN[case]
    folder = tmp_path / "site"
    folder.mkdir()
    announce(folder, "replicard.exporters", "thing = broken:THING", code)
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")

    run = with_path(replicard, folder)("export", "card.yaml", "--to", "broken-package:thing")

    assert run.code == 1
    assert run.is_clean
    assert f"the exporter `thing` of the package broken-package 2.0 {message}" in run.err


FAILING = """
from replicard.export import Exporter, export_of
from replicard.importers import Harvest, Importer

def fail(*arguments):
    raise KeyError("x")

EXPORTER = Exporter("cff", "T", "F", "M", "V", fail)
CLASHING = Exporter("cff", "T", "F", "M", "V", lambda m: export_of({"codemeta.json": ""}))
IMPORTER = Importer("thing", lambda head: head.name == "thing.ini", fail)
"""


def test_an_importer_that_fails_leaves_a_reason(replicard: Replicard, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    announce(folder, "replicard.importers", "thing = broken:IMPORTER", FAILING)
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")
    (tmp_path / "thing.ini").write_text("x", encoding="utf-8")

    run = with_path(replicard, folder)("import", "thing.ini", "--into", "card.yaml")

    assert run.is_clean
    words = " ".join((run.out + run.err).split())
    assert "the importer `thing` of the package broken-package 2.0 raised KeyError" in words


def test_an_exporter_that_fails_is_named(replicard: Replicard, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    announce(folder, "replicard.exporters", "thing = broken:EXPORTER", FAILING)
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")

    run = with_path(replicard, folder)("export", "card.yaml", "--to", "broken-package:thing")

    assert run.code == 1
    assert "of the package broken-package 2.0 failed: KeyError: 'x'" in run.err


def test_no_code_of_a_package_runs_before_it_is_wanted(
    replicard: Replicard, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    groups = ("importers", "checklists", "exporters", "metrics")
    lines = "".join(f"\n[replicard.{group}]\nthing = broken:X" for group in groups)
    announce(folder, "nothing", lines, "raise SystemExit(9)")
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")
    run = with_path(replicard, folder)

    assert run("check", "card.yaml").code == 0
    assert run("plugins").code == 0
    assert run("evaluate", "card.yaml").code == 0


def test_the_example_is_no_part_of_our_package() -> None:
    assert version("replicard")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"examples/replicard_examples"' in text
    assert "examples/plugin" not in text
