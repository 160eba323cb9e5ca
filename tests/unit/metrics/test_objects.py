from collections.abc import Callable

import pytest

from replicard.errors import UndefinedMetricError
from replicard.metrics import objects
from replicard.metrics.counts import ObjectCounts

Compute = Callable[[ObjectCounts], float]

BOTH_EMPTY = ObjectCounts(tp=0, fp=0, fn=0, sum_matched_iou=0.0)
NO_REFERENCE = ObjectCounts(tp=0, fp=4, fn=0, sum_matched_iou=0.0)
NO_PREDICTION = ObjectCounts(tp=0, fp=0, fn=4, sum_matched_iou=0.0)
NO_MATCH = ObjectCounts(tp=0, fp=2, fn=3, sum_matched_iou=0.0)
SOME = ObjectCounts(tp=6, fp=2, fn=4, sum_matched_iou=4.5)

RATIOS: tuple[Compute, ...] = (
    objects.precision,
    objects.recall,
    objects.f1,
    objects.accuracy,
    objects.panoptic_quality,
    objects.recognition_quality,
    objects.segmentation_quality,
    objects.mean_matched_iou,
)


@pytest.mark.parametrize("compute", RATIOS)
def test_no_object_in_either_image_leaves_every_ratio_undefined(compute: Compute) -> None:
    with pytest.raises(UndefinedMetricError, match="neither the ground truth nor"):
        compute(BOTH_EMPTY)


@pytest.mark.parametrize(
    ("compute", "reason"),
    [
        (objects.recall, "the ground truth holds no object"),
        (objects.segmentation_quality, "no object is matched"),
        (objects.mean_matched_iou, "no object is matched"),
    ],
)
def test_predictions_on_an_empty_ground_truth_leave_undefined(
    compute: Compute, reason: str
) -> None:
    with pytest.raises(UndefinedMetricError, match=reason):
        compute(NO_REFERENCE)


@pytest.mark.parametrize(
    "compute",
    [
        objects.precision,
        objects.f1,
        objects.accuracy,
        objects.panoptic_quality,
        objects.recognition_quality,
    ],
)
def test_predictions_on_an_empty_ground_truth_score_zero(compute: Compute) -> None:
    assert compute(NO_REFERENCE) == 0


@pytest.mark.parametrize(
    ("compute", "reason"),
    [
        (objects.precision, "the prediction holds no object"),
        (objects.segmentation_quality, "no object is matched"),
        (objects.mean_matched_iou, "no object is matched"),
    ],
)
def test_an_empty_prediction_leaves_undefined(compute: Compute, reason: str) -> None:
    with pytest.raises(UndefinedMetricError, match=reason):
        compute(NO_PREDICTION)


@pytest.mark.parametrize(
    "compute",
    [
        objects.recall,
        objects.f1,
        objects.accuracy,
        objects.panoptic_quality,
        objects.recognition_quality,
    ],
)
def test_an_empty_prediction_scores_zero(compute: Compute) -> None:
    assert compute(NO_PREDICTION) == 0


def test_objects_that_never_match_have_no_mean_iou() -> None:
    assert objects.precision(NO_MATCH) == 0
    assert objects.recall(NO_MATCH) == 0
    with pytest.raises(UndefinedMetricError, match="no object is matched"):
        objects.mean_matched_iou(NO_MATCH)


def test_counts_of_nothing_are_zero_and_defined() -> None:
    assert objects.true_positives(BOTH_EMPTY) == 0
    assert objects.false_positives(BOTH_EMPTY) == 0
    assert objects.false_negatives(BOTH_EMPTY) == 0


@pytest.mark.parametrize(
    ("compute", "value"),
    [
        (objects.true_positives, 6),
        (objects.false_positives, 2),
        (objects.false_negatives, 4),
        (objects.precision, 6 / 8),
        (objects.recall, 6 / 10),
        (objects.f1, 12 / 18),
        (objects.accuracy, 6 / 12),
        (objects.panoptic_quality, 4.5 / 9),
        (objects.recognition_quality, 6 / 9),
        (objects.segmentation_quality, 4.5 / 6),
        (objects.mean_matched_iou, 4.5 / 6),
    ],
)
def test_value_worked_out_by_hand(compute: Compute, value: float) -> None:
    assert compute(SOME) == pytest.approx(value)


def test_adding_counts_pools_images() -> None:
    pooled = SOME + NO_MATCH + BOTH_EMPTY

    assert pooled == ObjectCounts(tp=6, fp=4, fn=7, sum_matched_iou=4.5)
