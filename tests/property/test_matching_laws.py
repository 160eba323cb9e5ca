import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from replicard.errors import UndefinedMetricError
from replicard.metrics import objects
from replicard.metrics.counts import ObjectCounts
from replicard.metrics.matching import match_objects
from replicard.metrics.overlap import label_overlap
from replicard.metrics.overlay import OverlayCode, object_overlay

Labels = NDArray[np.int64]

shapes = st.shared(hnp.array_shapes(min_dims=2, max_dims=3, max_side=7), key="shape")
labels = hnp.arrays(np.int64, shapes, elements=st.integers(0, 6))
thresholds = st.one_of(
    st.sampled_from([0.1, 0.2, 0.25, 1 / 3, 0.5, 0.6, 2 / 3, 1.0]),
    st.floats(0, 1, exclude_min=True),
)
some_counts = st.builds(
    lambda tp, fp, fn, quality: ObjectCounts(tp, fp, fn, tp * quality),
    st.integers(0, 50),
    st.integers(0, 50),
    st.integers(0, 50),
    st.floats(0, 1),
)


def _counts(a: Labels, b: Labels, threshold: float) -> ObjectCounts:
    (matching,) = match_objects(a, b, iou_thresholds=[threshold])
    return matching.counts()


@given(labels, labels, thresholds)
def test_every_object_is_matched_or_not_and_used_once(
    a: Labels, b: Labels, threshold: float
) -> None:
    (matching,) = match_objects(a, b, iou_thresholds=[threshold])

    for matched, unmatched, image in (
        (matching.reference_ids, matching.unmatched_reference_ids, a),
        (matching.prediction_ids, matching.unmatched_prediction_ids, b),
    ):
        ids = sorted([*matched.tolist(), *unmatched.tolist()])
        assert ids == [int(value) for value in np.unique(image) if value]
    assert (matching.iou >= threshold).all()
    assert (matching.iou <= 1).all()


@given(labels, labels, thresholds)
def test_matching_reaches_the_optimum_of_a_dense_assignment(
    a: Labels, b: Labels, threshold: float
) -> None:
    overlap = label_overlap(a, b)
    gain = np.zeros((overlap.reference_ids.size, overlap.prediction_ids.size))
    iou = overlap.iou()
    gain[overlap.rows, overlap.columns] = np.where(iou >= threshold, 100 + iou, 0)

    best = gain[linear_sum_assignment(gain, maximize=True)]

    counts = _counts(a, b, threshold)
    assert counts.tp == np.count_nonzero(best)
    assert counts.sum_matched_iou == pytest.approx(best.sum() - 100 * counts.tp, abs=1e-9)


@given(labels, labels, thresholds)
def test_swapping_the_images_swaps_false_positives_and_negatives(
    a: Labels, b: Labels, threshold: float
) -> None:
    forth, back = _counts(a, b, threshold), _counts(b, a, threshold)

    assert (forth.tp, forth.fp, forth.fn) == (back.tp, back.fn, back.fp)
    assert forth.sum_matched_iou == pytest.approx(back.sum_matched_iou)


@given(labels, labels, thresholds, st.permutations(range(1, 7)), st.integers(1, 2**40))
def test_ids_are_names_only(
    a: Labels, b: Labels, threshold: float, order: list[int], factor: int
) -> None:
    renamed = np.array([0, *order])[b] * factor

    as_is, with_other_ids = _counts(a, b, threshold), _counts(a, renamed, threshold)

    assert (as_is.tp, as_is.fp, as_is.fn) == (
        with_other_ids.tp,
        with_other_ids.fp,
        with_other_ids.fn,
    )
    assert as_is.sum_matched_iou == pytest.approx(with_other_ids.sum_matched_iou)


@given(labels, thresholds)
def test_an_image_matches_itself_completely(a: Labels, threshold: float) -> None:
    n = int(np.unique(a[a > 0]).size)

    assert _counts(a, a, threshold) == ObjectCounts(tp=n, fp=0, fn=0, sum_matched_iou=n)


@given(labels, labels, thresholds, thresholds)
def test_a_higher_threshold_matches_no_more(a: Labels, b: Labels, one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert _counts(a, b, low).tp >= _counts(a, b, high).tp


@given(labels, labels, thresholds)
def test_turning_both_images_changes_nothing(a: Labels, b: Labels, threshold: float) -> None:
    turned = _counts(np.flip(a).swapaxes(-1, -2), np.flip(b).swapaxes(-1, -2), threshold)

    as_is = _counts(a, b, threshold)
    assert (turned.tp, turned.fp, turned.fn) == (as_is.tp, as_is.fp, as_is.fn)
    assert turned.sum_matched_iou == pytest.approx(as_is.sum_matched_iou)


@given(some_counts)
def test_every_ratio_lies_between_zero_and_one_or_has_a_reason(counts: ObjectCounts) -> None:
    for compute in (
        objects.precision,
        objects.recall,
        objects.f1,
        objects.accuracy,
        objects.panoptic_quality,
        objects.recognition_quality,
        objects.segmentation_quality,
        objects.mean_matched_iou,
    ):
        try:
            value = compute(counts)
        except UndefinedMetricError as error:
            assert str(error)  # noqa: PT017 - whether it is raised depends on the counts
        else:
            assert 0 <= value <= 1 + 1e-12


@given(some_counts.filter(lambda counts: counts.tp > 0))
def test_the_ratios_are_tied_to_each_other(counts: ObjectCounts) -> None:
    precision, recall = objects.precision(counts), objects.recall(counts)
    f1, accuracy = objects.f1(counts), objects.accuracy(counts)

    assert f1 == pytest.approx(2 * precision * recall / (precision + recall))
    assert f1 == objects.recognition_quality(counts)
    assert accuracy == pytest.approx(f1 / (2 - f1))
    assert objects.mean_matched_iou(counts) == objects.segmentation_quality(counts)
    assert objects.panoptic_quality(counts) == pytest.approx(
        objects.segmentation_quality(counts) * objects.recognition_quality(counts)
    )


@given(labels, labels, thresholds)
def test_the_overlay_shows_each_pixel_as_what_it_is(a: Labels, b: Labels, threshold: float) -> None:
    (matching,) = match_objects(a, b, iou_thresholds=[threshold])

    codes = object_overlay(a, b, matching=matching)

    assert ((codes == OverlayCode.BACKGROUND) == ((a == 0) & (b == 0))).all()
    missed = np.isin(codes, [OverlayCode.FALSE_NEGATIVE, OverlayCode.UNMATCHED_BOTH])
    assert set(np.unique(a[missed])) <= set(matching.unmatched_reference_ids.tolist())
    shared = sum(
        int(((a == reference) & (b == prediction)).sum())
        for reference, prediction in zip(
            matching.reference_ids, matching.prediction_ids, strict=True
        )
    )
    assert int((codes == OverlayCode.AGREEMENT).sum()) == shared
