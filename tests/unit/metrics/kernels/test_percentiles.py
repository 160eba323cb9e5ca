from pathlib import Path

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from replicard.metrics.kernels import AffineMap, ScaledPixels, percentiles, use_kernels

WANTED = (0, 1, 37.5, 50, 99.8, 100)
TYPES = [
    *("bool", "uint8", "int8", "uint16", "int16", ">u2", "uint32", "int32", "uint64", "int64"),
    *("float16", "float32", "float64", ">f4", ">f8"),
]


def _expected(image: NDArray[np.generic]) -> tuple[float, ...]:
    return tuple(np.percentile(image.astype(np.float64), WANTED).tolist())


@pytest.mark.parametrize("name", TYPES)
def test_they_equal_those_of_numpy(loops: str, name: str) -> None:
    del loops
    dtype = np.dtype(name)
    generator = np.random.default_rng(1)
    if dtype.kind == "f":
        image = generator.normal(0, 100, (300, 401)).astype(dtype)
    elif dtype.kind == "b":
        image = generator.random((300, 401)) < 0.3
    else:
        ends = np.iinfo(dtype)
        own = dtype.newbyteorder("=")
        image = generator.integers(ends.min, ends.max, (300, 401), own, endpoint=True)
        image = image.astype(dtype)

    assert percentiles(image, WANTED) == _expected(image)


@given(hnp.arrays(np.float64, st.integers(1, 40), elements=st.floats(-1e100, 1e100)))
def test_any_float64_is_ranked(image: NDArray[np.float64]) -> None:
    with use_kernels("numpy"):
        assert percentiles(image, WANTED) == _expected(image)


@given(hnp.arrays(np.int16, st.integers(1, 40)), st.lists(st.floats(0, 100), min_size=1))
@settings(max_examples=50)
def test_any_percentile_is_interpolated_as_numpy_does(
    image: NDArray[np.int16], wanted: list[float]
) -> None:
    with use_kernels("numpy"):
        found = percentiles(image, wanted)

    assert found == tuple(np.percentile(image.astype(np.float64), wanted).tolist())


def test_ties_and_signed_zeros_are_one_intensity(loops: str) -> None:
    del loops
    image = np.array([0.0, -0.0, 0.0, -0.0, 1.0], np.float32)

    assert [str(value) for value in percentiles(image, (0, 50, 75))] == ["0.0", "0.0", "0.0"]


def test_a_view_and_a_scaled_image_are_read_as_they_are(loops: str) -> None:
    del loops
    image = np.random.default_rng(2).integers(0, 5000, (200, 300)).astype(np.uint16)
    view = image.T[::2, ::-3]
    scale = AffineMap(origin=3, unit=7)

    assert percentiles(view, WANTED) == _expected(view)
    assert percentiles(ScaledPixels(view, scale), WANTED) == _expected(scale.apply(view))


def test_real_images_have_the_percentiles_that_numpy_finds(shared_data: Path, loops: str) -> None:
    del loops
    paths = sorted((shared_data / "fmd_denoise_real" / "noisy").iterdir())[:4]

    assert paths
    for path in paths:
        with Image.open(path) as opened:
            image = np.asarray(opened)
        assert percentiles(image, WANTED) == _expected(image)
