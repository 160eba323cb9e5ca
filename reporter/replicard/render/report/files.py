"""Files as the report lists them: by role, each once, with what is in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from replicard.render.english import number, whole
from replicard_schema.evidence import (
    Evidence,
    FileRecord,
    ImagePair,
    ImageRecord,
    TrainingLog,
    ValidationEvidence,
)


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files with one role."""

    title: str
    files: tuple[FileRecord, ...]


def manifest(evidence: Evidence) -> tuple[FileGroup, ...]:
    """Return every file that the evidence names, once, in groups by role."""
    seen: set[str] = set()
    groups = []
    for title, files in _roles(evidence):
        new = tuple({file.path: file for file in files if file.path not in seen}.values())
        seen.update(file.path for file in new)
        if new:
            groups.append(FileGroup(title, new))
    return tuple(groups)


def _roles(evidence: Evidence) -> Iterator[tuple[str, Iterable[FileRecord]]]:
    yield "Card", [evidence.card]
    for name, dataset in evidence.datasets.items():
        yield f"{name}: images", dataset.images
        yield f"{name}: ground truth", dataset.targets
    for name, validation in evidence.validations.items():
        yield f"{name}: images", _present(pair.image for pair in validation.pairs)
        yield f"{name}: ground truth", _present(pair.target for pair in validation.pairs)
        for candidate in _predictors(validation.pairs):
            found = (pair.predictions.get(candidate) for pair in validation.pairs)
            yield f"{name}: predictions of {candidate}", _present(found)
        yield f"{name}: second captures", _present(pair.second_image for pair in validation.pairs)
        yield (
            f"{name}: predictions of second captures",
            [file for pair in validation.pairs for file in pair.second_predictions.values()],
        )
        yield f"{name}: tables", validation.tables
        yield from _beside_scores(name, validation)
    for name, model in evidence.models.items():
        if isinstance(model.weights, FileRecord):
            yield f"{name}: weights", [model.weights]
        if isinstance(model.log, TrainingLog):
            yield f"{name}: training log", model.log.files


def _beside_scores(
    name: str, validation: ValidationEvidence
) -> Iterator[tuple[str, Iterable[FileRecord]]]:
    """Yield the files of repeats, maps of uncertainty and annotators."""
    for model, repeats in validation.repeats.items():
        found = (file for image in repeats.images for file in image.files.values())
        yield f"{name}: repeated predictions of {model}", found
    for model, maps in validation.uncertainty.items():
        yield f"{name}: maps of uncertainty of {model}", (image.map for image in maps.images)
    if validation.annotators is not None:
        labels = (f for image in validation.annotators.images for f in image.files.values())
        yield f"{name}: label images of annotators", labels


def _present(files: Iterable[ImageRecord | None]) -> list[ImageRecord]:
    return [file for file in files if file is not None]


def _predictors(pairs: Sequence[ImagePair]) -> dict[str, None]:
    return dict.fromkeys(name for pair in pairs for name in pair.predictions)


@dataclass(frozen=True, slots=True)
class Looks:
    """What image files have in common, each way of being once."""

    count: int
    shapes: tuple[str, ...]
    dtypes: tuple[str, ...]
    pixel_sizes: tuple[str, ...]


def looks(files: Sequence[ImageRecord]) -> Looks:
    """Return the shapes, sample types and pixel sizes that occur, in order of appearance."""
    return Looks(
        len(files),
        tuple(dict.fromkeys(shape_words(file) for file in files)),
        tuple(dict.fromkeys(file.dtype for file in files)),
        tuple(dict.fromkeys(_pixel_size(file) for file in files if file.pixel_size_um)),
    )


def shape_words(file: ImageRecord) -> str:
    """Return the shape of an image with its axes.

    >>> from replicard_schema.evidence import ImageRecord
    >>> shape_words(
    ...     ImageRecord(
    ...         path="a", sha256="0" * 64, bytes=0, shape=(3, 512, 512), axes="ZYX", dtype="u1"
    ...     )
    ... )
    '3 × 512 × 512 (ZYX)'
    """
    return f"{' × '.join(whole(length) for length in file.shape)} ({file.axes})"


def _pixel_size(file: ImageRecord) -> str:
    sizes = [f"{axis} {number(size)}" for axis, size in file.pixel_size_um.items()]
    return f"{', '.join(sizes)}\u202fµm"


def spelled(value: object) -> str:
    """Write a free-form value of the card on one line, as its author spelt it.

    >>> spelled(("0.6", "2.0")), spelled({"a": "1", "b": None})
    ('0.6, 2.0', 'a: 1; b: none')
    """
    if value is None:
        return "none"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {spelled(entry)}" for key, entry in value.items())
    if isinstance(value, (tuple, list)):
        return ", ".join(spelled(entry) for entry in value)
    return str(value)


def byte_words(count: int) -> str:
    r"""Write a size in bytes with a decimal unit.

    >>> byte_words(900), byte_words(18500), byte_words(6400000)
    ('900\u202fB', '18.5\u202fkB', '6.4\u202fMB')
    """
    size, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:  # noqa: PLR2004 - decimal units
            break
        size, unit = size / 1000, larger
    return f"{size:.3g}\u202f{unit}" if size < 1000 else f"{size:.0f}\u202f{unit}"  # noqa: PLR2004
