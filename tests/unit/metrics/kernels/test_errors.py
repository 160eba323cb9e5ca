import math
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.errors import UndefinedMetricError
from replicard.metrics.kernels import errors, statistics, use_kernels, use_threads

SHAPES = [(1,), (1, 1), (3, 5), (256, 3), (777, 613), (5, 300, 401)]
TYPES = ["bool", "uint8", "int16", ">u2", "float16", "float32", ">f8", "int64"]


def _images(shape: tuple[int, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    generator = np.random.default_rng(7)
    reference = generator.gamma(2, 100, shape)
    return reference, reference + generator.normal(0, 30, shape)


@pytest.mark.parametrize("shape", SHAPES)
def test_sums_equal_those_of_whole_images(loops: str, shape: tuple[int, ...]) -> None:
    del loops
    reference, prediction = _images(shape)

    found = errors(reference, prediction)

    error = prediction - reference
    u, v = reference - reference.mean(), prediction - prediction.mean()
    assert found.n == reference.size
    assert found.squared == pytest.approx((error**2).sum(), rel=1e-13)
    assert found.absolute == pytest.approx(np.abs(error).sum(), rel=1e-13)
    assert found.reference_mean == pytest.approx(reference.mean(), rel=1e-14)
    assert found.prediction_mean == pytest.approx(prediction.mean(), rel=1e-14)
    assert found.reference_squares == pytest.approx((u**2).sum(), rel=1e-12)
    assert found.prediction_squares == pytest.approx((v**2).sum(), rel=1e-12)
    assert found.products == pytest.approx((u * v).sum(), rel=1e-12, abs=1e-9)
    assert found.reference_extremes == (reference.min(), reference.max())
    assert found.prediction_extremes == (prediction.min(), prediction.max())


def test_whole_numbers_are_summed_exactly(loops: str) -> None:
    del loops
    generator = np.random.default_rng(9)
    reference, prediction = generator.integers(0, 2**16, (2, 500, 700))

    found = errors(reference.astype(np.uint16), prediction.astype(np.uint16))

    assert found.squared == int(((prediction - reference) ** 2).sum())
    assert found.absolute == int(np.abs(prediction - reference).sum())
    total, n = int(reference.sum()), reference.size
    assert found.reference_mean == total / n
    exact = Fraction(int((reference**2).sum())) - Fraction(total**2, n)
    assert found.reference_squares == pytest.approx(float(exact), rel=1e-15)


@pytest.mark.parametrize("name", TYPES)
def test_the_two_sets_of_loops_give_the_same_bits(name: str) -> None:
    pytest.importorskip("numba")
    reference, prediction = (image.astype(name) for image in _images((321, 654)))
    found = []
    for kernels in ("numpy", "numba"):
        rse = np.empty(reference.shape, np.float32)
        with use_kernels(kernels):
            found.append((errors(reference, prediction, rse=rse), rse.tobytes()))

    assert found[0] == found[1]


@pytest.mark.parametrize("threads", [2, 4])
def test_threads_change_no_bit(loops: str, threads: int) -> None:
    del loops
    images = _images((2000, 700))
    with use_threads(1):
        alone = errors(*images), statistics(images[0])
    with use_threads(threads):
        together = errors(*images), statistics(images[0])

    assert alone == together


def test_a_faint_structure_over_a_large_offset_keeps_its_digits(loops: str) -> None:
    del loops
    reference, prediction = (np.round(image * 16) / 16 for image in _images((400, 500)))

    near, far = errors(reference, prediction), errors(reference + 2**30, prediction + 2**30)

    assert far.squared == near.squared
    assert far.products == pytest.approx(near.products, rel=1e-9)


@pytest.mark.parametrize("value", [math.nan, math.inf, 1e200])
def test_what_cannot_be_summed_is_undefined(loops: str, value: float) -> None:
    del loops
    reference, prediction = _images((30, 40))
    prediction[3, 4] = value

    with pytest.raises(UndefinedMetricError, match="not finite"):
        errors(reference, prediction)


def test_the_error_of_each_pixel_is_written_where_it_belongs(loops: str) -> None:
    del loops
    reference, prediction = _images((3, 300, 401))
    rse = np.empty(reference.shape)

    errors(reference, prediction, rse=rse)

    assert (rse == np.abs(prediction - reference)).all()


def test_statistics_count_what_is_not_finite() -> None:
    image = np.array([[1.0, np.nan, -np.inf], [4.0, 2.0, np.inf]])

    found = statistics(image)

    assert (found.n, found.n_not_finite, found.minimum, found.maximum) == (6, 3, 1, 4)
    assert found.mean is None
    assert statistics(np.full((2, 2), np.nan)).span == 0


def test_statistics_of_huge_numbers_have_no_mean() -> None:
    assert statistics(np.array([1e308, 1e308])).mean is None
    assert statistics(np.array([2**63 - 1, 0], np.int64)).maximum == 2.0**63
