import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage.metrics import (
    normalized_root_mse,
    peak_signal_noise_ratio,
    structural_similarity,
)

from replicard.errors import UndefinedMetricError
from replicard.metrics.restoration import (
    mae,
    nrmse,
    nrmse_euclidean,
    nrmse_mean,
    pearson,
    psnr,
    rmse,
    root_mean_rse,
    rse_map,
)
from replicard.metrics.ssim import ssim

GENERATOR = np.random.default_rng(11)
REFERENCE = GENERATOR.uniform(0, 200, (30, 40))
PREDICTION = REFERENCE + GENERATOR.normal(0, 9, REFERENCE.shape)


def _read(path: Path) -> NDArray[np.generic]:
    with Image.open(path) as image:
        return np.asarray(image)


def test_rse_is_the_absolute_error_of_each_pixel() -> None:
    found = rse_map(np.array([[0, 255]], np.uint8), np.array([[3, 250]], np.uint8))

    assert found.tolist() == [[3.0, 5.0]]


def test_the_root_of_the_mean_rse_is_neither_of_the_scores_that_bear_its_name() -> None:
    trap = math.sqrt(rse_map(REFERENCE, PREDICTION).mean())

    assert mae(REFERENCE, PREDICTION) == pytest.approx(trap**2)
    for score in (mae, rmse, nrmse):
        assert score(REFERENCE, PREDICTION) != pytest.approx(trap, rel=0.05)


def test_errors_equal_those_of_scikit_image() -> None:
    span = float(np.ptp(REFERENCE))

    assert nrmse(REFERENCE, PREDICTION) == pytest.approx(
        normalized_root_mse(REFERENCE, PREDICTION, normalization="min-max"), rel=1e-12
    )
    assert rmse(REFERENCE, PREDICTION) == pytest.approx(
        span * normalized_root_mse(REFERENCE, PREDICTION, normalization="min-max"), rel=1e-12
    )
    assert psnr(REFERENCE, PREDICTION, data_range=span) == pytest.approx(
        peak_signal_noise_ratio(REFERENCE, PREDICTION, data_range=span), rel=1e-12
    )
    assert pearson(REFERENCE, PREDICTION) == pytest.approx(
        np.corrcoef(REFERENCE.ravel(), PREDICTION.ravel())[0, 1], rel=1e-12
    )


def test_identical_images_have_no_finite_psnr() -> None:
    with pytest.raises(UndefinedMetricError, match="identical images have no finite PSNR"):
        psnr(REFERENCE, REFERENCE, data_range=200)


def test_the_peak_of_a_constant_ground_truth_is_zero() -> None:
    with pytest.raises(UndefinedMetricError, match="data range is zero"):
        psnr(np.ones((3, 3)), np.zeros((3, 3)), data_range=0)


def test_a_constant_ground_truth_has_no_range_to_divide_by() -> None:
    with pytest.raises(UndefinedMetricError, match="range is zero"):
        nrmse(np.ones((3, 3)), np.zeros((3, 3)))


@pytest.mark.parametrize(
    ("reference", "prediction", "role"),
    [
        (np.ones((30, 40)), PREDICTION, "ground truth"),
        (REFERENCE, np.ones((30, 40)), "prediction"),
    ],
)
def test_a_constant_image_has_no_correlation(
    reference: NDArray[np.float64], prediction: NDArray[np.float64], role: str
) -> None:
    with pytest.raises(UndefinedMetricError, match=f"the {role} is constant"):
        pearson(reference, prediction)


def test_constant_images_still_have_an_error() -> None:
    assert rmse(np.ones((3, 3)), np.full((3, 3), 4)) == 3
    assert mae(np.ones((3, 3)), np.ones((3, 3))) == 0


def test_a_faint_structure_over_a_large_offset_keeps_its_correlation() -> None:
    assert pearson(REFERENCE + 1e9, PREDICTION + 1e9) == pytest.approx(
        pearson(REFERENCE, PREDICTION), abs=1e-7
    )


def test_one_pixel_has_an_error() -> None:
    assert rmse([[3]], [[5]]) == 2


@pytest.mark.parametrize(
    "names",
    [
        ("fmd_denoise_real", "gt", "pred_n2n"),
        ("fmd_denoise_real", "gt", "noisy"),
        ("bbbc039_denoise_semisynthetic/test", "gt", "pred_unet"),
    ],
)
def test_scores_of_real_images_equal_those_of_scikit_image(
    shared_data: Path, names: tuple[str, str, str]
) -> None:
    folder, truth, candidate = names
    paths = sorted((shared_data / folder / candidate).iterdir())[:6]

    assert len(paths) == 6
    for path in paths:
        reference = _read(shared_data / folder / truth / path.name).astype(np.float64)
        prediction = _read(path).astype(np.float64)
        span = float(np.ptp(reference))
        assert nrmse(reference, prediction) == pytest.approx(
            normalized_root_mse(reference, prediction, normalization="min-max"), rel=1e-12
        )
        assert psnr(reference, prediction, data_range=span) == pytest.approx(
            peak_signal_noise_ratio(reference, prediction, data_range=span), rel=1e-12
        )
        assert ssim(reference, prediction, data_range=span) == pytest.approx(
            structural_similarity(
                reference,
                prediction,
                data_range=span,
                gaussian_weights=True,
                sigma=1.5,
                use_sample_covariance=False,
            ),
            abs=1e-12,
        )


@pytest.mark.parametrize(
    ("compute", "norm"), [(nrmse_mean, "mean"), (nrmse_euclidean, "euclidean"), (nrmse, "min-max")]
)
def test_each_nrmse_equals_that_of_scikit_image(
    compute: Callable[[NDArray[np.float64], NDArray[np.float64]], float], norm: str
) -> None:
    theirs = normalized_root_mse(REFERENCE, PREDICTION, normalization=norm)

    assert compute(REFERENCE, PREDICTION) == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize("reference", [np.zeros((3, 3)), np.full((3, 3), -2.0)])
def test_the_nrmse_by_the_mean_needs_a_mean_above_zero(reference: NDArray[np.float64]) -> None:
    with pytest.raises(UndefinedMetricError, match="mean of the ground truth is not above zero"):
        nrmse_mean(reference, np.ones((3, 3)))


def test_the_nrmse_by_the_norm_needs_light() -> None:
    with pytest.raises(UndefinedMetricError, match="zero everywhere"):
        nrmse_euclidean(np.zeros((3, 3)), np.ones((3, 3)))
    assert nrmse_euclidean(np.full((3, 3), -2.0), np.full((3, 3), -1.0)) == 0.5


def test_the_root_of_the_mean_rse_is_not_the_rmse() -> None:
    reference, prediction = np.zeros((2, 2)), np.full((2, 2), 0.047)

    assert rmse(reference, prediction) == pytest.approx(0.047)
    assert root_mean_rse(reference, prediction) == pytest.approx(0.2168, abs=1e-4)
