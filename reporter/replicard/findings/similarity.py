"""Findings about images that do not resemble those a model was trained on."""

from collections.abc import Iterator, Sequence

from replicard.findings.wording import listed
from replicard_schema.card import Card
from replicard_schema.empty_words import is_empty_word
from replicard_schema.evidence import ComparedProperty, Evidence, Mark, Similarity
from replicard_schema.findings import Finding
from replicard_schema.roles import candidate_title
from replicard_schema.vocabulary import Severity


def data_differ(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find data that differ from all training data by more than the stated thresholds.

    Images that a model was applied to weigh more than those it was evaluated on, which
    may differ on purpose; and less where the card discusses how alike they are.
    """
    for entries in _unique(evidence):
        first, differences = entries[0], _common(entries)
        if not differences:
            continue
        is_told = _is_discussed(card, first)
        is_weighty = first.role == "application" and not is_told
        training = listed([entry.training_dataset for entry in entries])
        did = "applied to" if first.role == "application" else "evaluated on"
        yield Finding(
            code="data-differ",
            severity=Severity.WARNING if is_weighty else Severity.HINT,
            field=_field(first),
            message=(
                f"{candidate_title(card, first.model)} was trained on {training} and {did} "
                f"{first.other_dataset}, whose images differ in "
                f"{listed([_difference(found) for found in differences])}. "
                "A model holds only for images like those it was trained on."
            ),
            hint=_hint(first, is_told=is_told),
        )


def _common(entries: Sequence[Similarity]) -> list[ComparedProperty]:
    """Return what differs from every training data set, each kind of size once."""
    ids = set.intersection(*({found.id for found in entry.differences} for entry in entries))
    if "object_diameter" in ids:
        ids.discard("object_diameter_pixels")
    return [found for found in entries[0].differences if found.id in ids]


def acquisition_differs(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find acquisition fields that the card words differently for training and other data."""
    for entry, *_ in _unique(evidence):
        worded = [one for one in entry.acquisition if one.mark is Mark.WORDED_DIFFERENTLY]
        if worded and not _is_discussed(card, entry):
            yield Finding(
                code="acquisition-differs",
                severity=Severity.HINT,
                field=_field(entry),
                message=(
                    f"The card words {listed([one.name for one in worded])} differently for "
                    f"{entry.training_dataset} ({_texts(worded, 'training')}) and "
                    f"{entry.other_dataset} ({_texts(worded, 'other')})."
                ),
                hint="use the same words for the same thing; where it was another, say what "
                "that means for the predictions",
            )


def _unique(evidence: Evidence | None) -> Iterator[list[Similarity]]:
    """Yield the entries on each data set that a model met, one for each training data set.

    A data set that is both evaluated on and applied to is told of as the latter.
    """
    groups: dict[tuple[str, str], dict[str, Similarity]] = {}
    for entry in evidence.similarity if evidence is not None else ():
        group = groups.setdefault((entry.model, entry.other_dataset), {})
        if entry.role == "application" or entry.training_dataset not in group:
            group[entry.training_dataset] = entry
    for group in groups.values():
        yield list(group.values())


def _is_discussed(card: Card, entry: Similarity) -> bool:
    model = card.models.get(entry.model)
    prediction = model.prediction if model is not None else None
    said = prediction.similarity_to_training if prediction is not None else None
    return entry.role == "application" and said is not None and not is_empty_word(said)


def _field(entry: Similarity) -> str:
    if entry.role == "application":
        return f"models.{entry.model}.prediction.similarity_to_training"
    return f"datasets.{entry.other_dataset}"


def _difference(found: ComparedProperty) -> str:
    factor = f" by a factor of {found.factor:.2g}" if found.factor is not None else ""
    return f"{found.name}{factor} ({found.training} in training, {found.other} here)"


def _texts(found: Sequence[ComparedProperty], side: str) -> str:
    return "; ".join(str(getattr(one, side)) for one in found)


def _hint(entry: Similarity, *, is_told: bool) -> str:
    if is_told:
        return "check that similarity_to_training speaks about this"
    if entry.role == "application":
        return (
            "say under similarity_to_training why the model holds for these images, or evaluate "
            "it on images like them"
        )
    return "say whether the difference is intended; the scores hold for images like these"
