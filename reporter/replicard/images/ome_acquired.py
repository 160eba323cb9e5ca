"""From OME-XML to values of a card: references followed, units converted, placeholders left out.

The model is that of the Open Microscopy Environment, versions 2008-02 to 2016-06
(Goldberg et al., 2005, doi:10.1186/gb-2005-6-5-r47).
"""

from collections.abc import Iterator
from dataclasses import dataclass

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
from replicard.images.ome import Element, OmeXml

_Said = tuple[str, str | None, str]
_SECONDS = {
    "ns": 1e-9,
    "µs": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "min": 60.0,
    "h": 3600.0,
    "d": 86400.0,
}
_NANOMETRES = {"pm": 1e-3, "Å": 0.1, "nm": 1.0, "µm": 1e3}
_LONGEST_WITHOUT_UNIT_S = 10.0
"""A longer exposure without a unit is rather one in milliseconds, which the model does not
allow and programs write."""
_LARGEST_APERTURE = 2.0
_LARGEST_MAGNIFICATION = 1000.0
_FIRST_YEAR, _LAST_YEAR = "1980", "2100"
_WARMEST, _COLDEST = 100.0, -200.0
_UNSET_TEMPERATURES = {0.0, -1.0}
_LIGHTS = {
    "Laser": "laser",
    "LightEmittingDiode": "LED",
    "Arc": "arc lamp",
    "Filament": "lamp",
    "GenericExcitationSource": "light source",
}
_MODES = {
    "WideField": "widefield",
    "LaserScanningConfocalMicroscopy": "laser-scanning confocal",
    "LaserScanningMicroscopy": "laser-scanning",
    "SpinningDiskConfocal": "spinning-disk confocal",
    "SlitScanConfocal": "slit-scanning confocal",
    "MultiPhotonMicroscopy": "multiphoton",
    "StructuredIllumination": "structured-illumination",
    "SingleMoleculeImaging": "single-molecule",
    "TotalInternalReflection": "total internal reflection",
    "TIRF": "total internal reflection",
    "FluorescenceLifetime": "fluorescence lifetime",
    "FluorescenceCorrelationSpectroscopy": "fluorescence correlation",
    "NearFieldScanningOpticalMicroscopy": "near-field scanning optical",
    "SecondHarmonicGenerationImaging": "second-harmonic generation",
    "PALM": "PALM",
    "STORM": "STORM",
    "STED": "STED",
    "LSM": "laser-scanning",
    "SPIM": "light-sheet",
    "BrightField": "bright-field",
}
_CONTRASTS = {
    "Brightfield": "bright-field",
    "Phase": "phase-contrast",
    "DIC": "differential interference contrast",
    "HoffmanModulation": "Hoffman modulation contrast",
    "ObliqueIllumination": "oblique-illumination",
    "PolarizedLight": "polarised-light",
    "Darkfield": "dark-field",
    "Fluorescence": "fluorescence",
}


@dataclass(frozen=True, slots=True)
class _Instrument:
    """Parts of the instrument of an image; those of others are known by their ids."""

    own: Element
    others: tuple[Element, ...]

    def part(self, reference: str | None, *names: str) -> Element | None:
        """Return the part that a reference names; without one the only part there is."""
        if reference is None:
            found = list(self.own.all(*names))
            return found[0] if len(found) == 1 else None
        for instrument in (self.own, *self.others):
            for part in instrument.all(*names):
                if part.get("ID") == reference:
                    return part
        return None


