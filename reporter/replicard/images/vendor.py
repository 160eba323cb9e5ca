"""How images were taken, from the headers of files of microscope makers.

Only what surrounds the pixels is read. The headers of CZI and LIF are XML at a known
place and are read here, within limits; those of ND2 need the reader of the extra
``vendor``.
"""

import io
import struct
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from replicard.errors import MissingExtraError
from replicard.images.acquired import (
    Acquired,
    duration,
    kept,
    line,
    number,
    pixel_length,
    spelled,
    wavelength,
)
from replicard.images.ome import MAX_XML, Element, read_ome, read_tree
from replicard.images.ome_acquired import acquired_of_ome, day_of, method_of
from replicard.images.raster import damaged, ends_too_early
from replicard.images.stored import ByteSource, SourceFile

_Said = tuple[str, str | None, str]
_METADATA_AT = 92
_SEGMENT_HEADER = 32
_XML_AT = 256
_LIF_MARK = 0x70
_LIF_TEXT = 0x2A
_MAX_PLANES = 1 << 20
_LARGEST_APERTURE = 2.0
_MAX_CHANNELS = 64
_METRES_TO_UM = 1e6
_LIF_AXES = MappingProxyType({"1": "x", "2": "y", "3": "z"})
_LIF_TIME = "4"
_LIF_SETTINGS = ("ATLConfocalSettingDefinition", "ATLCameraSettingDefinition")


def acquired_of_vendor(source: ByteSource) -> tuple[Acquired, ...] | None:
    """Return what a file of a microscope maker says; None for files of other formats.

    Raises
    ------
    DecodeError
        If it is damaged, or its XML declares a document type.
    MissingExtraError
        If its reader is not installed.
    """
    start = source.read(0, 16)
    for signature, read in _READERS.items():
        if start.startswith(signature):
            return read(source)
    return None


def _czi(source: ByteSource) -> tuple[Acquired, ...]:
    """Read the metadata segment, of which the file header tells the place."""
    (at,) = _unpack("<q", source, _METADATA_AT)
    if not 0 < at < source.size or not source.read(at, 16).startswith(b"ZISRAWMETADATA"):
        raise damaged()
    (size,) = _unpack("<i", source, at + _SEGMENT_HEADER)
    tree = read_tree(_text(source, at + _SEGMENT_HEADER + _XML_AT, size).rstrip(b"\x00"))
    information = _down(tree, "Metadata", "Information")
    image = _down(information, "Image")
    instrument = _down(information, "Instrument")
    said = (
        *_of_czi_image(image, instrument),
        *(s for at, c in enumerate(_channels(image)) for s in _of_czi_channel(at, c)),
        *_of_czi_scaling(_down(tree, "Metadata", "Scaling", "Items")),
    )
    return kept((field, value, f"CZI {place}") for field, value, place in said)


def _of_czi_image(image: Element, instrument: Element) -> Iterator[_Said]:
    yield "date", day_of(_text_of(image, "AcquisitionDateAndTime")), "AcquisitionDateAndTime"
    methods = [
        method_of(_text_of(c, "AcquisitionMode"), _text_of(c, "ContrastMethod"))
        for c in _channels(image)
    ]
    named = list(dict.fromkeys(method for method in methods if method is not None))
    modality = f"{' and '.join(named)} microscopy" if named else None
    yield "modality", modality, "Channel AcquisitionMode and ContrastMethod"
    stands = list(_down(instrument, "Microscopes").all("Microscope"))
    if len(stands) == 1:
        stand = line(_text_of(stands[0], "System")) or line(stands[0].get("Name"))
        yield "microscope.model", stand, "Microscope"
    lenses = list(_down(instrument, "Objectives").all("Objective"))
    used = _down(image, "ObjectiveSettings", "ObjectiveRef").get("Id")
    chosen = [lens for lens in lenses if lens.get("Id") == used] or lenses
    if len(chosen) == 1:
        yield from _of_czi_lens(chosen[0])
    detectors = list(_down(instrument, "Detectors").all("Detector"))
    if len(detectors) == 1:
        made = _down(detectors[0], "Manufacturer")
        model = line(_text_of(made, "Model")) or line(detectors[0].get("Name"))
        yield "detector.model", model, "Detector"
        yield "detector.kind", line(_text_of(detectors[0], "Type")), "Detector Type"


def _of_czi_lens(lens: Element) -> Iterator[_Said]:
    size = number(_text_of(lens, "NominalMagnification"))
    is_lens = size is not None and 1 < size < 1000  # noqa: PLR2004 - 0 and 1 stand for none
    yield "objective.magnification", _times(size if is_lens else None), "NominalMagnification"
    yield "objective.numerical_aperture", _aperture(_text_of(lens, "LensNA")), "Objective LensNA"
    immersion = line(_text_of(lens, "Immersion"))
    yield "objective.immersion", immersion.lower() if immersion else None, "Objective Immersion"
    model = line(_text_of(_down(lens, "Manufacturer"), "Model")) or line(lens.get("Name"))
    yield "objective.model", model, "Objective"


