import sys

import numpy as np
import pytest

from replicard.errors import UndefinedMetricError
from replicard.metrics.classification import (
    class_balanced_accuracy,
    class_mcc,
    confusion_matrix,
)
from replicard.metrics.classified import class_curves, classification_results
from replicard.metrics.ranking import (
    Ranking,
    class_average_precision,
    class_roc_auc,
    ranking_of,
)
from replicard_schema.evidence import ClassifiedImage
from replicard_schema.vocabulary import MetricId

RNG = np.random.default_rng(11)
TRUTH = [str(label) for label in RNG.choice(["live", "dead", "blurred"], 80, p=[0.6, 0.3, 0.1])]
PREDICTED = [t if RNG.random() < 0.7 else str(RNG.choice(["live", "dead"])) for t in TRUTH]


def ranking(n: int, *, seed: int, levels: int) -> Ranking:
    rng = np.random.default_rng(seed)
    return Ranking(rng.random(n) < 0.3, rng.integers(0, levels, n).astype(float))


def test_mcc_and_balanced_accuracy_equal_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    confusion = confusion_matrix(TRUTH, PREDICTED)

    assert class_mcc(confusion) == pytest.approx(metrics.matthews_corrcoef(TRUTH, PREDICTED))
    assert class_balanced_accuracy(confusion) == pytest.approx(
        metrics.balanced_accuracy_score(TRUTH, PREDICTED)
    )


