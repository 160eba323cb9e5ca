"""Statistics of intensities, on noise of known strength and on real images."""

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.similarity import intensity_statistics


def scene(shape: tuple[int, ...] = (512, 512)) -> NDArray[np.float64]:
    """Return smooth blobs on a background of 100, 200 bright."""
    y, x = np.mgrid[: shape[-2], : shape[-1]]
    picture: NDArray[np.float64] = 100 + 200 * (np.sin(x / 20) * np.sin(y / 20)) ** 8
    return np.broadcast_to(picture, shape).copy()


def noisy(sigma: float, shape: tuple[int, ...] = (512, 512)) -> NDArray[np.float64]:
    return scene(shape) + np.random.default_rng(1).normal(0, sigma, shape)


@pytest.mark.parametrize("sigma", [2.0, 5.0, 20.0])
def test_noise_is_found_within_five_per_cent(sigma: float) -> None:
    found = intensity_statistics(noisy(sigma))

    assert found is not None
    assert found.noise == pytest.approx(sigma, rel=0.05)
    assert found.snr == pytest.approx(found.signal / sigma, rel=0.05)


def test_noise_survives_rounding_to_whole_numbers() -> None:
    found = intensity_statistics(np.rint(noisy(5.0)).astype(np.uint16))

    assert found is not None
    assert found.noise == pytest.approx(5.0, rel=0.1)


def test_edges_are_no_noise() -> None:
    blocks = np.kron(np.indices((16, 16)).sum(axis=0) % 2, np.full((32, 32), 1000.0))
    sigma = np.random.default_rng(2).normal(0, 3, blocks.shape)

    found = intensity_statistics(blocks + sigma)

    assert found is not None
    assert found.noise == pytest.approx(3, rel=0.1)


@pytest.mark.parametrize("shape", [(300, 400), (3, 300, 400), (5, 1024, 900), (3000, 3000)])
def test_large_images_are_sampled_to_the_same_result(shape: tuple[int, ...]) -> None:
    found = intensity_statistics(noisy(5.0, shape))

    assert found is not None
    assert found.noise == pytest.approx(5.0, rel=0.05)
    assert found.background == pytest.approx(94, abs=4)


def test_the_full_scale_of_a_camera_is_saturation() -> None:
    image = np.full((100, 100), 300, dtype=np.uint16)
    image[:10] = 4095

    found = intensity_statistics(image)

    assert found is not None
    assert found.saturated == pytest.approx(0.1)


def test_the_largest_number_of_a_picture_is_not() -> None:
    image = np.full((100, 100), 300, dtype=np.uint16)
    image[:10] = 4000

    found = intensity_statistics(image)

    assert found is not None
    assert found.saturated == 0
    assert intensity_statistics(np.full((9, 9), 255.0)).saturated == 0  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "image",
    [np.zeros((1, 1)), np.zeros((64, 64), np.uint8), np.ones((2, 900)), np.eye(2, dtype=bool)],
)
def test_what_has_no_noise_says_so(image: NDArray[np.generic]) -> None:
    found = intensity_statistics(image)

    assert found is not None
    assert found.snr is None


def test_pixels_that_are_not_finite_are_left_out() -> None:
    image = noisy(5.0)
    image[:50] = np.nan
    image[50:60] = np.inf

    found = intensity_statistics(image)

    assert found is not None
    assert found.noise == pytest.approx(5, rel=0.05)
    assert intensity_statistics(np.full((4, 4), np.nan)) is None
