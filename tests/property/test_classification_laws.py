"""Laws of the metrics of classified images."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replicard.errors import UndefinedMetricError
from replicard.metrics.classification import (
    class_accuracy,
    class_balanced_accuracy,
    class_mcc,
    confusion_matrix,
    overall_agreement,
)
from replicard.metrics.ranking import Ranking, class_average_precision, class_roc_auc

labels = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)
ranked = st.lists(st.tuples(st.booleans(), st.integers(-9, 9)), min_size=2).filter(
    lambda rows: len({is_of_class for is_of_class, _ in rows}) == 2
)


def mcc(pairs: Sequence[tuple[str, str]]) -> float | None:
    truth, predicted = zip(*pairs, strict=True)
    try:
        return class_mcc(confusion_matrix(truth, predicted))
    except UndefinedMetricError:
        return None


def ranking(rows: Sequence[tuple[bool, int]], *, sign: int = 1) -> Ranking:
    truth, scores = zip(*rows, strict=True)
    return Ranking(np.array(truth), sign * np.array(scores, dtype=np.float64))


@given(labels)
def test_mcc_is_bounded_and_the_same_both_ways_and_under_other_names(
    pairs: list[tuple[str, str]],
) -> None:
    value = mcc(pairs)
    renamed = {"a": "z", "b": "a", "c": "m"}

    assert value is None or -1 <= value <= 1
    assert mcc([(found, true) for true, found in pairs]) == value
    other = mcc([(renamed[true], renamed[found]) for true, found in pairs])
    assert other == (value if value is None else pytest.approx(value))


@given(labels)
def test_balanced_accuracy_is_accuracy_where_classes_are_equally_frequent(
    pairs: list[tuple[str, str]],
) -> None:
    by_class = {true: [pair for pair in pairs if pair[0] == true] for true, _ in pairs}
    longest = max(map(len, by_class.values()))
    even = [group[i % len(group)] for group in by_class.values() for i in range(longest)]
    truth, predicted = zip(*even, strict=True)
    confusion = confusion_matrix(truth, predicted)

    assert class_balanced_accuracy(confusion) == pytest.approx(
        class_accuracy(overall_agreement(confusion))
    )


@given(ranked)
def test_turning_all_scores_round_turns_the_roc_area_round(rows: list[tuple[bool, int]]) -> None:
    pytest.importorskip("sklearn")

    assert class_roc_auc(ranking(rows, sign=-1)) == pytest.approx(1 - class_roc_auc(ranking(rows)))


@given(ranked)
def test_average_precision_lies_above_zero_and_is_one_for_a_perfect_order(
    rows: list[tuple[bool, int]],
) -> None:
    pytest.importorskip("sklearn")

    assert 0 < class_average_precision(ranking(rows)) <= 1
    perfect = [(is_of_class, int(is_of_class)) for is_of_class, _ in rows]
    assert class_average_precision(ranking(perfect)) == pytest.approx(1)
