"""OME-XML as a file of its own, as converters and microscopes write it beside images."""

from xml.parsers.expat import ExpatError

from replicard.images.ome import read_ome
from replicard.images.ome_acquired import acquired_of_ome
from replicard.images.raster import DecodeError
from replicard.importers.acquisition import acquisition_facts
from replicard.importers.source import Content, Harvest, Head, Importer, UnreadableSourceError

_MAX_PLANES = 1 << 20
_NAMES = (".ome.xml", ".companion.ome")


def _is_ome(head: Head) -> bool:
    start = head.start.lstrip(b"\xef\xbb\xbf \t\r\n")
    has_namespace = b"openmicroscopy.org/Schemas/" in start
    return start.startswith(b"<") and (head.name.endswith(_NAMES) or has_namespace)


def _read(content: Content) -> Harvest:
    try:
        ome = read_ome(content.data, max_planes=_MAX_PLANES)
    except DecodeError as error:
        reason = f"was not read: {error.message}"
        raise UnreadableSourceError(reason) from error
    except ExpatError as error:
        reason = f"is no whole XML: line {error.lineno} is damaged or the file ends there"
        raise UnreadableSourceError(reason) from error
    facts = acquisition_facts(acquired_of_ome(ome))
    remarks = [] if facts else ["It says nothing about how the images were taken."]
    if ome.n_images > 1:
        remarks.append(f"It describes {ome.n_images} images; what is taken is of the first.")
    return Harvest(facts, remarks=tuple(remarks))


SIDE_FILE = Importer(
    format="OME-XML",
    recognise=_is_ome,
    read=_read,
    max_bytes=64 << 20,
    takes=(
        "date, imaging method, microscope, objective (magnification, aperture, immersion), "
        "detector (kind, model, binning, gain), channels (excitation, emission, exposure), size "
        "of pixels, distance of planes, time interval, temperature of the specimen"
    ),
    trap=(
        "A magnification of 0 or 1, a detector called Other, a temperature of 0 or -1 mean *not "
        "set* and are not taken. An exposure without a unit is in seconds; programs write "
        "milliseconds there, so that one above 10 is not taken."
    ),
)