def _of_czi_channel(at: int, channel: Element) -> Iterator[_Said]:
    place = f"Channel {at + 1}"
    dye = line(_text_of(channel, "Fluor"))
    yield f"channels.{at}.name", line(channel.get("Name")) or dye, f"{place} Name"
    yield f"channels.{at}.fluorophore", dye, f"{place} Fluor"
    for field, name in (("excitation", "ExcitationWavelength"), ("emission", "EmissionWavelength")):
        value = number(_text_of(channel, name))
        text = None if value is None else wavelength(value)
        yield f"channels.{at}.{field}", text, f"{place} {name}"
    nanoseconds = number(_text_of(channel, "ExposureTime"))
    exposure = None if nanoseconds is None else duration(nanoseconds * 1e-9)
    yield f"channels.{at}.exposure", exposure, f"{place} ExposureTime"
    binning = line(_text_of(_down(channel, "DetectorSettings"), "Binning"))
    yield "detector.binning", binning.replace(",", "x") if binning else None, f"{place} Binning"


def _of_czi_scaling(items: Element) -> Iterator[_Said]:
    for distance in items.all("Distance"):
        axis, metres = (distance.get("Id") or "").lower(), number(_text_of(distance, "Value"))
        if axis in {"x", "y", "z"} and metres is not None:
            length = pixel_length(metres * _METRES_TO_UM)
            yield f"pixel_size.{axis}", length, f"Scaling Distance {axis.upper()}"


def _channels(image: Element) -> list[Element]:
    return list(_down(image, "Dimensions", "Channels").all("Channel"))[:_MAX_CHANNELS]


def _lif(source: ByteSource) -> tuple[Acquired, ...]:
    """Read the XML that a LIF begins with, of its first image."""
    mark, _, text, length = _unpack("<iiBi", source, 0)
    if mark != _LIF_MARK or text != _LIF_TEXT:
        raise damaged()
    xml = _text(source, struct.calcsize("<iiBi"), 2 * length).decode("utf-16-le", "replace")
    images = [found for found in _below(read_tree(xml)) if found.name == "Image"]
    said = tuple(_of_lif(images[0])) if images else ()
    return kept((field, value, f"LIF {place}") for field, value, place in said)


def _of_lif(image: Element) -> Iterator[_Said]:
    settings = next((e for e in _below(image) if e.name in _LIF_SETTINGS), Element(""))
    size = number(settings.get("Magnification"))
    is_lens = size is not None and 1 < size < 1000  # noqa: PLR2004 - 0 and 1 stand for none
    yield "objective.magnification", _times(size if is_lens else None), "Magnification"
    yield (
        "objective.numerical_aperture",
        _aperture(settings.get("NumericalAperture")),
        ("NumericalAperture"),
    )
    immersion = line(settings.get("Immersion"))
    yield "objective.immersion", immersion.lower() if immersion else None, "Immersion"
    yield "objective.model", line(settings.get("ObjectiveName")), "ObjectiveName"
    yield "microscope.model", line(settings.get("MicroscopeModel")), "MicroscopeModel"
    for one in (e for e in _below(image) if e.name == "DimensionDescription"):
        axis, step = one.get("DimID") or "", _lif_step(one)
        if axis in _LIF_AXES and one.get("Unit") == "m" and step is not None:
            length = pixel_length(step * _METRES_TO_UM)
            yield f"pixel_size.{_LIF_AXES[axis]}", length, "DimensionDescription"
        if axis == _LIF_TIME and one.get("Unit") == "s":
            yield "time_interval", duration(step), "DimensionDescription"


def _lif_step(dimension: Element) -> float | None:
    """Return the distance of neighbours: the length runs from the first to the last."""
    length, n = number(dimension.get("Length")), number(dimension.get("NumberOfElements"))
    return None if length is None or n is None or n <= 1 else abs(length) / (n - 1)


def _nd2(source: ByteSource) -> tuple[Acquired, ...]:
    try:
        from nd2 import ND2File  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError(
            "reading the header of an ND2 file needs: pip install 'replicard[vendor]'"
        ) from error
    with ND2File(io.BufferedReader(SourceFile(source))) as file:
        xml = file.ome_metadata().to_xml()
    return acquired_of_ome(read_ome(xml, max_planes=_MAX_PLANES), source="ND2")


_READERS: Mapping[bytes, Callable[[ByteSource], tuple[Acquired, ...]]] = MappingProxyType(
    {
        b"ZISRAWFILE": _czi,
        b"\x70\x00\x00\x00": _lif,
        b"\xda\xce\xbe\x0a": _nd2,
    }
)


def _text(source: ByteSource, at: int, size: int) -> bytes:
    if not 0 < size <= MAX_XML:
        raise damaged()
    content = source.read(at, size)
    if len(content) < size:
        raise ends_too_early()
    return content


def _unpack(form: str, source: ByteSource, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack(form, source.read(at, struct.calcsize(form)))
    except struct.error as error:
        raise ends_too_early() from error


def _down(element: Element, *names: str) -> Element:
    """Return what stands under names within names; an empty element where one is missing."""
    for name in names:
        element = element.first(name) or Element(name)
    return element


def _below(element: Element) -> Iterator[Element]:
    """Yield an element and all within it, in the order of the file."""
    waiting = [element]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += reversed(here.children)


def _text_of(element: Element, name: str) -> str:
    return _down(element, name).text.strip()


def _times(size: float | None) -> str | None:
    return None if size is None else f"{spelled(size)}x"


def _aperture(text: str | None) -> str | None:
    value = number(text)
    return spelled(value) if value is not None and 0 < value <= _LARGEST_APERTURE else None
