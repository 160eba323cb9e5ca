"""The page about all importers, written from the table."""

from replicard.importers.acquisition import HEADERS_PER_SET, MAX_HEADERS
from replicard.importers.table import IMPORTERS

_HEAD = """\
# What is read from the files of other tools

`replicard init` and `replicard import` recognise these files by their name and first bytes, and
read them as plain data: no tool is imported, nothing is executed, and of pickles only numbers,
texts and arrays are made. A source of `replicard import` may be a folder, of which every file that
is known is read; `--environment` lists the packages of the Python that runs it in a file beside
the card and reads that, for the Python that trained the model.

Every value goes into the card with its file and key, and whether it was observed, configured,
described by a person, or a default. What was observed wins over what was configured, and the
comment names both. Keys that no field of a card stands for are listed and not dropped. Host names,
user names, e-mail addresses and absolute paths are taken nowhere.

Training logs (see [training logs](training-logs.md)) are recognised by their content; they give
the epochs that were run.

| file | what is taken | trap |
|---|---|---|
"""


_IMAGES = """
## Image files

Images tell how they were taken. A build reads it from every image of a data set while its pixels
are read, sums it up (a constant value as such, others as a range or a list with counts), prints
it in the report under *read*, and holds the card against it. `replicard init` reads the headers
of up to {per_set} images of each data set, at even distances in the order of names, and of at
most {in_all} in all; what all of them say goes into the card, what differs is told. `replicard
import image.ome.tif --into card.yaml --as DATASET` takes it from one image. The methods text says
what the card says; a checklist item that the card leaves open is answered in part by what was
read.

| image | what is taken | trap |
|---|---|---|
| OME-TIFF | as of OME-XML, of the first image in the file; references between image, instrument, \
objective, detector, light source and filter are followed | A lens is named only if the image \
refers to it or it is the only one of the instrument. The *Creator* is the program that wrote the \
file, often a converter, and is not taken for the software of the microscope. |
| OME-Zarr | size of pixels, distance of planes, time interval, names of channels; all of OME-XML \
where `OME/METADATA.ome.xml` is in the store | The attributes of OME-Zarr know no objective and no \
detector. |
| ImageJ TIFF | size of pixels, distance of planes, time interval | Plain resolution tags are not \
trusted: programs write the resolution of a screen or a printer there. Only a unit of length that \
ImageJ states makes them a size. |
| MetaMorph and MetaXpress TIFF | exposure, binning, gain, camera; in newer files also date, \
magnification, aperture, illumination and, where it was calibrated, the size of pixels | The \
temperature is that of the camera, not of the specimen. Names of experiments and plates are those \
of people and are left out. |
| Zeiss CZI, Leica LIF | date, microscope, objective, detector, channels, size of pixels as far \
as they are stated; of several images in a file the first | Only the header is read, for \
`replicard import`: a card needs the pixels as TIFF or Zarr. |
| Nikon ND2 | the same, with the extra `vendor` | As above. |

Olympus OIB and OIF are not read. Whether the size of a pixel holds for the binning that was used,
no file tells: some programs write the size of an unbinned pixel. An XML that declares a document
type is not read at all, and the image is read without it.
"""


def importers_reference() -> str:
    """Return the page in Markdown."""
    rows = [f"| {i.format} | {i.takes} | {i.trap} |\n" for i in IMPORTERS]
    images = _IMAGES.replace("{per_set}", str(HEADERS_PER_SET)).replace(
        "{in_all}", str(MAX_HEADERS)
    )
    return _HEAD + "".join(rows) + images
