"""An image too large for many machines, read from disk in strips and as one array."""

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from replicard.metrics import measure_restoration
from replicard.metrics.measurement import ImageMeasurement
from replicard.metrics.registry import default_metrics
from replicard_schema.vocabulary import NormalisationMethod, Task

SIZE = 20_000
_ROWS = 500


def check_large_image(size: int = SIZE) -> None:
    """Compare the scores of memory maps with those of arrays, bit by bit."""
    with tempfile.TemporaryDirectory(prefix="replicard-benchmark-") as folder:
        maps = _write(Path(folder), size)
        start = time.perf_counter()
        from_disk = _measure(*maps)
        seconds = time.perf_counter() - start
        in_memory = _measure(*(np.array(each) for each in maps))
    same = "the same" if from_disk == in_memory else "DIFFERENT"
    print(f"\n{size:,} x {size:,}, uint16: {seconds:.1f} s from disk; {same} scores as in memory")
    print(", ".join(f"{m.metric} {m.value:.6f}" for m in from_disk.measurements))


def _measure(reference: NDArray[Any], prediction: NDArray[Any]) -> ImageMeasurement:
    return measure_restoration(
        reference,
        prediction,
        metrics=default_metrics(Task.DENOISING),
        method=NormalisationMethod.PERCENTILE_FIT,
    )


def _write(folder: Path, size: int) -> tuple[NDArray[Any], NDArray[Any]]:
    generator = np.random.default_rng(0)
    first, second = (
        np.memmap(folder / f"{name}.raw", np.uint16, mode="w+", shape=(size, size))
        for name in ("reference", "prediction")
    )
    for row in range(0, size, _ROWS):
        steps = generator.normal(0, 30, (_ROWS, size)).astype(np.float32)
        structure = np.cumsum(steps, axis=1) % 20_000 + 5_000
        first[row : row + _ROWS] = structure
        second[row : row + _ROWS] = 0.7 * structure + 300 + 5 * steps
    return first, second
