"""Boxes: overlap, matching, and average precision against a definition written out."""

import math
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest
import tifffile
from skimage.measure import regionprops

from replicard.errors import UndefinedMetricError
from replicard.metrics.boxes import Box, box_counts, box_overlap
from replicard.metrics.coco import NO_BOX, NO_SCORES, Detections, ap_coco, ap_coco_50, ap_coco_75
from replicard.metrics.counts import ObjectCounts
from replicard.metrics.detected import box_results
from replicard_schema.vocabulary import MetricId

Images = dict[str, list[Box]]

ONE = Box("cell", 0, 0, 10, 10)


def _moved(box: Box, step: float, score: float, label: str = "cell") -> Box:
    return Box(label, box.y0 + step, box.x0, box.y1 + step, box.x1, score)


def _drawn(seed: int, *, n_images: int = 6, n_boxes: int = 12) -> tuple[Images, Images]:
    """Draw true boxes, and detections of them that are more or less off."""
    generator = Random(seed)  # noqa: S311 - boxes to test with
    truth: Images = {}
    found: Images = {}
    for image in map(str, range(n_images)):
        truth[image], found[image] = [], []
        for _ in range(generator.randrange(n_boxes)):
            y, x = generator.random() * 60, generator.random() * 60
            height, width = 5 + generator.random() * 10, 5 + generator.random() * 10
            box = Box(generator.choice("ab"), y, x, y + height, x + width)
            truth[image].append(box)
            for _ in range(generator.randrange(3)):
                shift = generator.gauss(0, 1.5)
                found[image].append(_moved(box, shift, generator.random(), box.label))
        found[image].append(Box("a", 0, 0, 9, 9, generator.random()))
    return truth, found


def _iou(one: Box, other: Box) -> float:
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    shared = max(height, 0) * max(width, 0)
    return shared / (one.area + other.area - shared)


def _written_out(truth: Images, found: Images, *, label: str, threshold: float) -> float:
    """Return average precision as COCO defines it, step by step."""
    n_true = sum(box.label == label for boxes in truth.values() for box in boxes)
    detections = [
        (image, box) for image in truth for box in found.get(image, []) if box.label == label
    ]
    detections.sort(key=lambda entry: -(entry[1].score or 0))
    free = {image: [box for box in boxes if box.label == label] for image, boxes in truth.items()}
    hits: list[bool] = []
    for image, box in detections:
        best = max(free[image], key=lambda true: _iou(true, box), default=None)
        hits.append(best is not None and _iou(best, box) >= threshold)
        if best is not None and hits[-1]:
            free[image].remove(best)
    curve = [(sum(hits[:n]) / n_true, sum(hits[:n]) / n) for n in range(1, len(hits) + 1)]
    levels = np.linspace(0, 1, 101)
    reached = [
        max((precision for recall, precision in curve if recall >= level), default=0.0)
        for level in levels
    ]
    return math.fsum(reached) / len(levels)


@pytest.mark.parametrize("seed", range(6))
def test_average_precision_is_the_definition_written_out(seed: int) -> None:
    pytest.importorskip("pycocotools")
    truth, found = _drawn(seed)
    detections = Detections(truth, found)
    levels = [0.5 + 0.05 * step for step in range(10)]

    written = {
        (label, level): _written_out(truth, found, label=label, threshold=level)
        for label in detections.labels
        for level in levels
    }

    assert ap_coco(detections) == pytest.approx(np.mean(list(written.values())), abs=1e-9)
    for label in detections.labels:
        one = detections.of_class(label)
        assert ap_coco_50(one) == pytest.approx(written[label, levels[0]], abs=1e-9)
        assert ap_coco_75(one) == pytest.approx(written[label, levels[5]], abs=1e-9)


def test_real_boxes_have_the_average_precision_that_another_program_found(
    shared_data: Path,
) -> None:
    """faster-coco-eval 1.8.0 by torchmetrics 1.9.0, at most 1000 detections, float32."""
    pytest.importorskip("pycocotools")
    folder = shared_data / "bbbc039_segmentation"
    truth, found = (
        {path.name: _around_objects(path) for path in sorted((folder / name).glob("*.tif"))}
        for name in ("masks_gt", "pred_unet2d_nuclei_broad")
    )
    detections = Detections(truth, found)

    values = [compute(detections) for compute in (ap_coco, ap_coco_50, ap_coco_75)]

    assert values == pytest.approx([0.7018805146, 0.8686622381, 0.7952099442], abs=1e-6)


