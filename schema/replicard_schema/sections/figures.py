"""How the figures of the manuscript show images."""

from replicard_schema.base import Section
from replicard_schema.scalars import Text


class Figures(Section):
    """Figures with images: what they show, in which colours, with which marks."""

    cropping: Text | None = None
    """How images were cropped, rotated or resized."""
    separation: Text | None = None
    """How single images are set apart from each other."""
    quantified: Text | None = None
    """Which figure shows an image that was quantified."""
    insets: Text | None = None
    """How the place of an enlarged part is marked in the whole image."""
    selection: Text | None = None
    """How the images that are shown were chosen from all that there are."""
    channel_labels: Text | None = None
    """How channels are named in the figures."""
    adjustment: Text | None = None
    """How brightness and contrast were adjusted."""
    same_adjustment: Text | None = None
    """Whether images that are compared were adjusted alike."""
    intensity_scale: Text | None = None
    """Where a calibration bar tells what grey values mean."""
    gamma: Text | None = None
    """Whether gamma was changed, and where the linear version is shown."""
    colours: Text | None = None
    """Colours of the channels, and how they stand out from the background."""
    single_channels: Text | None = None
    """Where the channels of merged images are shown one by one, in grey."""
    colour_blind: Text | None = None
    """How colour-blind readers can tell merged channels apart."""
    pseudo_colour: Text | None = None
    """Where the grey version of a pseudo-coloured image is shown."""
    scale: Text | None = None
    """Where the scale is given: bar or legend."""
    marks: Text | None = None
    """Where arrows, symbols and other marks are explained."""
    legibility: Text | None = None
    """How marks and letters stay legible at the printed size."""
    hidden: Text | None = None
    """Whether marks lie clear of what matters in the image."""
    details: Text | None = None
    """Structures, time stamps and non-linear processing that are marked."""
