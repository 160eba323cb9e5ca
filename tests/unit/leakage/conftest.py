"""Pictures made of blobs that are all different, as a field of cells is."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

Picture = NDArray[np.float32]


def cells(seed: int, shape: tuple[int, int] = (256, 300)) -> Picture:
    """Return a field of textured blobs on a dark ground, with a little camera noise."""
    rng = np.random.default_rng(seed)
    field = np.zeros(shape)
    for _ in range(shape[0] * shape[1] // 1500):
        y, x = (int(rng.integers(0, length)) for length in shape)
        field[y, x] += rng.uniform(200, 900)
    smooth = ndimage.gaussian_filter(field, 5) * ndimage.gaussian_filter(
        rng.uniform(0, 2, shape), 2
    )
    return np.asarray(
        100 + 3 * smooth + ndimage.gaussian_filter(rng.normal(0, 3, shape), 0.7), dtype=np.float32
    )


@pytest.fixture(scope="session")
def make_cells() -> Callable[..., Picture]:
    return cells
