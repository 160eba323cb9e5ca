from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.metrics import structural_similarity

from replicard.metrics.kernels import similarity, use_kernels, use_threads

SHAPES = [(11, 11), (65, 700), (200, 513), (11, 1030), (11, 11, 11), (40, 35, 70), (33, 100, 66)]
TYPES = ["bool", "uint8", ">u2", "int16", "float16", "float32", ">f8"]


def _noisy(shape: tuple[int, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    generator = np.random.default_rng(5)
    reference = np.cumsum(generator.normal(size=shape), axis=-1)
    return reference, reference + generator.normal(scale=0.7, size=shape)


def _with_map(
    reference: NDArray[Any],
    prediction: NDArray[Any],
    *,
    data_range: float,
    arithmetic: type[np.floating] = np.float64,
) -> tuple[float, NDArray[Any]]:
    out = np.empty(reference.shape, arithmetic)
    mean = similarity(reference, prediction, data_range=data_range, out=out, arithmetic=arithmetic)
    return mean, out


def _of_scikit_image(
    reference: NDArray[Any], prediction: NDArray[Any], *, data_range: float
) -> tuple[float, NDArray[np.float64]]:
    settings: dict[str, Any] = {"gaussian_weights": True, "sigma": 1.5, "full": True}
    mean, similar = structural_similarity(
        reference, prediction, data_range=data_range, use_sample_covariance=False, **settings
    )
    return float(mean), similar


@pytest.mark.parametrize("shape", SHAPES)
def test_mean_and_map_equal_those_of_scikit_image(loops: str, shape: tuple[int, ...]) -> None:
    del loops
    reference, prediction = _noisy(shape)

    mean, similar = _with_map(reference, prediction, data_range=10.0)

    expected = _of_scikit_image(reference, prediction, data_range=10.0)
    assert mean == pytest.approx(expected[0], abs=1e-12)
    assert similar == pytest.approx(expected[1], abs=1e-10)


@pytest.mark.parametrize("arithmetic", [np.float64, np.float32])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_two_sets_of_loops_give_the_same_bits(
    shape: tuple[int, ...], arithmetic: type[np.floating]
) -> None:
    pytest.importorskip("numba")
    found = []
    for kernels in ("numpy", "numba"):
        with use_kernels(kernels):
            mean, similar = _with_map(*_noisy(shape), data_range=3.0, arithmetic=arithmetic)
            found.append((mean, similar.tobytes()))

    assert found[0] == found[1]


@pytest.mark.parametrize("shape", [(300, 1100), (70, 90, 130)])
def test_threads_change_no_bit(loops: str, shape: tuple[int, ...]) -> None:
    del loops
    found = []
    for threads in (1, 2, 4):
        with use_threads(threads):
            mean, similar = _with_map(*_noisy(shape), data_range=3.0)
        found.append((mean, similar.tobytes()))

    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("name", TYPES)
def test_any_type_of_sample_counts_as_its_value(loops: str, name: str) -> None:
    del loops
    images = [np.abs(image * 9).astype(name) for image in _noisy((90, 80))]

    found = _with_map(*images, data_range=50.0)

    as_float = _with_map(*(image.astype(np.float64) for image in images), data_range=50.0)
    assert found[0] == as_float[0]
    assert (found[1] == as_float[1]).all()


def test_layout_in_memory_makes_no_difference(loops: str) -> None:
    del loops
    reference, prediction = _noisy((120, 90))

    mean = similarity(reference, prediction, data_range=2.0)

    for view in (np.asfortranarray(reference), np.repeat(reference, 2, axis=1)[:, ::2]):
        assert similarity(view, prediction, data_range=2.0) == mean


def test_float32_arithmetic_keeps_a_faint_structure_over_a_large_offset(loops: str) -> None:
    """Squares of float32 lose it: scikit-image finds a mean far below -1 here."""
    del loops
    reference, prediction = _noisy((128, 128))
    bright = [(60_000 + image).astype(np.float32) for image in (reference, prediction)]
    span = float(np.ptp(bright[0]))
    exact = _of_scikit_image(*(image.astype(float) for image in bright), data_range=span)

    lost = _of_scikit_image(*bright, data_range=span)
    kept = _with_map(*bright, data_range=span, arithmetic=np.float32)

    assert abs(lost[0] - exact[0]) > 0.5
    assert kept[0] == pytest.approx(exact[0], abs=1e-4)
    assert kept[1] == pytest.approx(exact[1], abs=1e-3)
    assert similarity(*bright, data_range=span) == pytest.approx(exact[0], abs=1e-9)


def test_float32_arithmetic_is_right_to_a_few_digits(loops: str) -> None:
    del loops
    reference, prediction = _noisy((150, 600))

    exact = _with_map(reference, prediction, data_range=10.0)
    quick = _with_map(reference, prediction, data_range=10.0, arithmetic=np.float32)

    assert quick[0] == pytest.approx(exact[0], abs=1e-5)
    assert quick[1] == pytest.approx(exact[1], abs=1e-3)
