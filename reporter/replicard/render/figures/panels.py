"""Example images as they come from the pipeline: arrays that are ready to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from replicard_schema.evidence import ExampleRank
from replicard_schema.vocabulary import LabelKind

Plane: TypeAlias = NDArray[np.generic]
CHOSEN: Final = "chosen"
"""Rank of images that the authors chose."""


class MapKind(StrEnum):
    """What a map says about each pixel."""

    RSE = "rse"
    """Root squared error, from 0."""
    SSIM = "ssim"
    """Local structural similarity, at most 1."""
    OVERLAY = "overlay"
    """Codes of `replicard.metrics.overlay.OverlayCode`."""


@dataclass(frozen=True, slots=True)
class PanelMap:
    """A map of where prediction and ground truth differ.

    Attributes
    ----------
    kind
        What the values mean.
    values
        Of shape ``(Y, X)``.
    """

    kind: MapKind
    values: Plane


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of an input image.

    Attributes
    ----------
    name
        As the card names it, or its number.
    values
        Intensities of shape ``(Y, X)``.
    """

    name: str
    values: Plane


class View(StrEnum):
    """Two axes of a volume that a plane shows; the first one runs along the width."""

    XY = "XY"
    XZ = "XZ"
    YZ = "ZY"


class ViewKind(StrEnum):
    """What the values of a volume mean."""

    INTENSITIES = "intensities"
    LABELS = "labels"
    OVERLAY = "overlay"


@dataclass(frozen=True, slots=True)
class VolumeView:
    """One volume as planes through its middle.

    Attributes
    ----------
    title
        What it is: input, prediction, ground truth, overlay.
    planes
        Plane through the middle, by its axes; the rows of a plane are its second axis.
    highest
        Largest value along Z, of shape ``(Y, X)``; None where it would mean nothing.
    """

    title: str
    kind: ViewKind
    planes: Mapping[View, Plane]
    highest: Plane | None


@dataclass(frozen=True, slots=True)
class ExamplePanel:
    """One image chosen by rule, with prediction, ground truth and maps.

    Attributes
    ----------
    validation, candidate
        Their ids in the card.
    rank
        Place in the ranking by the leading metric, or that the authors chose it.
    image
        Name of the image pair.
    metric
        Name of the leading metric with its parameters, such as ``F1 (IoU ≥ 0.5)``.
    value
        Its value for this image, as text.
    prediction, target
        Of shape ``(Y, X)``: intensities, or labels if ``label_kind`` is given.
    input
        Intensities of shape ``(Y, X)``, or ``(Y, X, S)`` for an RGB image; None where
        the validation has no input images.
    maps
        In the order in which they are to be shown.
    label_kind
        What the numbers in prediction and ground truth mean; None for intensities.
    class_names
        Name of each class by its number, for class masks.
    same_scale
        Whether the intensities of input, prediction and ground truth can be compared,
        so that one window serves all three.
    pixel_size_um
        Edge length of a pixel along X; None if not known.
    note
        Which plane, channel or time is shown, as a sentence; empty for plain 2D.
    channels
        Channels of the input, if it has several: they are shown together, in colours.
    volume
        Of a volume, what its other axes show; empty for all but one image of a
        validation.
    plane_distance
        Distance of planes of the volume, as a multiple of the pixel size; None if not
        known.
    """

    validation: str
    candidate: str
    rank: ExampleRank
    image: str
    metric: str
    value: str
    prediction: Plane
    target: Plane
    input: Plane | None = None
    maps: tuple[PanelMap, ...] = ()
    label_kind: LabelKind | None = None
    class_names: Mapping[int, str] = field(default_factory=dict)
    same_scale: bool = False
    pixel_size_um: float | None = None
    note: str = ""
    channels: tuple[Channel, ...] = ()
    volume: tuple[VolumeView, ...] = ()
    plane_distance: float | None = None
