"""How far apart pixels lie in the specimen, and distances that are given in either unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from replicard.errors import UndefinedMetricError

DistanceUnit: TypeAlias = Literal["µm", "px"]

NO_PLANE_DISTANCE = (
    "the distance between the planes of the volume is not known: neither the card nor the image "
    "file gives the pixel size along z, y and x"
)
NO_PIXEL_SIZE = "the pixel size is not known, so a tolerance in µm cannot be applied"

_AXES = "ZYX"
_VOLUME = 3


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distance between neighbouring pixels.

    Attributes
    ----------
    lengths
        One for each axis of the array, in its order.
    unit
        Unit of the lengths. One px is the width of a pixel, along X.
    """

    lengths: tuple[float, ...]
    unit: DistanceUnit


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance that a user states, such as a tolerance."""

    number: float
    unit: DistanceUnit

    def __str__(self) -> str:
        return f"{self.number:g} {self.unit}"

    def within(self, spacing: Spacing) -> float:
        """Return the distance in the unit of a spacing.

        Raises
        ------
        UndefinedMetricError
            If it is given in µm, and the size of a pixel is not known.

        Examples
        --------
        >>> Distance(2, "px").within(Spacing((0.5, 0.5), "µm"))
        1.0
        """
        if self.unit == spacing.unit:
            return self.number
        if self.unit == "µm":
            raise UndefinedMetricError(NO_PIXEL_SIZE)
        return self.number * spacing.lengths[-1]


DEFAULT_TOLERANCE = Distance(2, "px")
"""How far outlines may lie apart unless the card says so."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """What distances in an image are measured with.

    Attributes
    ----------
    pixel_size_um
        Micrometres per pixel by axis letter, as far as known.
    tolerance
        How far outlines may lie apart and still agree.
    """

    pixel_size_um: Mapping[str, float] = field(default_factory=dict)
    tolerance: Distance = DEFAULT_TOLERANCE

    def completed(self, *others: Mapping[str, float]) -> "Ruler":
        """Return a ruler that takes from others what it does not know, the first one first.

        >>> Ruler({"X": 0.1}).completed({"X": 0.2, "Y": 0.2}, {"Z": 1.0}).pixel_size_um
        {'Z': 1.0, 'X': 0.1, 'Y': 0.2}
        """
        known: dict[str, float] = {}
        for sizes in (*others[::-1], self.pixel_size_um):
            known |= {axis: size for axis, size in sizes.items() if axis in _AXES}
        return Ruler(known, self.tolerance)


DEFAULT_RULER = Ruler()
"""For images of unknown pixel size."""


def distance_unit(pixel_size_um: Mapping[str, float], *, ndim: int) -> DistanceUnit:
    """Return the unit in which distances in an image are given.

    >>> distance_unit({"Y": 0.1, "X": 0.1}, ndim=2), distance_unit({}, ndim=2)
    ('µm', 'px')
    """
    is_known = all(axis in pixel_size_um for axis in _AXES[-ndim:])
    return "µm" if is_known or ndim == _VOLUME else "px"


def spacing_of(pixel_size_um: Mapping[str, float], *, ndim: int) -> Spacing:
    """Return how far apart the pixels of an array lie.

    Parameters
    ----------
    pixel_size_um
        Micrometres per pixel by axis letter, as far as known.
    ndim
        2 for an image ``(Y, X)``, 3 for a volume ``(Z, Y, X)``.

    Returns
    -------
    Spacing
        In µm if the size along every axis is known. A plane of unknown pixel size has
        square pixels of 1 px.

    Raises
    ------
    UndefinedMetricError
        If it is a volume and a size is missing: planes are seldom as far apart as pixels,
        so that a distance in px would mean different things along different axes.

    Examples
    --------
    >>> spacing_of({"Z": 0.3, "Y": 0.1, "X": 0.1}, ndim=3)
    Spacing(lengths=(0.3, 0.1, 0.1), unit='µm')
    """
    axes = _AXES[-ndim:]
    if all(axis in pixel_size_um for axis in axes):
        return Spacing(tuple(pixel_size_um[axis] for axis in axes), "µm")
    if ndim == _VOLUME:
        raise UndefinedMetricError(NO_PLANE_DISTANCE)
    return Spacing((1.0,) * ndim, "px")
