"""Laws of the metrics of segmented objects that depend on no single threshold."""

import hypothesis.extra.numpy as hnp
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from replicard.metrics.areas import aggregated_jaccard, assigned_areas, nearest_areas
from replicard.metrics.fragments import find_fragments
from replicard.metrics.masks import class_counts, mask_counts
from replicard.metrics.overlap import label_overlap
from replicard.metrics.sweep import ap_dsb, sweep_counts

Labels = NDArray[np.int64]

shapes = st.shared(hnp.array_shapes(min_dims=2, max_dims=3, max_side=7), key="shape")
labels = hnp.arrays(np.int64, shapes, elements=st.integers(0, 6))


@given(labels)
def test_a_segmentation_agrees_with_itself(a: Labels) -> None:
    overlap = label_overlap(a, a)

    assert find_fragments(overlap).counts().splits == 0
    if a.any():
        assert aggregated_jaccard(nearest_areas(overlap)) == 1
        assert aggregated_jaccard(assigned_areas(overlap)) == 1
        assert ap_dsb(sweep_counts(overlap)) == 1


@given(labels, labels)
def test_a_split_is_a_merge_the_other_way_round(a: Labels, b: Labels) -> None:
    there, back = find_fragments(label_overlap(a, b)), find_fragments(label_overlap(b, a))

    np.testing.assert_array_equal(there.split_reference_ids, back.merging_prediction_ids)
    np.testing.assert_array_equal(there.merging_prediction_ids, back.split_reference_ids)


@given(labels, labels)
def test_pairs_one_to_one_reach_the_optimum_of_a_dense_assignment(a: Labels, b: Labels) -> None:
    overlap = label_overlap(a, b)
    iou = np.zeros((overlap.reference_ids.size, overlap.prediction_ids.size))
    iou[overlap.rows, overlap.columns] = overlap.iou()
    swapped = assigned_areas(label_overlap(b, a))

    areas = assigned_areas(overlap)

    best = iou[linear_sum_assignment(iou, maximize=True)].sum()
    union = class_counts(mask_counts(a, b), value=1)
    assert areas.covered >= union.tp + union.fp + union.fn
    assert areas.shared <= union.tp
    assert (areas.shared == 0) == (best == 0)
    assert (areas.shared == 0) == (swapped.shared == 0)


@given(labels, labels)
def test_every_pixel_of_an_object_is_covered_at_least_once(a: Labels, b: Labels) -> None:
    areas = nearest_areas(label_overlap(a, b))

    assert 0 <= areas.shared <= areas.covered
    assert areas.covered >= max((a > 0).sum(), (b > 0).sum())


@given(labels, labels, st.integers(1, 2**40))
def test_how_large_ids_are_has_no_influence(a: Labels, b: Labels, factor: int) -> None:
    plain, scattered = label_overlap(a, b), label_overlap(a * factor, b * factor)

    assert nearest_areas(plain) == nearest_areas(scattered)
    assert assigned_areas(plain) == assigned_areas(scattered)
    assert find_fragments(plain).counts() == find_fragments(scattered).counts()