def _around_objects(path: Path) -> list[Box]:
    """Return a box around each object, with its solidity for a score."""
    boxes = []
    for region in regionprops(tifffile.imread(path)):
        y0, x0, y1, x1 = region.bbox
        boxes.append(Box("nucleus", y0, x0, y1, x1, round(float(region.solidity), 6)))
    return boxes


def test_more_than_a_hundred_detections_of_an_image_count() -> None:
    pytest.importorskip("pycocotools")
    truth = {"a": [Box("cell", 0, 20 * place, 10, 20 * place + 10) for place in range(150)]}
    found = {"a": [_moved(box, 0, place / 150) for place, box in enumerate(truth["a"])]}

    assert ap_coco(Detections(truth, found)) == 1.0


def test_detections_in_an_image_without_objects_are_wrong() -> None:
    pytest.importorskip("pycocotools")
    truth: Images = {"a": [ONE], "b": []}
    found = {"a": [_moved(ONE, 0, 0.5)], "b": [_moved(ONE, 0, 0.9)]}

    assert ap_coco_50(Detections(truth, found)) == 0.5
    assert ap_coco_50(Detections(truth, {"a": found["a"]})) == 1.0


def test_without_a_detection_average_precision_is_0() -> None:
    pytest.importorskip("pycocotools")

    assert ap_coco(Detections({"a": [ONE]}, {})) == 0.0


def test_without_true_boxes_or_scores_there_is_no_value() -> None:
    with pytest.raises(UndefinedMetricError, match=NO_BOX):
        ap_coco(Detections({"a": []}, {"a": [_moved(ONE, 0, 1)]}))
    with pytest.raises(UndefinedMetricError, match=NO_SCORES):
        ap_coco(Detections({"a": [ONE]}, {"a": [ONE]}))


def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycocotools.coco", None)

    with pytest.raises(UndefinedMetricError, match=r"replicard\[detection\]"):
        ap_coco(Detections({"a": [ONE]}, {"a": [_moved(ONE, 0, 1)]}))


def test_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pycocotools")

    ap_coco(Detections({"a": [ONE]}, {"a": [_moved(ONE, 1, 1)]}))

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("seed", range(3))
def test_overlap_is_that_of_each_pair(seed: int) -> None:
    truth, found = _drawn(seed, n_images=1, n_boxes=40)

    overlap = box_overlap(truth["0"], found["0"])

    pairs = zip(overlap.rows, overlap.columns, overlap.iou(), strict=True)
    told = {(int(row), int(column)): float(iou) for row, column, iou in pairs}
    for row, true in enumerate(truth["0"]):
        for column, box in enumerate(found["0"]):
            assert told.get((row, column), 0.0) == pytest.approx(_iou(true, box), abs=1e-12)


def test_an_iou_equal_to_the_threshold_is_a_match_and_another_class_none() -> None:
    half = Box("cell", 0, 0, 10, 5)

    assert box_counts([ONE], [half], iou_threshold=0.5) == ObjectCounts(1, 0, 0, 0.5)
    other = Box("debris", 0, 0, 10, 10)
    assert box_counts([ONE], [other], iou_threshold=0.5) == ObjectCounts(0, 1, 1, 0.0)


def test_results_stand_for_all_classes_and_for_each() -> None:
    truth: Images = {"a": [ONE, Box("debris", 50, 50, 60, 60)], "b": []}
    found: Images = {"a": [ONE]}

    results = box_results(truth, found, metrics=[MetricId.RECALL], iou_thresholds=[0.5])

    recall = {str(result.parameters.get("class")): result for result in results}
    assert {name: result.pooled and result.pooled.value for name, result in recall.items()} == {
        "None": 0.5,
        "cell": 1.0,
        "debris": 0.0,
    }
    assert [score.value for score in recall["None"].per_image] == [0.5, None]


def test_metrics_of_other_things_are_refused() -> None:
    with pytest.raises(ValueError, match="not from"):
        box_results({}, {}, metrics=[MetricId.HD95], iou_thresholds=[0.5])
