"""The table of the numbers that images are compared by, each with its threshold."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that each image has.

    Attributes
    ----------
    definition
        What it is, as a phrase for the report.
    unit
        Unit, if it is always the same.
    rule
        Whether two medians are compared by how many times as large one is, by their
        distance, or not at all.
    threshold
        From which on data sets are called different, provided that the middle 80 % of
        their images do not overlap.
    """

    name: str
    definition: str
    rule: Literal["factor", "distance", "none"]
    threshold: float = 0.0
    unit: str | None = None

    @property
    def rule_in_words(self) -> str | None:
        """Distance of medians from which on data sets are called different, in words."""
        match self.rule:
            case "factor":
                return f"{self.threshold:g} times"
            case "distance":
                is_share = self.unit == "%"
                return (
                    f"{100 * self.threshold:g} % of pixels" if is_share else f"{self.threshold:g}"
                )
            case "none":
                return None


QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    {
        "pixel_size": Quantity(
            "pixel size",
            "square root of width times height of a pixel, as the file or else the card says",
            "factor",
            1.25,
            "µm",
        ),
        "plane_distance": Quantity(
            "distance of planes", "as the file or else the card says", "factor", 1.5, "µm"
        ),
        "width": Quantity("width", "of the image", "none", unit="pixels"),
        "height": Quantity("height", "of the image", "none", unit="pixels"),
        "background": Quantity("background level", "5th percentile of the intensities", "none"),
        "signal": Quantity(
            "signal", "99th percentile of the intensities less the background", "factor", 4.0
        ),
        "background_share": Quantity(
            "background per signal", "background level divided by the signal", "distance", 0.5
        ),
        "noise": Quantity(
            "noise",
            "standard deviation, from the median absolute response to a difference operator "
            "(doi:10.1006/cviu.1996.0060)",
            "none",
        ),
        "snr": Quantity("signal-to-noise ratio", "signal divided by noise", "factor", 2.0),
        "saturated": Quantity(
            "saturated share",
            "share of pixels at the full scale of 8, 10, 12, 14 or 16 bits",
            "distance",
            0.01,
            "%",
        ),
        "object_diameter": Quantity(
            "object diameter",
            "of the circle or sphere of the size that the median object of an image has",
            "factor",
            1.5,
            "µm",
        ),
        "object_diameter_pixels": Quantity(
            "object diameter in pixels",
            "the same without pixel sizes, as a network sees it",
            "factor",
            1.5,
            "pixels",
        ),
        "object_count": Quantity("objects per image", "labelled objects", "none"),
        "object_coverage": Quantity(
            "share covered by objects",
            "pixels of objects per pixels of the image",
            "factor",
            3.0,
            "%",
        ),
    }
)
"""Every quantity by its id, in the order of the report."""
