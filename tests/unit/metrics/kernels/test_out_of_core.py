"""Images that are read piece by piece give the numbers of the whole array, in little memory."""

import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.images import PixelSource
from replicard.metrics import measure_classes, measure_instances, measure_restoration
from replicard.metrics.kernels import count_pairs, errors, percentiles, similarity, statistics
from replicard.metrics.registry import default_metrics
from replicard_schema.vocabulary import MetricId, NormalisationMethod, Task

SHAPES = [(700, 900), (90, 101, 130), (12, 300, 301)]


@dataclass
class _Read:
    """An image that checks how it is asked, and counts how often each pixel is read."""

    array: NDArray[Any]
    chunks: tuple[int, ...]
    read: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self.read = np.zeros(self.array.shape, dtype=np.int64)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.array.shape

    @property
    def ndim(self) -> int:
        return self.array.ndim

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.array.dtype

    def __getitem__(self, region: tuple[slice, ...]) -> NDArray[Any]:
        assert len(region) == self.ndim
        for part, length in zip(region, self.shape, strict=True):
            assert part.step is None
            assert 0 <= part.start < part.stop <= length
        self.read[region] += 1
        block = self.array[region].copy()
        block.flags.writeable = False
        return block


def _stored_in_rows(array: NDArray[Any], _: Path) -> PixelSource:
    return _Read(array, (1,) * (array.ndim - 1) + (array.shape[-1],))


def _stored_in_blocks(array: NDArray[Any], _: Path) -> PixelSource:
    return _Read(array, tuple(-(-length // 3) for length in array.shape))


def _memory_map(array: NDArray[Any], folder: Path) -> PixelSource:
    path = folder / f"{len(list(folder.iterdir()))}.npy"
    np.save(path, array)
    mapped: NDArray[Any] = np.load(path, mmap_mode="r")
    return mapped


def _zarr_array(array: NDArray[Any], _: Path) -> PixelSource:
    zarr = pytest.importorskip("zarr")
    stored: PixelSource = zarr.array(array, chunks=tuple(64 for _ in array.shape))
    return stored


STORES = [_stored_in_rows, _stored_in_blocks, _memory_map, _zarr_array]


def _images(shape: tuple[int, ...]) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    generator = np.random.default_rng(3)
    reference = np.cumsum(generator.normal(0, 30, shape), axis=-1) + 3000
    prediction = 0.3 * reference + generator.normal(0, 20, shape)
    return reference.clip(0, 65535).astype(np.uint16), prediction.astype(np.float32)


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_number_is_that_of_the_whole_array(
    loops: str,
    shape: tuple[int, ...],
    store: Callable[[NDArray[Any], Path], PixelSource],
    tmp_path: Path,
) -> None:
    del loops
    arrays = _images(shape)
    stored = [store(array, tmp_path) for array in arrays]

    for place, source in enumerate(stored):
        image = arrays[place]
        assert statistics(source) == statistics(image)
        assert percentiles(source, (1, 50, 99.8)) == percentiles(image, (1, 50, 99.8))
    rse = np.empty(shape), np.empty(shape)
    assert errors(*stored, rse=rse[0]) == errors(*arrays, rse=rse[1])
    assert (rse[0] == rse[1]).all()
    maps = np.empty(shape), np.empty(shape)
    means = [
        similarity(*sides, data_range=900.0, out=out)
        for sides, out in zip((stored, arrays), maps, strict=True)
    ]
    assert means[0] == means[1]
    assert (maps[0] == maps[1]).all()


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("method", list(NormalisationMethod))
def test_restoration_is_scored_alike_however_images_are_stored(
    store: Callable[[NDArray[Any], Path], PixelSource],
    method: NormalisationMethod,
    tmp_path: Path,
) -> None:
    arrays = _images((300, 400))
    stored = [store(array, tmp_path) for array in arrays]
    metrics = default_metrics(Task.DENOISING)

    found = measure_restoration(stored[0], stored[1], metrics=metrics, method=method)

    assert found == measure_restoration(*arrays, metrics=metrics, method=method)


@pytest.mark.parametrize("store", STORES)
def test_labels_are_counted_alike_however_images_are_stored(
    store: Callable[[NDArray[Any], Path], PixelSource], tmp_path: Path
) -> None:
    arrays = [image.astype(np.uint32) // 400 for image in _images((700, 900))]
    stored = [store(array, tmp_path) for array in arrays]

    for mine, other in zip(count_pairs(*stored), count_pairs(*arrays), strict=True):
        assert mine.tolist() == other.tolist()
    objects = [MetricId.F1, MetricId.IOU]
    assert measure_instances(
        stored[0], stored[1], metrics=objects, iou_thresholds=[0.5]
    ) == measure_instances(*arrays, metrics=objects, iou_thresholds=[0.5])
    masks = [MetricId.DICE, MetricId.PIXEL_ACCURACY]
    assert measure_classes(stored[0], stored[1], metrics=masks, classes=[1, 2]) == measure_classes(
        *arrays, metrics=masks, classes=[1, 2]
    )


def test_a_pass_reads_each_pixel_of_a_stored_image_once() -> None:
    source = _Read(_images((700, 900))[0], (256, 256))

    statistics(source)
    assert (source.read == 1).all()

    percentiles(source, (1, 99))  # 16 bits are known after one pass
    assert (source.read == 2).all()


@dataclass(frozen=True)
class _Computed:
    """A large image that is computed where it is read."""

    shape: tuple[int, int]
    phase: int
    ndim: int = 2
    dtype: np.dtype[Any] = np.dtype(np.uint16)  # noqa: RUF009 - a type of samples is immutable

    def __getitem__(self, region: tuple[slice, ...]) -> NDArray[np.uint16]:
        rows, columns = (np.arange(part.start, part.stop, dtype=np.uint16) for part in region)
        mixed: NDArray[np.uint16] = rows[:, None] * 37 + columns[None, :] * 11 + self.phase
        return np.asarray(mixed % 4096, dtype=np.uint16)


def test_memory_does_not_grow_with_the_image(loops: str) -> None:
    del loops
    images = _Computed((6000, 4000), 0), _Computed((6000, 4000), 3)
    in_float64 = 8 * 6000 * 4000

    tracemalloc.start()
    measured = measure_restoration(
        *images,
        metrics=default_metrics(Task.DENOISING),
        method=NormalisationMethod.PERCENTILE_FIT,
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert all(one.value is not None for one in measured.measurements)
    assert peak < in_float64 / 4
