"""Statistics of label images."""

import numpy as np
import pytest

from replicard.similarity import object_statistics


def squares(side: int, n: int, *, value: int | None = None) -> np.ndarray:
    """Return n x n squares with a gap of their side between them."""
    image = np.zeros((2 * side * n, 2 * side * n), dtype=np.int32)
    for number, (row, column) in enumerate(np.ndindex(n, n), start=1):
        top, left = 2 * side * row, 2 * side * column
        image[top : top + side, left : left + side] = number if value is None else value
    return image


def test_objects_are_counted_and_sized() -> None:
    found = object_statistics(squares(10, 4))

    assert found is not None
    assert (found.count, found.sizes, found.is_mask) == (16, (100, 100, 100), False)
    assert found.coverage == pytest.approx(0.25)


def test_the_pieces_of_a_mask_are_its_objects() -> None:
    found = object_statistics(squares(10, 4, value=255))

    assert found is not None
    assert (found.count, found.sizes, found.is_mask) == (16, (100, 100, 100), True)


def test_ids_need_not_follow_each_other() -> None:
    image = squares(10, 2).astype(np.int64)
    image[image == 4] = 2**40

    found = object_statistics(image)

    assert found is not None
    assert found.count == 4


def test_an_empty_label_image_has_no_sizes() -> None:
    found = object_statistics(np.zeros((20, 20), np.uint16))

    assert found is not None
    assert (found.count, found.sizes, found.coverage) == (0, (), 0)


def test_pictures_are_no_labels() -> None:
    picture = np.random.default_rng(0).integers(0, 4000, (100, 100)).astype(np.uint16)

    assert object_statistics(picture) is None
    assert object_statistics(np.zeros((4, 4))) is None


def test_of_a_huge_image_the_middle_is_used() -> None:
    image = np.zeros((4096, 8192), np.uint8)
    image[:, :2048] = 1

    found = object_statistics(image)

    assert found is not None
    assert found.count == 0
