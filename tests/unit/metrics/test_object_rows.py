"""What became of every object."""

from dataclasses import astuple
from typing import Any, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.metrics.fragments import find_fragments
from replicard.metrics.matching import match_objects
from replicard.metrics.object_rows import object_rows
from replicard.metrics.overlap import label_overlap

Case: TypeAlias = tuple[str, NDArray[Any], NDArray[Any], dict[str, float | None]]


def test_every_kind_of_outcome_has_a_row() -> None:
    reference = np.array([[1, 1, 1, 0, 2, 2, 3, 3, 0, 4, 0]])
    prediction = np.array([[5, 5, 6, 0, 7, 7, 7, 7, 8, 0, 0]])

    rows = object_rows(reference, prediction, iou_threshold=0.6)

    assert [astuple(row) for row in rows] == [
        ("matched", 1, 5, 2 / 3, True, False, 3, 2),
        ("missed", 2, None, 0.5, False, True, 2, None),
        ("missed", 3, None, 0.5, False, True, 2, None),
        ("missed", 4, None, 0.0, False, False, 1, None),
        ("false", None, 6, 1 / 3, True, False, None, 1),
        ("false", None, 7, 0.5, False, True, None, 4),
        ("false", None, 8, 0.0, False, False, None, 1),
    ]


def test_rows_add_up_to_the_counts(synthetic_cases: list[Case]) -> None:
    for name, reference, prediction, _ in synthetic_cases:
        rows = object_rows(reference, prediction, iou_threshold=0.5)
        (matching,) = match_objects(reference, prediction, iou_thresholds=[0.5])
        counts = matching.counts()
        fragments = find_fragments(label_overlap(reference, prediction)).counts()

        states = [row.status for row in rows]
        split = {row.reference_id for row in rows if row.is_split} - {None}
        merging = {row.prediction_id for row in rows if row.is_merged} - {None}
        assert states.count("matched") == counts.tp, name
        assert states.count("missed") == counts.fn
        assert states.count("false") == counts.fp
        assert len(split) >= fragments.splits
        assert len(merging) >= fragments.merges
        assert all(0 <= row.iou <= 1 for row in rows)


def test_images_without_objects_have_no_rows() -> None:
    assert object_rows(np.zeros((2, 2), int), np.zeros((2, 2), int), iou_threshold=0.5) == ()


def test_a_threshold_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="threshold"):
        object_rows(np.ones((2, 2), int), np.ones((2, 2), int), iou_threshold=0)
