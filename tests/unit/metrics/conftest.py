"""Pairs of label images, and what other programs computed for them."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import tifffile
from numpy.typing import NDArray

HERE = Path(__file__).parent


Labels: TypeAlias = NDArray[Any]
Cases: TypeAlias = list[tuple[str, Labels, Labels, dict[str, float | None]]]
"""Name, ground truth, prediction, and what peers computed; None where they failed."""


def _pairs(shared_data: Path | None) -> Iterator[tuple[str, str, Labels, Labels]]:
    file = HERE / "record_stardist_matching.py"
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    recorder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recorder)
    if shared_data is None:
        for name, (reference, prediction) in recorder.synthetic_pairs().items():
            yield "synthetic", name, reference, prediction
        return
    for name, truth, prediction in recorder.real_pairs(shared_data):
        yield "real", name, tifffile.imread(truth), tifffile.imread(prediction)


def _cases(shared_data: Path | None) -> Cases:
    record: dict[str, Any] = json.loads((HERE / "peers.json").read_text(encoding="utf-8"))
    return [
        (
            name,
            reference,
            prediction,
            dict(zip(record["columns"], record[section][name], strict=True)),
        )
        for section, name, reference, prediction in _pairs(shared_data)
    ]


@pytest.fixture(scope="session")
def synthetic_cases() -> Cases:
    """Return the pairs that are built here."""
    return _cases(None)


@pytest.fixture(scope="session")
def real_cases(shared_data: Path) -> Cases:
    """Return the pairs of real images."""
    return _cases(shared_data)
