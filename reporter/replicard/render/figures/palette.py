"""Colours of all figures.

The categorical colours are those of Okabe and Ito, which readers with any common form
of colour blindness can tell apart. Ink, rule and paper are marks for the style sheet,
which replaces them in a dark colour scheme; text on coloured ground stays as it is.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from replicard.metrics.overlay import OverlayCode

INK = "#1b1b1b"
MUTED = "#5c5c5c"
RULE = "#c9c9c9"
PAPER = "#ffffff"

ON_LIGHT = "#111111"
ON_DARK = "#fefefe"

BLUE = "#0072b2"
VERMILION = "#d55e00"
GREEN = "#009e73"
SKY = "#56b4e9"
ORANGE = "#e69f00"
PURPLE = "#cc79a7"
YELLOW = "#f0e442"

SERIES = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
MARKERS = ("o", "s", "^", "D", "v", "P")

OVERLAY = {
    OverlayCode.AGREEMENT: GREEN,
    OverlayCode.DISAGREEMENT: YELLOW,
    OverlayCode.FALSE_NEGATIVE: SKY,
    OverlayCode.FALSE_POSITIVE: VERMILION,
    OverlayCode.UNMATCHED_BOTH: PURPLE,
    OverlayCode.SPLIT: ORANGE,
    OverlayCode.MERGE: BLUE,
}

CHANNELS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        1: ("#ffffff",),
        2: ("#ff00ff", "#00ff00"),
        3: ("#00ffff", "#ff00ff", "#ffff00"),
        4: ("#00ffff", "#ff00ff", "#ffff00", "#ffffff"),
    }
)
"""Light of the channels of a composite, by their number: magenta and green, not red and green."""
MOST_CHANNELS = max(CHANNELS)

_CLASSES = (PAPER, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE)
_GOLDEN_RATIO = 0.618033988749895


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of a colour.

    >>> rgb("#d55e00")
    (213, 94, 0)
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return (red, green, blue)


def series_colours(candidates: Sequence[str], *, raw_input: str) -> dict[str, str]:
    """Return a colour for each candidate; the raw input is grey.

    >>> series_colours(["raw input", "a"], raw_input="raw input")
    {'raw input': '#5c5c5c', 'a': '#0072b2'}
    """
    others = [candidate for candidate in candidates if candidate != raw_input]
    colours = {name: SERIES[i % len(SERIES)] for i, name in enumerate(others)}
    return {name: colours.get(name, MUTED) for name in candidates}


def series_markers(candidates: Sequence[str], *, raw_input: str) -> dict[str, str]:
    """Return a marker for each candidate, so that colour is not the only difference."""
    others = [candidate for candidate in candidates if candidate != raw_input]
    markers = {name: MARKERS[i % len(MARKERS)] for i, name in enumerate(others)}
    return {name: markers.get(name, "x") for name in candidates}


def class_colour(value: int) -> str:
    """Return the colour of a class; 0, the background, is black.

    >>> class_colour(0), class_colour(1)
    ('#000000', '#ffffff')
    """
    return "#000000" if value == 0 else _CLASSES[(value - 1) % len(_CLASSES)]


def object_colours(ids: NDArray[np.integer]) -> NDArray[np.uint8]:
    """Return a colour for each object number, the same in every image; 0 is black.

    Hues follow the golden ratio, which puts neighbouring numbers far apart.

    Parameters
    ----------
    ids
        Label image of any shape.

    Returns
    -------
    NDArray
        Red, green and blue in a further, last axis.
    """
    numbers = ids.astype(np.float64)
    hue = (numbers * _GOLDEN_RATIO) % 1.0
    lightness = 0.8 + 0.2 * ((numbers * _GOLDEN_RATIO * 0.5) % 1.0)
    ramps = np.abs((hue[..., np.newaxis] * 6.0 - np.array([3.0, 2.0, 4.0])) % 6.0 - 3.0)
    signs = np.clip(ramps - 1.0, 0.0, 1.0)
    colours = lightness[..., np.newaxis] * (0.35 + 0.65 * signs)
    colours[ids == 0] = 0.0
    rounded: NDArray[np.uint8] = (colours * 255.0 + 0.5).astype(np.uint8)
    return rounded
