"""Both sets of innermost loops; tests of numba are left out where it is not installed."""

import importlib.util
from collections.abc import Iterator

import pytest

from replicard.metrics.kernels import use_kernels

HAS_NUMBA = importlib.util.find_spec("numba") is not None


@pytest.fixture(
    params=[
        "numpy",
        pytest.param("numba", marks=pytest.mark.skipif(not HAS_NUMBA, reason="no numba here")),
    ]
)
def loops(request: pytest.FixtureRequest) -> Iterator[str]:
    """Compute with each set of loops."""
    name: str = request.param
    with use_kernels(name):
        yield name
