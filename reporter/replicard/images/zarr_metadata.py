"""What a Zarr store says of itself, judged before anything is unpacked.

Versions 2 and 3 are read, plain arrays and OME-Zarr (0.1 to 0.5); of several
resolutions the first, which is the highest.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, prod
from typing import Any, Protocol, TypeAlias

import numpy as np

from replicard.images.raster import DecodeError, damaged

METADATA_FILES = frozenset({".zarray", ".zattrs", ".zgroup", ".zmetadata", "zarr.json"})
LARGEST_CHUNK = 1 << 28
"""Bytes of one chunk, unpacked."""
_LARGEST_METADATA = 1 << 22
_PACKINGS = {"blosc", "gzip", "lz4", "zlib", "zstd"}
_FILTERS = {"delta", "shuffle"}
_CODECS = {"blosc", "bytes", "crc32c", "gzip", "transpose", "zstd"}
_SHARDING = "sharding_indexed"
_MICROMETRES = {
    "angstrom": 1e-4,
    "nanometer": 1e-3,
    "micrometer": 1.0,
    "millimeter": 1e3,
    "centimeter": 1e4,
    "meter": 1e6,
}


_Layout: TypeAlias = tuple[tuple[int, ...], np.dtype[Any], str | None, bool, list[Any] | None]
"""Chunks, samples, packing, whether in shards, and names of axes."""


class HasFiles(Protocol):
    """A folder of which files are read by their names."""

    def read(self, name: str, /) -> bytes | None:
        """Return the bytes of a file, or None if there is none of that name."""
        ...


@dataclass(frozen=True, slots=True)
class ArrayMetadata:
    """One array of a store.

    Attributes
    ----------
    path
        Below the folder; empty for the folder itself.
    chunks
        Lengths of the pieces that are packed together.
    packing
        What they are packed with, if that is a single known codec.
    is_in_shards
        Whether many chunks share a file.
    axes
        One letter for each axis as far as the store names them, else None.
    notes
        What a reader of the report should know.
    """

    path: str
    version: int
    shape: tuple[int, ...]
    chunks: tuple[int, ...]
    dtype: np.dtype[Any]
    packing: str | None
    is_in_shards: bool
    axes: str | None
    pixel_size_um: dict[str, float]
    notes: tuple[str, ...] = ()


def read_metadata(files: HasFiles) -> ArrayMetadata:
    """Return which array of a store is the image, and how it is stored.

    Raises
    ------
    DecodeError
        If the folder holds no image, or one that is packed in a way that is not read.
    """
    attributes = attributes_of(files, "")
    scales = multiscales_of(attributes)
    if scales is None:
        return _array(files, "", attributes, None, {})
    levels = scales.get("datasets")
    if not isinstance(levels, list) or not levels:
        raise damaged()
    path = _plain_path(levels[0].get("path"))
    letters, sizes = axes_of(scales, levels[0])
    notes = (f"the file holds {len(levels)} resolutions; the highest is used",)
    return _array(files, path, attributes, letters, sizes, notes=notes if len(levels) > 1 else ())


def _array(
    files: HasFiles,
    path: str,
    attributes: Mapping[str, Any],
    axes: str | None,
    sizes: dict[str, float],
    *,
    notes: tuple[str, ...] = (),
) -> ArrayMetadata:
    at = f"{path}/" if path else ""
    version, said = 2, _json(files, f"{at}.zarray")
    if said is None:
        version, said = 3, _json(files, f"{at}zarr.json")
    if said is None or said.get("node_type", "array") != "array":
        raise DecodeError(
            "the folder holds no image: neither an OME-Zarr nor a Zarr array",
            code="not-an-image",
            hint="name the folder that ends in .zarr and holds .zattrs or zarr.json",
        )
    shape = _lengths(said.get("shape"))
    read = _version_2 if version == 2 else _version_3  # noqa: PLR2004 - of the format
    chunks, dtype, packing, is_in_shards, named = read(said)
    if len(chunks) != len(shape) or len(shape) < 2:  # noqa: PLR2004 - Y and X
        raise DecodeError(f"the array has the shape {shape}, no image has", code="not-an-image")
    if prod(chunks) * dtype.itemsize > LARGEST_CHUNK:
        raise DecodeError(
            f"its chunks are too large: {prod(chunks) * dtype.itemsize:,} bytes",
            code="image-too-large",
            hint=f"save it in chunks of at most {LARGEST_CHUNK:,} bytes",
        )
    listed = named or attributes.get("_ARRAY_DIMENSIONS")
    letters = axes or _letters(listed if isinstance(listed, list) else [])
    known = letters if letters is not None and len(letters) == len(shape) else None
    return ArrayMetadata(
        path, version, shape, chunks, dtype, packing, is_in_shards, known, sizes, notes
    )


def _version_2(
    said: Mapping[str, Any],
) -> _Layout:
    compressor = said.get("compressor")
    packing = compressor.get("id") if isinstance(compressor, dict) else None
    filters = [each.get("id") for each in said.get("filters") or []]
    if (packing is not None and packing not in _PACKINGS) or not set(filters) <= _FILTERS:
        raise _unknown_packing(packing if packing not in _PACKINGS else filters)
    return _lengths(said.get("chunks")), _dtype(said.get("dtype")), packing, False, None


def _version_3(
    said: Mapping[str, Any],
) -> _Layout:
    grid = said.get("chunk_grid", {})
    if grid.get("name") != "regular":
        raise _unknown_packing(grid.get("name"))
    chunks = _lengths(grid["configuration"].get("chunk_shape"))
    codecs = said.get("codecs", [])
    is_in_shards = False
    while len(codecs) == 1 and codecs[0].get("name") == _SHARDING:
        is_in_shards = True
        inner = codecs[0]["configuration"]
        chunks, codecs = _lengths(inner.get("chunk_shape")), inner.get("codecs", [])
        _require_known(inner.get("index_codecs", []))
    _require_known(codecs)
    packings = [each["name"] for each in codecs if each["name"] in _PACKINGS]
    names = said.get("dimension_names")
    packing = packings[0] if len(packings) == 1 else None
    return chunks, _dtype(said.get("data_type")), packing, is_in_shards, names


def _require_known(codecs: list[dict[str, Any]]) -> None:
    for each in codecs:
        if each.get("name") not in _CODECS:
            raise _unknown_packing(each.get("name"))


def _unknown_packing(what: object) -> DecodeError:
    return DecodeError(
        f"its Zarr codec ({str(what)[:40]}) is not supported",
        code="unsupported-compression",
        hint="save it with blosc, zstd or gzip, or without compression",
    )


def attributes_of(files: HasFiles, at: str) -> dict[str, Any]:
    """Return the attributes of a group or array; empty if there are none."""
    old = _json(files, f"{at}.zattrs")
    if old is not None:
        return old
    new = _json(files, f"{at}zarr.json") or {}
    attributes = new.get("attributes", {})
    return attributes if isinstance(attributes, dict) else {}


def multiscales_of(attributes: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what OME-Zarr says of the first image of a group, if it is one."""
    inner = attributes.get("ome", attributes)
    listed = inner.get("multiscales") if isinstance(inner, dict) else None
    if not isinstance(listed, list) or not listed or not isinstance(listed[0], dict):
        return None
    return listed[0]


