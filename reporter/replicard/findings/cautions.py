"""Findings about cautions that a reader of the results needs."""

import re
from collections.abc import Iterator

from replicard_schema.card import Card
from replicard_schema.empty_words import is_empty_word
from replicard_schema.evidence import Evidence, Mark
from replicard_schema.findings import Finding
from replicard_schema.roles import (
    IMAGE_TO_IMAGE,
    INVENTS_STRUCTURE,
    candidate_title,
    is_own,
    validated_models,
)
from replicard_schema.sections.model import Model
from replicard_schema.vocabulary import Caution, Severity
from replicard_schema.waivers import item_waiver, waiver

_PUBLIC = re.compile(
    r"\b(?:benchmark|challenge|competition|public|published|repository)\b", re.IGNORECASE
)


def hallucination(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find models that can invent structures, without a word of caution."""
    del evidence
    for name, model in card.models.items():
        stated = model.cautions.hallucination if model.cautions is not None else None
        may_invent = model.generative or model.task in INVENTS_STRUCTURE
        is_said = _says(stated) or agrees(model, Caution.HALLUCINATION)
        if not may_invent or is_said or _excused(card, name, "hallucination", "A13"):
            continue
        what = "is generative" if model.generative else f"is used for {model.task}"
        yield Finding(
            code="hallucination",
            severity=Severity.WARNING,
            field=f"models.{name}.cautions.hallucination",
            message=(
                f"{candidate_title(card, name)} {what}. Such networks can invent structures that "
                "look right and are not in the specimen."
            ),
            hint=(
                "say under cautions.hallucination why the structures you report can be trusted; "
                f"for a caution in general words, {_to_agree(Caution.HALLUCINATION)}"
            ),
        )


def intensity(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find intensities that were measured in predicted images, without a word of caution."""
    del evidence
    for name, model in card.models.items():
        stated = model.cautions.intensity if model.cautions is not None else None
        measured = model.prediction is not None and model.prediction.intensity_measured
        if model.task not in IMAGE_TO_IMAGE or not measured:
            continue
        is_said = _says(stated) or agrees(model, Caution.INTENSITY)
        if not is_said and not _excused(card, name, "intensity", "A14"):
            yield Finding(
                code="intensity",
                severity=Severity.WARNING,
                field=f"models.{name}.cautions.intensity",
                message=(
                    f"Intensities were measured in images that {candidate_title(card, name)} put "
                    "out. A network need not keep them proportional to the signal."
                ),
                hint=(
                    "say under cautions.intensity how you dealt with it, or measure in raw images; "
                    f"for a caution in general words, {_to_agree(Caution.INTENSITY)}"
                ),
            )


def own_test_set(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find scores of own models that rest on nothing but test images of the authors' choice."""
    del evidence
    tested = dict.fromkeys(
        name
        for validation in card.validations.values()
        if not _is_public(card, validation.dataset)
        for name in validated_models(card, validation)
        if is_own(card.models[name]) and (validation.candidates or validation.stated_scores)
    )
    elsewhere = {
        name
        for validation in card.validations.values()
        if _is_public(card, validation.dataset)
        for name in validated_models(card, validation)
    }
    for name in tested:
        model = card.models[name]
        is_settled = agrees(model, Caution.OWN_TEST_SET) or _excused(card, name, "agreed", None)
        if name not in elsewhere and not is_settled:
            yield Finding(
                code="own-test-set",
                severity=Severity.HINT,
                field=f"models.{name}.cautions.agreed",
                message=(
                    f"All scores of {candidate_title(card, name)} come from test images of your "
                    "own. They do not show how it performs on images of others."
                ),
                hint=(
                    "add a validation on a public benchmark, if there is a fitting one; to say so "
                    f"in the methods text, {_to_agree(Caution.OWN_TEST_SET)}"
                ),
            )


def domain_shift(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find models that are applied to images unlike their training images, or to unknown ones."""
    for name, model in card.models.items():
        is_settled = agrees(model, Caution.DOMAIN_SHIFT) or _excused(card, name, "agreed", None)
        why = None if is_settled else _shift(model, name, evidence)
        if why is not None:
            yield Finding(
                code="domain-shift",
                severity=Severity.HINT,
                field=f"models.{name}.cautions.agreed",
                message=f"{candidate_title(card, name)} {why}. It can fail on such images.",
                hint=(
                    "validate it on images like those that it is used on; to caution the reader, "
                    f"{_to_agree(Caution.DOMAIN_SHIFT)}"
                ),
            )


def _shift(model: Model, name: str, evidence: Evidence | None) -> str | None:
    """Say why the images that a model is used on may be unlike its training images."""
    if not is_own(model) and (model.prediction is None or not model.prediction.datasets):
        return None
    if not is_own(model):
        return "was trained by others, on other images than yours"
    for entry in evidence.similarity if evidence is not None else ():
        is_ours = entry.model == name and entry.role == "application"
        if is_ours and any(found.mark is Mark.DIFFERENT for found in entry.files):
            return f"is used on {entry.other_dataset}, which differs from its training images"
    return None


def agrees(model: Model, caution: Caution) -> bool:
    """Say whether the authors agree that a reader should be cautioned."""
    return model.cautions is not None and caution in model.cautions.agreed


def _to_agree(caution: Caution) -> str:
    return f"write `agreed: [{caution}]` under cautions"


def _is_public(card: Card, dataset: str) -> bool:
    origin = card.datasets[dataset].origin
    return origin is not None and _PUBLIC.search(origin) is not None


def _says(text: str | None) -> bool:
    return text is not None and not is_empty_word(text)


def _excused(card: Card, model: str, caution: str, item: str | None) -> bool:
    path = ("models", model, "cautions", caution)
    by_item = item is not None and item_waiver(card, item) is not None
    return by_item or waiver(card, path) is not None
