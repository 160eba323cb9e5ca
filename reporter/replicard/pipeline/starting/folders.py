"""What folders of images are for, as far as their names tell.

A guess is a guess: each is written into the card with a comment that says so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from replicard.images import pair_files


class Side(StrEnum):
    """Role of the files of a folder within a data set."""

    IMAGES = "images"
    TARGETS = "targets"
    PREDICTIONS = "predictions"


class Part(StrEnum):
    """Role of a data set within a study."""

    TRAINING = "training"
    VALIDATION = "validation"
    EVALUATION = "evaluation"


_SIDES = {
    Side.PREDICTIONS: re.compile(
        r"pred(?:s|iction|ictions|icted)?|results?|outputs?|denoised|restored|inference|dropout|prob(?:ability|abilities)?"
    ),
    Side.TARGETS: re.compile(
        r"masks?|labels?|gt|truth|targets?|annotations?|outlines|clean|high|segmentations?"
    ),
    Side.IMAGES: re.compile(r"images?|imgs?|raw|inputs?|noisy|low|source"),
}
_PARTS = {
    Part.TRAINING: re.compile(r"train(?:ing)?"),
    Part.VALIDATION: re.compile(r"val(?:id|idation)?|dev"),
    Part.EVALUATION: re.compile(r"test(?:ing)?|eval(?:uation)?|benchmark|holdout"),
}
_WORDS = re.compile(r"[a-z]+")


@dataclass(slots=True)
class ImageSet:
    """Folders that make up one data set.

    Attributes
    ----------
    at
        Folder that they have in common.
    folders
        Images and targets, each a folder.
    predictions
        Folders of predictions of these images.
    """

    at: str
    part: Part | None
    folders: dict[Side, str] = field(default_factory=dict)
    predictions: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Id for the card."""
        if self.part is not None:
            return f"{self.part}-images"
        name = re.sub(r"[^A-Za-z0-9_]+", "-", PurePosixPath(self.at).name).strip("-_")
        return name[:60] or "images"


def image_sets(images: Mapping[str, Sequence[str]]) -> list[ImageSet]:
    """Put folders together that hold sides of one data set.

    Parameters
    ----------
    images
        Names of the image files in each folder.

    Examples
    --------
    >>> found = image_sets({"data/test/images": ["1.tif"], "data/test/masks": ["1.tif"]})
    >>> [(one.id, dict(one.folders)) for one in found]
    [('evaluation-images', {<Side.IMAGES: 'images'>: 'data/test/images', \
<Side.TARGETS: 'targets'>: 'data/test/masks'})]
    """
    sets: dict[str, ImageSet] = {}
    predictions = []
    for folder in images:
        side, at = _side(folder)
        if side is Side.PREDICTIONS:
            predictions.append(folder)
            continue
        one = sets.setdefault(at, ImageSet(at, _part(folder)))
        one.folders.setdefault(side, folder)
    found = [one for one in sets.values() if Side.IMAGES in one.folders or len(sets) == 1]
    for folder in predictions:
        for one in found:
            if _shows_the_same(images, folder, one):
                one.predictions.append(folder)
                break
    return found


def pattern(folder: str, names: Sequence[str]) -> str:
    """Return a pattern for the image files of a folder.

    >>> pattern("data/raw", ["a.tif", "b.tif", "overview.png"])
    'data/raw/*.tif'
    """
    endings = [name[name.rindex(".") :] for name in names]
    usual = max(dict.fromkeys(endings), key=endings.count)
    return f"{folder}/*{usual}" if folder != "." else f"*{usual}"


def says_only_role(name: str) -> bool:
    """Say whether the name of a folder tells what it is for, and nothing else.

    >>> says_only_role("test_predictions"), says_only_role("pred_unet")
    (True, False)
    """
    known = (*_SIDES.values(), *_PARTS.values())
    words = _WORDS.findall(name.lower())
    return all(any(kind.fullmatch(word) for kind in known) for word in words)


def _side(folder: str) -> tuple[Side, str]:
    """Return the role of a folder, and the folder of the data set that it belongs to."""
    path = PurePosixPath(folder)
    for length in range(len(path.parts), 0, -1):
        words = _WORDS.findall(path.parts[length - 1].lower())
        for side, known in _SIDES.items():
            if any(known.fullmatch(word) for word in words):
                return side, str(PurePosixPath(*path.parts[: length - 1]))
    return Side.IMAGES, folder


def _part(folder: str) -> Part | None:
    words = [word for name in PurePosixPath(folder).parts for word in _WORDS.findall(name.lower())]
    return next(
        (part for part, known in _PARTS.items() if any(known.fullmatch(word) for word in words)),
        None,
    )


def _shows_the_same(images: Mapping[str, Sequence[str]], folder: str, one: ImageSet) -> bool:
    """Say whether predictions pair with the files of a data set."""
    side = one.folders.get(Side.TARGETS) or one.folders.get(Side.IMAGES)
    if side is None:
        return False
    truth = [f"{side}/{name}" for name in images[side]]
    predicted = [f"{folder}/{name}" for name in images[folder]]
    return not pair_files((), truth, {"model": predicted}).problems
