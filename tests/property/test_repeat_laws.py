"""Laws of repeated predictions: what does not depend on order or numbering, and limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from replicard.metrics.repeats import (
    AffinityVotes,
    ClassVotes,
    IntensityRepeats,
    StabilityTally,
    canonical_digest,
    measure_stability,
)
from replicard.metrics.uncertainty import error_share, rank_correlation

images = hnp.arrays(np.float64, (5, 6), elements=st.floats(-1e3, 1e3))
stacks = st.lists(images, min_size=2, max_size=5)
labels = hnp.arrays(np.uint8, (5, 6), elements=st.integers(0, 4))
label_stacks = st.lists(labels, min_size=2, max_size=5)
orders = st.randoms(use_true_random=False)


def intensities(stack: list[NDArray[np.float64]]) -> IntensityRepeats:
    repeats = IntensityRepeats()
    for image in stack:
        repeats.add(image)
    return repeats


def tally_of(reference: NDArray[np.uint8], stack: list[NDArray[np.uint8]]) -> StabilityTally:
    tally = StabilityTally(reference)
    for repeat in stack:
        tally.add(repeat)
    return tally


@given(images, st.integers(2, 6))
def test_identical_repeats_do_not_vary(image: NDArray[np.float64], n: int) -> None:
    repeats = intensities([image] * n)

    assert not repeats.variance().any()
    if image.min() < image.max() and np.linalg.norm(image - image.mean()) > 0:
        assert repeats.mean_correlation() == pytest.approx(1.0)


@given(stacks, orders)
def test_the_order_of_repeats_does_not_matter(
    stack: list[NDArray[np.float64]], order: object
) -> None:
    shuffled = list(stack)
    order.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random

    one, other = intensities(stack), intensities(shuffled)

    assert one.mean == pytest.approx(other.mean, abs=1e-9)
    assert one.variance() == pytest.approx(other.variance(), rel=1e-9, abs=1e-6)


@given(labels, st.integers(2, 6))
def test_identical_masks_and_objects_are_stable(image: NDArray[np.uint8], n: int) -> None:
    votes = ClassVotes()
    for _ in range(n):
        votes.add(image)
    tally = tally_of(image, [image] * n)

    assert votes.disputed() == 0
    assert not votes.disagreement().any()
    assert all(votes.iou_of_all(value) == 1 for value in votes.classes)
    assert all(found.mean_best_iou == 1 and found.found_in == n for found in tally.objects())
    assert all(
        value.value in {None, 1.0}
        for value in measure_stability([tally], counts=[1] * n, parameters={})[:3]
    )


@given(label_stacks, orders)
def test_votes_and_stability_do_not_depend_on_order(
    stack: list[NDArray[np.uint8]], order: object
) -> None:
    shuffled = list(stack)
    order.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    one, other = ClassVotes(), ClassVotes()
    for image in stack:
        one.add(image)
    for image in shuffled:
        other.add(image)

    assert (one.majority() == other.majority()).all()
    assert tally_of(stack[0], stack).objects() == tally_of(stack[0], shuffled).objects()


@given(label_stacks, st.permutations(range(1, 5)))
def test_numbers_of_objects_do_not_matter(
    stack: list[NDArray[np.uint8]], numbers: list[int]
) -> None:
    table = np.array([0, *numbers], dtype=np.uint8)
    renumbered = [table[image] for image in stack]
    one, other = AffinityVotes(), AffinityVotes()
    for before, after in zip(stack, renumbered, strict=True):
        one.add(before)
        other.add(after)

    assert [one.distance(image) for image in stack] == [other.distance(i) for i in renumbered]
    assert canonical_digest(stack[0]) == canonical_digest(renumbered[0])
    of_one = tally_of(stack[0], stack).objects()
    of_other = tally_of(stack[0], renumbered).objects()
    assert [found.mean_best_iou for found in of_one] == [found.mean_best_iou for found in of_other]


@given(label_stacks)
def test_shares_lie_between_nothing_and_all(stack: list[NDArray[np.uint8]]) -> None:
    votes = ClassVotes()
    for image in stack:
        votes.add(image)

    assert 0 <= votes.disputed() <= 1
    assert ((votes.majority() > 0) & (votes.majority() <= 1)).all()
    assert ((votes.foreground() >= 0) & (votes.foreground() <= 1)).all()


errors = hnp.arrays(np.float64, (30,), elements=st.integers(0, 5))


@given(errors.filter(lambda error: bool(error.any())))
def test_a_map_that_equals_the_error_catches_the_most(error: NDArray[np.float64]) -> None:
    blind = np.ones_like(error)

    assert error_share(error, error) >= error_share(blind, error) - 1e-12
    assert error_share(blind, error) == pytest.approx(0.1)
    if error.min() < error.max():
        assert rank_correlation(error, error) == pytest.approx(1.0)


@given(errors.filter(lambda error: bool(error.any())), errors, orders)
def test_the_order_of_pixels_does_not_matter(
    error: NDArray[np.float64], uncertainty: NDArray[np.float64], order: object
) -> None:
    places = list(range(error.size))
    order.shuffle(places)  # type: ignore[attr-defined] # a random.Random

    assert error_share(uncertainty, error) == pytest.approx(
        error_share(uncertainty[places], error[places])
    )
