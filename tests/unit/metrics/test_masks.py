import numpy as np
import pytest

from replicard.errors import UndefinedMetricError
from replicard.metrics.counts import Agreement, PixelCounts
from replicard.metrics.masks import (
    agreement,
    class_counts,
    dice,
    iou,
    mask_counts,
    pixel_accuracy,
)
from replicard.metrics.overlap import joint_counts

REFERENCE = np.array([[0, 1, 1, 2], [0, 1, 2, 2]])
PREDICTION = np.array([[0, 1, 2, 2], [1, 1, 2, 0]])


def test_pixels_of_a_class_are_counted() -> None:
    table = joint_counts(REFERENCE, PREDICTION)

    assert class_counts(table, value=1) == PixelCounts(tp=2, fp=1, fn=1)
    assert class_counts(table, value=2) == PixelCounts(tp=2, fp=1, fn=1)
    assert agreement(table) == Agreement(correct=5, total=8)


def test_foreground_is_every_value_but_zero() -> None:
    table = mask_counts(REFERENCE * 100, PREDICTION)

    assert class_counts(table, value=1) == PixelCounts(tp=5, fp=1, fn=1)
    assert agreement(table) == Agreement(correct=6, total=8)


def test_a_class_in_neither_image_is_undefined_rather_than_perfect_or_zero() -> None:
    counts = class_counts(joint_counts(REFERENCE, PREDICTION), value=9)

    for compute in (iou, dice):
        with pytest.raises(UndefinedMetricError, match="neither the ground truth nor"):
            compute(counts)


@pytest.mark.parametrize("counts", [PixelCounts(tp=0, fp=3, fn=0), PixelCounts(tp=0, fp=0, fn=3)])
def test_a_class_in_one_image_alone_scores_zero(counts: PixelCounts) -> None:
    assert iou(counts) == 0
    assert dice(counts) == 0


def test_two_images_of_background_agree_in_every_pixel() -> None:
    empty = np.zeros((4, 4), dtype=np.uint8)

    assert pixel_accuracy(agreement(mask_counts(empty, empty))) == 1


def test_no_pixel_has_no_accuracy() -> None:
    with pytest.raises(UndefinedMetricError, match="no pixel"):
        pixel_accuracy(Agreement(correct=0, total=0))


def test_a_float_mask_is_refused() -> None:
    with pytest.raises(ValueError, match="float64"):
        mask_counts(np.array([[0.2, 0.9]]), np.array([[0, 1]]))
