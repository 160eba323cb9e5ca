"""OME-XML: checked before anyone trusts it, and read as far as it tells how images were taken.

Files of strangers decide what stands in it, so that nothing of it is unfolded, followed or
kept beyond fixed limits.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType
from xml.parsers import expat

from replicard.images.acquired import number
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
UNSAFE = "unsafe-metadata"
"""Code of the problem of a text that is not read at all."""
MAX_XML = 64 << 20
"""Longest text that is read, in bytes."""
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
_LEFT_OUT = frozenset(
    {
        *("BinData", "BinaryOnly", "Dataset", "Experiment", "Experimenter", "ExperimenterGroup"),
        *("Folder", "Plate", "Project", "ROI", "Rights", "Screen", "StructuredAnnotations"),
        *("TiffData", "UUID"),
    }
)
"""Elements that say nothing about how the images were taken, with all within them."""
_MAX_ELEMENTS = 4000
_MAX_TEXT = 200
_MAX_EXPOSURES = 4


@dataclass(slots=True)
class Element:
    """An element of OME-XML.

    Attributes
    ----------
    name
        Without its namespace.
    text
        Its first characters.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str | None:
        """Return an attribute."""
        return self.attributes.get(name)

    def all(self, *names: str) -> Iterator["Element"]:
        """Yield the children of these names."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> "Element | None":
        """Return the first child of one of these names."""
        return next(self.all(*names), None)


@dataclass(slots=True)
class OmeXml:
    """What was kept of an OME-XML text.

    Attributes
    ----------
    root
        Instruments and the first image.
    pixel_size_um
        Micrometres per pixel of the first image, by axis letter.
    n_images
        Images that the text describes.
    exposures
        Exposure and its unit of planes of the first image, each once, by channel.
    """

    root: Element = field(default_factory=lambda: Element("OME"))
    pixel_size_um: dict[str, float] = field(default_factory=dict)
    n_images: int = 0
    exposures: dict[int, list[tuple[str, str | None]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    max_planes: int
    found: OmeXml = field(default_factory=OmeXml)
    open: list[Element] = field(default_factory=list)
    skipped_depth: int = 0
    kept: int = 0
    has_pixels: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Judge one element; called by the XML parser."""
        self._check(attributes)
        plain = name.rpartition(":")[2]
        if plain == "Pixels" and not self.has_pixels:
            self.has_pixels = True
            self.found.pixel_size_um = _pixel_size(attributes)
        if plain == "Image":
            self.found.n_images += 1
        if self.skipped_depth or self._is_left_out(plain):
            self.skipped_depth += 1
        elif plain == "Plane":
            self._plane(attributes)
            self.skipped_depth += 1
        else:
            self._keep(plain, attributes)

    def end(self, name: str) -> None:
        """Leave an element; called by the XML parser."""
        del name
        if self.skipped_depth:
            self.skipped_depth -= 1
        elif self.open:
            self.open.pop()

    def text(self, text: str) -> None:
        """Keep the beginning of a text; called by the XML parser."""
        if self.open and not self.skipped_depth and len(self.open[-1].text) < _MAX_TEXT:
            self.open[-1].text += text[:_MAX_TEXT]

    def _check(self, attributes: dict[str, str]) -> None:
        planes = 1
        for key in _COUNTS:
            count = int(attributes.get(key, 1))
            planes *= count if key.startswith("Size") else 1
            if not 0 <= count <= self.max_planes:
                raise _too_many()
        if planes > self.max_planes or _steps(attributes) > self.max_planes:
            raise _too_many()

    def _is_left_out(self, name: str) -> bool:
        is_later_image = name == "Image" and self.found.n_images > 1
        return name in _LEFT_OUT or is_later_image or self.kept >= _MAX_ELEMENTS

    def _keep(self, name: str, attributes: dict[str, str]) -> None:
        own = {
            key.rpartition(":")[2]: text
            for key, text in attributes.items()
            if len(text) <= 10 * _MAX_TEXT
        }
        element = Element(name, own)
        self.kept += 1
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.found.root = element
        self.open.append(element)

    def _plane(self, attributes: dict[str, str]) -> None:
        """Take note of an exposure; planes are many, and their exposures mostly one."""
        channel, exposure = attributes.get("TheC", "0"), attributes.get("ExposureTime")
        if exposure is None or len(exposure) > _MAX_TEXT or not channel.isdecimal():
            return
        if len(channel) <= len(str(self.max_planes)):
            known = self.found.exposures.setdefault(int(channel), [])
            said = (exposure, attributes.get("ExposureTimeUnit"))
            if said not in known and len(known) < _MAX_EXPOSURES:
                known.append(said)


@dataclass(slots=True)
class _PlainReader(_Reader):
    """Keeps every element up to a number."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Keep one element; called by the XML parser."""
        if self.skipped_depth or self.kept >= _MAX_ELEMENTS:
            self.skipped_depth += 1
        else:
            self._keep(name.rpartition(":")[2], attributes)


def read_ome(xml: str | bytes, *, max_planes: int) -> OmeXml:
    """Return what an OME-XML text says of the first image.

    The TIFF reader builds lists as long as this text says, so it is checked first.

    Raises
    ------
    DecodeError
        If the text announces more planes than allowed; with the code ``UNSAFE`` if it
        declares a document type, which can make a short text unfold to gigabytes, or is
        very long.
    xml.parsers.expat.ExpatError
        If it is no XML.
    """
    content = xml.encode("utf-8", "replace") if isinstance(xml, str) else xml
    if len(content) > MAX_XML:
        raise DecodeError(f"its OME-XML is longer than {MAX_XML >> 20} MiB", code=UNSAFE)
    reader = _Reader(max_planes)
    _parse(content, reader, is_text=isinstance(xml, str))
    return reader.found


def read_tree(xml: str | bytes) -> Element:
    """Return the elements of another XML text, as far as they are not too many.

    Raises
    ------
    DecodeError
        If it declares a document type.
    xml.parsers.expat.ExpatError
        If it is no XML.
    """
    reader = _PlainReader(0)
    content = xml.encode("utf-8", "replace") if isinstance(xml, str) else xml
    _parse(content, reader, is_text=isinstance(xml, str))
    return reader.found.root


def _parse(content: bytes, reader: _Reader, *, is_text: bool) -> None:
    parser = expat.ParserCreate("utf-8" if is_text else None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(content, True)  # noqa: FBT003 -- the parser takes no keyword


def _pixel_size(attributes: dict[str, str]) -> dict[str, float]:
    sizes = {}
    for axis in "ZYX":
        unit = attributes.get(f"PhysicalSize{axis}Unit", "µm").replace("\u03bc", "µ")
        length = (number(attributes.get(f"PhysicalSize{axis}")) or 0) * MICROMETRES.get(unit, 0)
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
    raise DecodeError("its OME-XML declares a document type, which is never needed", code=UNSAFE)


def _too_many() -> DecodeError:
    return DecodeError("its OME-XML announces too many planes", code="image-too-large")