def axes_of(
    scales: Mapping[str, Any], level: Mapping[str, Any]
) -> tuple[str | None, dict[str, float]]:
    """Return the axes of a resolution, and the size of its pixels in micrometres."""
    listed = scales.get("axes")
    if not isinstance(listed, list):
        return "TCZYX", {}  # before version 0.3 there were always five
    named = [each if isinstance(each, dict) else {"name": each} for each in listed]
    letters = _letters([each.get("name") for each in named])
    factors = [1.0] * len(named)
    for source in (level, scales):
        for step in source.get("coordinateTransformations") or []:
            if step.get("type") == "scale" and len(step.get("scale", ())) == len(factors):
                factors = [f * float(by) for f, by in zip(factors, step["scale"], strict=True)]
    if letters is None:
        return None, {}
    sizes = {
        letter: factor * _MICROMETRES.get(str(each.get("unit")), 0.0)
        for letter, factor, each in zip(letters, factors, named, strict=True)
        if letter in "ZYX"
    }
    return letters, {axis: size for axis, size in sizes.items() if size > 0 and isfinite(size)}


def _letters(names: list[Any]) -> str | None:
    letters = [str(name).upper()[:1] for name in names if name]
    is_known = len(letters) == len(names) and set(letters) <= set("TCZYX")
    return "".join(letters) if names and is_known else None


def _lengths(said: object) -> tuple[int, ...]:
    if not isinstance(said, list) or not all(type(n) is int and n >= 0 for n in said):
        raise damaged()
    return tuple(said)


def _dtype(said: object) -> np.dtype[Any]:
    if not isinstance(said, str):
        raise DecodeError("its samples are no plain numbers", code="unsupported-samples")
    try:
        return np.dtype(said)
    except TypeError as error:
        raise DecodeError(
            f"its samples have the type {said[:40]}, which no image has",
            code="unsupported-samples",
        ) from error


def _plain_path(said: object) -> str:
    path = str(said).strip("/")
    if not path or any(part in {"", ".", ".."} for part in path.split("/")):
        raise damaged()
    return path


def _json(files: HasFiles, name: str) -> dict[str, Any] | None:
    content = files.read(name)
    if content is None:
        return None
    if len(content) > _LARGEST_METADATA:
        raise damaged()
    found = json.loads(content)
    if not isinstance(found, dict):
        raise damaged()
    return found
