import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.metrics.counts import ObjectCounts, PixelCounts
from replicard.metrics.measure import measure_restoration
from replicard.metrics.measure_labels import measure_binary, measure_classes, measure_instances
from replicard.metrics.measurement import ImageMeasurement
from replicard.metrics.registry import applicable_metrics, default_metrics
from replicard_schema.vocabulary import MetricId, NormalisationMethod, Task

RESTORATION = default_metrics(Task.DENOISING)
MASKS = default_metrics(Task.SEMANTIC_SEGMENTATION)
INSTANCES = applicable_metrics(Task.INSTANCE_SEGMENTATION)


def _images() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    generator = np.random.default_rng(2)
    reference = generator.uniform(0, 900, (32, 32))
    return reference, reference + generator.normal(0, 30, reference.shape)


def _values(measured: ImageMeasurement) -> dict[MetricId, float | None]:
    return {one.metric: one.value for one in measured.measurements}


@pytest.mark.parametrize("method", list(NormalisationMethod))
def test_restoration_yields_every_metric_asked_for_in_order(method: NormalisationMethod) -> None:
    measured = measure_restoration(*_images(), metrics=RESTORATION, method=method)

    assert tuple(one.metric for one in measured.measurements) == RESTORATION
    assert all(one.value is not None for one in measured.measurements)
    assert all(one.parameters["normalisation"] == method for one in measured.measurements)
    assert all(one.counts is None for one in measured.measurements)


def test_rmse_is_nrmse_without_denominator_once_the_range_is_one() -> None:
    measured = measure_restoration(
        *_images(), metrics=RESTORATION, method=NormalisationMethod.MIN_MAX
    )

    values = _values(measured)
    assert values[MetricId.RMSE] == values[MetricId.NRMSE]


def test_parameters_say_what_was_fixed() -> None:
    fixed = {
        one.metric: dict(one.parameters)
        for one in measure_restoration(
            *_images(), metrics=RESTORATION, method=NormalisationMethod.PERCENTILE
        ).measurements
    }

    percentile = {"normalisation": "percentile", "percentiles": [1.0, 99.8]}
    assert fixed[MetricId.SSIM] == {**percentile, "data_range": 1.0}
    assert fixed[MetricId.PSNR] == {**percentile, "data_range": 1.0}
    assert fixed[MetricId.NRMSE] == {**percentile, "denominator": "max - min of the ground truth"}
    assert fixed[MetricId.MAE] == percentile


def test_slope_and_offset_of_the_fit_are_recorded() -> None:
    reference, _ = _images()

    measured = measure_restoration(
        reference,
        2 * reference + 5,
        metrics=[MetricId.SSIM],
        method=NormalisationMethod.PERCENTILE_FIT,
    )

    assert measured.scale is not None
    low, high = np.percentile(reference, (1, 99.8))
    assert measured.scale.slope == pytest.approx(0.5 / (high - low))
    assert measured.measurements[0].value == pytest.approx(1)


def test_an_inverted_prediction_is_noted_beside_its_perfect_score() -> None:
    reference, _ = _images()

    measured = measure_restoration(
        reference, -reference, metrics=[MetricId.SSIM], method=NormalisationMethod.PERCENTILE_FIT
    )

    assert measured.measurements[0].value == pytest.approx(1)
    assert [note.code for note in measured.notes] == ["inverted-contrast"]


def test_an_image_that_cannot_be_normalised_has_reasons_instead_of_values() -> None:
    _, prediction = _images()

    measured = measure_restoration(
        np.zeros((32, 32)), prediction, metrics=RESTORATION, method=NormalisationMethod.PERCENTILE
    )

    assert {one.undefined_because for one in measured.measurements} == {
        "the ground truth is constant, so it cannot be normalised"
    }
    assert [note.code for note in measured.notes] == ["constant-image"]
    assert measured.scale is None


def test_a_small_image_keeps_the_metrics_that_need_no_window() -> None:
    measured = measure_restoration(
        [[0, 4], [8, 9]], [[1, 4], [8, 9]], metrics=RESTORATION, method=NormalisationMethod.NONE
    )

    undefined = {one.metric for one in measured.measurements if one.value is None}
    assert undefined == {MetricId.SSIM}


def test_identical_images_have_every_value_but_psnr() -> None:
    reference, _ = _images()

    measured = measure_restoration(
        reference, reference, metrics=RESTORATION, method=NormalisationMethod.PERCENTILE
    )

    assert _values(measured) == {
        MetricId.SSIM: 1.0,
        MetricId.PSNR: None,
        MetricId.NRMSE: 0.0,
        MetricId.RMSE: 0.0,
        MetricId.MAE: 0.0,
        MetricId.PEARSON: pytest.approx(1.0),
    }


