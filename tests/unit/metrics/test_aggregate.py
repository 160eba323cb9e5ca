import numpy as np
import pytest

from replicard.metrics.aggregate import aggregate, summarise
from replicard.metrics.measure import measure_restoration
from replicard.metrics.measure_labels import measure_instances
from replicard.metrics.measurement import Measurement
from replicard.metrics.registry import default_metrics
from replicard_schema.evidence import MetricResult, Score
from replicard_schema.vocabulary import MetricId, NormalisationMethod, Task

OBJECTS = default_metrics(Task.OBJECT_DETECTION)

TWO_FOUND = (np.array([[1, 0, 2, 0]]), np.array([[1, 0, 2, 0]]))
ONE_OF_TWO = (np.array([[1, 0, 2, 0]]), np.array([[1, 0, 0, 0]]))
EMPTY = (np.zeros((1, 4), int), np.zeros((1, 4), int))


def _results(
    **pairs: tuple[np.ndarray[tuple[int, int], np.dtype[np.int64]], ...],
) -> dict[MetricId, MetricResult]:
    results = aggregate(
        [
            (
                name,
                measure_instances(*pair, metrics=OBJECTS, iou_thresholds=[0.5]).measurements,
            )
            for name, pair in pairs.items()
        ]
    )
    return {result.metric: result for result in results}


def test_an_undefined_image_is_counted_and_left_out_of_the_mean() -> None:
    recall = _results(a=TWO_FOUND, b=ONE_OF_TWO, c=EMPTY)[MetricId.RECALL]

    assert [score.value for score in recall.per_image] == [1.0, 0.5, None]
    assert recall.per_image[2].undefined_because is not None
    assert (recall.summary.n, recall.summary.n_undefined) == (2, 1)
    assert recall.summary.mean == 0.75
    assert recall.summary.sd == pytest.approx(0.5**0.5 / 2)


def test_the_pooled_value_weighs_objects_and_not_images() -> None:
    results = _results(a=TWO_FOUND, b=(np.array([[0, 1]]), np.array([[0, 0]])))

    pooled = results[MetricId.RECALL].pooled
    assert pooled is not None
    assert pooled.value == pytest.approx(2 / 3)
    assert results[MetricId.RECALL].summary.mean == 0.5


def test_an_image_without_objects_adds_nothing_to_the_pooled_value() -> None:
    with_empty = _results(a=ONE_OF_TWO, b=EMPTY)
    without = _results(a=ONE_OF_TWO)

    assert {metric: result.pooled for metric, result in with_empty.items()} == {
        metric: result.pooled for metric, result in without.items()
    }


def test_images_without_any_object_pool_to_a_reason() -> None:
    pooled = _results(a=EMPTY, b=EMPTY)[MetricId.F1].pooled

    assert pooled is not None
    assert pooled.value is None
    assert pooled.undefined_because == "neither the ground truth nor the prediction holds an object"


def test_pooled_counts_are_sums() -> None:
    results = _results(a=TWO_FOUND, b=ONE_OF_TWO)

    assert results[MetricId.TP].pooled == Score(value=3)
    assert results[MetricId.FN].pooled == Score(value=1)
    assert results[MetricId.TP].unit == "objects"


def test_intensities_are_not_pooled() -> None:
    image = np.arange(400.0).reshape(20, 20)
    measured = measure_restoration(
        image, image[::-1], metrics=[MetricId.PSNR], method=NormalisationMethod.NONE
    )

    (result,) = aggregate([("a", measured.measurements)])

    assert result.pooled is None
    assert result.unit == "dB"


def test_results_stand_in_the_order_in_which_they_first_occur() -> None:
    measured = measure_instances(
        *TWO_FOUND, metrics=[MetricId.RECALL, MetricId.TP], iou_thresholds=[0.7, 0.5]
    )

    results = aggregate([("b", measured.measurements), ("a", measured.measurements)])

    assert [(result.metric, result.parameters) for result in results] == [
        (MetricId.RECALL, {"iou_threshold": 0.7}),
        (MetricId.TP, {"iou_threshold": 0.7}),
        (MetricId.RECALL, {"iou_threshold": 0.5}),
        (MetricId.TP, {"iou_threshold": 0.5}),
    ]
    assert [score.image for score in results[0].per_image] == ["b", "a"]


def test_one_metric_measured_twice_on_an_image_is_refused() -> None:
    twice = [Measurement(MetricId.MAE, 1.0), Measurement(MetricId.MAE, 2.0)]

    with pytest.raises(ValueError, match=r"a has mae .* twice"):
        aggregate([("a", twice)])


def test_one_image_has_no_standard_deviation() -> None:
    summary = summarise([0.25])

    assert summary.sd is None
    assert summary.mean == summary.median == summary.minimum == summary.maximum == 0.25


def test_no_value_has_no_mean() -> None:
    summary = summarise([None, None])

    assert (summary.n, summary.n_undefined) == (0, 2)
    assert summary.mean is None
    assert summary.median is None


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    assert summarise([4.0, 1.0, 3.0, 2.0]).median == 2.5
