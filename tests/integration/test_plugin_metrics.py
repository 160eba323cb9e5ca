"""A metric of another package, from the card to the report."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from tests.integration.conftest import Run

Replicard = Callable[..., Run]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "plugin"
NAME = "replicard-example-plugin:median-error"
CARD = f"""\
card_version: "1.0"
study: {{title: A study, authors: [{{name: Given Family}}]}}
datasets:
  test: {{images: images/*.tif, targets: targets/*.tif}}
models:
  net: {{task: denoising, algorithm: {{name: U-Net}}, provenance: trained}}
validations:
  check:
    dataset: test
    candidates: {{net: predictions/*.tif}}
    normalisation: {{method: none}}
    metrics: [rmse, {NAME}]
"""


@pytest.fixture
def study(tmp_path: Path) -> dict[str, float]:
    """Write a card with three images; return the median error of each prediction."""
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")
    random = np.random.default_rng(7)
    expected = {}
    for name in ("a", "b", "c"):
        sides = {side: random.random((40, 50)).astype(np.float32) for side in ("targets", "images")}
        noise = random.random((40, 50)) / 9
        sides["predictions"] = (sides["targets"] + noise).astype(np.float32)
        for side, image in sides.items():
            (tmp_path / side).mkdir(exist_ok=True)
            tifffile.imwrite(tmp_path / side / f"{name}.tif", image, photometric="minisblack")
        errors = sides["predictions"].astype(float) - sides["targets"].astype(float)
        expected[name] = float(np.median(np.abs(errors)))
    return expected


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Lay the example package down as an installer does."""
    site = tmp_path / "site"
    shutil.copytree(EXAMPLE / "replicard_example_plugin", site / "replicard_example_plugin")
    about = site / "replicard_example_plugin-0.1.0.dist-info"
    about.mkdir()
    metadata = "Metadata-Version: 2.1\nName: replicard-example-plugin\nVersion: 0.1.0\n"
    (about / "METADATA").write_text(metadata, encoding="utf-8")
    line = "median-error = replicard_example_plugin.metric:METRIC"
    (about / "entry_points.txt").write_text(f"[replicard.metrics]\n{line}\n", encoding="utf-8")
    return site


def run(replicard: Replicard, site: Path, *arguments: str) -> Run:
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    return replicard(*arguments, PYTHONPATH=path, REPLICARD_CACHE_DIR=str(site.parent / "kept"))


def evidence(folder: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads((folder / "card.evidence.json").read_text(encoding="utf-8"))


def values(folder: Path) -> list[float]:
    return [score["value"] for score in scores(folder)]


def scores(folder: Path) -> list[dict[str, Any]]:
    results = evidence(folder)["validations"]["check"]["candidates"]["net"]["results"]
    (images,) = [result["per_image"] for result in results if result["metric"] == NAME]
    assert isinstance(images, list)
    return images


def change_code(site: Path, old: str, new: str) -> None:
    module = site / "replicard_example_plugin" / "metric.py"
    text = module.read_text(encoding="utf-8")
    assert old in text
    module.write_text(text.replace(old, new), encoding="utf-8")


def test_it_is_computed_and_the_evidence_names_its_package(
    replicard: Replicard, site: Path, study: dict[str, float], tmp_path: Path
) -> None:
    done = run(replicard, site, "build", "card.yaml", "--no-pdf", "-o", "out")

    assert done.code == 0, done.err
    assert values(tmp_path) == pytest.approx(list(study.values()), rel=1e-12)
    found = evidence(tmp_path)
    assert found["computed_with"]["replicard-example-plugin"] == "0.1.0"
    library = found["passports"][NAME]["library"]
    assert library.startswith("replicard-example-plugin (replicard-example-plugin 0.1.0, numpy ")
    methods = (tmp_path / "out" / "methods.md").read_text(encoding="utf-8")
    assert "median absolute error" in methods
    assert "10.1080/01621459.1974.10482962" in methods


def test_kept_results_follow_the_code_of_the_package(
    replicard: Replicard, site: Path, study: dict[str, float], tmp_path: Path
) -> None:
    run(replicard, site, "evaluate", "card.yaml")
    change_code(site, "float(np.median(errors))", "2 * float(np.median(errors))")

    run(replicard, site, "evaluate", "card.yaml")

    doubled = [2 * value for value in study.values()]
    assert values(tmp_path) == pytest.approx(doubled, rel=1e-12)


@pytest.mark.usefixtures("study")
def test_without_the_package_the_card_says_what_to_install(replicard: Replicard) -> None:
    for command in ("check", "evaluate"):
        done = replicard(command, "card.yaml")

        words = " ".join((done.out + done.err).split())
        assert done.code == 1
        assert done.is_clean
        assert "validations.check.metrics[1]" in words
        assert "comes with the package `replicard-example-plugin`, which is not installed" in words


BROKEN = {
    "raises": ("float(np.median(errors))", "1 / 0", "failed: ZeroDivisionError"),
    "other id": ("plugin:median-error", "plugin:mean-error", "has a passport with another id"),
    "family": ("Family.INTENSITIES", "Family.RANKING", "possible are INTENSITIES, PIXELS, OBJECTS"),
    "not whole": ('    range="0 to no limit",\n', "", "range"),
}


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize("case", BROKEN)
def test_a_metric_that_does_not_work_is_named_in_one_message(
    replicard: Replicard, site: Path, case: str
) -> None:
    old, new, message = BROKEN[case]
    change_code(site, old, new)

    done = run(replicard, site, "evaluate", "card.yaml")

    words = " ".join((done.out + done.err).split())
    assert done.code == 1
    assert done.is_clean
    assert "the metric `median-error` of the package replicard-example-plugin 0.1.0" in words
    assert message in words


@pytest.mark.usefixtures("study")
def test_a_number_that_is_none_is_a_reason(
    replicard: Replicard, site: Path, tmp_path: Path
) -> None:
    change_code(site, "float(np.median(errors))", 'float("nan")')

    done = run(replicard, site, "evaluate", "card.yaml")

    assert done.is_clean
    reasons = [score["undefined_because"] for score in scores(tmp_path)]
    assert all("gave nan, which is no value" in reason for reason in reasons)


@pytest.mark.usefixtures("study")
def test_a_metric_of_another_task_is_left_out_with_a_finding(
    replicard: Replicard, site: Path
) -> None:
    change_code(site, "Family.INTENSITIES", "Family.OBJECTS")

    done = run(replicard, site, "evaluate", "card.yaml")

    words = " ".join((done.out + done.err).split())
    assert f"{NAME} cannot be computed for denoising and was left out" in words
