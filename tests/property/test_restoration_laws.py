import math

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.measure import measure_restoration
from replicard.metrics.normalisation import normalise
from replicard.metrics.registry import default_metrics
from replicard.metrics.restoration import mae, nrmse, pearson, psnr, rmse, rse_map
from replicard.metrics.ssim import ssim, ssim_map
from replicard_schema.vocabulary import NormalisationMethod, Task

Image = NDArray[np.float64]

shapes = st.shared(hnp.array_shapes(min_dims=2, max_dims=3, min_side=1, max_side=6), key="shape")
windows = st.shared(
    hnp.array_shapes(min_dims=2, max_dims=2, min_side=11, max_side=16), key="window"
)
# Multiples of 1/4 below 2**20 are exact in float64, and so are their sums.
intensities = st.integers(-(2**20), 2**20).map(lambda n: n / 4)
images = hnp.arrays(np.float64, shapes, elements=intensities)
windowed = hnp.arrays(np.float64, windows, elements=intensities)
anything = hnp.arrays(np.float64, shapes, elements=st.floats(width=64))
methods = st.sampled_from(list(NormalisationMethod))
gains = st.sampled_from([0.25, 0.5, 2.0, 1024.0])
few = settings(max_examples=30)  # drawing images that hold a window is slow
offsets = st.integers(-(2**30), 2**30).map(float)


@given(images, images)
def test_errors_are_symmetric_and_ordered(a: Image, b: Image) -> None:
    assert mae(a, b) == mae(b, a)
    assert rmse(a, b) == rmse(b, a)
    assert 0 <= mae(a, b) <= rmse(a, b) * (1 + 1e-12)
    assert rmse(a, b) <= rse_map(a, b).max() * (1 + 1e-12)


@given(images)
def test_an_image_has_no_error_against_itself(a: Image) -> None:
    assert mae(a, a) == rmse(a, a) == 0
    with pytest.raises(UndefinedMetricError):
        psnr(a, a, data_range=1.0)


@given(images, images, gains, offsets)
def test_nrmse_is_the_same_in_any_unit(a: Image, b: Image, gain: float, offset: float) -> None:
    assume(np.ptp(a) > 0)

    assert nrmse(gain * a + offset, gain * b + offset) == pytest.approx(nrmse(a, b))


@given(images, images)
def test_psnr_is_the_nrmse_in_decibel(a: Image, b: Image) -> None:
    assume(np.ptp(a) > 0)
    assume(rmse(a, b) > 0)

    in_decibel = -20 * math.log10(nrmse(a, b))

    assert psnr(a, b, data_range=float(np.ptp(a))) == pytest.approx(in_decibel, abs=1e-9)


@given(images, images, gains, offsets)
def test_correlation_is_bounded_symmetric_and_blind_to_gain_and_offset(
    a: Image, b: Image, gain: float, offset: float
) -> None:
    assume(np.ptp(a) > 0)
    assume(np.ptp(b) > 0)

    found = pearson(a, b)

    assert -1 <= found <= 1
    assert pearson(b, a) == pytest.approx(found, abs=1e-12)
    assert pearson(a, -b) == pytest.approx(-found, abs=1e-12)
    assert pearson(a, gain * b + offset) == pytest.approx(found, abs=1e-6)


@few
@given(windowed, windowed, st.floats(1, 1e6))
def test_ssim_is_symmetric_and_bounded(a: Image, b: Image, data_range: float) -> None:
    similarity = ssim_map(a, b, data_range=data_range)

    assert np.abs(similarity).max() <= 1 + 1e-6
    assert ssim_map(b, a, data_range=data_range) == pytest.approx(similarity, abs=1e-9)


@few
@given(windowed, st.floats(1e-3, 1e6))
def test_an_image_is_exactly_similar_to_itself(a: Image, data_range: float) -> None:
    assert (ssim_map(a, a, data_range=data_range) == 1).all()
    assert ssim(a, a, data_range=data_range) == 1


@few
@given(windowed, windowed, gains)
def test_ssim_is_the_same_in_any_unit(a: Image, b: Image, gain: float) -> None:
    data_range = 1000.0

    scaled = ssim(gain * a, gain * b, data_range=gain * data_range)

    assert scaled == pytest.approx(ssim(a, b, data_range=data_range), abs=1e-9)


@few
@given(windowed, windowed, st.sampled_from([1e9, 1e10, 1e11]))
def test_ssim_keeps_its_digits_over_a_large_offset(a: Image, b: Image, offset: float) -> None:
    # So far above zero the luminance term is 1 whatever the offset.
    near, far = 1e8, offset
    data_range = float(2**19)

    found = ssim(a + far, b + far, data_range=data_range)

    assert found == pytest.approx(ssim(a + near, b + near, data_range=data_range), abs=1e-4)


@given(images, methods)
def test_normalising_an_image_against_itself_makes_a_pair_of_twins(
    a: Image, method: NormalisationMethod
) -> None:
    try:
        pair = normalise(a, a, method=method)
    except UndefinedMetricError:
        assert np.ptp(a) == 0 or np.subtract(*np.percentile(a, (99.8, 1))) == 0
        return

    assert pair.prediction == pytest.approx(pair.reference, abs=1e-9)


@given(images, images, gains, offsets)
def test_scaling_normalisations_forget_gain_and_offset(
    a: Image, b: Image, gain: float, offset: float
) -> None:
    assume(np.ptp(a) > 0)
    assume(np.ptp(b) > 0)

    for method in (NormalisationMethod.MIN_MAX, NormalisationMethod.PERCENTILE_FIT):
        try:
            as_is = normalise(a, b, method=method)
        except UndefinedMetricError:
            continue
        changed = normalise(a, gain * b + offset, method=method)
        assert changed.prediction == pytest.approx(as_is.prediction, abs=1e-6)


@given(images, images)
def test_no_line_fits_better_than_the_fitted_one(a: Image, b: Image) -> None:
    try:
        pair = normalise(a, b, method=NormalisationMethod.PERCENTILE_FIT)
    except UndefinedMetricError:
        return
    assert pair.slope is not None
    best = rmse(pair.reference, pair.prediction)

    for slope, offset in ((1.01, 0.0), (0.99, 0.0), (1.0, 0.01), (1.0, -0.01), (0.0, 0.5)):
        other = slope * pair.prediction + offset
        assert rmse(pair.reference, other) >= best * (1 - 1e-9)


@given(anything, anything, methods)
def test_whatever_the_intensities_each_metric_has_a_finite_value_or_a_reason(
    a: Image, b: Image, method: NormalisationMethod
) -> None:
    metrics = default_metrics(Task.DENOISING)

    measured = measure_restoration(a, b, metrics=metrics, method=method)

    for one in measured.measurements:
        assert (one.value is None) == bool(one.undefined_because)
        assert one.value is None or math.isfinite(one.value)
