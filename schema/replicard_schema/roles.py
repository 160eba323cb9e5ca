"""Roles that parts of a card play for one another, read off the card."""

from collections.abc import Iterator

from replicard_schema.card import Card
from replicard_schema.sections.model import Model
from replicard_schema.sections.validation import Validation
from replicard_schema.vocabulary import Provenance, Task

IMAGE_TO_IMAGE = frozenset(
    {Task.DENOISING, Task.RESTORATION, Task.SUPER_RESOLUTION, Task.TRANSLATION}
)
"""Tasks whose output is an image of intensities."""

IMPROVES_INPUT = IMAGE_TO_IMAGE - {Task.TRANSLATION}
"""Tasks whose input shows the same thing as the output, only worse."""

INVENTS_STRUCTURE = frozenset({Task.SUPER_RESOLUTION, Task.TRANSLATION})
"""Tasks whose output shows more than the input resolves, so that a network can invent it."""

FINDS_OBJECTS = frozenset({Task.INSTANCE_SEGMENTATION, Task.OBJECT_DETECTION})
"""Tasks whose output is a list of objects, which an IoU threshold matches."""


def is_own(model: Model) -> bool:
    """Say whether the authors trained or fine-tuned a model themselves."""
    return model.provenance is not Provenance.THIRD_PARTY


def training_datasets(model: Model) -> tuple[str, ...]:
    """Return the ids of the data sets that a model was trained on."""
    return model.training.datasets if model.training is not None else ()


def validated_models(card: Card, validation: Validation) -> tuple[str, ...]:
    """Return the ids of the models that a validation names, in the order of the card.

    Baselines are left out. A validation that names no model speaks about all of them.
    """
    named = {
        *validation.candidates,
        *validation.repeated_predictions,
        *validation.uncertainty_maps,
    }
    named.update(score.candidate for score in validation.stated_scores if score.candidate)
    return tuple(name for name in card.models if name in named) or tuple(card.models)


def tasks_of(card: Card, validation: Validation) -> frozenset[Task]:
    """Return what the models of a validation do with an image."""
    return frozenset(card.models[name].task for name in validated_models(card, validation))


def unvalidated_models(card: Card) -> Iterator[str]:
    """Yield the ids of models that no validation speaks about."""
    validated = {
        name
        for validation in card.validations.values()
        for name in validated_models(card, validation)
    }
    yield from (name for name in card.models if name not in validated)


def candidate_title(card: Card, candidate: str) -> str:
    """Return the name of a model or baseline; its id where it has no name."""
    if candidate in card.baselines:
        return card.baselines[candidate].name
    model = card.models.get(candidate)
    return model.name if model is not None and model.name else candidate
