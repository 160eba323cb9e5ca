"""Reading one image file that a card names."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np

from replicard.files import FolderFiles, SteadyFile, is_folder_image
from replicard.images.acquired import Acquired
from replicard.images.axes import canonical, name_axes
from replicard.images.boundary import decoding
from replicard.images.budget import Budget
from replicard.images.formats import Format, detect
from replicard.images.jpeg import decode_jpeg
from replicard.images.npy import decode_npy
from replicard.images.png import decode_png
from replicard.images.raster import DecodeError, Pixels, Raster
from replicard.images.stored import ByteSource, MemoryBytes
from replicard.images.tiff import decode_tiff
from replicard.images.view import View, middle_of, part_at
from replicard.images.zarr import decode_zarr
from replicard_schema.evidence import FileRecord, ImageRecord

_SHOWN_PIXELS = 1024


@dataclass(frozen=True, slots=True)
class LoadedImage:
    """An image and what the evidence says about its file.

    Attributes
    ----------
    array
        Pixels in the order T, C, Z, Y, X, S, without axes of length 1 (Y and X stay).
        A large image is a `replicard.images.View`, which is no array but is sliced like
        one; `is_in_parts` tells.
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
    cut_out
        Which part of a large image this is; empty for an image as it is.
    acquired
        What the file says about how the image was taken.
    """

    array: Pixels
    axes: str
    record: ImageRecord
    notes: tuple[str, ...] = ()
    is_lossy: bool = False
    has_guessed_axes: bool = False
    cut_out: str = ""
    acquired: tuple[Acquired, ...] = ()

    @property
    def path(self) -> str:
        """Path of the file, relative to the card."""
        return self.record.path

    @property
    def is_in_parts(self) -> bool:
        """Whether the pixels stay in the file and are read when they are sliced."""
        return isinstance(cast("object", self.array), View)

    def to_show(self) -> "LoadedImage":
        """Return what a picture can show: of a large image a piece from its middle."""
        if not self.is_in_parts:
            return self
        axes, array, parts = self.axes, self.array, []
        for axis, at, name in (("T", 0, "frame"), ("Z", -1, "plane")):
            if axis in axes:
                place = axes.index(axis)
                length = array.shape[place]
                index = length // 2 if at else 0
                array = cast("Pixels", part_at(array, [place], [index]))
                axes = axes.replace(axis, "")
                parts.append(f"{name} {index + 1} of {length}")
        region = [slice(0, length) for length in array.shape]
        for axis in "YX":
            length = array.shape[axes.index(axis)]
            start = max(0, (length - _SHOWN_PIXELS) // 2)
            region[axes.index(axis)] = slice(start, min(length, start + _SHOWN_PIXELS))
        height, width = (array.shape[axes.index(axis)] for axis in "YX")
        shown = array[tuple(region)]
        y, x = (shown.shape[axes.index(axis)] for axis in "YX")
        parts.append(f"the middle {y} x {x} of {height} x {width} pixels")
        return replace(self, array=shown, axes=axes, cut_out=", ".join(parts))

    def in_memory(self) -> "LoadedImage":
        """Return the image with all of its pixels in memory.

        Raises
        ------
        UndefinedMetricError
            If it is too large for that.
        """
        return replace(self, array=np.asarray(self.array)) if self.is_in_parts else self

    def sample(self) -> Pixels:
        """Return all pixels, or of a large image rows from its middle."""
        return middle_of(self.array) if self.is_in_parts else self.array


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image file that was hashed, to be decoded if its pixels are needed.

    What is hashed is what is decoded: the bytes are read once, and those of a large
    file are read again from a descriptor that stays open and tells of any change.

    Attributes
    ----------
    file
        Path, hash and size.
    source
        Its bytes.
    """

    file: FileRecord
    source: MemoryBytes | SteadyFile | FolderFiles
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
        """Return the pixels; those of a large image are read when they are sliced.

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
            raster = (
                decode_zarr(self.source, budget=self.budget)
                if isinstance(self.source, FolderFiles)
                else decode(self.source, budget=self.budget)
            )
            named = name_axes(raster, stated=axes)
        array, letters = canonical(named.array, named.letters)
        if isinstance(array, View):
            array = replace(array, path=self.path)
        return LoadedImage(
            cast("Pixels", array),
            letters,
            ImageRecord(
                **self.file.model_dump(),
                shape=named.array.shape,
                axes=named.letters,
                dtype=named.array.dtype.name,
                pixel_size_um=_by_axis(raster.pixel_size_um, named.letters),
            ),
            notes=(*raster.notes, *named.notes),
            is_lossy=raster.is_lossy,
            has_guessed_axes=named.is_guess,
            acquired=raster.acquired,
        )

    def require_unchanged(self) -> None:
        """Raise if a file whose bytes are not in memory changed since it was hashed.

        Raises
        ------
        DataError
            If it did.
        """
        if not isinstance(self.source, MemoryBytes):
            self.source.require_unchanged()


def open_image(root: Path, relative: str, *, budget: Budget | None = None) -> ImageFile:
    """Read and hash an image file below ``root``, and leave its pixels for later.

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    budget = budget or Budget()
    with decoding(relative):
        if is_folder_image(root, relative):
            return _open_folder(root, relative, budget)
        steady = SteadyFile(root, relative, max_bytes=budget.max_file_bytes)
        if steady.size <= budget.in_memory_bytes:
            with steady:
                content = steady.read(0, steady.size + 1)
                steady.require_unchanged()
            sha256 = hashlib.sha256(content).hexdigest()
            record = FileRecord(path=relative, sha256=sha256, bytes=len(content))
            return ImageFile(record, MemoryBytes(content), budget)
        record = FileRecord(path=relative, sha256=steady.sha256(), bytes=steady.size)
        return ImageFile(record, steady, budget)


def _open_folder(root: Path, relative: str, budget: Budget) -> ImageFile:
    files = FolderFiles(root, relative, in_memory_bytes=budget.in_memory_bytes)
    record = FileRecord(path=relative, sha256=files.sha256, bytes=files.bytes)
    return ImageFile(record, files, budget)


def read_image(
    root: Path, relative: str, *, budget: Budget | None = None, axes: str | None = None
) -> LoadedImage:
    """Read an image below ``root``: TIFF, PNG, JPEG or NPY by content, or a Zarr folder.

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


def decode(source: ByteSource, *, budget: Budget) -> Raster:
    """Decode a file by the format that it begins with.

    Raises
    ------
    DecodeError
        If it is no image that can be read.
    """
    return _DECODERS[detect(source.read(0, _HEAD_BYTES))](source, budget=budget)


def _whole(
    decode_bytes: Callable[..., Raster],
) -> Callable[..., Raster]:
    """Let a decoder that needs all bytes have them."""

    def decoder(source: ByteSource, *, budget: Budget) -> Raster:
        if source.size > _MOST_BYTES:
            raise DecodeError(
                f"the file is too large: {source.size:,} bytes of a format that is read as a "
                f"whole, at most {_MOST_BYTES:,}",
                code="file-too-large",
                hint="save it as TIFF or NPY, which are read in parts",
            )
        return decode_bytes(source.read(0, source.size), budget=budget)

    return decoder


_HEAD_BYTES = 512
_MOST_BYTES = 1 << 30
_DECODERS: Mapping[Format, Callable[..., Raster]] = {
    Format.TIFF: decode_tiff,
    Format.PNG: _whole(decode_png),
    Format.JPEG: _whole(decode_jpeg),
    Format.NPY: decode_npy,
}
