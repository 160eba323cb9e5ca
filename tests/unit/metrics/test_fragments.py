"""Split and merged objects, by hand and against a count object by object."""

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.metrics.counts import FragmentCounts
from replicard.metrics.fragments import find_fragments
from replicard.metrics.overlap import label_overlap


def _counts(reference: object, prediction: object) -> FragmentCounts:
    return find_fragments(label_overlap(np.asarray(reference), np.asarray(prediction))).counts()


def test_an_object_in_two_pieces_is_one_split() -> None:
    assert _counts([[3, 3, 3, 3]], [[1, 1, 2, 2]]) == FragmentCounts(splits=1, merges=0)


def test_two_objects_in_one_are_one_merge() -> None:
    assert _counts([[1, 1, 2, 2]], [[3, 3, 3, 3]]) == FragmentCounts(splits=0, merges=1)


def test_a_match_beside_a_crumb_is_a_split_as_well() -> None:
    found = find_fragments(label_overlap([[5] * 8], [[1] * 7 + [2]]))

    assert found.split_reference_ids.tolist() == [5]


def test_a_piece_with_just_half_of_its_area_inside_is_no_part() -> None:
    assert _counts([[1, 1, 1, 0]], [[4, 4, 5, 5]]) == FragmentCounts(splits=0, merges=0)


def test_parts_that_cover_just_half_of_an_object_split_nothing() -> None:
    assert _counts([[1, 1, 1, 1]], [[4, 5, 0, 0]]) == FragmentCounts(splits=0, merges=0)
    assert _counts([[1, 1, 1, 1]], [[4, 5, 6, 0]]) == FragmentCounts(splits=1, merges=0)


def test_nothing_is_split_where_there_is_nothing() -> None:
    assert _counts([[0, 0]], [[0, 1]]) == FragmentCounts(splits=0, merges=0)


@pytest.mark.parametrize("seed", range(8))
def test_counts_are_those_of_looking_at_every_object(seed: int) -> None:
    generator = np.random.default_rng(seed)
    blocks = np.arange(1, 17).reshape(4, 4).repeat(3, axis=0).repeat(3, axis=1)
    renumbered = generator.integers(0, 12, 17)
    reference = blocks * (generator.random(blocks.shape) > 0.1)
    prediction = renumbered[blocks] * (generator.random(blocks.shape) > 0.1)

    found = _counts(reference, prediction)

    assert found.splits == _made_up(reference, prediction)
    assert found.merges == _made_up(prediction, reference)


def _made_up(wholes: NDArray[np.int64], parts: NDArray[np.int64]) -> int:
    n_made_up = 0
    for whole in set(wholes[wholes > 0].tolist()):
        inside = wholes == whole
        shared = [
            int((inside & (parts == part)).sum())
            for part in set(parts[parts > 0].tolist())
            if 2 * (inside & (parts == part)).sum() > (parts == part).sum()
        ]
        n_made_up += len(shared) > 1 and 2 * sum(shared) > inside.sum()
    return n_made_up
