"""Validations whose ground truth and detections are tables of boxes."""

import re
from pathlib import Path

import pytest

from replicard.errors import DataError
from replicard.pipeline.build import build_card
from replicard.pipeline.evaluate import Evaluation, evaluate_card
from replicard_schema.vocabulary import MetricId

CARD = """\
card_version: "1.0"
study: {{title: A study, authors: [{{name: Given Family}}]}}
datasets:
  test: {{boxes: truth.csv}}
models:
  net: {{task: object detection, algorithm: {{name: YOLO}}, provenance: trained}}
validations:
  check: {{dataset: test, candidates: {{net: found.csv}}{validation}}}
"""
TRUTH = """\
image,label,y0,x0,y1,x1
a,cell,0,0,10,10
a,cell,20,20,30,30
b,cell,5,5,15,15
c,,,,,
"""
FOUND = """\
image,label,y0,x0,y1,x1,score
a,cell,0,0,10,10,0.9
a,cell,21,20,31,30,0.8
a,cell,70,70,80,80,0.1
b,,,,,,
c,,,,,,
"""


def _evaluate(
    folder: Path, *, truth: str = TRUTH, found: str = FOUND, validation: str = ""
) -> Evaluation:
    (folder / "truth.csv").write_text(truth, encoding="utf-8")
    (folder / "found.csv").write_text(found, encoding="utf-8")
    (folder / "card.yaml").write_text(CARD.format(validation=validation), encoding="utf-8")
    return evaluate_card(folder / "card.yaml", environ={"SOURCE_DATE_EPOCH": "0"})


def _pooled(evaluation: Evaluation) -> dict[MetricId, float | None]:
    found = evaluation.evidence.validations["check"].candidates["net"].results
    return {result.metric: result.pooled.value if result.pooled else None for result in found}


def test_boxes_are_matched_and_ranked(tmp_path: Path) -> None:
    pytest.importorskip("pycocotools")

    evaluation = _evaluate(tmp_path)

    values = _pooled(evaluation)
    assert (values[MetricId.TP], values[MetricId.FP], values[MetricId.FN]) == (2, 1, 1)
    # Two of three boxes are found before the wrong detection: 67 of 101 levels of recall.
    assert values[MetricId.AP_COCO_50] == pytest.approx(67 / 101)
    assert "pycocotools" in evaluation.evidence.computed_with
    assert evaluation.evidence.validations["check"].n_images == 3
    assert not evaluation.evidence.findings


def test_the_report_of_boxes_is_built(tmp_path: Path) -> None:
    pytest.importorskip("pycocotools")
    _evaluate(tmp_path)

    outcome = build_card(tmp_path / "card.yaml", with_pdf=False)

    methods = (outcome.folder / "methods.md").read_text(encoding="utf-8")
    assert "COCO average precision at an IoU of 0.5 (AP50)" in methods
    assert "AP50 (COCO)" in (outcome.folder / "report.html").read_text(encoding="utf-8")


def test_a_metric_of_masks_is_left_out_with_a_finding(tmp_path: Path) -> None:
    evaluation = _evaluate(tmp_path, validation=", metrics: [f1, iou, hd95]")

    assert set(_pooled(evaluation)) == {MetricId.F1}
    (finding,) = evaluation.evidence.findings
    assert finding.code == "metric-of-another-task"
    assert "iou, hd95" in finding.message


def test_images_and_classes_that_only_one_side_has_are_told(tmp_path: Path) -> None:
    found = "image,label,y0,x0,y1,x1\na,Cell,0,0,10,10\n"

    evaluation = _evaluate(tmp_path, found=found)

    codes = {finding.code: finding.message for finding in evaluation.evidence.findings}
    assert "'b', 'c'" in codes["images-without-detections"]
    assert "Cell" in codes["unlisted-class"]


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ("image,label,x,y\na,cell,1,2\n", "needs the columns image, label, y0, x0, y1, x1"),
        ("image,label,y0,x0,y1,x1\n", "at least one row"),
        ("image,label,y0,x0,y1,x1\na,cell,0,0,0,10\n", "row 2 is no box"),
        ("image,label,y0,x0,y1,x1\na,cell,0,0,nan,10\n", "row 2 has no finite number under y1"),
        ("image,label,y0,x0,y1,x1\na,,0,0,9,10\n", "row 2 has a box without a label"),
        ("image,label,y0,x0,y1,x1\n,cell,0,0,9,10\n", "row 2 names no image"),
        ("image,label,y0,x0,y1,x1,score\na,cell,0,0,9,10,\n", "no finite number under score"),
        ("image,label,y0,x0,y1,x1\nd,cell,0,0,9,10\n", "also names 'd', unlike truth.csv"),
        ("image,label,y0,x0,y1,x1\n" + "a,cell,0,0,0,0\n" * 9, "and 4 more such rows"),
    ],
)
def test_a_damaged_table_ends_in_one_clear_message(
    tmp_path: Path, found: str, message: str
) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        _evaluate(tmp_path, found=found)


def test_bytes_that_are_no_text_are_no_table(tmp_path: Path) -> None:
    _evaluate(tmp_path)
    (tmp_path / "found.csv").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(DataError, match="not a CSV table in UTF-8"):
        evaluate_card(tmp_path / "card.yaml")
