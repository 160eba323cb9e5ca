import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.metrics.aggregate import summarise
from replicard.metrics.classification import (
    class_f1,
    class_precision,
    class_recall,
    confusion_matrix,
    counts_of_class,
    overall_agreement,
)
from replicard.metrics.comparison import choose_examples
from replicard_schema.evidence import ImageScore, MetricResult
from replicard_schema.vocabulary import MetricId

scores = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=20)
labels = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)


@given(scores)
def test_every_image_is_either_summarised_or_counted_as_undefined(
    values: list[float | None],
) -> None:
    summary = summarise(values)

    assert summary.n + summary.n_undefined == len(values)
    assert (summary.mean is None) == (summary.n == 0)


@given(scores.filter(lambda values: any(value is not None for value in values)))
def test_mean_and_median_lie_between_the_extremes(values: list[float | None]) -> None:
    summary = summarise(values)

    assert summary.minimum is not None
    assert summary.maximum is not None
    assert summary.mean is not None
    assert summary.median is not None
    assert summary.minimum <= summary.mean <= summary.maximum
    assert summary.minimum <= summary.median <= summary.maximum


@given(scores, st.randoms(use_true_random=False))
def test_the_order_of_images_has_no_influence_on_the_summary(
    values: list[float | None],
    random: Random,
) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)

    assert summarise(shuffled) == summarise(values)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12), st.sampled_from(["ssim", "rmse"]))
def test_examples_are_distinct_and_bracket_all_images(values: list[float], metric: str) -> None:
    result = MetricResult(
        metric=MetricId(metric),
        per_image=tuple(
            ImageScore(image=f"{place:02}", value=value) for place, value in enumerate(values)
        ),
        summary=summarise(values),
    )

    chosen = {choice.rank: choice for choice in choose_examples("unet", result)}

    assert len({choice.image for choice in chosen.values()}) == len(chosen) == min(3, len(values))
    extremes = (max(values), min(values)) if metric == "ssim" else (min(values), max(values))
    assert chosen["best"].value == extremes[0]
    if len(values) > 1:
        assert chosen["worst"].value == extremes[1]


@given(labels)
def test_scores_of_a_class_are_bounded_and_tied(pairs: list[tuple[str, str]]) -> None:
    truth, predicted = zip(*pairs, strict=True)
    confusion = confusion_matrix(truth, predicted)

    agreement = overall_agreement(confusion)
    assert agreement.total == len(pairs)
    assert agreement.correct == sum(true == found for true, found in pairs)
    for name in confusion.classes:
        counts = counts_of_class(confusion, name)
        assert counts.tp + counts.fn == truth.count(name)
        assert counts.tp + counts.fp == predicted.count(name)
        if counts.tp:
            precision, recall = class_precision(counts), class_recall(counts)
            harmonic = 2 / (1 / precision + 1 / recall)
            assert class_f1(counts) == pytest.approx(harmonic)
            assert math.isfinite(harmonic)
