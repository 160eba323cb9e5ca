"""What an OME-Zarr says about how its image was taken."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.parsers.expat import ExpatError

from replicard.images.acquired import Acquired, duration, kept, line, number, pixel_length
from replicard.images.ome import read_ome
from replicard.images.ome_acquired import acquired_of_ome
from replicard.images.raster import DecodeError
from replicard.images.zarr_metadata import HasFiles, attributes_of, axes_of, multiscales_of

_XML_FILES = ("OME/METADATA.ome.xml", "METADATA.ome.xml")
_MAX_PLANES = 1 << 20
_MAX_CHANNELS = 64
_SECONDS = {
    "nanosecond": 1e-9,
    "microsecond": 1e-6,
    "millisecond": 1e-3,
    "second": 1.0,
    "minute": 60.0,
    "hour": 3600.0,
    "day": 86400.0,
}


def acquired_of_zarr(files: HasFiles) -> tuple[Acquired, ...]:
    """Return what a store says about how its image was taken.

    The attributes of OME-Zarr hold the size of pixels, the time between frames and the
    names of channels; everything else stands in the OME-XML that converters put beside.
    """
    attributes = attributes_of(files, "")
    scales = multiscales_of(attributes)
    of_scales = kept(_of_scales(scales)) if scales is not None else ()
    every = (*of_scales, *kept(_of_channels(attributes)), *_of_xml(files))
    return kept((one.field, one.value, one.place) for one in every)


def _of_scales(scales: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str]]:
    levels = scales.get("datasets")
    if not isinstance(levels, list) or not levels or not isinstance(levels[0], dict):
        return
    _, sizes = axes_of(scales, levels[0])
    for axis in "XYZ":
        length = pixel_length(sizes.get(axis))
        yield f"pixel_size.{axis.lower()}", length, "OME-Zarr multiscales, scale"
    yield "time_interval", duration(_interval(scales, levels[0])), "OME-Zarr multiscales, scale"


def _interval(scales: Mapping[str, Any], level: Mapping[str, Any]) -> float | None:
    """Return the time between frames in seconds, if the store names a unit of time."""
    axes = [axis if isinstance(axis, dict) else {} for axis in scales.get("axes") or ()]
    at = next((i for i, axis in enumerate(axes) if axis.get("type") == "time"), None)
    unit = _SECONDS.get(str(axes[at].get("unit"))) if at is not None else None
    if at is None or unit is None:
        return None
    factor = unit
    for source in (level, scales):
        for step in source.get("coordinateTransformations") or ():
            scale = step.get("scale") if isinstance(step, dict) else None
            value = number(scale[at]) if isinstance(scale, list) and at < len(scale) else None
            factor *= value if value is not None else 1.0
    return factor


def _of_channels(attributes: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str]]:
    inner = attributes.get("ome", attributes)
    omero = inner.get("omero") if isinstance(inner, dict) else None
    channels = omero.get("channels") if isinstance(omero, dict) else None
    for at, channel in enumerate((channels if isinstance(channels, list) else [])[:_MAX_CHANNELS]):
        label = channel.get("label") if isinstance(channel, dict) else None
        yield f"channels.{at}.name", line(label), f"OME-Zarr omero, channel {at + 1} label"


def _of_xml(files: HasFiles) -> tuple[Acquired, ...]:
    for name in _XML_FILES:
        content = files.read(name)
        if content is not None:
            try:
                return acquired_of_ome(read_ome(content, max_planes=_MAX_PLANES))
            except (ExpatError, DecodeError, ValueError):
                return ()  # the image is read all the same
    return ()
