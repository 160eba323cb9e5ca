"""Measures of repeated predictions, against what can be told without any cleverness."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.repeats import (
    AffinityVotes,
    ClassVotes,
    IntensityRepeats,
    StabilityTally,
    canonical_digest,
    measure_intensity_repeats,
    measure_stability,
    measure_votes,
    stability_map,
)
from replicard_schema.vocabulary import MeasureId


def noisy(seed: int = 0, n: int = 5) -> list[NDArray[np.float64]]:
    rng = np.random.default_rng(seed)
    base = rng.normal(100, 20, (12, 17))
    return [base + rng.normal(0, 3, base.shape) for _ in range(n)]


def taken_in(images: list[NDArray[np.float64]]) -> IntensityRepeats:
    repeats = IntensityRepeats()
    for image in images:
        repeats.add(image)
    return repeats


def squares(*corners: tuple[int, int], size: int = 4) -> NDArray[np.uint16]:
    labels = np.zeros((24, 24), dtype=np.uint16)
    for number, (row, column) in enumerate(corners, start=1):
        labels[row : row + size, column : column + size] = number
    return labels


def test_mean_and_spread_are_those_of_all_repeats_at_once() -> None:
    images = noisy()

    repeats = taken_in(images)

    assert repeats.mean == pytest.approx(np.mean(images, axis=0))
    assert repeats.variance() == pytest.approx(np.var(images, axis=0, ddof=1))


def test_a_large_offset_does_not_spoil_the_spread() -> None:
    images = [image + 1e9 for image in noisy()]

    repeats = taken_in(images)

    assert repeats.deviation() == pytest.approx(np.std(noisy(), axis=0, ddof=1), rel=1e-6)


def test_correlation_is_the_mean_over_all_pairs() -> None:
    images = noisy(n=6)

    repeats = taken_in(images)

    pairs = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in combinations(images, 2)]
    assert repeats.mean_correlation() == pytest.approx(np.mean(pairs), rel=1e-12)


def test_relative_deviation_and_variation_follow_their_definitions() -> None:
    images = noisy()
    mean, deviation = np.mean(images, axis=0), np.std(images, axis=0, ddof=1)
    low, high = np.percentile(mean, [1, 99.8])
    bright = mean >= 0.05 * high

    repeats = taken_in(images)

    assert repeats.relative_deviation(None) == pytest.approx(deviation.mean() / (high - low))
    assert repeats.relative_deviation(1.0) == pytest.approx(deviation.mean())
    assert repeats.coefficient_of_variation() == pytest.approx(
        np.median(deviation[bright] / mean[bright])
    )


@pytest.mark.parametrize(
    ("images", "reason"),
    [
        ([np.ones((2, 2))], "fewer than two"),
        ([np.ones((2, 2)), np.full((2, 2), np.nan)], "not finite"),
        ([np.ones((2, 2)), np.ones((2, 2))], "no contrast"),
    ],
)
def test_repeats_without_a_value_say_why(images: list[NDArray[np.float64]], reason: str) -> None:
    repeats = taken_in(images)

    values = measure_intensity_repeats(repeats, value_range=None, parameters={})

    of_correlation = next(v for v in values if v.measure is MeasureId.REPEAT_PEARSON)
    assert of_correlation.value is None
    assert reason in (of_correlation.undefined_because or "")


def test_shapes_must_agree() -> None:
    repeats = taken_in([np.ones((2, 3))])

    with pytest.raises(ValueError, match="shapes differ"):
        repeats.add(np.ones((3, 2)))


def test_votes_are_those_of_all_masks_at_once() -> None:
    rng = np.random.default_rng(3)
    masks = [rng.integers(0, 4, (15, 11)) for _ in range(7)]
    shares = np.stack([np.mean([m == c for m in masks], axis=0) for c in range(4)])

    votes = ClassVotes()
    for mask in masks:
        votes.add(mask)

    assert votes.majority() == pytest.approx(shares.max(axis=0))
    assert votes.disputed() == pytest.approx(np.mean(shares.max(axis=0) < 1))
    assert votes.foreground() == pytest.approx(1 - shares[0])
    every, some = shares[2] == 1, shares[2] > 0
    assert votes.iou_of_all(2) == pytest.approx(every.sum() / some.sum())


def test_a_class_in_no_repeat_has_no_iou() -> None:
    votes = ClassVotes()
    for _ in range(2):
        votes.add(np.zeros((3, 3), dtype=np.uint8))

    (*_, iou) = measure_votes(votes, names={1: "nucleus"}, parameters={})

    assert iou.value is None
    assert iou.undefined_because == "no repeat has a pixel of this class"
    assert votes.disputed() == 0


def test_an_object_is_found_from_half_an_overlap_on() -> None:
    reference = squares((0, 0), (10, 10))
    moved = squares((0, 1), (10, 10))  # 12 shared of 20 pixels
    apart = squares((0, 3), (10, 10))  # 4 shared of 28 pixels
    tally = StabilityTally(reference)

    for repeat in (moved, apart):
        tally.add(repeat)

    first, second = tally.objects()
    assert first.mean_best_iou == pytest.approx((12 / 20 + 4 / 28) / 2)
    assert (first.found_in, second.found_in) == (1, 2)
    assert second.mean_best_iou == 1
    assert first.centre == (1.5, 1.5)
    assert first.pixels == 16


def test_an_object_that_only_repeats_have_lowers_f1_but_no_stability() -> None:
    tally = StabilityTally(squares((0, 0)))
    tally.add(squares((0, 0), (10, 10)))

    values = {
        value.measure: value.value
        for value in measure_stability([tally], counts=[1, 2], parameters={})
    }

    assert values[MeasureId.OBJECT_STABILITY] == 1
    assert values[MeasureId.STABLE_OBJECTS] == 1
    assert values[MeasureId.REPEAT_F1] == pytest.approx(2 / 3)
    assert values[MeasureId.REPEAT_COUNT] == 1.5
    assert values[MeasureId.REPEAT_COUNT_CV] == pytest.approx(np.std([1, 2], ddof=1) / 1.5)


def test_images_without_objects_have_reasons() -> None:
    empty = np.zeros((4, 4), dtype=np.uint8)
    tally = StabilityTally(empty)
    tally.add(empty)

    values = {v.measure: v for v in measure_stability([tally], counts=[0, 0], parameters={})}

    assert values[MeasureId.OBJECT_STABILITY].undefined_because == "the reference holds no object"
    assert values[MeasureId.REPEAT_F1].value is None
    assert values[MeasureId.REPEAT_COUNT].value == 0
    assert values[MeasureId.REPEAT_COUNT_CV].undefined_because == "no repeat holds an object"


def test_the_repeat_that_merges_two_objects_is_not_the_reference() -> None:
    apart = np.zeros((6, 10), dtype=np.uint8)
    apart[:, :5], apart[:, 5:] = 1, 2
    merged = np.ones_like(apart)
    votes = AffinityVotes()

    for repeat in (apart, merged, apart * 3):
        votes.add(repeat)

    assert votes.distance(apart) == 0
    assert votes.distance(merged) == 6


def test_the_hash_of_objects_does_not_see_their_numbers() -> None:
    labels = squares((0, 0), (10, 10), (15, 3))
    renumbered = np.array([0, 9, 4, 70], dtype=np.int32)[labels]

    assert canonical_digest(labels) == canonical_digest(renumbered)
    assert canonical_digest(labels) != canonical_digest(labels > 0)


def test_a_map_of_stability_paints_each_object() -> None:
    painted = stability_map(np.array([[0, 3, 7]]), {3: 0.25, 7: 1.0})

    assert np.isnan(painted[0, 0])
    assert painted[0, 1:].tolist() == [0.25, 1.0]


def test_nothing_to_compare_with_is_a_reason() -> None:
    tally = StabilityTally(squares((0, 0)))

    with pytest.raises(UndefinedMetricError, match="no repeat"):
        tally.objects()
