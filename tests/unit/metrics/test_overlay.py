import numpy as np

from replicard.metrics.matching import match_objects
from replicard.metrics.overlay import OverlayCode, class_overlay, mask_overlay, object_overlay

NONE, BOTH, DIFFER, MISSED, CLAIMED, NEITHER, SPLIT, MERGE = OverlayCode


def _overlay(reference: list[int], prediction: list[int], *, iou_threshold: float) -> list[int]:
    images = np.array([reference]), np.array([prediction])
    (matching,) = match_objects(*images, iou_thresholds=[iou_threshold])
    return [int(code) for code in object_overlay(*images, matching=matching)[0]]


def test_a_matched_pair_agrees_where_both_are_and_differs_elsewhere() -> None:
    codes = _overlay([5, 5, 5, 5, 0], [0, 9, 9, 9, 9], iou_threshold=0.5)

    assert codes == [DIFFER, BOTH, BOTH, BOTH, DIFFER]


def test_missed_and_invented_objects_have_their_own_codes() -> None:
    codes = _overlay([3, 3, 0, 0, 0], [0, 0, 0, 8, 8], iou_threshold=0.5)

    assert codes == [MISSED, MISSED, NONE, CLAIMED, CLAIMED]


def test_objects_that_overlap_too_little_show_both_errors() -> None:
    codes = _overlay([3, 3, 0], [0, 8, 8], iou_threshold=0.5)

    assert codes == [MISSED, NEITHER, CLAIMED]


def test_an_unmatched_object_shows_over_a_matched_one() -> None:
    codes = _overlay([1, 1, 1, 1, 0, 0], [1, 1, 1, 2, 2, 2], iou_threshold=0.5)

    assert codes == [BOTH, BOTH, BOTH, CLAIMED, CLAIMED, CLAIMED]


def test_a_split_object_is_no_missed_one() -> None:
    assert _overlay([1] * 6 + [0], [4, 4, 4, 5, 5, 5, 0], iou_threshold=0.6) == [SPLIT] * 6 + [NONE]


def test_a_merge_is_no_invented_object() -> None:
    assert _overlay([1, 1, 1, 2, 2, 2], [8] * 6, iou_threshold=0.6) == [MERGE] * 6


def test_the_matched_part_of_a_split_object_agrees() -> None:
    codes = _overlay([1, 1, 1, 1], [1, 1, 1, 2], iou_threshold=0.5)

    assert codes == [BOTH, BOTH, BOTH, SPLIT]


def test_touching_matched_objects_differ_where_they_swap_pixels() -> None:
    codes = _overlay([1, 1, 1, 2, 2, 2], [7, 7, 6, 6, 6, 6], iou_threshold=0.5)

    assert codes == [BOTH, BOTH, DIFFER, BOTH, BOTH, BOTH]


def test_an_image_without_objects_is_background() -> None:
    assert _overlay([0, 0], [0, 0], iou_threshold=0.5) == [NONE, NONE]


def test_binary_masks_of_different_value_agree() -> None:
    codes = mask_overlay(np.array([[0, 255, 255, 0]]), np.array([[0, 1, 0, 1]]))

    assert codes.tolist() == [[NONE, BOTH, MISSED, CLAIMED]]
    assert codes.dtype == np.uint8


def test_two_classes_at_one_place_differ() -> None:
    codes = class_overlay(np.array([[1, 1, 1, 0]]), np.array([[1, 2, 0, 2]]))

    assert codes.tolist() == [[BOTH, DIFFER, MISSED, CLAIMED]]
