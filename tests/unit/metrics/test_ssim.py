from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.metrics import structural_similarity

from replicard.errors import UndefinedMetricError
from replicard.metrics.ssim import ssim, ssim_map


def _noisy(shape: tuple[int, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    generator = np.random.default_rng(5)
    reference = np.cumsum(generator.normal(size=shape), axis=-1)
    return reference, reference + generator.normal(scale=0.7, size=shape)


def _of_scikit_image(
    reference: NDArray[np.float64], prediction: NDArray[np.float64], *, data_range: float
) -> tuple[float, NDArray[np.float64]]:
    settings: dict[str, Any] = {
        "gaussian_weights": True,
        "sigma": 1.5,
        "use_sample_covariance": False,
        "K1": 0.01,
        "K2": 0.03,
    }
    mean, similarity = structural_similarity(
        reference, prediction, data_range=data_range, full=True, **settings
    )
    return float(mean), similarity


@pytest.mark.parametrize(
    "shape",
    [(11, 11), (11, 40), (40, 11), (64, 65), (150, 31), (11, 11, 11), (12, 70, 20), (20, 13, 140)],
)
def test_map_and_mean_equal_those_of_scikit_image(shape: tuple[int, ...]) -> None:
    reference, prediction = _noisy(shape)

    mean, similarity = _of_scikit_image(reference, prediction, data_range=10.0)

    assert ssim(reference, prediction, data_range=10.0) == pytest.approx(mean, abs=1e-12)
    ours = ssim_map(reference, prediction, data_range=10.0)
    assert ours == pytest.approx(similarity, abs=1e-10)


def test_a_large_offset_does_not_swamp_a_faint_structure() -> None:
    reference, prediction = _noisy((64, 64))
    span = float(np.ptp(reference))
    offset = 1e7

    shifted = ssim_map(reference + offset, prediction + offset, data_range=span)

    # At this offset the luminance term is 1, so what is left is the structure term.
    lifted = ssim_map(reference + 1e4, prediction + 1e4, data_range=span)
    assert shifted == pytest.approx(lifted, abs=1e-4)
    assert np.abs(shifted).max() <= 1 + 1e-9


def test_an_offset_in_float32_still_gives_a_score_within_bounds() -> None:
    reference, prediction = _noisy((64, 64))
    bright = (60_000 + reference).astype(np.float32), (60_000 + prediction).astype(np.float32)
    span = float(np.ptp(bright[0]))

    in_float64 = _of_scikit_image(bright[0].astype(float), bright[1].astype(float), data_range=span)

    assert ssim(*bright, data_range=span) == pytest.approx(in_float64[0], abs=1e-6)


def test_images_of_different_brightness_are_centred_on_their_own() -> None:
    reference, prediction = _noisy((40, 40))
    span = float(np.ptp(reference))

    mean, _ = _of_scikit_image(reference, prediction + 50, data_range=span)

    assert ssim(reference, prediction + 50, data_range=span) == pytest.approx(mean, abs=1e-10)


@pytest.mark.parametrize("shape", [(10, 300), (300, 10), (5, 64, 64), (1, 1)])
def test_an_image_smaller_than_the_window_has_no_ssim(shape: tuple[int, ...]) -> None:
    image = np.zeros(shape)
    size = " x ".join(str(length) for length in shape)

    for compute in (ssim, ssim_map):
        with pytest.raises(UndefinedMetricError, match=f"window of 11 .* image of {size}"):
            compute(image, image, data_range=1.0)


def test_a_data_range_of_zero_has_no_ssim() -> None:
    image = np.ones((20, 20))

    with pytest.raises(UndefinedMetricError, match="data range is zero"):
        ssim(image, image, data_range=0.0)


def test_a_channel_axis_is_not_guessed() -> None:
    image = np.zeros((2, 20, 20, 20))

    with pytest.raises(ValueError, match="not 4 axes"):
        ssim(image, image, data_range=1.0)


def test_neither_image_is_changed() -> None:
    reference, prediction = _noisy((30, 30))
    before = reference.copy(), prediction.copy()

    ssim(reference, prediction, data_range=1.0)

    assert (reference == before[0]).all()
    assert (prediction == before[1]).all()
