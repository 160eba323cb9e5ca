"""The repeats of one image, read one after another as often as they are needed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from replicard.errors import DataError, Problem, ReplicardError
from replicard.images import LoadedImage, check_same_shape, label_problem
from replicard.pipeline.planes import FRAME, planes
from replicard.pipeline.tasks.facts import FileFacts, Role
from replicard.pipeline.tasks.files import problems_of
from replicard.pipeline.tasks.opening import Opening

KEPT_BYTES = 256 << 20
"""Repeats up to this size together are kept between looks; others are read again."""


@dataclass(slots=True)
class RepeatStack:
    """Files that show the same, by the name of each repeat.

    Attributes
    ----------
    as_labels
        Whether they must be label images.
    facts
        What is known of each file that was read, by path.
    """

    opening: Opening
    paths: Mapping[str, str]
    as_labels: bool = False
    facts: dict[str, FileFacts] = field(default_factory=dict)
    _kept: dict[str, LoadedImage] = field(default_factory=dict)
    _kept_bytes: int = 0

    def read(self, path: str) -> LoadedImage:
        """Return an image, remembering the file.

        Raises
        ------
        DataError
            If it cannot be read, or is no label image where one is wanted.
        """
        image = self._kept.get(path) or self._load(path)
        problem = label_problem(image) if self.as_labels else None
        if problem is not None:
            raise DataError([problem])
        return image

    def each(self) -> Iterator[tuple[str, LoadedImage]]:
        """Yield every repeat that can be used, with its name.

        Raises
        ------
        DataError
            At the end, with the problems of all others: files that cannot be read, or
            whose shape differs from that of the first.
        """
        problems: list[Problem] = []
        first: LoadedImage | None = None
        for name, path in self.paths.items():
            try:
                image = self.read(path)
            except DataError as error:
                problems += error.problems
                continue
            first = first or image
            mismatch = check_same_shape(first, image)
            if mismatch is None:
                yield name, image
            else:
                problems.append(mismatch)
        if problems:
            raise DataError(problems)

    def _load(self, path: str) -> LoadedImage:
        try:
            opened = self.opening.open(path, Role.PREDICTION)
            image = opened.pixels().in_memory()
        except ReplicardError as error:
            raise DataError(problems_of(error, path)) from error
        self.facts.setdefault(path, opened.facts)
        if self._kept_bytes + image.array.nbytes <= KEPT_BYTES:
            self._kept[path] = image
            self._kept_bytes += image.array.nbytes
        return image


def by_channel(
    image: LoadedImage, names: Sequence[str]
) -> list[tuple[dict[str, JsonValue], NDArray[np.generic]]]:
    """Return each channel of an image with its name; frames are its first axis."""
    channels: dict[str, tuple[dict[str, JsonValue], list[NDArray[np.generic]]]] = {}
    for named, plane in planes(image, channel_names=names):
        channel: dict[str, JsonValue] = {k: v for k, v in named.items() if k != FRAME}
        channels.setdefault(str(channel), (channel, []))[1].append(plane)
    return [(named, np.stack(frames)) for named, frames in channels.values()]
