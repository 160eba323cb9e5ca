"""What is computed from one image file alone, while its pixels are at hand.

A file is read, hashed and decoded once in a run. Whatever else wants its pixels, such
as a fingerprint that finds near copies, stands in `FILE_COMPUTATIONS` and is called
then; its result is kept, the pixels are not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from pydantic import JsonValue

from replicard.images import LoadedImage, blocks, pixels_digest
from replicard.leakage import VERSION, fingerprint_image
from replicard.metrics import class_values
from replicard.pipeline.tasks.statistics import image_statistics, label_statistics
from replicard_schema.evidence import ImageRecord


class Role(StrEnum):
    """What a file is in a data set or validation."""

    IMAGE = "image"
    TARGET = "target"
    PREDICTION = "prediction"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of one image file.

    Attributes
    ----------
    notes
        What a reader of the report should know about how the file was read.
    pixels_sha256
        Hash of the decoded pixels, see `replicard.images.pixels_digest`.
    computed
        Result of each computation of `FILE_COMPUTATIONS` that was asked for, by name.
    """

    record: ImageRecord
    notes: tuple[str, ...]
    pixels_sha256: str
    computed: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileComputation:
    """Something that is computed from the pixels of one file.

    Attributes
    ----------
    compute
        A function of a module, so that other processes find it. It gets one image and
        returns plain data; what has no value is None or a text that says why. The
        same pixels give the same result.
    roles
        Files for which it runs without being asked; empty for what a task names.
    """

    compute: Callable[[LoadedImage], JsonValue]
    roles: frozenset[Role] = frozenset()


CLASS_VALUES = "class_values"


def _class_values(image: LoadedImage) -> JsonValue:
    found = {int(value) for block in blocks(image.array) for value in class_values(block)}
    return list[JsonValue](sorted(found))


IMAGE_STATISTICS = "image_statistics"
OBJECT_STATISTICS = "object_statistics"
ACQUISITION = "acquisition"
FINGERPRINT = f"fingerprint {VERSION}"


def _fingerprint(image: LoadedImage) -> JsonValue:
    return fingerprint_image(image.array, image.axes).to_json()


def _acquisition(image: LoadedImage) -> JsonValue:
    """Return field, value and place of all that the file says about how it was taken."""
    return [[one.field, one.value, one.place] for one in image.acquired]


FILE_COMPUTATIONS: Mapping[str, FileComputation] = MappingProxyType(
    {
        CLASS_VALUES: FileComputation(_class_values),
        IMAGE_STATISTICS: FileComputation(image_statistics, frozenset({Role.IMAGE})),
        OBJECT_STATISTICS: FileComputation(label_statistics, frozenset({Role.TARGET})),
        FINGERPRINT: FileComputation(_fingerprint),
        ACQUISITION: FileComputation(_acquisition, frozenset({Role.IMAGE})),
    }
)
"""Every computation by its name."""


def facts_of(image: LoadedImage, role: Role, *, wanted: Sequence[str] = ()) -> FileFacts:
    """Return what is known of a file whose pixels are at hand.

    Parameters
    ----------
    wanted
        Names of computations to run besides those that the role always gets.
    """
    return FileFacts(
        image.record,
        image.notes,
        pixels_digest(image.array),
        {name: FILE_COMPUTATIONS[name].compute(image) for name in computations(role, wanted)},
    )


def computations(role: Role, wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names of the computations that run for a file."""
    return tuple(
        name
        for name, computation in FILE_COMPUTATIONS.items()
        if name in wanted or role in computation.roles
    )
