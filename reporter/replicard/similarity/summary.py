"""From the statistics of single images to those of a data set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import pi, prod, sqrt

import numpy as np

from replicard.similarity.intensity import IntensityStatistics
from replicard.similarity.objects import ObjectStatistics
from replicard.similarity.quantities import QUANTITIES
from replicard_schema.evidence import DataStatistics, Spread

LOW, HIGH = 0.1, 0.9
_VOLUME = 3


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What is known of one image.

    Attributes
    ----------
    shape, axes
        Length and letter of each axis, those of length 1 left out.
    pixel_size_um
        Micrometres by axis letter; empty if not known.
    channels
        Statistics by the name of the channel, which is empty where there is one.
    """

    shape: tuple[int, ...]
    axes: str
    dtype: str
    pixel_size_um: Mapping[str, float] = field(default_factory=dict)
    channels: Mapping[str, IntensityStatistics | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What is known of one label image.

    Attributes
    ----------
    axes
        As for an image.
    objects
        Statistics of each frame.
    """

    axes: str
    objects: Sequence[ObjectStatistics]
    pixel_size_um: Mapping[str, float] = field(default_factory=dict)


def summarise(images: Sequence[ImageFacts], labels: Sequence[LabelFacts] = ()) -> DataStatistics:
    """Return how the images of a data set, and the objects in them, are distributed."""
    values: dict[str, list[tuple[float, str | None]]] = {}
    for name, value, unit in (*_of_images(images), *_of_labels(labels)):
        values.setdefault(name, []).append((value, unit))
    return DataStatistics(
        n_images=len(images),
        axes=tuple(dict.fromkeys(image.axes for image in images)),
        dtypes=tuple(dict.fromkeys(image.dtype for image in images)),
        numbers={name: _spread(values[name]) for name in _ordered(values)},
    )


def _of_images(images: Sequence[ImageFacts]) -> Iterator[tuple[str, float, str | None]]:
    for image in images:
        yield from _of_image(image)


def _of_labels(labels: Sequence[LabelFacts]) -> Iterator[tuple[str, float, str | None]]:
    for one in labels:
        yield from _of_objects(one)


def _ordered(values: Mapping[str, object]) -> list[str]:
    order = list(QUANTITIES)
    return sorted(values, key=lambda name: order.index(name.partition(":")[0]))


def _spread(found: Sequence[tuple[float, str | None]]) -> Spread:
    numbers = [value for value, _ in found]
    low, median, high = (float(q) for q in np.quantile(numbers, [LOW, 0.5, HIGH]))
    return Spread(n=len(numbers), median=median, low=low, high=high, unit=found[0][1])


def _of_image(image: ImageFacts) -> Iterator[tuple[str, float, str | None]]:
    lengths = dict(zip(image.axes, image.shape, strict=True))
    sizes = image.pixel_size_um
    if {"X", "Y"} <= sizes.keys():
        yield "pixel_size", sqrt(sizes["X"] * sizes["Y"]), "µm"
    if "Z" in sizes and "Z" in image.axes:
        yield "plane_distance", sizes["Z"], "µm"
    yield "width", lengths["X"], "pixels"
    yield "height", lengths["Y"], "pixels"
    for channel, found in image.channels.items():
        if found is not None:
            suffix = f":{channel}" if channel else ""
            for name, value in _of_channel(found):
                yield f"{name}{suffix}", value, QUANTITIES[name].unit


def _of_channel(found: IntensityStatistics) -> Iterator[tuple[str, float]]:
    yield "background", found.background
    yield "signal", found.signal
    if found.signal > 0:
        yield "background_share", found.background / found.signal
    if found.noise is not None and found.snr is not None:
        yield "noise", found.noise
        yield "snr", found.snr
    yield "saturated", found.saturated


def _of_objects(labels: LabelFacts) -> Iterator[tuple[str, float, str | None]]:
    if not labels.objects:
        return
    sizes = [found.sizes[1] for found in labels.objects if found.sizes]
    if sizes:
        yield from _diameters(labels, float(np.median(sizes)))
    yield "object_count", float(np.mean([found.count for found in labels.objects])), None
    yield "object_coverage", float(np.mean([found.coverage for found in labels.objects])), "%"


def _diameters(labels: LabelFacts, pixels: float) -> Iterator[tuple[str, float, str | None]]:
    """Yield the diameter of a circle, or for a volume a sphere, of this many pixels."""
    spatial = [axis for axis in "ZYX" if axis in labels.axes]
    is_volume = len(spatial) == _VOLUME
    yield "object_diameter_pixels", _diameter(pixels, is_volume=is_volume), "pixels"
    if all(axis in labels.pixel_size_um for axis in spatial):
        size = pixels * prod(labels.pixel_size_um[axis] for axis in spatial)
        yield "object_diameter", _diameter(size, is_volume=is_volume), "µm"


def _diameter(size: float, *, is_volume: bool) -> float:
    return float((6 * size / pi) ** (1 / 3)) if is_volume else 2 * sqrt(size / pi)
