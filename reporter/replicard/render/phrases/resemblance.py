"""How images that a model was applied to resemble its training images."""

from replicard.render.facts import Fact
from replicard_schema.evidence import Mark

_TOLD = (
    "pixel_size",
    "plane_distance",
    "signal",
    "snr",
    "saturated",
    "object_diameter",
    "object_diameter_pixels",
)
"""Properties that a methods text names; the report shows all."""


def compared_by(properties: Fact) -> list[str]:
    """Return the names of the properties by which two data sets were compared."""
    return [
        f"{found.name}"
        for found in _told(properties)
        if found.mark.plain in {Mark.ALIKE, Mark.DIFFERENT}
    ]


def differing(properties: Fact) -> list[str]:
    """Return the properties that differ, each with both values."""
    return [
        f"{found.name} ({found.training} in training, {found.other})"
        for found in _told(properties, every=True)
        if found.mark.plain is Mark.DIFFERENT
    ]


def _told(properties: Fact, *, every: bool = False) -> list[Fact]:
    ids = {found.id.plain for found in properties if found.mark.plain is not Mark.NOT_COMPARED}
    is_twice = {"object_diameter", "object_diameter_pixels"} <= ids
    return [
        found
        for found in properties
        if (every or found.id.plain.partition(":")[0] in _TOLD)
        and not (is_twice and found.id.plain == "object_diameter_pixels")
    ]
