"""What MetaMorph and MetaXpress write about a plane into the description of a TIFF.

Older versions write lines of text, newer ones XML with a list of properties, one of
which holds the same lines.
"""

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from replicard.images.acquired import (
    Acquired,
    duration,
    kept,
    line,
    number,
    pixel_length,
)

_Said = tuple[str, str | None, str]
_MAX_XML = 1 << 20
_MAX_LINES = 200
_MAX_PROPERTIES = 500
_NAME = "MetaMorph"
_LINE = re.compile(r"\s*([A-Z][A-Za-z ]{2,30}):\s*(.{1,120})")
_CAMERA = re.compile(r"\s*Acquired from\s+(.{2,80})")
_EXPOSURE = re.compile(r"([0-9.]{1,12})\s*(us|µs|ms|msec|s|sec)\b")
_SECONDS = {"us": 1e-6, "µs": 1e-6, "ms": 1e-3, "msec": 1e-3, "s": 1.0, "sec": 1.0}
_MAKERS = frozenset(
    {
        *("andor", "hamamatsu", "leica", "nikon", "olympus", "pco", "photometrics"),
        *("princeton instruments", "qimaging", "roper scientific", "zeiss"),
    }
)
_MICROMETRES = {"um": 1.0, "µm": 1.0, "microns": 1.0, "nm": 1e-3, "mm": 1e3}


def is_metamorph(description: str) -> bool:
    r"""Say whether a description was written by MetaMorph or MetaXpress.

    >>> is_metamorph("Exposure: 25 ms\nBinning: 2 x 2\nAcquired from Photometrics")
    True
    """
    start = description[:4000]
    is_text = "Exposure:" in start and ("Binning:" in start or "Acquired from" in start)
    return is_text or (start.lstrip().startswith("<MetaData>") and "<prop " in start)


def acquired_of_metamorph(description: str) -> tuple[Acquired, ...]:
    r"""Return what a description says about how the image was taken.

    The temperature in it is that of the camera and is left out; so are the names of
    experiments and plates, which people choose.

    >>> text = "Exposure: 25 ms\nBinning: 2 x 2\nGain: Gain 2 (4x)\nTemperature: -6.25"
    >>> [(one.field, one.value) for one in acquired_of_metamorph(text)]
    [('exposure', '25 ms'), ('detector.binning', '2x2'), ('detector.gain', 'Gain 2 (4x)')]
    """
    if description.lstrip().startswith("<"):
        properties = _properties(description)
        said = (*_of_properties(properties), *_of_text(properties.get("Description", "")))
    else:
        said = tuple(_of_text(description))
    return kept((field, value, f"{_NAME} {place}") for field, value, place in said)


def metamorph_pixel_size(description: str) -> dict[str, float]:
    """Return the size of a pixel in micrometres by axis letter, if it was calibrated."""
    is_xml = description.lstrip().startswith("<")
    return _calibrated(_properties(description)) if is_xml else {}


def _calibrated(said: Mapping[str, str]) -> dict[str, float]:
    factor = _MICROMETRES.get(said.get("spatial-calibration-units", "").lower())
    if said.get("spatial-calibration-state") != "on" or factor is None:
        return {}
    sizes = {axis: number(said.get(f"spatial-calibration-{axis.lower()}")) for axis in "YX"}
    return {
        axis: size * factor
        for axis, size in sizes.items()
        if size is not None and pixel_length(size * factor) is not None
    }


def _of_text(text: str) -> Iterator[_Said]:
    lines = text[: 40 * _MAX_LINES].splitlines()[:_MAX_LINES]
    found = [_LINE.match(one) for one in lines]
    values = {one[1]: one[2].strip() for one in found if one is not None}
    yield "exposure", _exposure(values.get("Exposure", "")), "Exposure"
    yield "detector.binning", _binning(values.get("Binning")), "Binning"
    yield "detector.gain", line(values.get("Gain")), "Gain"
    camera = next((one[1] for one in map(_CAMERA.match, lines) if one is not None), None)
    yield _camera_field(camera), line(camera), "Acquired from"


def _camera_field(camera: str | None) -> str:
    is_maker = camera is not None and camera.strip().casefold() in _MAKERS
    return "detector.manufacturer" if is_maker else "detector.model"


def _exposure(text: str) -> str | None:
    found = _EXPOSURE.match(text.strip())
    value = number(found[1]) if found is not None else None
    return duration(value * _SECONDS[found[2]]) if found and value is not None else None


def _binning(text: str | None) -> str | None:
    plain = line(text)
    return None if plain is None else plain.replace(" ", "")


def _of_properties(said: Mapping[str, str]) -> Iterator[_Said]:
    day = said.get("acquisition-time-local", "")[:8]
    is_day = len(day) == 8 and day.isdecimal() and "19800101" < day < "21000101"  # noqa: PLR2004 - YYYYMMDD
    yield "date", (f"{day[:4]}-{day[4:6]}-{day[6:]}" if is_day else None), "acquisition-time-local"
    yield "channels.0.name", line(said.get("_IllumSetting_")), "_IllumSetting_"
    lens = re.match(r"([0-9]{1,3}(?:\.[0-9])?)\s?[xX]\b", said.get("_MagSetting_", ""))
    yield "objective.magnification", (f"{lens[1]}x" if lens else None), "_MagSetting_"
    aperture = number(said.get("_MagNA_"))
    is_aperture = aperture is not None and 0 < aperture <= 2  # noqa: PLR2004 - no lens has more
    yield "objective.numerical_aperture", (str(aperture) if is_aperture else None), "_MagNA_"
    sides = said.get("camera-binning-x"), said.get("camera-binning-y")
    is_binned = all(side is not None and side.isdecimal() for side in sides)
    yield "detector.binning", (f"{sides[0]}x{sides[1]}" if is_binned else None), "camera-binning"
    sizes = _calibrated(said)
    for axis in "XY":
        name = f"spatial-calibration-{axis.lower()}"
        yield f"pixel_size.{axis.lower()}", pixel_length(sizes.get(axis)), name


def _properties(description: str) -> dict[str, str]:
    """Return the properties of a description in XML; none if it is broken or unsafe."""
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in {"prop", "custom-prop"} and len(found) < _MAX_PROPERTIES:
            found[attributes.get("id", "")] = attributes.get("value", "")

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(description[:_MAX_XML].encode("utf-8", "replace"), True)  # noqa: FBT003
    except (expat.ExpatError, _RefusedError):
        return {}
    return found


class _RefusedError(Exception):
    """A text that declares a document type."""


def _refuse(*_: object) -> None:
    raise _RefusedError
