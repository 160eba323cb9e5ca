"""Statistics of images and label images, as the plain data that are kept of a file.

Those of an image that does not fit into memory are taken from rows in its middle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from replicard.images import LoadedImage
from replicard.pipeline.planes import planes
from replicard.similarity import (
    ImageFacts,
    IntensityStatistics,
    LabelFacts,
    ObjectStatistics,
    intensity_statistics,
    object_statistics,
)
from replicard_schema.evidence import ImageRecord

MAX_FRAMES = 16
"""Of a longer time series, as many frames are used, at even distances."""


def image_statistics(image: LoadedImage) -> JsonValue:
    """Return statistics of each channel; the frames of a time series are taken together."""
    return {
        "axes": image.axes,
        "shape": list(image.array.shape),
        "channels": {
            name: _plain(intensity_statistics(pixels)) for name, pixels in _channels(image)
        },
    }


def _channels(image: LoadedImage) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Yield the pixels of each channel with all of its frames, uncopied."""
    apart = [i for i, axis in enumerate(image.axes) if axis in "CS"]
    moved = np.moveaxis(image.sample(), apart, range(len(apart)))
    lengths = moved.shape[: len(apart)]
    for index in np.ndindex(lengths):
        yield ", ".join(map(_channel, index, lengths)), moved[index]


def _channel(at: int, length: int) -> str:
    return str(at + 1) if length > 1 else ""


def label_statistics(image: LoadedImage) -> JsonValue:
    """Return statistics of the objects in each frame; None if these are no labels."""
    frames = [pixels for _, pixels in planes(replace(image, array=image.sample()))]
    found = [object_statistics(pixels) for pixels in _some(frames)]
    if any(one is None for one in found):
        return None
    return {"axes": image.axes, "objects": [_plain(one) for one in found]}


def image_facts(
    record: ImageRecord, computed: JsonValue, pixel_size_um: Mapping[str, float]
) -> ImageFacts:
    """Return what is known of an image from what was kept of it.

    Parameters
    ----------
    pixel_size_um
        Micrometres by axis, where the file says nothing.
    """
    kept: Any = computed
    return ImageFacts(
        shape=tuple(kept["shape"]),
        axes=kept["axes"],
        dtype=record.dtype,
        pixel_size_um={**pixel_size_um, **record.pixel_size_um},
        channels={
            name: None if found is None else IntensityStatistics(**found)
            for name, found in kept["channels"].items()
        },
    )


def label_facts(
    record: ImageRecord, computed: JsonValue, pixel_size_um: Mapping[str, float]
) -> LabelFacts | None:
    """Return what is known of a label image; None if it holds no labels."""
    kept: Any = computed
    if kept is None:
        return None
    return LabelFacts(
        axes=kept["axes"],
        objects=[
            ObjectStatistics(**{**found, "sizes": tuple(found["sizes"])})
            for found in kept["objects"]
        ],
        pixel_size_um={**pixel_size_um, **record.pixel_size_um},
    )


def _some(frames: list[NDArray[np.generic]]) -> list[NDArray[np.generic]]:
    return frames[:: ceil(len(frames) / MAX_FRAMES)]


def _plain(found: IntensityStatistics | ObjectStatistics | None) -> JsonValue:
    if found is None:
        return None
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(found).items()
    }
