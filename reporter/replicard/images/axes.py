"""Names and order of axes.

Arrays leave the reader in the order T, C, Z, Y, X, S without axes of length 1 (Y and X
stay), whatever the order in the file, so that equal images have equal arrays. S holds
the samples of a colour picture.

A file may leave an axis unnamed. If one is left and no Z is named, it is taken as Z and
marked as a guess; a partner file that names the axis settles it. The card can name the
axes of TIFF and NPY files. If a file has fewer axes than the card names, C and S are
taken to be the absent ones, so that one entry fits images and their label images.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from replicard.images.raster import DecodeError, Raster
from replicard.images.view import Image, dropped, ordered

ORDER = "TCZYXS"
_UNNAMED = "QI"


@dataclass(frozen=True, slots=True)
class NamedArray:
    """Image with a letter for every axis.

    Attributes
    ----------
    array, letters
        The pixels and their axes, in the order of the file.
    is_guess
        Whether an axis that the file does not name was taken as Z.
    notes
        What was assumed.
    """

    array: Image
    letters: str
    is_guess: bool = False
    notes: tuple[str, ...] = ()


def name_axes(raster: Raster, *, stated: str | None) -> NamedArray:
    """Give every axis of a file its letter.

    Parameters
    ----------
    raster
        The file.
    stated
        Axes that the card names, None if it does not.

    Raises
    ------
    DecodeError
        If an axis stays without a name, or the card names axes the file cannot have.
    """
    if stated is not None and not raster.has_fixed_axes:
        return _stated(raster, stated.upper())
    array, own = _without_unnamed_singletons(raster)
    unknown = [axis for axis in own if axis not in ORDER]
    if not unknown and _is_plain(own):
        return NamedArray(array, own)
    letters = own.replace(unknown[0], "Z") if unknown and unknown[0] in _UNNAMED else own
    if not _is_plain(letters):
        raise _nameless(array)
    note = f"the file does not name the axis of length {array.shape[letters.index('Z')]}; "
    return NamedArray(array, letters, is_guess=True, notes=(note + "it is taken as Z",))


def canonical(array: Image, letters: str) -> tuple[Image, str]:
    """Drop axes of length 1, Y and X aside, and bring the others into order.

    Examples
    --------
    >>> import numpy as np
    >>> pixels, axes = canonical(np.zeros((4, 1, 3, 5, 6)), "ZTCYX")
    >>> axes, pixels.shape
    ('CZYX', (3, 4, 5, 6))
    """
    kept = [i for i, axis in enumerate(letters) if array.shape[i] > 1 or axis in "YX"]
    array = dropped(array, kept)
    letters = "".join(letters[i] for i in kept)
    order = sorted(range(len(letters)), key=lambda i: ORDER.index(letters[i]))
    return ordered(array, order), "".join(letters[i] for i in order)


def _stated(raster: Raster, stated: str) -> NamedArray:
    array, own = _without_unnamed_singletons(raster)
    if _is_plain(stated):
        for letters in (stated, *_without_channels(stated)):
            for pixels, axes in ((raster.array, raster.axes), (array, own)):
                if len(letters) == pixels.ndim and _may_rename(axes, letters):
                    return NamedArray(pixels, letters, notes=tuple(_renamed(axes, letters)))
            if _is_plain(own) and set(own) < set(stated):
                return NamedArray(array, own)
    lengths = " x ".join(str(length) for length in array.shape)
    raise DecodeError(
        f"the card names the axes {stated}, but the file has {lengths} (axes {own})",
        code="axes-mismatch",
        hint="correct the entry `axes` of the data set, or leave it out",
    )


def _without_channels(stated: str) -> Iterator[str]:
    for channels in ("S", "C", "CS"):
        yield "".join(axis for axis in stated if axis not in channels)


def _may_rename(own: str, letters: str) -> bool:
    """Say whether Y and X stay where a file that names all of its axes has them."""
    if not all(axis in ORDER for axis in own):
        return True
    return all(own.find(axis) == letters.find(axis) for axis in "YX")


def _renamed(own: str, letters: str) -> Iterator[str]:
    if all(axis in ORDER for axis in own) and own != letters:
        yield f"the file names its axes {own}; the card says {letters}, which is used"


def _without_unnamed_singletons(raster: Raster) -> tuple[Image, str]:
    lengths = raster.array.shape
    kept = [i for i, axis in enumerate(raster.axes) if axis in ORDER or lengths[i] > 1]
    axes = "".join(raster.axes[i] for i in kept)
    return dropped(raster.array, kept), axes


def _is_plain(letters: str) -> bool:
    """Say whether every axis is known, none stands twice, and Y and X are among them."""
    return set("YX") <= set(letters) <= set(ORDER) and len(set(letters)) == len(letters)


def _nameless(array: Image) -> DecodeError:
    lengths = " x ".join(str(length) for length in array.shape)
    return DecodeError(
        f"the file does not name all of its axes ({lengths})",
        code="unnamed-axes",
        hint=f"name them in the data set, such as `axes: {ORDER[-1 - array.ndim : -1]}`, "
        "or save the image as OME-TIFF",
    )
