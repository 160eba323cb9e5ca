"""Comparing the shapes of files that belong together.

Axes of length 1 do not count. An image and its label image must agree in T, Z, Y and X;
an image may have channels or colour samples besides. Two images that are compared pixel
by pixel must agree in every axis. Where one file does not name an axis (it was taken as
Z), the name in the other file holds.
"""

from replicard.errors import Problem
from replicard.images.read import LoadedImage

_EXTENT = "TZYX"


def check_same_shape(a: LoadedImage, b: LoadedImage) -> Problem | None:
    """Compare images that are scored pixel by pixel.

    Returns
    -------
    Problem or None
        What differs, naming both files; None if every axis agrees.
    """
    if _lengths(a, like=b) == _lengths(b, like=a):
        return None
    return _mismatch(a, b, "must have the same shape")


def check_same_extent(a: LoadedImage, b: LoadedImage) -> Problem | None:
    """Compare an image with a label image, which has no channels.

    Returns
    -------
    Problem or None
        What differs, naming both files; None if T, Z, Y and X agree.
    """
    lengths = _lengths(a, like=b), _lengths(b, like=a)
    first, second = ({axis: of[axis] for axis in of if axis in _EXTENT} for of in lengths)
    if first == second:
        return None
    return _mismatch(a, b, "must agree in T, Z, Y and X")


def _lengths(image: LoadedImage, *, like: LoadedImage) -> dict[str, int]:
    axes = image.axes
    other = set(like.axes) - set(axes)
    if (
        image.has_guessed_axes
        and not like.has_guessed_axes
        and len(other) == 1
        and other <= {"T", "C"}
    ):
        axes = axes.replace("Z", other.pop())
    return dict(zip(axes, image.array.shape, strict=True))


def _mismatch(a: LoadedImage, b: LoadedImage, rule: str) -> Problem:
    return Problem(
        b.path,
        f"has the shape {_shape(b)}, but {a.path} has {_shape(a)}; they {rule}",
        code="shape-mismatch",
        hint="check that the two files belong together and that neither was cropped or resized",
    )


def _shape(image: LoadedImage) -> str:
    lengths = " x ".join(str(length) for length in image.array.shape)
    return f"{lengths} ({image.axes})"
