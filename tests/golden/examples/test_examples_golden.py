"""The texts of the shipped examples, as a visitor of the repository sees them.

Rewritten with ``pytest --update-golden``. What differs between machines (versions,
date) is replaced by fixed values; everything else is computed from the images.
"""

import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from replicard.pipeline.assembly import assemble_report
from replicard.pipeline.demo import example_names
from replicard.pipeline.evaluate import Evaluation, evaluate_card
from replicard.pipeline.outputs import text_files
from replicard_schema.evidence import Evidence
from replicard_schema.report import Report

OUTPUTS = Path(__file__).resolve().parents[3] / "examples" / "outputs"
SHOWN = {".md", ".bib"}
VERSIONS = {"replicard": "0.1.0", "numpy": "2.4.6", "scipy": "1.17.1", "scikit-image": "0.26.0"}


def settled(evidence: Evidence) -> Evidence:
    """Return evidence as if it had been computed on one certain machine."""
    environment = evidence.environment.model_copy(update={"python": "3.11.7"})
    passports = {
        name: passport.model_copy(update={"library": passport.library.split(" (")[0]})
        for name, passport in evidence.passports.items()
    }
    return evidence.model_copy(
        update={
            "environment": environment,
            "computed_with": VERSIONS,
            "replicard_version": VERSIONS["replicard"],
            "date": "2026-11-22",
            "passports": passports,
        }
    )


@pytest.fixture(scope="module", params=example_names())
def evaluation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Evaluation]:
    folder = tmp_path_factory.mktemp("example") / request.param
    with as_file(files("replicard_examples") / request.param) as source:
        shutil.copytree(source, folder)
    return request.param, evaluate_card(folder / "card.yaml", environ={})


@pytest.fixture(scope="module")
def report(evaluation: tuple[str, Evaluation]) -> tuple[str, Report]:
    name, done = evaluation
    return name, assemble_report(done.loaded, settled(done.evidence))


def test_the_texts_of_the_example_are_the_expected_ones(
    report: tuple[str, Report], golden: Callable[[Path, str], None]
) -> None:
    name, assembled = report
    texts = {n: t for n, t in text_files(assembled).items() if Path(n).suffix in SHOWN}

    assert {"methods.md", "checklist-laine-2021.md", "references.bib"} <= set(texts)
    for file_name, text in texts.items():
        (OUTPUTS / name / file_name).parent.mkdir(parents=True, exist_ok=True)
        golden(OUTPUTS / name / file_name, text)


def test_the_example_holds_what_its_page_says(evaluation: tuple[str, Evaluation]) -> None:
    name, done = evaluation
    expected = {
        "denoising": ("test", 8, {"small-unet", "total-variation", "raw input"}),
        "nuclei-segmentation": ("nuclei", 4, {"unet-nuclei-broad", "otsu-watershed"}),
        "third-party-model": ("annotated", 1, {"nuclei-broad"}),
    }
    validation, n_images, candidates = expected[name]

    found = done.evidence.validations[validation]

    assert found.n_images == n_images
    assert set(found.candidates) == candidates
    assert found.examples
