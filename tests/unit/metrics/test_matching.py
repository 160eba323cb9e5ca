import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import tifffile

from replicard.metrics import objects
from replicard.metrics.counts import ObjectCounts
from replicard.metrics.matching import Matching, match_objects

HERE = Path(__file__).parent
RECORD: dict[str, Any] = json.loads((HERE / "stardist_matching.json").read_text(encoding="utf-8"))


def _recorder() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "record_stardist_matching", HERE / "record_stardist_matching.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RECORDER = _recorder()
SYNTHETIC = RECORDER.synthetic_pairs()


def _assert_as_stardist(matching: Matching, row: list[float]) -> None:
    threshold, tp, fp, fn, sum_matched_iou, accuracy, f1, panoptic_quality = row
    counts = matching.counts()
    assert matching.iou_threshold == threshold
    assert (counts.tp, counts.fp, counts.fn) == (tp, fp, fn)
    # StarDist lets pairs below the threshold pull at the choice, which can only cost IoU.
    assert counts.sum_matched_iou >= sum_matched_iou - 1e-4
    if tp + fp + fn:
        assert objects.accuracy(counts) == pytest.approx(accuracy, abs=1e-8)
        assert objects.f1(counts) == pytest.approx(f1, abs=1e-8)
    if threshold > 0.5 and tp:
        assert counts.sum_matched_iou == pytest.approx(sum_matched_iou, abs=1e-4)
        assert objects.panoptic_quality(counts) == pytest.approx(panoptic_quality, abs=1e-5)


def test_every_synthetic_pair_is_recorded() -> None:
    assert set(SYNTHETIC) == set(RECORD["synthetic"])


@pytest.mark.parametrize("name", sorted(SYNTHETIC))
def test_synthetic_images_are_matched_as_stardist_recorded(name: str) -> None:
    reference, prediction = SYNTHETIC[name]

    found = match_objects(reference, prediction, iou_thresholds=RECORDER.THRESHOLDS)

    for matching, row in zip(found, RECORD["synthetic"][name], strict=True):
        _assert_as_stardist(matching, row)


def test_real_images_are_matched_as_stardist_recorded(shared_data: Path) -> None:
    pairs = list(RECORDER.real_pairs(shared_data))

    assert {name for name, _, _ in pairs} == set(RECORD["real"])
    for name, truth, prediction in pairs:
        found = match_objects(
            tifffile.imread(truth),
            tifffile.imread(prediction),
            iou_thresholds=RECORDER.THRESHOLDS,
        )
        for matching, row in zip(found, RECORD["real"][name], strict=True):
            _assert_as_stardist(matching, row)


def test_a_pair_below_the_threshold_does_not_pull_at_the_choice() -> None:
    reference, prediction = RECORDER.rivals()

    (matching,) = match_objects(reference, prediction, iou_thresholds=[0.3])

    assert matching.reference_ids.tolist() == [1]
    assert matching.prediction_ids.tolist() == [1]
    assert matching.counts().sum_matched_iou == pytest.approx(5 / 14)
    of_stardist = next(
        row for row in RECORD["synthetic"]["rivals below the threshold"] if row[0] == 0.3
    )
    assert of_stardist[4] == pytest.approx(5 / 15, abs=1e-4)


def test_an_iou_equal_to_the_threshold_is_a_match() -> None:
    reference = np.array([[1] * 10])
    prediction = np.array([[1] * 7 + [0] * 3])

    at, above = match_objects(reference, prediction, iou_thresholds=[0.7, 0.7000001])

    assert at.counts() == ObjectCounts(tp=1, fp=0, fn=0, sum_matched_iou=0.7)
    assert above.counts() == ObjectCounts(tp=0, fp=1, fn=1, sum_matched_iou=0.0)


def test_two_halves_at_an_iou_of_one_half_make_one_match() -> None:
    reference = np.array([[4, 4]])
    prediction = np.array([[8, 9]])

    (matching,) = match_objects(reference, prediction, iou_thresholds=[0.5])

    assert matching.counts() == ObjectCounts(tp=1, fp=1, fn=0, sum_matched_iou=0.5)
    matched = set(matching.prediction_ids.tolist())
    assert matched | set(matching.unmatched_prediction_ids.tolist()) == {8, 9}


def test_more_pairs_go_before_a_larger_iou() -> None:
    # Object 1 fits prediction 1 best, but only then can object 2 have no partner.
    reference = np.array([[1] * 6 + [1] * 3 + [2] * 4])
    prediction = np.array([[1] * 6 + [2] * 3 + [1] * 4])

    (matching,) = match_objects(reference, prediction, iou_thresholds=[0.2])

    assert matching.reference_ids.tolist() == [1, 2]
    assert matching.prediction_ids.tolist() == [2, 1]


def test_unmatched_objects_are_named() -> None:
    reference = np.array([[5, 5, 0, 7, 7]])
    prediction = np.array([[5, 5, 3, 0, 0]])

    (matching,) = match_objects(reference, prediction, iou_thresholds=[0.5])

    assert matching.unmatched_reference_ids.tolist() == [7]
    assert matching.unmatched_prediction_ids.tolist() == [3]


def test_a_volume_is_matched_as_a_volume() -> None:
    reference = np.zeros((3, 4, 4), dtype=np.uint16)
    reference[:, 1:3, 1:3] = 1
    prediction = np.zeros_like(reference)
    prediction[:2, 1:3, 1:3] = 1

    (matching,) = match_objects(reference, prediction, iou_thresholds=[0.5])

    assert matching.iou.tolist() == [8 / 12]


def test_thousands_of_rivals_in_one_group_are_matched_without_a_dense_table() -> None:
    # Every block overlaps four others alike; a dense table would take 800 MB.
    rows, columns = np.mgrid[:200, :200]
    reference = 1 + rows // 2 * 100 + columns // 2
    prediction = np.roll(reference, (1, 1), axis=(0, 1))

    (matching,) = match_objects(reference, prediction, iou_thresholds=[0.1])

    assert matching.counts().tp == 10_000


@pytest.mark.parametrize("threshold", [0, -0.1, 1.1, float("nan")])
def test_a_threshold_that_no_pair_or_any_pair_reaches_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="IoU threshold"):
        match_objects(np.array([[1]]), np.array([[1]]), iou_thresholds=[threshold])
