"""Findings about cautions that a reader of the results needs."""

from collections.abc import Iterator

from replicard_schema.card import Card
from replicard_schema.empty_words import is_empty_word
from replicard_schema.evidence import Evidence
from replicard_schema.findings import Finding
from replicard_schema.roles import IMAGE_TO_IMAGE, INVENTS_STRUCTURE, candidate_title
from replicard_schema.vocabulary import Severity
from replicard_schema.waivers import item_waiver, waiver


def hallucination(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find models that can invent structures, without a word of caution."""
    del evidence
    for name, model in card.models.items():
        stated = model.cautions.hallucination if model.cautions is not None else None
        may_invent = model.generative or model.task in INVENTS_STRUCTURE
        if not may_invent or _says(stated) or _excused(card, name, "hallucination", "A13"):
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
            hint="say under cautions.hallucination why the structures you report can be trusted",
        )


def intensity(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find intensities that were measured in predicted images, without a word of caution."""
    del evidence
    for name, model in card.models.items():
        stated = model.cautions.intensity if model.cautions is not None else None
        measured = model.prediction is not None and model.prediction.intensity_measured
        if model.task not in IMAGE_TO_IMAGE or not measured:
            continue
        if not _says(stated) and not _excused(card, name, "intensity", "A14"):
            yield Finding(
                code="intensity",
                severity=Severity.WARNING,
                field=f"models.{name}.cautions.intensity",
                message=(
                    f"Intensities were measured in images that {candidate_title(card, name)} put "
                    "out. A network need not keep them proportional to the signal."
                ),
                hint="say under cautions.intensity how you dealt with it, or measure in raw images",
            )


def _says(text: str | None) -> bool:
    return text is not None and not is_empty_word(text)


def _excused(card: Card, model: str, caution: str, item: str) -> bool:
    path = ("models", model, "cautions", caution)
    return waiver(card, path) is not None or item_waiver(card, item) is not None
