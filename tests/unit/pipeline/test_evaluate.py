import datetime as dt
import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from dulwich import porcelain
from numpy.typing import NDArray
from tests.unit.pipeline.conftest import Study

from replicard.errors import CardError, DataError, OutputError
from replicard.pipeline.evaluate import evaluate_card
from replicard_schema.evidence import Evidence, MetricResult, Repository
from replicard_schema.vocabulary import LabelKind, MetricId, Severity

Squares = Callable[..., NDArray[np.uint16]]


def result(evidence: Evidence, metric: MetricId, candidate: str = "net") -> MetricResult:
    results = evidence.validations["check"].candidates[candidate].results
    return next(found for found in results if found.metric is metric)


def test_objects_are_matched_and_counted(study: Study) -> None:
    evidence = study.evaluate().evidence

    f1 = result(evidence, MetricId.F1)
    assert [score.value for score in f1.per_image] == [1.0, 1.0]
    assert result(evidence, MetricId.TP).pooled is not None
    # A square of 10 x 10 moved by one pixel overlaps by 90 of 110.
    quality = result(evidence, MetricId.SEGMENTATION_QUALITY)
    assert [score.value for score in quality.per_image] == [1.0, pytest.approx(90 / 110)]


def test_the_evidence_is_written_beside_the_card_and_reads_back(study: Study) -> None:
    evaluation = study.evaluate()

    assert evaluation.path == study.folder / "card.evidence.json"
    assert Evidence.model_validate_json(evaluation.path.read_bytes()) == evaluation.evidence


