import pytest

from replicard.errors import UndefinedMetricError
from replicard.metrics.classification import (
    class_accuracy,
    class_f1,
    class_precision,
    class_recall,
    confusion_matrix,
    counts_of_class,
    overall_agreement,
)
from replicard.metrics.classified import classification_results
from replicard.metrics.counts import Agreement, ClassCounts
from replicard.metrics.registry import default_metrics
from replicard_schema.vocabulary import MetricId, Task

TRUTH = ["live", "live", "live", "dead", "dead"]
PREDICTED = ["live", "live", "dead", "dead", "live"]


def test_rows_are_true_classes_and_columns_predicted_ones() -> None:
    confusion = confusion_matrix(TRUTH, PREDICTED, classes=["live", "dead"])

    assert confusion.classes == ("live", "dead")
    assert confusion.counts == ((2, 1), (1, 1))


def test_classes_are_sorted_and_include_those_only_predicted() -> None:
    confusion = confusion_matrix(["b"], ["a"])

    assert confusion.classes == ("a", "b")
    assert confusion.counts == ((0, 0), (1, 0))


def test_images_of_a_class_are_counted() -> None:
    confusion = confusion_matrix(TRUTH, PREDICTED)

    assert counts_of_class(confusion, "live") == ClassCounts(tp=2, fp=1, fn=1)
    assert overall_agreement(confusion) == Agreement(correct=3, total=5)


def test_a_class_that_was_never_predicted_has_no_precision() -> None:
    counts = counts_of_class(confusion_matrix(["a", "b"], ["a", "a"]), "b")

    assert class_recall(counts) == 0
    assert class_f1(counts) == 0
    with pytest.raises(UndefinedMetricError, match="no image was predicted as this class"):
        class_precision(counts)


def test_a_class_without_an_image_has_no_recall() -> None:
    counts = counts_of_class(confusion_matrix(["a", "a"], ["a", "b"]), "b")

    assert class_precision(counts) == 0
    assert class_f1(counts) == 0
    with pytest.raises(UndefinedMetricError, match="no image belongs to this class"):
        class_recall(counts)


def test_a_class_that_never_occurs_has_no_f1() -> None:
    confusion = confusion_matrix(["a"], ["a"], classes=["a", "b"])

    with pytest.raises(UndefinedMetricError, match="or was predicted as it"):
        class_f1(counts_of_class(confusion, "b"))


def test_no_image_has_no_accuracy() -> None:
    with pytest.raises(UndefinedMetricError, match="no image"):
        class_accuracy(overall_agreement(confusion_matrix([], [])))


def test_results_name_the_class_and_give_reasons_for_gaps() -> None:
    confusion = confusion_matrix(["a", "b"], ["a", "a"])

    results = classification_results(confusion, metrics=default_metrics(Task.CLASSIFICATION))

    scores = {(result.metric, result.parameters.get("class")): result.pooled for result in results}
    assert len(scores) == 1 + 3 * 2
    accuracy = scores[MetricId.CLASS_ACCURACY, None]
    assert accuracy is not None
    assert accuracy.value == 0.5
    precision = scores[MetricId.CLASS_PRECISION, "b"]
    assert precision is not None
    assert precision.undefined_because == "no image was predicted as this class"


def test_a_metric_of_objects_is_no_metric_of_classified_images() -> None:
    with pytest.raises(ValueError, match="f1 is computed from objects"):
        classification_results(confusion_matrix(["a"], ["a"]), metrics=[MetricId.F1])


@pytest.mark.parametrize(
    ("truth", "predicted", "classes", "message"),
    [
        (["a"], [], None, "1 true labels but 0 predicted ones"),
        (["a"], ["c"], ["a", "b"], "outside the listed classes: c"),
        (["a"], ["a"], ["a", "a"], "listed twice"),
    ],
)
def test_lists_that_do_not_fit_together_are_refused(
    truth: list[str], predicted: list[str], classes: list[str] | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        confusion_matrix(truth, predicted, classes=classes)
