"""A card as a table, as notebooks show it."""

from collections.abc import Iterator
from html import escape

from replicard_schema.card import Card
from replicard_schema.sections.dataset import Dataset
from replicard_schema.sections.model import Model
from replicard_schema.sections.validation import Validation


def card_html(card: Card) -> str:
    """Return what a card holds, part by part, as HTML without script or style sheet."""
    rows = "".join(
        f"<tr><th scope='row'>{part}</th><td>{escape(name)}</td><td>{escape(text)}</td></tr>"
        for part, name, text in _rows(card)
    )
    return (
        f"<table><caption>{escape(card.study.title)}</caption>"
        "<thead><tr><th>part</th><th>id</th><th>what the card says</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _rows(card: Card) -> Iterator[tuple[str, str, str]]:
    authors = ", ".join(person.name for person in card.study.authors)
    if authors:
        yield "study", "", authors
    for name, dataset in card.datasets.items():
        yield "data set", name, _of_dataset(dataset)
    for name, model in card.models.items():
        yield "model", name, _of_model(model)
    for name, validation in card.validations.items():
        yield "validation", name, _of_validation(validation)


def _of_dataset(dataset: Dataset) -> str:
    known = (dataset.description, dataset.images and f"images: {dataset.images}")
    return "; ".join(text for text in known if text) or "nothing yet"


def _of_model(model: Model) -> str:
    version = model.algorithm.version
    named = f"{model.algorithm.name} {version}" if version else model.algorithm.name
    return f"{named}, {model.task}, {model.provenance}"


def _of_validation(validation: Validation) -> str:
    compared = ", ".join(validation.candidates)
    return f"{compared} on {validation.dataset}" if compared else f"on {validation.dataset}"
