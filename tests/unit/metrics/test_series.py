"""Frames of a time series are one image."""

import pytest

from replicard.metrics import Measurement, measure_series
from replicard.metrics.counts import PixelCounts
from replicard_schema.vocabulary import MetricId


def _ssim(value: float | None, **parameters: str) -> Measurement:
    reason = None if value is not None else "no contrast"
    return Measurement(MetricId.SSIM, value, reason, parameters)


def _iou(value: float | None, *counts: int) -> Measurement:
    reason = None if value is not None else "absent"
    return Measurement(MetricId.IOU, value, reason, {"class": "a"}, PixelCounts(*counts))


def test_a_value_without_counts_is_the_mean_over_the_frames_that_have_one() -> None:
    (joined,) = measure_series([[_ssim(0.25)], [_ssim(None)], [_ssim(0.75)]])

    assert joined.value == pytest.approx(0.5)
    assert joined.undefined_because is None


def test_a_series_without_any_value_keeps_the_reason() -> None:
    (joined,) = measure_series([[_ssim(None)], [_ssim(None)]])

    assert joined.value is None
    assert joined.undefined_because == "no contrast"


def test_counts_are_added_before_the_value_is_formed() -> None:
    (joined,) = measure_series([[_iou(1.0, 1, 0, 0)], [_iou(0.0, 0, 1, 2)]])

    assert joined.value == pytest.approx(0.25)
    assert joined.counts == PixelCounts(1, 1, 2)


def test_counts_that_leave_nothing_to_compare_give_the_reason() -> None:
    (joined,) = measure_series([[_iou(None, 0, 0, 0)], [_iou(None, 0, 0, 0)]])

    assert joined.value is None
    assert joined.undefined_because is not None


def test_channels_stay_apart() -> None:
    frames = [[_ssim(0.2, channel="A"), _ssim(0.6, channel="B")]] * 2

    joined = measure_series(frames)

    assert [measured.parameters["channel"] for measured in joined] == ["A", "B"]
    assert [measured.value for measured in joined] == pytest.approx([0.2, 0.6])


def test_a_single_frame_is_left_as_it_is() -> None:
    measured = _ssim(0.3)

    assert measure_series([[measured]]) == (measured,)
