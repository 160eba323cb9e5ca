"""Reading one image file that a card names."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from replicard.files import HashedFile, read_hashed
from replicard.images.axes import canonical, name_axes
from replicard.images.boundary import decoding
from replicard.images.budget import Budget
from replicard.images.formats import Format, detect
from replicard.images.jpeg import decode_jpeg
from replicard.images.npy import decode_npy
from replicard.images.png import decode_png
from replicard.images.raster import Pixels, Raster
from replicard.images.tiff import decode_tiff
from replicard_schema.evidence import ImageRecord

_DECODERS = {
    Format.TIFF: decode_tiff,
    Format.PNG: decode_png,
    Format.JPEG: decode_jpeg,
    Format.NPY: decode_npy,
}


@dataclass(frozen=True, slots=True)
class LoadedImage:
    """An image and what the evidence says about its file.

    Attributes
    ----------
    array
        Pixels in the order T, C, Z, Y, X, S, without axes of length 1 (Y and X stay).
    axes
        One letter per axis of ``array``.
    record
        Path, hash, and shape and axes as they stand in the file.
    notes
        What a reader of the report should know about how the file was read.
    is_lossy
        Whether compression changed the pixel values.
    has_guessed_axes
        Whether Z is a guess, see ``replicard.images.axes``.
    """

    array: Pixels
    axes: str
    record: ImageRecord
    notes: tuple[str, ...] = ()
    is_lossy: bool = False
    has_guessed_axes: bool = False

    @property
    def path(self) -> str:
        """Path of the file, relative to the card."""
        return self.record.path


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image file that was read and hashed, to be decoded if its pixels are needed.

    The bytes are read once; what is hashed is what is decoded.
    """

    file: HashedFile
    budget: Budget

    @property
    def path(self) -> str:
        """Path of the file, relative to the card."""
        return self.file.path

    @property
    def sha256(self) -> str:
        """Hash of its bytes."""
        return self.file.sha256

    def decode(self, *, axes: str | None = None) -> LoadedImage:
        """Return the pixels.

        Parameters
        ----------
        axes
            Axes as the card names them, for files that do not.

        Raises
        ------
        DataError
            Whatever is wrong with the content, as one problem that names the file.
        """
        with decoding(self.path):
            raster = decode(self.file.content, budget=self.budget)
            named = name_axes(raster, stated=axes)
        array, letters = canonical(named.array, named.letters)
        return LoadedImage(
            array,
            letters,
            ImageRecord(
                **self.file.record.model_dump(),
                shape=named.array.shape,
                axes=named.letters,
                dtype=named.array.dtype.name,
                pixel_size_um=_by_axis(raster.pixel_size_um, named.letters),
            ),
            notes=(*raster.notes, *named.notes),
            is_lossy=raster.is_lossy,
            has_guessed_axes=named.is_guess,
        )


def open_image(root: Path, relative: str, *, budget: Budget | None = None) -> ImageFile:
    """Read and hash an image file below ``root``, and leave its pixels for later.

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    budget = budget or Budget()
    with decoding(relative):
        return ImageFile(read_hashed(root, relative, max_bytes=budget.max_file_bytes), budget)


def read_image(
    root: Path, relative: str, *, budget: Budget | None = None, axes: str | None = None
) -> LoadedImage:
    """Read an image below ``root``: TIFF, PNG, JPEG or NPY, told apart by content.

    Parameters
    ----------
    root
        Folder of the card.
    relative
        Path below it.
    budget
        Limits that are compared with the header before anything is unpacked.
    axes
        Axes as the card names them, for files that do not.

    Raises
    ------
    DataError
        Whatever is wrong with the file, as one problem that names it.
    """
    return open_image(root, relative, budget=budget).decode(axes=axes)


def _by_axis(sizes: Mapping[str, float], letters: str) -> dict[str, float]:
    return {axis: sizes[axis] for axis in letters if axis in sizes}


def decode(content: bytes, *, budget: Budget) -> Raster:
    """Decode the bytes of a file by the format that they begin with.

    Raises
    ------
    DecodeError
        If they are no image that can be read.
    """
    return _DECODERS[detect(content)](content, budget=budget)
