"""Zarr: a folder of many small files that is one image."""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from replicard.errors import MissingExtraError
from replicard.files import FolderFiles
from replicard.images.budget import Budget
from replicard.images.raster import Pixels, Raster, native
from replicard.images.stored import Region
from replicard.images.view import View
from replicard.images.zarr_acquired import acquired_of_zarr
from replicard.images.zarr_metadata import METADATA_FILES, ArrayMetadata, read_metadata


def decode_zarr(files: FolderFiles, *, budget: Budget) -> Raster:
    """Decode the image of a Zarr store; a large one is read chunk by chunk.

    Raises
    ------
    DecodeError
        If there is none that can be read.
    MissingExtraError
        If the zarr library is not installed.
    """
    found = read_metadata(files)
    budget.check_in_parts(found.shape, found.dtype)
    pixels = ZarrPixels(_open(files, found), found)
    notes = (*found.notes, *_missing_chunks(files, found))
    axes = found.axes or "Q" * (len(found.shape) - 2) + "YX"
    view = View(pixels, tuple(range(len(found.shape))))
    acquired = acquired_of_zarr(files)
    if budget.is_large(found.shape, found.dtype):
        return Raster(view, axes, found.pixel_size_um, notes, acquired=acquired)
    everything = tuple(slice(0, length) for length in found.shape)
    array = native(pixels.block(everything))
    return Raster(array, axes, found.pixel_size_um, notes, acquired=acquired)


def _open(files: FolderFiles, found: ArrayMetadata) -> Any:  # noqa: ANN401 - an array of zarr
    try:
        import zarr  # noqa: PLC0415 - an extra

        from replicard.images.zarr_store import FolderStore  # noqa: PLC0415 - as above
    except ImportError as error:
        raise MissingExtraError("reading Zarr needs: pip install 'replicard[zarr]'") from error
    chunk_bytes = prod(found.chunks) * found.dtype.itemsize
    store = FolderStore(files, packing=found.packing, chunk_bytes=max(chunk_bytes, 1 << 22))
    return zarr.open_array(
        store=store,
        path=found.path,
        mode="r",
        zarr_format=2 if found.version == 2 else 3,  # noqa: PLR2004 - of the format
    )


def _missing_chunks(files: FolderFiles, found: ArrayMetadata) -> tuple[str, ...]:
    """Tell of chunks that are not stored, which is how Zarr writes empty ones."""
    at = f"{found.path}/" if found.path else ""
    stored = sum(
        name.startswith(at) and name.rsplit("/", 1)[-1] not in METADATA_FILES
        for name in files.names()
    )
    pairs = zip(found.shape, found.chunks, strict=True)
    wanted = prod(-(-length // step) for length, step in pairs if step)
    if not stored:
        return ("no chunk of the image is stored; all its pixels have the fill value",)
    if stored >= wanted or found.is_in_shards:
        return ()
    return (f"{wanted - stored} of {wanted} chunks are not stored and have the fill value",)


@dataclass(frozen=True, slots=True)
class ZarrPixels:
    """An array of a Zarr store."""

    array: Any
    found: ArrayMetadata

    @property
    def shape(self) -> tuple[int, ...]:
        """Pixels along each axis."""
        return self.found.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the samples, in the byte order of this machine."""
        return self.found.dtype.newbyteorder("=")

    @property
    def chunks(self) -> tuple[int, ...]:
        """Lengths of the pieces that are packed together."""
        pairs = zip(self.found.chunks, self.found.shape, strict=True)
        return tuple(max(1, min(step, n)) for step, n in pairs)

    def block(self, region: Region) -> Pixels:
        """Return the pixels of a region."""
        return np.asarray(self.array[region], dtype=self.dtype)
