"""What a decoder hands on, and how it says that it cannot."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from replicard.errors import ReplicardError
from replicard.images.acquired import Acquired

if TYPE_CHECKING:
    from replicard.images.view import Image

Pixels: TypeAlias = NDArray[Any]


class DecodeError(ReplicardError):
    """A file that is no image we can read, with what to do about it."""

    def __init__(self, message: str, *, code: str, hint: str | None = None) -> None:
        self.message = message
        self.code = code
        self.hint = hint
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels as they stand in a file.

    Attributes
    ----------
    array
        Pixels in native byte order; a large image stays in its file.
    axes
        One letter per axis. Q and I are axes that the file does not name.
    pixel_size_um
        Micrometres per pixel by axis letter, as far as the file says.
    notes
        What a reader of the report should know about how the file was read.
    is_lossy
        Whether the file was compressed so that pixel values changed.
    has_fixed_axes
        Whether the format leaves no doubt about the axes, so that a card cannot
        rename them.
    acquired
        What the file says about how the image was taken.
    """

    array: "Image"
    axes: str
    pixel_size_um: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_lossy: bool = False
    has_fixed_axes: bool = False
    acquired: tuple[Acquired, ...] = ()


def native(array: Pixels) -> Pixels:
    """Return ``array`` in the byte order of this machine, contiguous and writable."""
    own = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("="))
    # Compiled code of other libraries refuses arrays that it may not write to.
    return own if own.flags.writeable else own.copy()


def ends_too_early() -> DecodeError:
    """Say that a file is cut off."""
    return DecodeError(
        "the file ends too early",
        code="truncated-file",
        hint="copy or download it again",
    )


def damaged() -> DecodeError:
    """Say that the content contradicts itself."""
    return DecodeError(
        "the file is damaged and cannot be decoded",
        code="damaged-file",
        hint="copy it again, or open it in ImageJ and save it as TIFF",
    )
