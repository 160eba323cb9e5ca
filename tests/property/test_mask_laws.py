import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from replicard.metrics.counts import PixelCounts
from replicard.metrics.masks import agreement, class_counts, dice, iou, pixel_accuracy
from replicard.metrics.measure_labels import measure_binary, measure_classes, measure_instances
from replicard.metrics.overlap import joint_counts
from replicard.metrics.registry import default_metrics
from replicard_schema.vocabulary import MetricId, Task

Labels = NDArray[np.int64]

MASKS = default_metrics(Task.SEMANTIC_SEGMENTATION)

shapes = st.shared(hnp.array_shapes(min_dims=2, max_dims=3, max_side=7), key="shape")
classes = hnp.arrays(np.int64, shapes, elements=st.integers(0, 3))
some_counts = st.builds(
    PixelCounts, st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)
).filter(lambda counts: counts.tp + counts.fp + counts.fn > 0)


@given(some_counts)
def test_dice_follows_from_iou_and_is_never_below_it(counts: PixelCounts) -> None:
    overlap = iou(counts)

    assert 0 <= overlap <= dice(counts) <= 1
    assert dice(counts) == pytest.approx(2 * overlap / (1 + overlap))


@given(some_counts)
def test_overlap_is_the_same_in_both_directions(counts: PixelCounts) -> None:
    swapped = PixelCounts(tp=counts.tp, fp=counts.fn, fn=counts.fp)

    assert iou(counts) == iou(swapped)
    assert dice(counts) == dice(swapped)


@given(classes, classes)
def test_counts_of_a_class_are_those_of_its_mask(a: Labels, b: Labels) -> None:
    table = joint_counts(a, b)

    for value in range(4):
        true, found = a == value, b == value
        assert class_counts(table, value=value) == PixelCounts(
            tp=int((true & found).sum()),
            fp=int((~true & found).sum()),
            fn=int((true & ~found).sum()),
        )
    assert pixel_accuracy(agreement(table)) == pytest.approx(float((a == b).mean()))


@given(classes)
def test_a_mask_agrees_with_itself(a: Labels) -> None:
    measured = measure_classes(a, a, metrics=MASKS, classes=[1, 2, 3])

    present = {str(value) for value in np.unique(a)}
    for one in measured.measurements:
        expected = 1.0 if one.parameters.get("class", "0") in present | {"0"} else None
        assert one.value == expected


@given(classes, classes)
def test_instances_as_a_mask_are_their_foreground(a: Labels, b: Labels) -> None:
    as_instances = measure_instances(a, b, metrics=[MetricId.IOU], iou_thresholds=[0.5])
    as_mask = measure_binary(a > 0, b > 0, metrics=[MetricId.IOU])

    assert as_instances == as_mask
