import numpy as np
import pytest

from replicard.metrics.overlap import joint_counts, label_overlap


def test_every_pixel_is_counted_once() -> None:
    generator = np.random.default_rng(0)
    reference = generator.integers(0, 5, (31, 17))
    prediction = generator.integers(0, 7, (31, 17))

    table = joint_counts(reference, prediction)

    dense = np.zeros((5, 7), dtype=np.int64)
    np.add.at(dense, (reference, prediction), 1)
    sparse = np.zeros_like(dense)
    sparse[table.reference, table.prediction] = table.pixels
    assert (sparse == dense).all()
    assert len(table.pixels) == np.count_nonzero(dense)


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint32, np.int64, np.uint64])
def test_labels_of_every_integer_type_are_taken(dtype: type[np.integer]) -> None:
    reference = np.array([[0, 100, 100]], dtype=dtype)

    overlap = label_overlap(reference, np.array([[0, 1, 1]], dtype=np.uint8))

    assert overlap.reference_ids.tolist() == [100]
    assert overlap.iou().tolist() == [1.0]


def test_ids_far_apart_need_no_memory_for_what_lies_between() -> None:
    reference = np.array([[1, 2**62, 2**62]])
    prediction = np.array([[2**31, 7, 7]])

    overlap = label_overlap(reference, prediction)

    assert overlap.reference_ids.tolist() == [1, 2**62]
    assert overlap.prediction_ids.tolist() == [7, 2**31]
    assert overlap.reference_areas.tolist() == [1, 2]
    assert overlap.prediction_areas.tolist() == [2, 1]


def test_layout_in_memory_makes_no_difference() -> None:
    labels = np.arange(12).reshape(3, 4) % 3

    by_rows = label_overlap(labels, labels)
    by_columns = label_overlap(np.asfortranarray(labels), labels)

    assert by_rows.intersections.tolist() == by_columns.intersections.tolist()


def test_images_without_objects_overlap_in_nothing() -> None:
    overlap = label_overlap(np.zeros((4, 4), int), np.zeros((4, 4), int))

    assert overlap.reference_ids.size == 0
    assert overlap.iou().size == 0


def test_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shapes differ: \(2, 3\) and \(3, 2\)"):
        joint_counts(np.zeros((2, 3), int), np.zeros((3, 2), int))
