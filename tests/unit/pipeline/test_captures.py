"""Two captures of each field: which files belong together, what is compared and said."""

from pathlib import Path

import numpy as np
import pytest
import tifffile
from scipy.ndimage import gaussian_filter

from replicard.errors import CardError, DataError
from replicard.loading import load_card
from replicard.pipeline.evaluate import evaluate_card
from replicard.render.methods import methods_markdown, write_methods
from replicard_schema.evidence import Evidence

CARD = """\
card_version: "1.0"
study: {title: A study, authors: [{name: Given Family}]}
datasets:
  test: {images: "raw/{field}_1.tif", second_images: "raw/{field}_2.tif"DATASET}
models:
  net: {task: denoising, algorithm: {name: U-Net}, provenance: trained}
validations:
  check:
    dataset: test
    candidates: {net: "net/{field}_1.tif"}
    SECOND
"""
SECOND = 'second_predictions: {net: "net/{field}_2.tif"}'
SHAPE = (64, 64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(3)
    for name in ("raw", "net", "gt"):
        (tmp_path / name).mkdir()
    for field in ("a", "b"):
        truth = 5 * gaussian_filter(rng.normal(size=SHAPE), 1.5)
        tifffile.imwrite(tmp_path / "gt" / f"{field}_1.tif", truth.astype(np.float32))
        for capture in "12":
            for side, noise in (("raw", 0.5), ("net", 0.1)):
                image = truth + rng.normal(0, noise, SHAPE)
                path = tmp_path / side / f"{field}_{capture}.tif"
                tifffile.imwrite(path, image.astype(np.float32))
    return tmp_path


def evaluate(folder: Path, *, second: str = SECOND, dataset: str = "") -> Evidence:
    text = CARD.replace("SECOND", second).replace("DATASET", dataset)
    (folder / "card.yaml").write_text(text, encoding="utf-8")
    return evaluate_card(folder / "card.yaml", environ={"SOURCE_DATE_EPOCH": "0"}).evidence


def test_predictions_and_raw_captures_are_compared_without_ground_truth(folder: Path) -> None:
    evidence = evaluate(folder)

    found = evidence.validations["check"]
    assert list(found.candidates) == ["net", "raw input"]
    for candidate in found.candidates.values():
        (result,) = candidate.results
        assert result.metric == "frc_resolution"
        assert result.parameters == {"threshold": "1/7", "unit": "px"}
        assert [score.image for score in result.per_image] == ["a_1", "b_1"]
        (curve,) = candidate.ring_curves
        assert curve.n == 2
        assert len(curve.correlations) == 64
    assert found.pairs[0].second_image is not None
    assert found.pairs[0].second_predictions["net"].path == "net/a_2.tif"
    assert {f.code for f in evidence.findings} >= {"no-targets", "frc-tells-agreement"}


def test_with_ground_truth_it_stands_beside_the_usual_metrics(folder: Path) -> None:
    found = evaluate(folder, dataset=', targets: "gt/{field}_1.tif"').validations["check"]

    metrics = [result.metric.value for result in found.candidates["net"].results]
    assert metrics[0] == "ssim"
    assert metrics[-1] == "frc_resolution"
    assert found.examples[0].metric == "ssim"


def test_without_second_predictions_the_ground_truth_is_asked_for(folder: Path) -> None:
    with pytest.raises(DataError, match="no ground truth"):
        evaluate(folder, second="")


def test_the_pixel_size_of_the_card_gives_micrometres(folder: Path) -> None:
    plain = evaluate(folder)
    size = ", acquisition: {pixel_size: {x: 100 nm, y: 100 nm}}"

    scaled = evaluate(folder, dataset=size)

    of_plain, of_scaled = (
        e.validations["check"].candidates["raw input"].results[0] for e in (plain, scaled)
    )
    assert of_scaled.parameters["unit"] == "µm"
    assert of_scaled.summary.mean == pytest.approx(0.1 * (of_plain.summary.mean or 0))


def test_second_captures_that_equal_the_first_are_a_finding(folder: Path) -> None:
    for field in "ab":
        (folder / "net" / f"{field}_2.tif").write_bytes(
            (folder / "net" / f"{field}_1.tif").read_bytes()
        )

    evidence = evaluate(folder)

    (finding,) = (f for f in evidence.findings if f.code == "same-capture")
    assert "a_1 of net, b_1 of net" in finding.message
    result = evidence.validations["check"].candidates["net"].results[0]
    assert "stays above 1/7" in str(result.per_image[0].undefined_because)


def test_a_capture_of_another_size_is_named_and_left_out(folder: Path) -> None:
    tifffile.imwrite(folder / "net" / "a_2.tif", np.ones((32, 32), np.float32))

    evidence = evaluate(folder)

    (finding,) = (f for f in evidence.findings if f.code == "skipped-captures")
    assert "net/a_2.tif" in finding.message
    assert "1 of 4 pairs" in finding.message


def test_a_missing_second_capture_is_named(folder: Path) -> None:
    (folder / "net" / "b_2.tif").unlink()
    (folder / "net" / "c_2.tif").write_bytes((folder / "net" / "a_2.tif").read_bytes())

    with pytest.raises(DataError, match="prediction of net for the second capture"):
        evaluate(folder)


def test_the_metric_without_second_captures_is_a_finding(folder: Path) -> None:
    evaluate(
        folder, second="metrics: [ssim, frc_resolution]", dataset=', targets: "gt/{field}_1.tif"'
    )
    text = (folder / "card.yaml").read_text(encoding="utf-8")
    card = text.replace(', second_images: "raw/{field}_2.tif"', "")
    (folder / "card.yaml").write_text(card, encoding="utf-8")

    evidence = evaluate_card(folder / "card.yaml", environ={}).evidence

    (finding,) = (f for f in evidence.findings if f.code == "no-second-captures")
    assert "second_predictions" in (finding.hint or "")


def test_second_predictions_need_first_ones(folder: Path) -> None:
    card = CARD.replace('candidates: {net: "net/{field}_1.tif"}', "stated_scores: []").replace(
        "DATASET", ""
    )
    (folder / "card.yaml").write_text(card.replace("SECOND", SECOND), encoding="utf-8")

    with pytest.raises(CardError, match="none of the first"):
        evaluate_card(folder / "card.yaml")


def test_a_second_run_finds_nothing_changed(folder: Path) -> None:
    evaluate(folder)

    assert not evaluate_card(folder / "card.yaml", environ={}).changed


def test_the_methods_text_says_what_was_compared_and_what_it_cannot_tell(folder: Path) -> None:
    evidence = evaluate(folder)

    text = methods_markdown(write_methods(load_card(folder / "card.yaml").card, evidence))

    assert "for two independent captures of each field were compared with each other" in text
    assert "The raw captures were compared in the same way" in text
    assert "ground truth" not in text
    assert "it tells how well they agree, not whether they are right" in text


def test_the_methods_text_labels_what_needs_a_label(folder: Path) -> None:
    metrics = "metrics: [ssim, micro_ssim, legacy_zerocost_nrmse, nrmse_euclidean, frc_resolution]"

    evidence = evaluate(
        folder, second=f"{SECOND}\n    {metrics}", dataset=', targets: "gt/{field}_1.tif"'
    )
    text = methods_markdown(write_methods(load_card(folder / "card.yaml").card, evidence))

    assert "is the root of a mean absolute error, and stands here only to be compared" in text
    assert "fitted to all images together" in text
    assert "is the RMSE divided by the root mean square of each ground-truth image" in text
