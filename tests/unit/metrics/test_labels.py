from pathlib import Path

import numpy as np
import pytest
import tifffile

from replicard.metrics.labels import check_labels, class_values, suspicion
from replicard_schema.vocabulary import LabelKind


def test_a_float_label_image_is_refused_even_if_its_values_are_whole() -> None:
    with pytest.raises(ValueError, match=r"integers, but this label image holds float32"):
        check_labels(np.array([[0, 1, 2]], dtype=np.float32))


def test_a_negative_id_is_refused() -> None:
    with pytest.raises(ValueError, match=r"start at 0, but the smallest here is -3"):
        check_labels(np.array([[0, -3]], dtype=np.int16))


def test_an_id_beyond_63_bits_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        check_labels(np.array([[2**63]], dtype=np.uint64))


def test_a_label_image_without_pixels_is_refused() -> None:
    with pytest.raises(ValueError, match="no pixels"):
        check_labels(np.zeros((0, 5), dtype=np.uint8))


def test_values_are_listed_without_the_background() -> None:
    assert class_values(np.array([[9, 0, 2], [2, 9, 300]])) == (2, 9, 300)
    assert class_values(np.zeros((3, 3), dtype=bool)) == ()


def _cells(n: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return ``n`` squares that do not touch, each with its own value."""
    labels = np.zeros((4, 4 * n), dtype=np.int64)
    for place in range(n):
        labels[1:3, 4 * place + 1 : 4 * place + 3] = place + 1
    return labels


def test_a_binary_mask_declared_as_instance_is_suspect() -> None:
    mask = _cells(5) > 0

    text = suspicion(mask.astype(np.uint8) * 255, declared=LabelKind.INSTANCE)

    assert text == (
        "declared as instance, but its only value 255 lies in 5 separate pieces, "
        "as in a binary mask"
    )


def test_a_class_mask_declared_as_instance_is_suspect() -> None:
    classes = np.where(_cells(12) > 0, 1 + _cells(12) % 3, 0)

    text = suspicion(classes, declared=LabelKind.INSTANCE)

    assert text is not None
    assert "its 3 values lie in 12 separate pieces, as in a class mask" in text


def test_an_instance_mask_declared_as_class_or_binary_is_suspect() -> None:
    labels = _cells(12)

    assert "12 of its 12 values" in (suspicion(labels, declared=LabelKind.CLASS) or "")
    assert "12 values besides 0" in (suspicion(labels, declared=LabelKind.BINARY) or "")


def test_labels_that_are_what_they_are_said_to_be_are_not_suspect() -> None:
    objects = _cells(12)

    assert suspicion(objects, declared=LabelKind.INSTANCE) is None
    assert suspicion(objects > 0, declared=LabelKind.BINARY) is None
    assert suspicion(np.where(objects > 0, 1 + objects % 3, 0), declared=LabelKind.CLASS) is None


@pytest.mark.parametrize("declared", list(LabelKind))
def test_an_empty_label_image_is_not_suspect(declared: LabelKind) -> None:
    assert suspicion(np.zeros((8, 8), dtype=np.uint8), declared=declared) is None


@pytest.mark.parametrize("declared", [LabelKind.INSTANCE, LabelKind.CLASS])
def test_one_object_that_fills_the_image_is_not_suspect(declared: LabelKind) -> None:
    assert suspicion(np.full((8, 8), 3), declared=declared) is None


def test_an_object_in_two_pieces_is_not_suspect_among_whole_ones() -> None:
    labels = _cells(6)
    labels[0, -1] = 1

    assert suspicion(labels, declared=LabelKind.INSTANCE) is None


def test_pixels_that_touch_at_a_corner_are_one_piece() -> None:
    assert suspicion(np.eye(5, dtype=np.uint8), declared=LabelKind.INSTANCE) is None


@pytest.mark.parametrize(
    ("folder", "kind", "others"),
    [
        (
            "rescale4dl_deepbacs_semantic",
            LabelKind.CLASS,
            (LabelKind.INSTANCE, LabelKind.BINARY),
        ),
        (
            "rescale4dl_saureus_instance",
            LabelKind.INSTANCE,
            (LabelKind.CLASS, LabelKind.BINARY),
        ),
        ("bbbc039_segmentation", LabelKind.INSTANCE, (LabelKind.CLASS, LabelKind.BINARY)),
    ],
)
def test_the_kinds_of_real_label_images_are_told_apart(
    shared_data: Path, folder: str, kind: LabelKind, others: tuple[LabelKind, ...]
) -> None:
    paths = [*(shared_data / folder).glob("masks_gt/*"), *(shared_data / folder).glob("pred_*/*")]

    assert len(paths) > 3
    for path in paths:
        labels = tifffile.imread(path)
        assert suspicion(labels, declared=kind) is None, path.name
        for other in others:
            assert suspicion(labels, declared=other) is not None, path.name
