"""How an image was taken, from the header of its file: the pixels stay packed, no hash is made."""

from dataclasses import dataclass
from pathlib import Path

from replicard.errors import ReplicardError
from replicard.files import SteadyFile, is_folder_image, open_inside
from replicard.images.acquired import Acquired
from replicard.images.boundary import decoding
from replicard.images.budget import Budget
from replicard.images.formats import Format, detect
from replicard.images.ifd import page_count
from replicard.images.stored import ByteSource
from replicard.images.tiff import open_tiff
from replicard.images.tiff_metadata import tiff_metadata
from replicard.images.vendor import acquired_of_vendor
from replicard.images.zarr_acquired import acquired_of_zarr

_HEAD_BYTES = 512
_LARGEST_METADATA = 1 << 26


@dataclass(frozen=True, slots=True)
class Header:
    """What the header of an image file says.

    Attributes
    ----------
    acquired
        How the image was taken.
    notes
        What was not read, and why.
    """

    acquired: tuple[Acquired, ...] = ()
    notes: tuple[str, ...] = ()


def read_header(root: Path, relative: str, *, budget: Budget | None = None) -> Header:
    """Read how an image was taken, and nothing else.

    Formats that hold nothing about it, such as PNG, give an empty header.

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    limits = budget or Budget()
    with decoding(relative):
        if is_folder_image(root, relative):
            return Header(acquired_of_zarr(_Folder(root, relative)))
        with SteadyFile(root, relative, max_bytes=limits.max_file_bytes) as file:
            return _header(file, limits)


def _header(file: ByteSource, limits: Budget) -> Header:
    of_vendor = acquired_of_vendor(file)
    if of_vendor is not None:
        return Header(of_vendor)
    if detect(file.read(0, _HEAD_BYTES)) is not Format.TIFF:
        return Header()
    limits.check_pages(page_count(file, max_pages=limits.max_pages))
    with open_tiff(file) as tiff:
        found = tiff_metadata(tiff, budget=limits)
    return Header(found.acquired, found.notes)


@dataclass(frozen=True, slots=True)
class _Folder:
    """Files of a folder that is an image, read one by one and not hashed."""

    root: Path
    path: str

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None if there is none of that name."""
        try:
            where = f"{self.path}/{name}"
            with open_inside(self.root, where, max_bytes=_LARGEST_METADATA) as file:
                return file.read()
        except ReplicardError:
            return None