def test_objects_are_scored_at_every_threshold_and_once_as_a_mask() -> None:
    reference = np.array([[1, 1, 1, 0, 2, 2]])
    prediction = np.array([[1, 1, 0, 0, 3, 3]])

    measured = measure_instances(
        reference,
        prediction,
        metrics=[MetricId.F1, MetricId.IOU, MetricId.PIXEL_ACCURACY],
        iou_thresholds=[0.5, 0.9],
    )

    assert [(one.metric, dict(one.parameters), one.value) for one in measured.measurements] == [
        (MetricId.F1, {"iou_threshold": 0.5}, 1.0),
        (MetricId.F1, {"iou_threshold": 0.9}, 0.5),
        (MetricId.IOU, {"class": "foreground"}, 4 / 5),
        (MetricId.PIXEL_ACCURACY, {"classes": "foreground and background"}, 5 / 6),
    ]
    assert measured.measurements[0].counts == ObjectCounts(
        tp=2, fp=0, fn=0, sum_matched_iou=1 + 2 / 3
    )
    assert measured.measurements[2].counts == PixelCounts(tp=4, fp=0, fn=1)


def test_images_without_objects_have_counts_and_reasons() -> None:
    empty = np.zeros((5, 5), dtype=np.uint8)

    measured = measure_instances(empty, empty, metrics=INSTANCES, iou_thresholds=[0.5])

    values = _values(measured)
    assert values[MetricId.TP] == values[MetricId.FP] == values[MetricId.FN] == 0
    assert values[MetricId.PIXEL_ACCURACY] == 1
    counted = {MetricId.TP, MetricId.FP, MetricId.FN, MetricId.SPLITS, MetricId.MERGES}
    defined = {*counted, MetricId.PIXEL_ACCURACY}
    assert all(values[metric] is None for metric in INSTANCES if metric not in defined)


def test_classes_are_scored_by_name_and_an_absent_one_has_a_reason() -> None:
    reference = np.array([[0, 1, 1, 2]])
    prediction = np.array([[0, 1, 2, 2]])

    measured = measure_classes(
        reference, prediction, metrics=MASKS, classes=[1, 2, 3], names={1: "rod", 2: "ring"}
    )

    iou = {
        one.parameters["class"]: one.value or one.undefined_because
        for one in measured.measurements
        if one.metric is MetricId.IOU
    }
    assert iou == {
        "rod": 0.5,
        "ring": 0.5,
        "3": "neither the ground truth nor the prediction has a pixel of this class",
    }
    assert measured.measurements[-1].value == 3 / 4
    assert measured.notes == ()


def test_a_value_of_no_class_is_noted() -> None:
    measured = measure_classes(
        np.array([[0, 1]]), np.array([[7, 9]]), metrics=[MetricId.IOU], classes=[1]
    )

    assert [(note.code, note.message) for note in measured.notes] == [
        ("unlisted-class", "the prediction holds values of no class: 7, 9")
    ]


def test_two_classes_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two classes are named cell"):
        measure_classes(
            np.array([[0, 1]]),
            np.array([[0, 2]]),
            metrics=[MetricId.IOU],
            classes=[1, 2],
            names={1: "cell", 2: "cell"},
        )


def test_binary_masks_need_not_share_their_value() -> None:
    measured = measure_binary(np.array([[0, 255]]), np.array([[0, 1]]), metrics=MASKS)

    assert _values(measured) == dict.fromkeys(MASKS, 1.0)


def test_a_metric_of_another_family_is_refused() -> None:
    image = np.zeros((12, 12), dtype=np.uint8)

    with pytest.raises(ValueError, match="f1 is computed from objects, not from intensities"):
        measure_restoration(image, image, metrics=[MetricId.F1], method=NormalisationMethod.NONE)
    with pytest.raises(ValueError, match="ssim is computed from intensities"):
        measure_instances(image, image, metrics=[MetricId.SSIM], iou_thresholds=[0.5])
    with pytest.raises(ValueError, match="tp is computed from objects"):
        measure_binary(image, image, metrics=[MetricId.TP])


def test_measurements_travel_between_processes() -> None:
    measured = measure_instances(
        np.eye(4, dtype=int), np.eye(4, dtype=int), metrics=INSTANCES, iou_thresholds=[0.5]
    )

    assert pickle.loads(pickle.dumps(measured)) == measured  # noqa: S301 - our own bytes


def test_the_number_of_threads_has_no_influence() -> None:
    generator = np.random.default_rng(8)
    pairs = [(generator.random((200, 190)), generator.random((200, 190))) for _ in range(6)]

    def measure(pair: Sequence[NDArray[np.float64]]) -> ImageMeasurement:
        return measure_restoration(
            *pair, metrics=RESTORATION, method=NormalisationMethod.PERCENTILE
        )

    one_by_one = [measure(pair) for pair in pairs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(measure, pairs))

    assert together == one_by_one


def test_every_pooled_count_is_one_number() -> None:
    # Intervals of pooled values are formed from sums of these numbers.
    image = np.array([[1, 1, 0, 2]])

    measured = measure_instances(image, image, metrics=INSTANCES, iou_thresholds=[0.5])

    for one in measured.measurements:
        if one.counts is not None:
            assert all(isinstance(number, int | float) for number in astuple(one.counts))
