"""Two images that show the same, in whole or in part, and how alike they are."""

from typing import Literal

from pydantic import Field

from replicard_schema.base import Document


class Patch(Document):
    """Part of an image that another image shows as well, in pixels of the file."""

    file: str
    plane: str | None = None
    """Channel, frame and slice, for images with several."""
    top: int = Field(ge=0)
    left: int = Field(ge=0)
    height: int = Field(ge=1)
    width: int = Field(ge=1)
    share: float = Field(ge=0, le=1)
    """Of the area of the image."""


class Likeness(Document):
    """How one image becomes the other, and how alike they are then."""

    similarity: float = Field(ge=-1, le=1)
    """Correlation of the fine structure where the two overlap."""
    points: int = Field(ge=0)
    """Places whose surroundings agree; 0 if the images were compared as a whole."""
    mirrored: bool = False
    """Whether the first image is mirrored left to right before it is turned."""
    rotated: Literal[0, 90, 180, 270] = 0
    """Degrees by which it is turned counter-clockwise."""
    scale: float = Field(default=1.0, gt=0)
    """Pixels of the second image for one pixel of the first."""

    @property
    def change(self) -> str:
        """What was done to the first image, in words; empty if nothing.

        >>> Likeness(similarity=1, points=9, mirrored=True, rotated=90, scale=0.5).change
        'mirrored, turned by 90°, scaled by 0.5'
        """
        words = ["mirrored"] if self.mirrored else []
        words += [f"turned by {self.rotated}°"] if self.rotated else []
        words += [f"scaled by {self.scale:.3g}"] if self.scale != 1 else []
        return ", ".join(words)


class NearMethod(Document):
    """How near copies were looked for."""

    version: str
    """Of fingerprints and comparison: another version may find other pairs."""
    thresholds: dict[str, float]
    """What a pair needs in order to be reported, and from where on it is certain."""

    @property
    def certain(self) -> float:
        """Similarity from which there is no doubt."""
        return self.thresholds.get("certain", 1.0)
