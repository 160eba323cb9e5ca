"""What is kept of an image so that its copies are found: a few kilobytes, as plain data."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from replicard.images import PixelSource
from replicard.leakage.codes import BITS, PATCH, Codes, ones, patch_codes
from replicard.leakage.places import Plane, find_places, spacing_of
from replicard.leakage.planes import ComparedPlane, compared_planes

VERSION = "1"
"""Of the fingerprints and of the comparison; another version may find other pairs."""
PARTS_PER_PIXEL = 8
ENTRY = np.dtype([("word", "<u8"), ("y", "<u2"), ("x", "<u2")])
"""One code and its place, in eighths of a pixel; the word holds code, orientation, level."""
WHOLE = 7
"""Level of the code of a whole plane."""
SMALLEST_SIDE = 12
FEWEST_POINTS = 3
"""Places that must agree; more where many look alike by chance."""
_WHOLE_UP_TO = 160
_ALIKE_BITS = 5
_APART = 4.0
_ROWS = 256

Entries = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class PlanePrint:
    """Codes of one plane.

    Attributes
    ----------
    name
        Channel, frame and slice; None for an image of one plane.
    shape
        Height and width in pixels of the plane as compared.
    binning
        Pixels of the file for one of these.
    entries
        Codes and places, of type `ENTRY`.
    """

    name: str | None
    shape: tuple[int, int]
    binning: int
    entries: Entries


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells the content of an image apart from that of others.

    Attributes
    ----------
    planes
        Those that are compared; a plane without structure has no entries.
    """

    planes: tuple[PlanePrint, ...]

    @property
    def not_comparable_because(self) -> str | None:
        """Why near copies of this image cannot be found, if they cannot."""
        if any(_is_enough(plane.entries) for plane in self.planes):
            return None
        if max((min(plane.shape) for plane in self.planes), default=0) < SMALLEST_SIDE:
            return f"it is smaller than {SMALLEST_SIDE} pixels"
        return "nothing in it stands out from the noise and occurs once"

    def to_json(self) -> dict[str, JsonValue]:
        """Return plain data."""
        planes: list[JsonValue] = [
            {
                "name": plane.name,
                "shape": list(plane.shape),
                "binning": plane.binning,
                "entries": base64.b64encode(plane.entries.tobytes()).decode(),
            }
            for plane in self.planes
        ]
        return {"version": VERSION, "planes": planes}


def fingerprint_from_json(data: Mapping[str, object]) -> Fingerprint:
    """Read what `Fingerprint.to_json` returned.

    Raises
    ------
    ValueError
        If it is of another version.
    """
    if data.get("version") != VERSION:
        raise ValueError(f"not a fingerprint of version {VERSION}")
    planes = cast("list[dict[str, object]]", data["planes"])
    return Fingerprint(tuple(_plane_from(plane) for plane in planes))


def _is_enough(entries: Entries) -> bool:
    return entries.size >= FEWEST_POINTS or bool((level_of(entries) == WHOLE).any())


def _plane_from(data: Mapping[str, object]) -> PlanePrint:
    height, width = cast("list[int]", data["shape"])
    raw = base64.b64decode(cast("str", data["entries"]))
    return PlanePrint(
        cast("str | None", data["name"]),
        (height, width),
        cast("int", data["binning"]),
        np.frombuffer(raw, dtype=ENTRY),
    )


def fingerprint_image(array: PixelSource, axes: str) -> Fingerprint:
    """Return the fingerprint of an image; the same pixels give the same one.

    Parameters
    ----------
    array
        Intensities of any type and bit depth; a large image is read in strips.
    axes
        One letter per axis.

    Examples
    --------
    >>> empty = fingerprint_image(np.zeros((64, 64), dtype=np.uint8), "YX")
    >>> empty.not_comparable_because
    'nothing in it stands out from the noise and occurs once'
    """
    return Fingerprint(tuple(_print(plane) for plane in compared_planes(array, axes)))


def _print(plane: ComparedPlane) -> PlanePrint:
    pixels = plane.pixels
    rows = [*_local(pixels), *_whole(pixels)]
    entries = np.concatenate(rows) if rows else np.empty(0, dtype=ENTRY)
    height, width = pixels.shape
    return PlanePrint(plane.name, (height, width), plane.binning, entries)


def _local(pixels: Plane) -> Iterator[Entries]:
    found = [
        _entries(codes, orientation, places.level, places.yx[which])
        for places in find_places(pixels)
        for which, codes, orientation in patch_codes(places.patches)
    ]
    if found:
        yield _occurring_once(np.concatenate(found))


def _whole(pixels: Plane) -> Iterator[Entries]:
    """Yield the codes of a small plane as a whole, which has few places."""
    if max(pixels.shape) > _WHOLE_UP_TO or min(pixels.shape) < SMALLEST_SIDE:
        return
    if float(pixels.std()) == 0:
        return
    rows, columns = (_shares(length) for length in pixels.shape)
    patch = (rows @ pixels @ columns.T)[np.newaxis].astype(np.float32)
    centre = np.array([[(length - 1) / 2 for length in pixels.shape]])
    for _, codes, orientation in patch_codes(patch):
        yield _entries(codes, orientation, WHOLE, centre)


def _shares(length: int) -> NDArray[np.float64]:
    """Return weights that average a row of pixels into nine equal parts."""
    edges = np.linspace(0, length, PATCH + 1)
    pixel = np.arange(length)
    covered = np.minimum(edges[1:, None], pixel + 1) - np.maximum(edges[:-1, None], pixel)
    return np.asarray(np.clip(covered, 0, None) / (length / PATCH))


def _entries(codes: Codes, orientation: int, level: int, yx: NDArray[np.float64]) -> Entries:
    entries = np.empty(len(codes), dtype=ENTRY)
    entries["word"] = codes | np.uint64((level << 3 | orientation) << BITS)
    parts = np.rint(yx * PARTS_PER_PIXEL)
    entries["y"], entries["x"] = parts[:, 0], parts[:, 1]
    return entries


def _occurring_once(entries: Entries) -> Entries:
    """Leave out what looks alike at two distant places: grids, and textures that repeat."""
    codes = code_of(entries)
    y, x = (entries[axis].astype(np.int32) for axis in "yx")
    apart = _APART * PARTS_PER_PIXEL * spacings(entries)
    once = np.ones(len(entries), dtype=bool)
    for start in range(0, len(entries), _ROWS):
        rows = slice(start, start + _ROWS)
        alike = ones(codes[rows, None] ^ codes[None, :]) <= _ALIKE_BITS
        distance = np.abs(y[rows, None] - y[None, :]) + np.abs(x[rows, None] - x[None, :])
        once[rows] = ~(alike & (distance > apart[rows, None])).any(axis=1)
    return entries[once]


def code_of(entries: Entries) -> Codes:
    """Return the codes of entries."""
    return np.asarray(entries["word"] & np.uint64((1 << BITS) - 1))


def orientation_of(entries: Entries) -> NDArray[np.intp]:
    """Return the orientations in which the codes were read."""
    return ((entries["word"] >> np.uint64(BITS)) & np.uint64(7)).astype(np.intp)


def level_of(entries: Entries) -> NDArray[np.intp]:
    """Return the numbers of the scales."""
    return (entries["word"] >> np.uint64(BITS + 3)).astype(np.intp)


_SPACINGS = np.array([*(spacing_of(level) for level in range(WHOLE)), 1], dtype=np.float64)


def spacings(entries: Entries) -> NDArray[np.float64]:
    """Return the pixels between the samples of each patch."""
    return np.asarray(_SPACINGS[level_of(entries)])
