"""Whether images that a model was evaluated on also stand in its training data."""

from collections.abc import Sequence
from dataclasses import dataclass

from replicard_schema.evidence import Independence, SharedFile, Unavailable


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells an image apart from others.

    Attributes
    ----------
    path
        Path relative to the folder of the card.
    sha256
        Hash of the bytes of the file.
    pixels_sha256
        Hash of shape, type and values of the decoded image, which survives another
        compression or container; None if the image was not decoded.
    """

    path: str
    sha256: str
    pixels_sha256: str | None = None


def compare_files(
    evaluation: Sequence[Fingerprint], training: Sequence[Fingerprint]
) -> tuple[SharedFile, ...]:
    """Return the evaluation images that are among the training images.

    Each is named once, with the first training image that has the same bytes or else
    the same pixels, in the order of ``evaluation``. Near copies, such as crops, are
    not found. The work grows with the number of images, not with that of pairs.
    """
    by_bytes = {image.sha256: image.path for image in reversed(training)}
    by_pixels = {
        image.pixels_sha256: image.path
        for image in reversed(training)
        if image.pixels_sha256 is not None
    }
    shared = []
    for image in evaluation:
        if image.sha256 in by_bytes:
            twin = by_bytes[image.sha256]
            shared.append(SharedFile(evaluation=image.path, training=twin, same="bytes"))
        elif image.pixels_sha256 in by_pixels:
            twin = by_pixels[image.pixels_sha256]
            shared.append(SharedFile(evaluation=image.path, training=twin, same="pixels"))
    return tuple(shared)


def check_independence(
    *,
    validation: str,
    model: str,
    evaluation_dataset: str,
    training_dataset: str,
    evaluation: Sequence[Fingerprint] | Unavailable,
    training: Sequence[Fingerprint] | Unavailable,
) -> Independence:
    """Return whether the images of an evaluation were absent from a training data set.

    Parameters
    ----------
    validation, model, evaluation_dataset, training_dataset
        Their ids in the card.
    evaluation, training
        The images of both sides, or the reason why they are not known. Without both,
        nothing was compared, and the result says why.
    """
    missing = _missing(evaluation_dataset, evaluation) or _missing(training_dataset, training)
    known = [() if isinstance(side, Unavailable) else side for side in (evaluation, training)]
    return Independence(
        validation=validation,
        model=model,
        evaluation_dataset=evaluation_dataset,
        training_dataset=training_dataset,
        n_evaluation=len(known[0]),
        n_training=len(known[1]),
        shared=() if missing else compare_files(known[0], known[1]),
        not_checked_because=missing,
    )


def _missing(dataset: str, images: Sequence[Fingerprint] | Unavailable) -> str | None:
    if isinstance(images, Unavailable):
        return f"the images of {dataset} are not known: {images.unavailable_because}"
    return None if images else f"{dataset} has no images to compare"
