"""A study that says all, and the environments in which the field's validators are installed."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from replicard.export import EXPORTERS, Export, Material
from replicard.loading import load_card
from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.evidence_file import matching_evidence
from replicard.pipeline.exporting import material_of
from replicard_schema.card import Card

STUDY = Path(__file__).with_name("study.yaml")
DAY = dt.date(2024, 5, 7)
Validate = Callable[..., str]


@pytest.fixture(scope="session")
def full() -> Material:
    """Return a study without evidence that says everything archives ask for."""
    return material_of(load_card(STUDY), None, DAY)


def with_card(material: Material, **changes: object) -> Material:
    """Return a study with other sections in its card; None takes one away."""
    document = json.loads(material.card.model_dump_json(exclude_defaults=True))
    document |= {"card_version": "1.0", **changes}
    kept = {key: value for key, value in document.items() if value is not None}
    return replace(material, card=Card.model_validate(kept))


def exported(material: Material, name: str) -> Export:
    return EXPORTERS[name].export(material)


def only(export: Export) -> str:
    assert export.needs == ()
    (content,) = export.files.values()
    return content


@pytest.fixture(scope="session")
def validators() -> Callable[[str], str]:
    """Return a function that finds a Python with a package, or skips the test.

    The validators of the field want other versions of our dependencies, and of each
    other's, so they live in environments of their own. ``REPLICARD_VALIDATORS`` names
    their folders.
    """
    folders = os.environ.get("REPLICARD_VALIDATORS", "").split(os.pathsep)
    pythons = [sys.executable, *(str(Path(f) / "bin" / "python") for f in folders if f)]

    def find(package: str) -> str:
        for python in pythons:
            command = [python, "-c", f"import {package}"]
            if Path(python).exists() and _run(command).returncode == 0:
                return python
        pytest.skip(f"{package} is not installed (set REPLICARD_VALIDATORS)")

    return find


@pytest.fixture
def validate(validators: Callable[[str], str], tmp_path: Path) -> Validate:
    """Return a function that runs lines of Python where a validator is installed."""

    def run(package: str, lines: str, *arguments: str) -> str:
        done = _run([validators(package), "-c", lines, *arguments], cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def _run(command: list[str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(  # noqa: S603 - the command is ours
        command,
        cwd=cwd,
        env={**clean, "NO_PROXY": "*", "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an example with evidence, whose card says that all was made for it."""
    target = tmp_path_factory.mktemp("study") / "nuclei"
    with as_file(files("replicard_examples") / "nuclei-segmentation") as source:
        shutil.copytree(source, target)
    card = target / "card.yaml"
    text = card.read_text(encoding="utf-8")
    text = text.replace("  sample-field:\n", "  sample-field:\n    made_for_study: no\n")
    card.write_text(text, encoding="utf-8")
    evaluate_card(
        card, today=DAY, environ={"REPLICARD_CACHE_DIR": str(tmp_path_factory.mktemp("c"))}
    )
    return target


@pytest.fixture(scope="session")
def evaluated(folder: Path) -> Material:
    """Return an example with evidence."""
    loaded = load_card(folder / "card.yaml")
    evidence = matching_evidence(loaded)
    assert evidence is not None
    return material_of(loaded, evidence, DAY)


DEPOSIT = "deposit: {repository: Zenodo, doi: 10.5281/zenodo.7, license: MIT, date: 2024-04-01}"


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Return an example with a trained network and evidence, as if all of it were deposited."""
    target = tmp_path_factory.mktemp("study") / "denoising"
    with as_file(files("replicard_examples") / "denoising") as source:
        shutil.copytree(source, target)
    card = target / "card.yaml"
    text = card.read_text(encoding="utf-8")
    for name in ("training-tiles", "validation-tiles", "test-tiles"):
        text = text.replace(f"\n  {name}:\n", f"\n  {name}:\n    made_for_study: yes\n")
    text = text.replace("\n  test-tiles:\n", f"\n  test-tiles:\n    {DEPOSIT}\n")
    text = text.replace("\n  small-unet:\n", f"\n  small-unet:\n    {DEPOSIT}\n")
    card.write_text(text, encoding="utf-8")
    cache = str(tmp_path_factory.mktemp("cache"))
    evaluate_card(card, today=DAY, environ={"REPLICARD_CACHE_DIR": cache})
    loaded = load_card(card)
    return material_of(loaded, matching_evidence(loaded), DAY)
