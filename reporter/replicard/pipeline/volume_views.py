"""Views of a volume: planes through its middle, and its maximum along each axis."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from replicard.render.figures.panels import Plane, View, ViewKind, VolumeView

_Pixels = NDArray[np.generic]


def is_volume(pixels: _Pixels) -> bool:
    """Say whether an array has the axes Z, Y and X; the last one of an RGB plane is short."""
    return pixels.ndim == 3 and pixels.shape[-1] not in {3, 4}  # noqa: PLR2004 - Z, Y, X


def middle(volume: _Pixels, view: View) -> Plane:
    """Return the plane through the middle of a volume.

    YZ is turned, so that Z runs along the width as X does along that of the others.
    """
    depth, height, width = volume.shape
    planes: Mapping[View, Plane] = {
        View.XY: volume[depth // 2],
        View.XZ: volume[:, height // 2],
        View.YZ: volume[:, :, width // 2].T,
    }
    return planes[view]


def views_of(title: str, volume: _Pixels, kind: ViewKind) -> VolumeView:
    """Return the views of one volume, for one row of a figure.

    Parameters
    ----------
    title
        What the volume is.
    volume
        Of shape ``(Z, Y, X)``.
    kind
        What its values mean. Codes of an overlay have no maximum.
    """
    planes: Mapping[View, Plane] = {view: middle(volume, view) for view in View}
    highest = None if kind is ViewKind.OVERLAY else volume.max(axis=0)
    return VolumeView(title, kind, planes, highest)
