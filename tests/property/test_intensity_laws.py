"""Laws of the metrics of restoration that are computed on request."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.frc import fourier_ring_correlation, frc_resolution
from replicard.metrics.legacy import RawPair, zerocost_nrmse
from replicard.metrics.micro_ssim import FittedPair, RangeFit, micro_ssim, similarity_sums
from replicard.metrics.ms_ssim import ms_ssim
from replicard.metrics.restoration import mae, nrmse_euclidean, nrmse_mean, rmse, root_mean_rse

Image = NDArray[np.float64]

images = hnp.arrays(np.float64, (6, 7), elements=st.floats(1, 1e4))
factors = st.floats(0.01, 100)
seeds = st.integers(0, 2**32 - 1)


def noise(seed: int, *shape: int) -> Image:
    return np.random.default_rng(seed).gamma(2, 10, shape)


@given(images, images, factors)
def test_an_nrmse_is_blind_to_the_unit_of_intensity(
    reference: Image, prediction: Image, factor: float
) -> None:
    for compute in (nrmse_mean, nrmse_euclidean):
        plain = compute(reference, prediction)

        assert compute(factor * reference, factor * prediction) == pytest.approx(plain, abs=1e-9)


@given(images, images)
def test_the_norm_is_at_least_the_mean(reference: Image, prediction: Image) -> None:
    assert nrmse_euclidean(reference, prediction) <= nrmse_mean(reference, prediction) + 1e-12


@given(images, images)
def test_the_legacy_root_squared_lies_below_the_rmse(reference: Image, prediction: Image) -> None:
    assert root_mean_rse(reference, prediction) ** 2 == pytest.approx(mae(reference, prediction))
    assert root_mean_rse(reference, prediction) ** 2 <= rmse(reference, prediction) * (1 + 1e-12)


@given(seeds, factors, st.floats(-1e3, 1e3))
def test_the_legacy_value_forgives_gain_and_offset(seed: int, gain: float, offset: float) -> None:
    reference, prediction = noise(seed, 2, 12, 12)

    plain = zerocost_nrmse(RawPair(reference, prediction))
    other = zerocost_nrmse(RawPair(reference, gain * prediction + offset))
    assert other == pytest.approx(plain, rel=1e-6)


@given(seeds, st.floats(0.01, 30))
def test_ms_ssim_falls_between_zero_and_one(seed: int, sd: float) -> None:
    reference = noise(seed, 176, 180)
    prediction = reference + np.random.default_rng(seed).normal(0, sd, reference.shape)

    found = ms_ssim(reference, prediction, data_range=100.0)

    assert 0 <= found < 1
    assert found == pytest.approx(ms_ssim(prediction, reference, data_range=100.0))


@given(seeds, factors, st.floats(-100, 100))
def test_micro_ssim_of_a_rising_line_is_one_under_its_fit(
    seed: int, gain: float, offset: float
) -> None:
    reference = noise(seed, 20, 24)
    low, largest = float(reference.min()), float(np.ptp(reference))
    fit = RangeFit(low, gain * low + offset, largest, 1 / gain)

    found = micro_ssim(FittedPair(RawPair(reference, gain * reference + offset), fit))

    assert found == pytest.approx(1)


@given(seeds, st.floats(0.1, 10))
def test_a_factor_and_a_gain_are_the_same_thing(seed: int, factor: float) -> None:
    reference, prediction = noise(seed, 2, 20, 24)
    fit = RangeFit(0.0, 0.0, 1.0)

    scaled = similarity_sums(
        FittedPair(RawPair(reference, factor * prediction), fit), factors=[1.0]
    )
    assert similarity_sums(
        FittedPair(RawPair(reference, prediction), fit), factors=[factor]
    ) == pytest.approx(scaled)


@given(seeds, st.floats(0.1, 10), st.floats(0.01, 5))
def test_correlation_is_symmetric_bounded_and_blind_to_gain(
    seed: int, gain: float, spacing: float
) -> None:
    first, second = noise(seed, 2, 40, 36)

    forth = fourier_ring_correlation(first, second, spacing=(spacing, spacing))
    back = fourier_ring_correlation(gain * second + 3, first, spacing=(spacing, spacing))

    assert np.abs(forth.correlations).max() <= 1
    assert forth.correlations == pytest.approx(back.correlations, abs=1e-9)
    assert forth.frequencies[-1] <= forth.finest * (1 + 1e-9)
    try:
        resolution = frc_resolution(forth)
    except UndefinedMetricError:
        return
    assert 2 * spacing * (1 - 1e-9) <= resolution <= 40 * spacing