def test_the_same_input_gives_the_same_bytes_whatever_the_folder(
    study: Study, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = study.evaluate().path.read_bytes()
    elsewhere = tmp_path_factory.mktemp("other") / "copy"
    shutil.copytree(study.folder, elsewhere)
    (elsewhere / "card.evidence.json").unlink()

    assert Study(elsewhere).evaluate().path.read_bytes() == first


def test_evidence_names_no_path_of_this_machine(study: Study) -> None:
    text = study.evaluate().path.read_text(encoding="utf-8")

    assert str(study.folder) not in text
    assert "\\\\" not in json.dumps(json.loads(text)["validations"])


def test_unchanged_evidence_keeps_its_date(study: Study) -> None:
    evaluate_card(study.card, today=dt.date(2020, 1, 2))

    again = evaluate_card(study.card, today=dt.date(2021, 1, 2))

    assert not again.changed
    assert again.evidence.date == "2020-01-02"


def test_a_changed_pixel_is_seen_and_dated(study: Study, squares: Squares) -> None:
    evaluate_card(study.card, today=dt.date(2020, 1, 2))
    worse = squares()
    worse[4:14, 2:12] = 0
    study.write("predictions", {"a": worse})

    again = evaluate_card(study.card, today=dt.date(2021, 1, 2))

    assert again.evidence.date == "2021-01-02"
    assert result(again.evidence, MetricId.RECALL).per_image[0].value == pytest.approx(2 / 3)


def test_what_has_not_changed_is_not_computed_again(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.evaluate()
    monkeypatch.setattr(
        "replicard.pipeline.validation.score_images",
        lambda *_, **__: pytest.fail("computed again"),
    )

    assert not study.evaluate().changed
    with pytest.raises(pytest.fail.Exception):
        study.evaluate(fresh=True)


def test_an_edited_threshold_makes_the_validation_stale(study: Study) -> None:
    study.evaluate()
    study.write_card(validation=", iou_thresholds: [0.9]")

    evidence = study.evaluate().evidence

    assert result(evidence, MetricId.F1).parameters == {"iou_threshold": 0.9}
    assert result(evidence, MetricId.F1).per_image[1].value == 0


def test_all_problems_of_all_files_come_at_once(study: Study) -> None:
    (study.folder / "predictions" / "a.tif").write_bytes(b"II*\0 broken")
    tifffile.imwrite(study.folder / "predictions" / "b.tif", np.zeros((5, 6), np.uint16))

    with pytest.raises(DataError) as caught:
        study.evaluate()

    files = [problem.file for problem in caught.value.problems]
    assert files == ["predictions/a.tif", "predictions/b.tif"]
    assert "targets/b.tif" in str(caught.value)


def test_a_failure_leaves_earlier_evidence_as_it_is(study: Study) -> None:
    before = study.evaluate().path.read_bytes()
    (study.folder / "predictions" / "a.tif").write_bytes(b"")

    with pytest.raises(DataError):
        study.evaluate(strict=True)

    assert (study.folder / "card.evidence.json").read_bytes() == before


@pytest.mark.parametrize("side", ["images", "targets", "predictions"])
def test_a_pattern_without_files_is_an_error(study: Study, side: str) -> None:
    shutil.rmtree(study.folder / side)
    (study.folder / side).mkdir()

    with pytest.raises(DataError, match="no file of this name or pattern") as caught:
        study.evaluate()

    assert caught.value.problems[0].file == f"{side}/*.tif"


def test_a_missing_partner_names_the_file(study: Study) -> None:
    (study.folder / "predictions" / "b.tif").unlink()

    with pytest.raises(DataError, match=r"b\.tif"):
        study.evaluate()


def test_damaged_evidence_is_computed_anew(study: Study) -> None:
    first = study.evaluate()
    content = first.path.read_bytes()
    first.path.write_bytes(content[:100])

    assert study.evaluate().path.read_bytes() == content


def test_an_invalid_card_is_not_evaluated(study: Study) -> None:
    study.card.write_text("study: 1\n", encoding="utf-8")

    with pytest.raises(CardError):
        study.evaluate()


def test_a_folder_that_cannot_be_written_is_an_error(study: Study) -> None:
    (study.folder / "card.evidence.json").mkdir()

    with pytest.raises(OutputError, match="is a folder"):
        study.evaluate()


@pytest.fixture
def sealed(study: Study, monkeypatch: pytest.MonkeyPatch) -> Study:
    """The study in a folder that cannot be written to, whoever runs the test."""
    opened = os.open

    def refuse(path: str | Path, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT and Path(path).parent == study.folder:
            raise PermissionError(errno.EACCES, "denied")
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", refuse)
    return study


def test_evidence_of_a_sealed_folder_goes_to_the_output(
    sealed: Study, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("out")

    first = evaluate_card(sealed.card, output=elsewhere)
    again = evaluate_card(sealed.card, output=elsewhere)

    assert first.path == elsewhere / "card.evidence.json"
    assert "the folder of the card cannot be written to" in first.as_text()
    assert not again.changed
    assert again.path == first.path


def test_evaluating_in_a_sealed_folder_says_what_to_type(sealed: Study) -> None:
    with pytest.raises(OutputError, match="no permission") as caught:
        sealed.evaluate()

    assert "-o FOLDER" in (caught.value.problems[0].hint or "")


def test_a_binary_mask_is_not_taken_for_instances(study: Study, squares: Squares) -> None:
    study.write("targets", {"a": (squares() > 0).astype(np.uint8)})

    with pytest.raises(DataError, match="binary mask") as caught:
        study.evaluate(strict=True)

    assert "label_kind" in (caught.value.problems[0].hint or "")


def test_the_author_can_vouch_for_what_labels_mean(study: Study, squares: Squares) -> None:
    for side in ("targets", "predictions"):
        study.write(side, {n: (squares() > 0).astype(np.uint8) for n in "ab"})
    study.write_card(
        task="semantic segmentation", dataset=", label_kind: binary", validation=", metrics: [iou]"
    )

    evidence = study.evaluate().evidence

    assert evidence.validations["check"].label_kind is LabelKind.BINARY
    assert result(evidence, MetricId.IOU).per_image[0].value == 1


def test_classes_are_named_as_the_card_names_them(study: Study, squares: Squares) -> None:
    for side in ("targets", "predictions"):
        study.write(side, {n: np.minimum(squares(), 2).astype(np.uint8) for n in "ab"})
    study.write_card(
        task="semantic segmentation", dataset=', classes: {"1": nucleus, "2": cytoplasm}'
    )

    found = study.evaluate().evidence.validations["check"].candidates["net"].results

    named = {r.parameters.get("class") for r in found if r.metric is MetricId.IOU}
    assert named == {"nucleus", "cytoplasm"}


def test_the_raw_input_is_scored_where_it_shows_the_same(study: Study) -> None:
    rng = np.random.default_rng(1)
    clean = {n: rng.normal(100, 20, (32, 48)).astype(np.float32) for n in "ab"}
    study.write("targets", clean)
    study.write("images", {n: im + rng.normal(0, 9, im.shape) for n, im in clean.items()})
    study.write(
        "predictions", {"a": clean["a"] + 0.5 * rng.normal(0, 9, (32, 48)), "b": clean["a"]}
    )
    study.write_card(task="denoising", validation=", metrics: [rmse]")

    validation = study.evaluate().evidence.validations["check"]

    assert list(validation.candidates) == ["net", "raw input"]
    (against_input,) = validation.comparisons
    assert (against_input.candidate, against_input.other) == ("net", "raw input")
    assert (against_input.worse, against_input.n) == (("b",), 2)
    assert validation.normalisation is not None


def test_channels_are_scored_one_by_one_under_their_names(study: Study) -> None:
    rng = np.random.default_rng(1)
    stack = {n: rng.normal(100, 20, (2, 32, 48)).astype(np.float32) for n in "ab"}
    for side in ("images", "targets", "predictions"):
        study.write(side, stack)
    study.write_card(
        task="denoising",
        dataset=", axes: CYX, acquisition: {channels: [{name: DAPI}, {name: GFP}]}",
        validation=", metrics: [rmse]",
    )

    results = study.evaluate().evidence.validations["check"].candidates["net"].results

    assert [r.parameters["channel"] for r in results] == ["DAPI", "GFP"]


def test_frames_of_a_time_series_are_one_image(study: Study) -> None:
    rng = np.random.default_rng(3)
    drift = np.array([0, 5, 10], dtype=np.uint16)[:, np.newaxis, np.newaxis]
    truth = {name: rng.integers(0, 999, (3, 16, 20), dtype=np.uint16) for name in "ab"}
    predicted = {name: movie + drift for name, movie in truth.items()}
    for side, images in (("images", truth), ("targets", truth), ("predictions", predicted)):
        study.write(side, images)
    study.write_card(
        task="denoising",
        dataset=", axes: TYX",
        validation=", metrics: [mae], normalisation: {method: none}",
    )

    (mae,) = study.evaluate().evidence.validations["check"].candidates["net"].results

    assert "frame" not in mae.parameters
    assert [score.value for score in mae.per_image] == [5.0, 5.0]


def test_objects_of_all_frames_are_counted_together(study: Study, squares: Squares) -> None:
    still = np.stack([squares(), squares()])
    half = still.copy()
    half[1] = 0
    study.write("images", dict.fromkeys("ab", still))
    study.write("targets", dict.fromkeys("ab", still))
    study.write("predictions", {"a": still, "b": half})
    study.write_card(dataset=", axes: TYX")

    evidence = study.evaluate().evidence

    assert [score.value for score in result(evidence, MetricId.TP).per_image] == [6.0, 3.0]
    assert [score.value for score in result(evidence, MetricId.RECALL).per_image] == [1.0, 0.5]


def test_volumes_are_scored_as_volumes(study: Study, squares: Squares) -> None:
    for side in ("images", "targets", "predictions"):
        study.write(side, {n: np.stack([squares()] * 4) for n in "ab"})
    study.write_card(dataset=", axes: ZYX")

    evidence = study.evaluate().evidence

    pooled = result(evidence, MetricId.TP).pooled
    assert pooled is not None
    assert pooled.value == 6


def test_tracking_is_not_computed_and_says_so(study: Study) -> None:
    study.write_card(task="tracking")

    validation = study.evaluate().evidence.validations["check"]

    assert validation.candidates == {}
    assert "tracking" in (validation.not_computed_because or "")


def test_a_constant_ground_truth_is_named_once_with_its_file(study: Study) -> None:
    rng = np.random.default_rng(4)
    noise = rng.integers(0, 999, (16, 20), dtype=np.uint16)
    study.write("images", {"a": noise, "b": noise + np.uint16(3)})
    study.write("targets", {"a": np.full((16, 20), 7, np.uint16), "b": noise})
    study.write("predictions", {"a": noise, "b": noise})
    study.write_card(task="denoising")

    findings = [f for f in study.evaluate().evidence.findings if f.code == "constant-image"]

    assert [f.message for f in findings] == ["every pixel of the ground truth has the same value"]
    assert findings[0].files == ("targets/a.tif",)


def test_predictions_that_are_the_ground_truth_are_pointed_out(
    study: Study, squares: Squares
) -> None:
    empty = np.zeros_like(squares())
    study.write("targets", {"a": squares(), "b": empty})
    study.write("predictions", {"a": squares(), "b": empty})

    findings = study.evaluate().evidence.findings

    (found,) = (f for f in findings if f.code == "copy-of-ground-truth")
    assert found.files == ("predictions/a.tif",)


def test_repeated_ground_truth_is_a_finding(study: Study, squares: Squares) -> None:
    study.write("targets", {"a": squares(), "b": squares()})

    findings = study.evaluate().evidence.findings

    found = next(f for f in findings if f.code == "repeated-images")
    assert found.files == ("targets/a.tif", "targets/b.tif")
    assert found.field == "datasets.test.targets"


@pytest.mark.parametrize(
    ("pattern", "severity"), [("{plate}_*", Severity.HINT), ("{plate}_{well}", Severity.WARNING)]
)
def test_repeated_ground_truth_within_its_group_is_a_hint_only(
    study: Study, squares: Squares, pattern: str, severity: Severity
) -> None:
    for side in ("images", "targets", "predictions"):
        shutil.rmtree(study.folder / side)
        study.write(side, {"p1_A": squares(), "p1_B": squares()})
    study.write_card(dataset=f', groups: "{pattern}"')

    findings = study.evaluate().evidence.findings

    assert {f.severity for f in findings if f.code == "repeated-images"} == {severity}


def test_scores_without_value_are_explained_on_the_terminal(study: Study) -> None:
    blank, noise = np.full((16, 20), 7, np.uint16), np.arange(320, dtype=np.uint16).reshape(16, 20)
    study.write("images", {"a": noise, "b": noise + np.uint16(3)})
    study.write("targets", {"a": blank, "b": noise})
    study.write("predictions", {"a": noise, "b": noise})
    study.write_card(task="denoising", validation=", metrics: [psnr, mae]")

    text = study.evaluate().as_text()

    assert "0.000 (n = 1)" in text
    assert "\n  no value: the ground truth is constant, so it cannot be normalised\n" in text
    assert "\n  no value: identical images have no finite PSNR\n" in text
    assert "warning[constant-image]" in text


def test_a_metric_of_another_task_is_left_out_and_named(study: Study) -> None:
    study.write_card(validation=", metrics: [f1, ssim]")

    evidence = study.evaluate().evidence

    assert {r.metric for r in evidence.validations["check"].candidates["net"].results} == {
        MetricId.F1
    }
    found = next(f for f in evidence.findings if f.code == "metric-of-another-task")
    assert found.message.startswith("ssim cannot be computed for instance segmentation")


def test_images_are_counted_by_group(study: Study) -> None:
    study.write_card(dataset=', groups: "{letter}"')
    assert study.evaluate().evidence.validations["check"].n_groups == 2

    study.write_card(dataset=', groups: "a{rest}"')
    evidence = study.evaluate().evidence
    assert evidence.validations["check"].n_groups == 2
    assert any(f.code == "group-pattern" for f in evidence.findings)


def test_a_pattern_of_groups_is_held_against_the_name_of_an_image(
    study: Study, squares: Squares
) -> None:
    names = ("scan_A1_s1", "scan_A1_s2", "scan_B2_s1")
    for side in ("images", "targets", "predictions"):
        shutil.rmtree(study.folder / side)
        study.write(side, {name: np.roll(squares(), at, axis=0) for at, name in enumerate(names)})
    study.write_card(dataset=', groups: "scan_{well}_s*"')

    evidence = study.evaluate().evidence

    groups = [pair.group for pair in evidence.validations["check"].pairs]
    assert groups == ["A1", "A1", "B2"]
    assert not any(f.code == "group-pattern" for f in evidence.findings)


def test_training_images_among_the_evaluation_images_are_found_by_pixels(study: Study) -> None:
    pixels = tifffile.imread(study.folder / "images" / "a.tif")
    (study.folder / "training").mkdir()
    tifffile.imwrite(study.folder / "training" / "x.tif", pixels, compression="zlib")
    study.write_card(model=", training: {datasets: [train]}")
    text = study.card.read_text(encoding="utf-8")
    study.card.write_text(
        text.replace("models:", "  train: {images: training/*.tif}\nmodels:"), encoding="utf-8"
    )

    (independence,) = study.evaluate().evidence.independence

    (shared,) = independence.shared
    assert (shared.evaluation, shared.training, shared.same) == (
        "images/a.tif",
        "training/x.tif",
        "pixels",
    )


def test_training_data_without_files_are_said_not_to_be_checked(study: Study) -> None:
    study.write_card(model=", training: {datasets: [train]}")
    text = study.card.read_text(encoding="utf-8")
    study.card.write_text(
        text.replace("models:", "  train: {image_count: 9}\nmodels:"), encoding="utf-8"
    )

    (independence,) = study.evaluate().evidence.independence

    assert not independence.is_checked
    assert "train" in (independence.not_checked_because or "")


def test_training_log_and_weights_are_read(study: Study) -> None:
    (study.folder / "log.csv").write_text("epoch,loss,val_loss\n1,3,3\n2,2,1\n3,1,2\n")
    (study.folder / "net.pt").write_bytes(b"weights")
    study.write_card(model=", weights: net.pt, training: {log: log.csv}")

    model = study.evaluate().evidence.models["net"]

    assert model.model_dump()["log"]["best_epoch"] == 2
    assert model.model_dump()["weights"]["bytes"] == 7


def test_lossy_files_are_pointed_out(study: Study) -> None:
    rng = np.random.default_rng(0)
    for name in "ab":
        (study.folder / "images" / f"{name}.tif").unlink()
        image = rng.integers(0, 255, (32, 48), dtype=np.uint8)
        tifffile.imwrite(study.folder / "images" / f"{name}.tif", image, compression="jpeg")

    findings = study.evaluate().evidence.findings

    assert any("JPEG compression" in finding.message for finding in findings)


class TestClassification:
    def write(self, study: Study, truth: str, predicted: str) -> None:
        (study.folder / "truth.csv").write_text(truth)
        (study.folder / "predicted.csv").write_text(predicted)
        study.card.write_text(
            """\
card_version: "1.0"
study: {title: A study, authors: [{name: Given Family}]}
datasets:
  test: {labels: truth.csv}
models:
  net: {task: image classification, algorithm: {name: ResNet}, provenance: trained}
validations:
  check: {dataset: test, candidates: {net: predicted.csv}}
"""
        )

    def test_tables_are_compared_image_by_image(self, study: Study) -> None:
        self.write(study, "image,label\n1,a\n2,a\n3,b\n4,b\n", "image,label\n4,b\n3,b\n2,b\n1,a\n")

        candidate = study.evaluate().evidence.validations["check"].candidates["net"]

        assert candidate.confusion is not None
        assert candidate.confusion.counts == ((1, 1), (0, 2))
        accuracy = next(r for r in candidate.results if r.metric is MetricId.CLASS_ACCURACY)
        assert accuracy.pooled is not None
        assert accuracy.pooled.value == 0.75

    @pytest.mark.parametrize(
        ("predicted", "message"),
        [
            ("", "needs the columns image and label"),
            ("file,class\n1,a\n", "found file, class"),
            ("image,label\n1,a\n1,b\n2,a\n", "a second time"),
            ("image,label\n1,a\n", "does not name '2'"),
            ("image,label\n1,a\n2,a\n3,a\n", "also names '3'"),
            ("image,label\n1,a\n2,\n", "row 3 lacks"),
        ],
    )
    def test_tables_that_do_not_fit_are_errors(
        self, study: Study, predicted: str, message: str
    ) -> None:
        self.write(study, "image,label\n1,a\n2,b\n", predicted)

        with pytest.raises(DataError, match=message) as caught:
            study.evaluate()

        assert caught.value.problems[0].file == "predicted.csv"


def test_what_the_program_writes_is_no_change_of_the_repository(study: Study) -> None:
    porcelain.init(str(study.folder))
    porcelain.add(str(study.folder), paths=[str(study.card)])
    porcelain.commit(str(study.folder), b"card", author=b"A <a@example.org>", sign=False)
    (study.folder / "card-report").mkdir()
    (study.folder / "card-report" / "report.html").write_text("report")

    first = study.evaluate()
    second = study.evaluate()

    assert isinstance(first.evidence.repository, Repository)
    assert not second.changed
    assert first.evidence.repository.untracked_count == 6  # the images alone
