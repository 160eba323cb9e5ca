"""Repeats and maps of uncertainty as they come from the pipeline, ready to be drawn."""

from dataclasses import dataclass
from enum import StrEnum

from replicard.metrics.example_places import Rank
from replicard.render.figures.panels import Plane


class PictureKind(StrEnum):
    """What the values of a picture mean, and so how it is drawn."""

    INTENSITIES = "intensities"
    """Grey, by a window of its own."""
    SHARE = "share"
    """Share of the repeats that see foreground, grey from 0 to 1."""
    OBJECTS = "objects"
    """Label image: a colour for each object."""
    CLASSES = "classes"
    """Label image: a colour for each class."""
    SPREAD = "spread"
    """Standard deviation between repeats, in units of the image."""
    DISAGREEMENT = "disagreement"
    """Share of the repeats outside the majority."""
    STABILITY = "stability"
    """Share of the repeats in which the object of a pixel is found; NaN on background."""
    UNCERTAINTY = "uncertainty"
    """What the authors say that it is."""
    ERROR = "error"
    """Error of each pixel, as it was measured."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One image of a row.

    Attributes
    ----------
    values
        Of shape ``(Y, X)``, or ``(Y, X, S)`` for an RGB input.
    """

    title: str
    kind: PictureKind
    values: Plane


@dataclass(frozen=True, slots=True)
class AgreementPanel:
    """One image chosen by rule, with what its repeats or its map say.

    Attributes
    ----------
    figure_id
        Of the figure that it is a row of.
    measure, value
        What images were ranked by, and its value here, as texts.
    n
        Repeats; None for maps of the authors.
    pixel_size_um
        Edge length of a pixel along X; None if not known.
    note
        Which plane, channel or time is shown, as a sentence; empty for plain 2D.
    """

    validation: str
    figure_id: str
    model: str
    rank: Rank
    image: str
    measure: str
    value: str
    pictures: tuple[Picture, ...]
    n: int | None = None
    pixel_size_um: float | None = None
    note: str = ""