def acquired_of_ome(ome: OmeXml, *, source: str = "OME-XML") -> tuple[Acquired, ...]:
    """Return what an OME-XML text says about how its first image was taken.

    Parameters
    ----------
    source
        What the text is called where it is named as a place.

    Examples
    --------
    >>> from replicard.images.ome import read_ome
    >>> pixels = '<Pixels SizeC="1" PhysicalSizeX="650" PhysicalSizeXUnit="nm"/>'
    >>> xml = f"<OME><Image>{pixels}</Image></OME>"
    >>> [(one.field, one.value) for one in acquired_of_ome(read_ome(xml, max_planes=9))]
    [('pixel_size.x', '0.65 µm')]
    """
    image = ome.root.first("Image")
    if image is None:
        return ()
    instrument = _instrument(ome.root, image)
    pixels = image.first("Pixels") or Element("Pixels")
    channels = list(pixels.all("Channel")) or list(image.all("LogicalChannel"))
    said = (
        *_of_image(image, instrument, channels),
        *_of_detectors(instrument, channels),
        *(s for at, channel in enumerate(channels) for s in _of_channel(at, channel, instrument)),
        *_exposures(ome, n_channels=len(channels)),
        *_of_pixels(pixels, ome),
    )
    return kept((field, value, f"{source} {place}") for field, value, place in said)


def _instrument(root: Element, image: Element) -> _Instrument:
    instruments = list(root.all("Instrument"))
    reference = _id(image.first("InstrumentRef"))
    named = [one for one in instruments if one.get("ID") == reference]
    own = (named or instruments if len(instruments) == 1 else named) or [Element("Instrument")]
    return _Instrument(own[0], tuple(one for one in instruments if one is not own[0]))


def _of_image(image: Element, instrument: _Instrument, channels: list[Element]) -> Iterator[_Said]:
    date = image.first("AcquisitionDate", "AcquiredDate", "CreationDate")
    # Older versions of the model tell when the file was made, not when the image was taken.
    if date is not None and date.name != "CreationDate":
        yield "date", day_of(date.text), f"Image {date.name}"
    yield "modality", _modality(channels), "Channel AcquisitionMode and ContrastMethod"
    stand = instrument.own.first("Microscope") or Element("Microscope")
    yield "microscope.manufacturer", line(stand.get("Manufacturer")), "Microscope Manufacturer"
    yield "microscope.model", line(stand.get("Model")), "Microscope Model"
    yield "microscope.kind", _lower(line(stand.get("Type"))), "Microscope Type"
    settings = image.first("ObjectiveSettings", "ObjectiveRef")
    lens = instrument.part(_id(settings), "Objective")
    if lens is not None:
        yield from _of_objective(lens)
    surroundings = image.first("ImagingEnvironment")
    if surroundings is not None:
        yield "temperature", _temperature(surroundings), "ImagingEnvironment Temperature"


def _of_objective(lens: Element) -> Iterator[_Said]:
    model = line(lens.get("Model"))
    yield "objective.magnification", _magnification(lens, model), "Objective NominalMagnification"
    aperture = number(lens.get("LensNA"))
    if aperture is not None and 0 < aperture <= _LARGEST_APERTURE:
        yield "objective.numerical_aperture", spelled(aperture), "Objective LensNA"
    immersion = _lower(line(lens.get("Immersion")))
    immersion = None if immersion == "multi" else immersion
    yield "objective.immersion", immersion, "Objective Immersion"
    yield "objective.manufacturer", line(lens.get("Manufacturer")), "Objective Manufacturer"
    yield "objective.model", model, "Objective Model"


def _magnification(lens: Element, model: str | None) -> str | None:
    """Return the magnification; 0 and 1 stand for *not set*, unless the lens is called 1x."""
    value = number(lens.get("NominalMagnification"))
    if value is None or not 0 < value <= _LARGEST_MAGNIFICATION:
        return None
    is_named = model is not None and "1x" in model.casefold().split()
    return f"{spelled(value)}x" if value != 1 or is_named else None


