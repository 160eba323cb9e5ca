"""Whether evaluation images were absent from the training data, by comparing files."""

from collections.abc import Iterator, Mapping

from replicard.capture import Fingerprint, check_independence
from replicard.pipeline.sources import Reader
from replicard_schema.card import Card
from replicard_schema.evidence import Independence, Unavailable

FilesOf = Mapping[str, tuple[str, ...]]


def compare_with_training(
    card: Card, images: FilesOf, *, reader: Reader
) -> tuple[Independence, ...]:
    """Compare the images of each validation with those each of its models learned from.

    Files are compared by their bytes and by their decoded pixels, so that a copy in
    another container is found.

    Parameters
    ----------
    images
        Image files of each data set whose files are at hand, by id; all were read.
    """
    return tuple(
        check_independence(
            validation=validation,
            model=model,
            evaluation_dataset=evaluation,
            training_dataset=training,
            evaluation=_side(evaluation, images, reader),
            training=_side(training, images, reader),
        )
        for validation, model, evaluation, training in _comparisons(card)
    )


def _comparisons(card: Card) -> Iterator[tuple[str, str, str, str]]:
    """Yield validation, model, its evaluation data set and each of its training data sets."""
    for name, validation in card.validations.items():
        for candidate in validation.candidates:
            model = card.models.get(candidate)
            training = model.training if model else None
            if training is None:
                continue
            held_out = training.validation.dataset if training.validation else None
            learned_from = dict.fromkeys((*training.datasets, held_out))
            for dataset in learned_from:
                if dataset is not None:
                    yield name, candidate, validation.dataset, dataset


def _side(dataset: str, images: FilesOf, reader: Reader) -> tuple[Fingerprint, ...] | Unavailable:
    if dataset not in images:
        return Unavailable(unavailable_because="the card names no image files for it")
    return tuple(reader.fingerprint(path) for path in images[dataset])
