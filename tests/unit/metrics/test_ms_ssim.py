import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from replicard.errors import UndefinedMetricError
from replicard.metrics.ms_ssim import SHORTEST, ms_ssim

RECORDED = json.loads(Path(__file__).with_name("torch_ms_ssim.json").read_text(encoding="utf-8"))


def pair(n: int, *, seed: int, noise: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return smooth blobs and a noisy copy; record_torch_ms_ssim.py makes the same."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:n, :n] / n
    waves = [np.sin(2 * np.pi * (k * x + (7 - k) * y + rng.random())) for k in range(1, 7)]
    clean = sum(waves, np.zeros((n, n))) / 12 + 0.5
    return clean, clean + rng.normal(0, noise, (n, n))


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: f"{case['n']}-{case['noise']}")
def test_values_equal_those_of_pytorch_msssim(case: dict[str, float]) -> None:
    clean, noisy = pair(int(case["n"]), seed=int(case["seed"]), noise=case["noise"])

    assert ms_ssim(clean, noisy, data_range=1.0) == pytest.approx(case["ms_ssim"], abs=1e-9)


def test_values_equal_those_of_pytorch_msssim_on_real_images(shared_data: Path) -> None:
    folder = shared_data / "fmd_denoise_real"
    for name, recorded in RECORDED["fmd"].items():
        true, raw = (np.asarray(Image.open(folder / part / name)) for part in ("gt", "noisy"))
        found = ms_ssim(true, raw, data_range=255.0)
        assert found == pytest.approx(recorded, abs=1e-9), name


def test_an_image_smaller_than_the_coarsest_window_has_no_value() -> None:
    small = np.random.default_rng(1).random((SHORTEST - 1, 300))

    with pytest.raises(UndefinedMetricError, match="MS-SSIM needs at least 176 pixels"):
        ms_ssim(small, small, data_range=1.0)


def test_a_constant_ground_truth_has_no_value() -> None:
    flat = np.ones((SHORTEST, SHORTEST))

    with pytest.raises(UndefinedMetricError, match="its data range is zero"):
        ms_ssim(flat, flat, data_range=0.0)


def test_inverted_contrast_scores_zero_in_place_of_a_power_that_does_not_exist() -> None:
    clean, _ = pair(192, seed=3, noise=0.0)

    assert ms_ssim(clean, 1 - clean, data_range=1.0) == 0


def test_a_large_offset_costs_no_digits() -> None:
    clean, noisy = pair(192, seed=4, noise=0.1)

    # luminance tends to 1 with the offset; contrast and structure must stay
    near, far = (ms_ssim(clean + by, noisy + by, data_range=1.0) for by in (1e3, 1e5))
    assert near == pytest.approx(far, abs=1e-6)


def test_a_flat_volume_has_no_value() -> None:
    volume = np.ones((8, SHORTEST, SHORTEST))

    with pytest.raises(UndefinedMetricError, match="the image has 8 x 176 x 176"):
        ms_ssim(volume, volume, data_range=1.0)


def test_it_is_symmetric_and_at_most_one() -> None:
    clean, noisy = pair(200, seed=6, noise=0.3)

    forth = ms_ssim(clean, noisy, data_range=1.0)
    assert forth == pytest.approx(ms_ssim(noisy, clean, data_range=1.0))
    assert 0 < forth < ms_ssim(clean, clean, data_range=1.0) == 1