def _of_detectors(instrument: _Instrument, channels: list[Element]) -> Iterator[_Said]:
    """Name the detectors of all channels; those of several are joined."""
    settings = [channel.first("DetectorSettings", "DetectorRef") for channel in channels]
    parts = [instrument.part(_id(one), "Detector") for one in settings or [None]]
    detectors = [part for part in parts if part is not None]
    for field, name in (("kind", "Type"), ("manufacturer", "Manufacturer"), ("model", "Model")):
        yield f"detector.{field}", _joined(d.get(name) for d in detectors), f"Detector {name}"
    binnings = _joined(one.get("Binning") for one in settings if one is not None)
    yield "detector.binning", binnings, "DetectorSettings Binning"
    gains = _joined(one.get("Gain") for one in settings if one is not None)
    yield "detector.gain", _set(gains), "DetectorSettings Gain"
    yield "detector.gain", _set(_joined(d.get("Gain") for d in detectors)), "Detector Gain"


def _joined(texts: Iterator[str | None]) -> str | None:
    known = list(dict.fromkeys(text for one in texts if (text := line(one)) is not None))
    return " and ".join(known[:4]) or None


def _set(gain: str | None) -> str | None:
    """Return a gain unless it is 0, which means that none was noted."""
    return None if gain is not None and number(gain) == 0 else gain


def _of_channel(at: int, channel: Element, instrument: _Instrument) -> Iterator[_Said]:
    place = f"Channel {at + 1}"
    dye = line(channel.get("Fluor"))
    yield f"channels.{at}.name", line(channel.get("Name")), f"{place} Name"
    yield f"channels.{at}.name", dye, f"{place} Fluor"
    yield f"channels.{at}.fluorophore", dye, f"{place} Fluor"
    yield f"channels.{at}.excitation", *_light(channel, instrument, place)
    excited = _wavelength(channel, "ExcitationWavelength")
    yield f"channels.{at}.excitation", excited, f"{place} ExcitationWavelength"
    band = _band(channel, instrument, "ExcitationFilterRef")
    yield f"channels.{at}.excitation", band, f"{place} ExcitationFilterRef, TransmittanceRange"
    band = _band(channel, instrument, "EmissionFilterRef")
    yield f"channels.{at}.emission", band, f"{place} EmissionFilterRef, TransmittanceRange"
    emitted = _wavelength(channel, "EmissionWavelength")
    yield f"channels.{at}.emission", emitted, f"{place} EmissionWavelength"


def _light(channel: Element, instrument: _Instrument, place: str) -> tuple[str | None, str]:
    """Return what lit a channel, such as ``640 nm laser``."""
    settings = channel.first("LightSourceSettings", "LightSourceRef")
    if settings is None:
        return None, place
    source = instrument.part(_id(settings), *_LIGHTS, "LightSource")
    if source is not None and source.name == "LightSource":
        source = source.first(*_LIGHTS)
    length = _wavelength(settings, "Wavelength")
    if source is not None:
        length = length or _wavelength(source, "Wavelength")
        kind = _LIGHTS[source.name]
        return (f"{length} {kind}" if length else None), f"{place} {source.name} Wavelength"
    return length, f"{place} LightSourceSettings Wavelength"


def _wavelength(element: Element, name: str) -> str | None:
    value = number(element.get(name))
    unit = element.get(f"{name}Unit") or "nm"
    factor = _NANOMETRES.get(unit.replace("\u03bc", "µ"))
    return None if value is None or factor is None else wavelength(value * factor)


def _band(channel: Element, instrument: _Instrument, reference: str) -> str | None:
    """Return the range of wavelengths that a filter lets through."""
    path = channel.first("LightPath") or Element("LightPath")
    named = path.first(reference)
    filters = channel.first("FilterSetRef")
    if named is None and filters is not None:
        chosen = instrument.part(_id(filters), "FilterSet")
        named = chosen.first(reference) if chosen is not None else None
    glass = instrument.part(_id(named), "Filter") if named is not None else None
    span = glass.first("TransmittanceRange") if glass is not None else None
    if span is None:
        return None
    first, last = _wavelength(span, "CutIn"), _wavelength(span, "CutOut")
    is_range = first and last and float(first.split()[0]) < float(last.split()[0])
    return f"{str(first).split()[0]} to {last}" if is_range else None


