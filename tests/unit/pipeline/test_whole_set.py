"""MicroSSIM over a set: against the program of its authors, and the rules for odd images."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from replicard.pipeline.evaluate import evaluate_card
from replicard_schema.evidence import CandidateResult, MetricResult

RECORD = Path(__file__).parents[1] / "metrics" / "record_micro_ssim.py"
RECORDED: dict[str, Any] = json.loads(
    RECORD.with_name("micro_ssim.json").read_text(encoding="utf-8")
)
CARD = """\
card_version: "1.0"
study: {title: A study, authors: [{name: Given Family}]}
datasets:
  test: {images: "raw/*.tif", targets: "gt/*.tif"}
models:
  net: {task: denoising, algorithm: {name: U-Net}, provenance: trained}
validations:
  check: {dataset: test, candidates: {net: "net/*.tif"}, metrics: [ssim, micro_ssim]}
"""


def simulated() -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """Return the images that were recorded."""
    spec = spec_from_file_location(RECORD.stem, RECORD)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]] = module.simulated()
    return found


def evaluate(
    folder: Path, truths: list[NDArray[Any]], found: list[NDArray[Any]]
) -> dict[str, CandidateResult]:
    for side, images in (("gt", truths), ("net", found), ("raw", found)):
        (folder / side).mkdir(exist_ok=True)
        for number, image in enumerate(images):
            tifffile.imwrite(
                folder / side / f"{number}.tif", image, photometric="minisblack", metadata=None
            )
    (folder / "card.yaml").write_text(CARD, encoding="utf-8")
    evidence = evaluate_card(folder / "card.yaml", environ={"SOURCE_DATE_EPOCH": "0"}).evidence
    return evidence.validations["check"].candidates


def micro(candidate: CandidateResult) -> MetricResult:
    return next(result for result in candidate.results if result.metric == "micro_ssim")


def test_a_set_scores_as_by_the_program_of_the_authors(tmp_path: Path) -> None:
    candidates = evaluate(tmp_path, *simulated())

    (fit,) = candidates["net"].fits
    recorded = RECORDED["simulated"]["parameters"]
    assert fit.n_images == 3
    # floating-point backgrounds are found up to 1/65,535 of their differences
    assert fit.reference_background == pytest.approx(recorded["offset_gt"], abs=1e-3)
    assert fit.prediction_background == pytest.approx(recorded["offset_pred"], abs=1e-3)
    assert fit.largest == pytest.approx(recorded["max_val"], abs=1e-3)
    assert fit.factor == pytest.approx(recorded["ri_factor"], rel=1e-4)
    values = [score.value for score in micro(candidates["net"]).per_image]
    assert values == pytest.approx(RECORDED["simulated"]["scores"], abs=2e-5)
    assert values == [score.value for score in micro(candidates["raw input"]).per_image]


@pytest.mark.parametrize("name", RECORDED["single"])
def test_a_single_real_image_scores_as_by_the_program_of_the_authors(
    tmp_path: Path, shared_data: Path, name: str
) -> None:
    folder = shared_data / "fmd_denoise_real"
    truth, raw = (np.asarray(Image.open(folder / part / name)) for part in ("gt", "noisy"))

    candidates = evaluate(tmp_path, [truth], [raw])

    (fit,) = candidates["net"].fits
    recorded = RECORDED["single"][name]["parameters"]
    assert (fit.reference_background, fit.prediction_background, fit.largest) == (
        recorded["offset_gt"],
        recorded["offset_pred"],
        recorded["max_val"],
    )
    assert fit.factor == pytest.approx(recorded["ri_factor"], rel=1e-3)
    (score,) = micro(candidates["net"]).per_image
    assert score.value == pytest.approx(RECORDED["single"][name]["scores"][0], abs=1e-6)


def test_gain_and_offset_of_the_predictions_change_nothing(tmp_path: Path) -> None:
    truths, found = simulated()

    plain = micro(evaluate(tmp_path, truths, found)["net"])
    other = micro(evaluate(tmp_path, truths, [7 * image - 90 for image in found])["net"])

    for one, two in zip(plain.per_image, other.per_image, strict=True):
        assert one.value == pytest.approx(two.value, abs=1e-6)


def test_one_factor_holds_for_all_images(tmp_path: Path) -> None:
    truths, found = simulated()
    found[0] = 2 * found[0]

    scores = micro(evaluate(tmp_path, truths, found)["net"]).per_image
    values = [score.value or 0.0 for score in scores]

    assert values[0] < min(values[1:]) - 0.05


def test_constant_and_unusable_images_have_reasons_and_do_not_spoil_the_set(tmp_path: Path) -> None:
    truths, found = simulated()
    alone = micro(evaluate(tmp_path, truths, found)["net"])
    truths += [np.full((40, 40), 200.0), truths[0]]
    found += [np.full((40, 40), 100.0), np.where(found[0] > 150, np.nan, found[0])]

    with_others = micro(evaluate(tmp_path, truths, found)["net"])

    reasons = [score.undefined_because or "" for score in with_others.per_image[3:]]
    assert "constant" in reasons[0]
    assert "finite" in reasons[1]
    for one, two in zip(alone.per_image, with_others.per_image[:3], strict=True):
        assert one.value == pytest.approx(two.value, abs=0.02)


def test_constant_ground_truths_have_no_fit(tmp_path: Path) -> None:
    flat = [np.full((40, 40), 7.0)]

    result = micro(evaluate(tmp_path, flat, [np.random.default_rng(1).random((40, 40))])["net"])

    assert "no factor could be fitted" in str(result.per_image[0].undefined_because)
