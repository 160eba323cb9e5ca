"""What a TIFF says about how its image was taken: OME-XML, ImageJ, MetaMorph.

The plain resolution tags are left aside: programs fill them with screen or print
resolutions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from replicard.images.acquired import (
    PLAUSIBLE_PIXEL_UM,
    Acquired,
    duration,
    kept,
    number,
    pixel_length,
)
from replicard.images.budget import Budget
from replicard.images.metamorph import acquired_of_metamorph, is_metamorph, metamorph_pixel_size
from replicard.images.ome import MICROMETRES, UNSAFE, read_ome
from replicard.images.ome_acquired import acquired_of_ome
from replicard.images.raster import DecodeError

if TYPE_CHECKING:
    from tifffile import TiffFile, TiffPage

_IMAGEJ_UNITS = {
    "nm": "nm",
    "um": "µm",
    "µm": "µm",
    "micron": "µm",
    "microns": "µm",
    "micrometer": "µm",
    "micrometre": "µm",
    "mm": "mm",
}
_IMAGEJ_SECONDS = {
    "msec": 1e-3,
    "ms": 1e-3,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    "min": 60.0,
    "minutes": 60.0,
}


@dataclass(frozen=True, slots=True)
class TiffMetadata:
    """What a TIFF says beside its pixels.

    Attributes
    ----------
    pixel_size_um
        Micrometres per pixel by axis letter.
    acquired
        How the image was taken.
    notes
        What was not read, and why.
    is_refused
        Whether a TIFF reader must not see the OME-XML.
    """

    pixel_size_um: dict[str, float] = field(default_factory=dict)
    acquired: tuple[Acquired, ...] = ()
    notes: tuple[str, ...] = ()
    is_refused: bool = False


def tiff_metadata(tiff: "TiffFile", *, budget: Budget) -> TiffMetadata:
    """Read what a TIFF says about how its image was taken.

    Raises
    ------
    DecodeError
        If its OME-XML announces more planes than allowed.
    """
    if tiff.ome_metadata is not None:
        return _of_ome(tiff.ome_metadata, budget=budget)
    page = tiff.pages.first
    if tiff.imagej_metadata is not None:
        sizes = _imagej_pixel_size(tiff.imagej_metadata, page)
        return TiffMetadata(sizes, kept(_of_imagej(tiff.imagej_metadata, sizes)))
    description = page.description
    if is_metamorph(description):
        return TiffMetadata(metamorph_pixel_size(description), acquired_of_metamorph(description))
    return TiffMetadata()


def _of_ome(xml: str, *, budget: Budget) -> TiffMetadata:
    try:
        ome = read_ome(xml, max_planes=budget.max_pages)
    except ExpatError:  # the reader then ignores the text, too, and a note says so
        return TiffMetadata()
    except DecodeError as error:
        if error.code != UNSAFE:
            raise
        note = f"{error.message}; the text is ignored, and all pages are used"
        return TiffMetadata(notes=(note,), is_refused=True)
    return TiffMetadata(ome.pixel_size_um, acquired_of_ome(ome))


def _imagej_pixel_size(metadata: dict[str, Any], page: "TiffPage") -> dict[str, float]:
    unit = str(metadata.get("unit", "")).replace("\\u00B5", "µ").replace("\u03bc", "µ")
    um = MICROMETRES.get(_IMAGEJ_UNITS.get(unit, ""), 0.0)
    sizes = {"Z": float(metadata.get("spacing", 0)) * um}
    for axis, name in (("Y", "YResolution"), ("X", "XResolution")):
        pixels, units = page.tags.valueof(name, (0, 1))
        sizes[axis] = um * units / pixels if pixels else 0.0
    smallest, largest = PLAUSIBLE_PIXEL_UM
    return {axis: size for axis, size in sizes.items() if smallest <= size <= largest}


def _of_imagej(
    metadata: dict[str, Any], sizes: dict[str, float]
) -> Iterator[tuple[str, str | None, str]]:
    for axis, name in (("X", "XResolution"), ("Y", "YResolution"), ("Z", "spacing")):
        place = f"ImageJ {name} and unit"
        yield f"pixel_size.{axis.lower()}", pixel_length(sizes.get(axis)), place
    interval, unit = number(metadata.get("finterval")), str(metadata.get("tunit", "sec"))
    seconds = _IMAGEJ_SECONDS.get(unit)
    if interval is not None and seconds is not None:
        yield "time_interval", duration(interval * seconds), "ImageJ finterval"