def test_mcc_of_two_classes_is_the_formula_of_matthews() -> None:
    confusion = confusion_matrix(["a"] * 8 + ["b"] * 5, ["a"] * 6 + ["b"] * 2 + ["a"] + ["b"] * 4)

    tp, fn, fp, tn = 6, 2, 1, 4
    expected = (tp * tn - fp * fn) / ((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) ** 0.5
    assert class_mcc(confusion) == pytest.approx(expected)


def test_mcc_is_exactly_one_for_a_perfect_prediction() -> None:
    assert class_mcc(confusion_matrix(TRUTH, TRUTH)) == 1


@pytest.mark.parametrize(
    ("truth", "predicted", "reason"),
    [
        ([], [], "there is no image"),
        (["a", "a"], ["a", "b"], "all images belong to one class"),
        (["a", "b"], ["a", "a"], "all images were predicted as one class"),
    ],
)
def test_without_two_classes_mcc_has_no_value(
    truth: list[str], predicted: list[str], reason: str
) -> None:
    with pytest.raises(UndefinedMetricError, match=reason):
        class_mcc(confusion_matrix(truth, predicted))


def test_balanced_accuracy_leaves_out_a_class_that_is_only_predicted() -> None:
    assert class_balanced_accuracy(confusion_matrix(["a", "a"], ["a", "b"])) == 0.5
    with pytest.raises(UndefinedMetricError, match="there is no image"):
        class_balanced_accuracy(confusion_matrix([], []))


@pytest.mark.parametrize("levels", [2, 5, 1000])
def test_the_roc_area_counts_pairs_of_images(levels: int) -> None:
    pytest.importorskip("sklearn")
    ranked = ranking(60, seed=levels, levels=levels)

    ours = ranked.scores[ranked.is_of_class][:, np.newaxis]
    theirs = ranked.scores[~ranked.is_of_class]
    pairs = (ours > theirs).mean() + (ours == theirs).mean() / 2
    assert class_roc_auc(ranked) == pytest.approx(pairs)


@pytest.mark.parametrize("levels", [2, 5, 1000])
def test_average_precision_is_taken_in_steps(levels: int) -> None:
    pytest.importorskip("sklearn")
    ranked = ranking(60, seed=levels, levels=levels)

    area = recall = 0.0
    for threshold in np.unique(ranked.scores)[::-1]:
        is_called = ranked.scores >= threshold
        hits = int((is_called & ranked.is_of_class).sum())
        reached = hits / int(ranked.is_of_class.sum())
        area += (reached - recall) * hits / int(is_called.sum())
        recall = reached
    assert class_average_precision(ranked) == pytest.approx(area)


@pytest.mark.parametrize("compute", [class_roc_auc, class_average_precision])
def test_only_the_order_of_scores_counts(compute: object) -> None:
    pytest.importorskip("sklearn")
    assert callable(compute)
    ranked = ranking(40, seed=3, levels=9)
    rising = Ranking(ranked.is_of_class, np.exp(ranked.scores) - 7)

    assert compute(ranked) == compute(rising)


def test_a_class_needs_images_and_others_beside_it() -> None:
    nobody = Ranking(np.zeros(3, dtype=bool), np.arange(3.0))
    everybody = Ranking(np.ones(3, dtype=bool), np.arange(3.0))

    with pytest.raises(UndefinedMetricError, match="no image belongs"):
        class_roc_auc(nobody)
    with pytest.raises(UndefinedMetricError, match="every image belongs"):
        class_roc_auc(everybody)
    with pytest.raises(UndefinedMetricError, match="no image belongs"):
        class_average_precision(nobody)


@pytest.mark.parametrize("compute", [class_roc_auc, class_average_precision])
def test_without_scikit_learn_one_sentence_says_what_to_install(
    compute: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(compute)
    monkeypatch.setitem(sys.modules, "sklearn.metrics", None)

    with pytest.raises(UndefinedMetricError, match=r"pip install 'replicard\[classification\]'"):
        compute(ranking(9, seed=1, levels=9))


def test_classes_have_a_macro_average_only_if_each_has_a_value() -> None:
    pytest.importorskip("sklearn")
    images = [
        ClassifiedImage(image="1", truth="a", predicted="a", scores={"a": 0.9, "b": 0.1}),
        ClassifiedImage(image="2", truth="b", predicted="a", scores={"a": 0.6, "b": 0.4}),
        ClassifiedImage(image="3", truth="b", predicted="b", scores={"a": 0.2, "b": 0.7}),
    ]
    partly = [image.model_copy(update={"scores": {"a": image.scores["a"]}}) for image in images]
    confusion = confusion_matrix(["a", "b", "b"], ["a", "a", "b"])

    whole = classification_results(confusion, metrics=[MetricId.CLASS_ROC_AUC], images=images)
    part = classification_results(confusion, metrics=[MetricId.CLASS_ROC_AUC], images=partly)

    assert [r.parameters for r in whole] == [{"class": "a"}, {"class": "b"}, {"average": "macro"}]
    assert [r.pooled and r.pooled.value for r in whole] == [1.0, 1.0, 1.0]
    assert [r.pooled and r.pooled.value for r in part] == [1.0, None, None]
    assert "no column `score:b`" in str(part[1].pooled and part[1].pooled.undefined_because)
    assert "no value: b" in str(part[2].pooled and part[2].pooled.undefined_because)


def test_a_ranking_takes_the_scores_of_its_class() -> None:
    image = ClassifiedImage(image="1", truth="a", predicted="b", scores={"a": 0.25})

    ranked = ranking_of([image], name="a")

    assert ranked.is_of_class.tolist() == [True]
    assert ranked.scores.tolist() == [0.25]


def test_the_curves_are_those_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    ranked = ranking(90, seed=5, levels=12)
    images = [
        ClassifiedImage(
            image=str(place), truth="a" if is_a else "b", predicted="a", scores={"a": value}
        )
        for place, (is_a, value) in enumerate(
            zip(ranked.is_of_class.tolist(), ranked.scores.tolist(), strict=True)
        )
    ]

    (curve,) = class_curves(images)

    false, true, _ = metrics.roc_curve(ranked.is_of_class, ranked.scores, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(ranked.is_of_class, ranked.scores)
    assert curve.false_positive_rate == pytest.approx(false[1:], abs=1e-6)
    assert curve.recall == pytest.approx(true[1:], abs=1e-6)
    assert curve.precision == pytest.approx(precision[:-1][::-1], abs=1e-6)
    assert curve.recall == pytest.approx(recall[:-1][::-1], abs=1e-6)
    assert curve.share == ranked.is_of_class.mean()


def test_a_long_curve_keeps_its_ends() -> None:
    images = [
        ClassifiedImage(
            image=str(i), truth="ab"[i % 3 == 0], predicted="a", scores={"a": i, "c": i}
        )
        for i in range(1000)
    ]

    (curve,) = class_curves(images)

    assert len(curve.recall) == 128
    assert (curve.recall[-1], curve.false_positive_rate[-1]) == (1, 1)