def _exposures(ome: OmeXml, *, n_channels: int) -> Iterator[_Said]:
    """Write the exposure of each channel; a range where the planes of a file differ."""
    for channel, said in sorted(ome.exposures.items()):
        if channel >= max(n_channels, 1):
            continue
        known = sorted({s for one in said if (s := _exposure(*one)) is not None})
        first = duration(known[0]) if known else None
        is_range = len(known) > 1
        text = f"{first} to {duration(known[-1])}" if is_range else first
        field = f"channels.{channel}.exposure" if n_channels > 1 else "exposure"
        yield field, text, "Plane ExposureTime"


def _exposure(text: str, unit: str | None) -> float | None:
    seconds = _seconds(text, unit)
    if unit is None and seconds is not None and seconds > _LONGEST_WITHOUT_UNIT_S:
        return None
    return seconds if duration(seconds) is not None else None


def _seconds(text: str | None, unit: str | None) -> float | None:
    value, factor = number(text), _SECONDS.get((unit or "s").replace("\u03bc", "µ"))
    return None if value is None or factor is None else value * factor


def _of_pixels(pixels: Element, ome: OmeXml) -> Iterator[_Said]:
    for axis in "XYZ":
        length = pixel_length(ome.pixel_size_um.get(axis))
        yield f"pixel_size.{axis.lower()}", length, f"Pixels PhysicalSize{axis}"
    interval = _seconds(pixels.get("TimeIncrement"), pixels.get("TimeIncrementUnit"))
    yield "time_interval", duration(interval), "Pixels TimeIncrement"


def _modality(channels: list[Element]) -> str | None:
    """Name the imaging method, if it is one for all channels.

    A transmitted-light channel beside fluorescence makes two, which are both named.
    """
    named = list(dict.fromkeys(m for c in channels if (m := _method(c)) is not None))
    return " and ".join(named) + " microscopy" if named else None


def _method(channel: Element) -> str | None:
    return method_of(channel.get("AcquisitionMode"), channel.get("ContrastMethod"))


def method_of(acquisition_mode: str | None, contrast_method: str | None) -> str | None:
    """Name the imaging method that two terms of the OME model stand for.

    >>> method_of("SpinningDiskConfocal", None), method_of("WideField", "Phase")
    ('spinning-disk confocal', 'phase-contrast')
    """
    mode = _MODES.get(acquisition_mode or "")
    contrast = _CONTRASTS.get(contrast_method or "")
    if mode == "widefield" and contrast not in {None, "fluorescence"}:
        return contrast
    words = [mode, contrast if mode != contrast else None]
    return " ".join(word for word in words if word is not None) or None


def day_of(text: str) -> str | None:
    """Return the day of a time stamp; None for those that mean that no clock was set.

    >>> day_of("2021-03-04T15:25:04"), day_of("1970-01-01T00:00:00")
    ('2021-03-04', None)
    """
    day = text.strip()[:10]
    year, month, number_of_day = day[:4], day[5:7], day[8:10]
    is_day = day[4:5] == day[7:8] == "-" and (year + month + number_of_day).isdecimal()
    is_set = _FIRST_YEAR <= year < _LAST_YEAR and day != "2000-01-01"
    return day if len(day) == 10 and is_day and is_set else None  # noqa: PLR2004 - YYYY-MM-DD


def _temperature(surroundings: Element) -> str | None:
    value = number(surroundings.get("Temperature"))
    if value is None or value in _UNSET_TEMPERATURES:
        return None
    unit = surroundings.get("TemperatureUnit") or "°C"
    is_plausible = unit == "°C" and _COLDEST <= value <= _WARMEST
    return f"{spelled(value)} °C" if is_plausible else None


def _id(element: Element | None) -> str | None:
    return element.get("ID") if element is not None else None


def _lower(text: str | None) -> str | None:
    return text.lower() if text is not None else None
