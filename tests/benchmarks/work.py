"""The rows of the table: what is computed, by whom, and how much faster it has to be."""

import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import tifffile
from numpy.typing import NDArray
from tests.benchmarks import peers

from replicard.images import read_image
from replicard.metrics import match_objects, measure_restoration
from replicard.metrics.kernels import errors, percentiles, similarity, use_threads
from replicard.metrics.registry import default_metrics
from replicard.metrics.restoration import nrmse_of, pearson_of, psnr_of, rmse_of
from replicard_schema.vocabulary import NormalisationMethod, Task

Array = NDArray[Any]
Scores = tuple[tuple[float, ...], Array]

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
BOUNDS = (1.0, 99.8)


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of work.

    Attributes
    ----------
    ours, peer
        Do the work and return what `agree` compares.
    target
        How many times faster than the peer ours has to be.
    """

    name: str
    peer_name: str
    target: float
    ours: Callable[[], Any]
    peer: Callable[[], Any]
    agree: Callable[[Any, Any], bool]


def rows(folder: Path | None) -> Iterator[tuple[str, Callable[[], Row]]]:
    """Yield each row as its name and what makes it: one set of images is in memory at a time."""
    for target, dtype, shape in (
        (25, np.float32, (2048, 2048)),
        (18, np.float64, (2048, 2048)),
        (10, np.float64, (64, 512, 512)),
    ):
        name = f"SSIM mean and map, {' x '.join(map(str, shape))}, {np.dtype(dtype).name}"
        yield name, partial(_ssim, name, target, dtype, shape)
    name = "RMSE, NRMSE, PSNR, PCC and RSE map, 4096 x 4096, float32"
    yield name, partial(_errors, name)
    name = "percentiles 1 and 99.8, 4096 x 4096, float32"
    yield name, partial(_percentiles, name)
    for n, size, target in ((2_000, 2048, 30), (10_000, 4096, 35)):
        name = f"matching at nine thresholds, {size} x {size}, {n:,} objects"
        for peer, find in (("StarDist", peers.stardist), ("Cellpose", peers.cellpose)):
            yield name, partial(_matching, name, peer, target, (n, size), partial(find, folder))
    name = "500 pairs 512 x 512, uint16, read and all restoration metrics"
    yield name, partial(_many_pairs, name)


def noisy(shape: tuple[int, ...], dtype: type[np.floating]) -> tuple[Array, Array]:
    """Build a structure and the same with noise."""
    generator = np.random.default_rng(0)
    reference = np.cumsum(generator.normal(size=shape), axis=-1) + 50
    return reference.astype(dtype), (reference + generator.normal(size=shape)).astype(dtype)


def discs(n: int, size: int, *, seed: int) -> Array:
    """Build a label image of about ``n`` discs on a wobbly grid."""
    generator = np.random.default_rng(seed)
    side = math.isqrt(n)
    step = size / side
    labels = np.zeros((size, size), dtype=np.int32)
    for place in range(n):
        y, x = ((np.array(divmod(place % side**2, side)) + 0.5) * step).tolist()
        y, x = y + generator.normal(0, 0.15 * step), x + generator.normal(0, 0.15 * step)
        radius = 0.45 * step * generator.uniform(0.7, 1.1)
        rows_ = slice(max(0, int(y - radius)), min(size, int(y + radius) + 1))
        columns = slice(max(0, int(x - radius)), min(size, int(x + radius) + 1))
        yy, xx = np.ogrid[rows_, columns]
        labels[rows_, columns][(yy - y) ** 2 + (xx - x) ** 2 < radius**2] = place + 1
    return labels


def _ssim(name: str, target: float, dtype: type[np.floating], shape: tuple[int, ...]) -> Row:
    reference, prediction = noisy(shape, dtype)

    def ours() -> tuple[float, Array]:
        out = np.empty(shape, dtype)
        mean = similarity(reference, prediction, data_range=10.0, out=out, arithmetic=dtype)
        return mean, out

    slack = (1e-12, 1e-10) if dtype is np.float64 else (1e-4, 1e-2)

    def agree(mine: tuple[float, Array], other: tuple[float, Array]) -> bool:
        map_difference = float(np.abs(mine[1] - other[1]).max())
        return abs(mine[0] - other[0]) <= slack[0] and map_difference <= slack[1]

    peer = lambda: peers.ssim(reference, prediction)  # noqa: E731 - a row is a record of functions
    return Row(name, "scikit-image", target, ours, peer, agree)


def _errors(name: str) -> Row:
    generator = np.random.default_rng(1)
    reference = generator.gamma(2, 100, (4096, 4096)).astype(np.float32)
    noise = generator.normal(0, 5, reference.shape)
    prediction = (reference + noise).astype(np.float32)

    def ours() -> Scores:
        rse = np.empty(reference.shape, np.float32)
        sums = errors(reference, prediction, rse=rse)
        low, high = sums.reference_extremes
        scores = (
            rmse_of(sums),
            nrmse_of(sums),
            psnr_of(sums, data_range=high - low),
            pearson_of(sums),
        )
        return scores, rse

    def agree(
        mine: tuple[tuple[float, ...], Array], other: tuple[tuple[float, ...], Array]
    ) -> bool:
        # the peer computes in float32 here and there
        return np.allclose(mine[0], other[0], rtol=1e-4) and np.array_equal(mine[1], other[1])

    return Row(
        name,
        "scikit-image",
        11,
        ours,
        lambda: peers.errors(reference, prediction),
        agree,
    )


def _percentiles(name: str) -> Row:
    image = np.random.default_rng(2).gamma(2, 100, (4096, 4096)).astype(np.float32)

    def agree(mine: tuple[float, ...], other: tuple[float, ...]) -> bool:
        # equal to float64 ones bit by bit; the peer interpolates in float32
        exact = tuple(np.percentile(image.astype(np.float64), BOUNDS).tolist())
        return mine == exact and np.allclose(mine, other, rtol=1e-6)

    return Row(
        name,
        "numpy.percentile",
        5,
        lambda: percentiles(image, BOUNDS),
        lambda: peers.percentiles(image, BOUNDS),
        agree,
    )


def _matching(
    name: str,
    peer: str,
    target: float,
    extent: tuple[int, int],
    find_peer: Callable[[], Callable[..., peers.Counts]],
) -> Row:
    match = find_peer()
    reference = discs(*extent, seed=0)
    prediction = np.roll(discs(*extent, seed=1), (3, 5), axis=(0, 1))
    # peers want ids without gaps
    reference, prediction = (_numbered(image) for image in (reference, prediction))

    def ours() -> list[tuple[int, int, int]]:
        found = match_objects(reference, prediction, iou_thresholds=THRESHOLDS)
        return [(c.tp, c.fp, c.fn) for c in (one.counts() for one in found)]

    return Row(
        name,
        peer,
        target,
        ours,
        lambda: match(reference, prediction, THRESHOLDS),
        lambda mine, other: mine == other,
    )


def _numbered(labels: Array) -> Array:
    return np.unique(labels, return_inverse=True)[1].reshape(labels.shape).astype(np.int32)


def _many_pairs(name: str) -> Row:
    folder = tempfile.TemporaryDirectory(prefix="replicard-benchmark-")
    root = Path(folder.name)
    names = [_write_pair(root, number) for number in range(500)]
    metrics = default_metrics(Task.DENOISING)

    def one(file: str) -> dict[str, float]:
        with use_threads(1):
            found = measure_restoration(
                read_image(root, f"true_{file}").array,
                read_image(root, f"found_{file}").array,
                metrics=metrics,
                method=NormalisationMethod.PERCENTILE,
            )
        return {m.metric.value: m.value for m in found.measurements if m.value is not None}

    def ours(keep: object = folder) -> list[dict[str, float]]:
        del keep
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(one, names))

    def peer() -> list[dict[str, float]]:
        return [
            peers.restoration(
                tifffile.imread(root / f"true_{name}"), tifffile.imread(root / f"found_{name}")
            )
            for name in names
        ]

    return Row(name, "scikit-image", 10, ours, peer, _same_scores)


def _write_pair(root: Path, number: int) -> str:
    generator = np.random.default_rng(number)
    reference = np.cumsum(generator.normal(0, 30, (512, 512)), axis=1) + 3000
    noise = generator.normal(0, 40, reference.shape)
    for side, image in (("true", reference), ("found", reference + noise)):
        clipped = image.clip(0, 65535).astype(np.uint16)
        tifffile.imwrite(root / f"{side}_{number}.tif", clipped)
    return f"{number}.tif"


def _same_scores(mine: Sequence[dict[str, float]], other: Sequence[dict[str, float]]) -> bool:
    return all(
        math.isclose(mine_of[key], other_of[key], rel_tol=1e-9)
        for mine_of, other_of in zip(mine, other, strict=True)
        for key in other_of
    )
