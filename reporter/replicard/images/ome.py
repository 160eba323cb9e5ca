"""OME-XML inside a TIFF: checked before anyone trusts it, and read for the pixel size."""

from dataclasses import dataclass, field
from math import isfinite
from xml.parsers import expat

from replicard.images.raster import DecodeError

MICROMETRES = {
    "pm": 1e-6,
    "Å": 1e-4,
    "nm": 1e-3,
    "µm": 1.0,
    "mm": 1e3,
    "cm": 1e4,
    "m": 1e6,
}
"""Length of each unit that OME-XML may name and that can be meant for a pixel."""
_COUNTS = (
    "SizeC",
    "SizeZ",
    "SizeT",
    "PlaneCount",
    "NumPlanes",
    "IFD",
    "FirstC",
    "FirstZ",
    "FirstT",
)


@dataclass(slots=True)
class _Reader:
    max_planes: int
    pixel_size_um: dict[str, float] = field(default_factory=dict)
    images: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Judge one element; called by the XML parser."""
        planes = 1
        for key in _COUNTS:
            count = int(attributes.get(key, 1))
            planes *= count if key.startswith("Size") else 1
            if not 0 <= count <= self.max_planes:
                raise _too_many()
        if planes > self.max_planes or _steps(attributes) > self.max_planes:
            raise _too_many()
        if name.rpartition(":")[2] == "Pixels":
            self.images += 1
            if self.images == 1:
                self.pixel_size_um = _pixel_size(attributes)


def read_ome(xml: str, *, max_planes: int) -> dict[str, float]:
    """Return the pixel size of the first image in micrometres, by axis letter.

    The TIFF reader builds lists as long as this text says, so it is checked first.

    Raises
    ------
    DecodeError
        If the text announces more planes than allowed, or declares a document type,
        which can make a short text unfold to gigabytes.
    """
    reader = _Reader(max_planes)
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = reader.start
    parser.Parse(xml.encode("utf-8", "replace"), True)  # noqa: FBT003 -- the parser takes no keyword
    return reader.pixel_size_um


def _pixel_size(attributes: dict[str, str]) -> dict[str, float]:
    sizes = {}
    for axis in "ZYX":
        unit = attributes.get(f"PhysicalSize{axis}Unit", "µm").replace("\u03bc", "µ")
        length = float(attributes.get(f"PhysicalSize{axis}", "nan")) * MICROMETRES.get(unit, 0)
        if isfinite(length) and length > 0:
            sizes[axis] = length
    return sizes


def _steps(attributes: dict[str, str]) -> float:
    """Return how many positions a subdivided axis has, see Modulo in the OME model."""
    if "Start" not in attributes or "End" not in attributes:
        return 0
    span = float(attributes["End"]) - float(attributes["Start"])
    return abs(span / float(attributes.get("Step", 1)))


def _refuse_document_type(*_: object) -> None:
    raise DecodeError(
        "its OME-XML declares a document type, which is never needed", code="unsafe-metadata"
    )


def _too_many() -> DecodeError:
    return DecodeError("its OME-XML announces too many planes", code="image-too-large")
