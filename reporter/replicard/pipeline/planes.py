"""Taking images apart into what a metric takes: one channel of one time point."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import cast

import numpy as np
from numpy.typing import NDArray

from replicard.images import LoadedImage, part_at

SPATIAL_AXES = "ZYX"
FRAME = "frame"
_NAMES = {"T": FRAME, "C": "channel", "S": "channel"}


def planes(
    image: LoadedImage, *, channel_names: Sequence[str] = ()
) -> Iterator[tuple[dict[str, str], NDArray[np.generic]]]:
    """Yield each channel and frame of an image, with its name.

    Volumes stay volumes; only the axes T, C and S are taken apart.

    Parameters
    ----------
    image
        An image with any axes.
    channel_names
        Names of the channels as the card lists them; used if their number fits.

    Yields
    ------
    tuple
        Which channel and frame it is (empty for an image that has but one), and an
        array of axes ``(Y, X)`` or ``(Z, Y, X)``; of a large image, what stands for one.
    """
    axes, array = image.axes, image.array
    apart = [i for i, axis in enumerate(axes) if axis not in SPATIAL_AXES]
    for index in product(*(range(array.shape[i]) for i in apart)):
        named = {
            _NAMES[axes[i]]: _name(axes[i], at, array.shape[i], channel_names)
            for i, at in zip(apart, index, strict=True)
        }
        yield named, cast("NDArray[np.generic]", part_at(array, apart, index))


def _name(axis: str, at: int, length: int, channel_names: Sequence[str]) -> str:
    if axis == "C" and len(channel_names) == length:
        return channel_names[at]
    if axis == "S" and length in {3, 4}:
        return ("red", "green", "blue", "alpha")[at]
    return str(at + 1)
