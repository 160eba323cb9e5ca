"""The aggregated Jaccard index, against the code of HoVer-Net and brute force."""

from collections.abc import Callable
from itertools import permutations
from typing import Any, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.areas import aggregated_jaccard, assigned_areas, nearest_areas
from replicard.metrics.counts import PairedAreas
from replicard.metrics.overlap import LabelOverlap, label_overlap

Case: TypeAlias = tuple[str, NDArray[Any], NDArray[Any], dict[str, float | None]]
Pairing = Callable[[LabelOverlap], PairedAreas]


def _assert_as_hover_net(case: Case, name: str, pairing: Pairing) -> None:
    _, reference, prediction, values = case
    if values[name] is not None:
        areas = pairing(label_overlap(reference, prediction))
        assert aggregated_jaccard(areas) == pytest.approx(values[name], abs=1e-9), case[0]


@pytest.mark.parametrize(
    ("name", "pairing"), [("aji", nearest_areas), ("aji_plus", assigned_areas)]
)
def test_synthetic_objects_overlap_as_hover_net_recorded(
    name: str, pairing: Pairing, synthetic_cases: list[Case]
) -> None:
    for case in synthetic_cases:
        _assert_as_hover_net(case, name, pairing)


@pytest.mark.parametrize(
    ("name", "pairing"), [("aji", nearest_areas), ("aji_plus", assigned_areas)]
)
def test_real_objects_overlap_as_hover_net_recorded(
    name: str, pairing: Pairing, real_cases: list[Case]
) -> None:
    for case in real_cases:
        _assert_as_hover_net(case, name, pairing)


@pytest.mark.parametrize("seed", range(5))
def test_no_assignment_has_a_larger_sum_of_iou(seed: int) -> None:
    generator = np.random.default_rng(seed)
    overlap = label_overlap(generator.integers(0, 5, (6, 6)), generator.integers(0, 5, (6, 6)))
    n_rows, n_columns = overlap.reference_ids.size, overlap.prediction_ids.size
    iou = np.zeros((n_rows, n_columns))
    shared = np.zeros((n_rows, n_columns), dtype=int)
    iou[overlap.rows, overlap.columns] = overlap.iou()
    shared[overlap.rows, overlap.columns] = overlap.intersections
    best = max(
        permutations(range(n_columns), n_rows),
        key=lambda order: sum(iou[row, column] for row, column in enumerate(order)),
    )

    areas = assigned_areas(overlap)

    in_pairs = sum(shared[row, column] for row, column in enumerate(best))
    total = overlap.reference_areas.sum() + overlap.prediction_areas.sum()
    assert areas == PairedAreas(shared=in_pairs, covered=total - in_pairs)


def test_a_prediction_over_two_objects_is_paired_twice_or_once() -> None:
    overlap = label_overlap([[1, 1, 1, 2, 2]], [[7, 7, 7, 7, 7]])

    assert nearest_areas(overlap) == PairedAreas(shared=5, covered=10)
    assert assigned_areas(overlap) == PairedAreas(shared=3, covered=7)


def test_of_predictions_with_equal_iou_the_smallest_id_is_taken() -> None:
    areas = nearest_areas(label_overlap([[1, 1, 2, 0]], [[9, 5, 5, 9]]))

    # Object 1 shares a third with 5 and with 9, object 2 one half with 5: 9 is left over.
    assert areas == PairedAreas(shared=2, covered=3 + 2 + 2)


@pytest.mark.parametrize("pairing", [nearest_areas, assigned_areas])
def test_without_objects_there_is_no_index_and_with_one_side_it_is_0(pairing: Pairing) -> None:
    empty, one = np.zeros((2, 2), int), np.array([[0, 1], [0, 1]])

    assert aggregated_jaccard(pairing(label_overlap(empty, one))) == 0
    assert aggregated_jaccard(pairing(label_overlap(one, empty))) == 0
    with pytest.raises(UndefinedMetricError, match="neither"):
        aggregated_jaccard(pairing(label_overlap(empty, empty)))
