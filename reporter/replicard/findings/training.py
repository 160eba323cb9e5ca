"""Findings about training and its log."""

import math
from collections.abc import Iterator

from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, TrainingLog
from replicard_schema.findings import Finding
from replicard_schema.results import score_text
from replicard_schema.roles import candidate_title, is_own, training_datasets
from replicard_schema.vocabulary import Severity
from replicard_schema.waivers import waiver

TAIL = 0.1
"""Share of the epochs whose mean stands for the end of a run."""
RISE = 0.1
"""Rise of the validation loss above its smallest value that is read as overfitting."""
EARLY = 0.8
"""Share of the run within which the smallest value must lie for that reading."""
ENOUGH_EPOCHS = 10
"""Fewer epochs have no last tenth to speak of."""


def unnamed_training_data(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find models of the authors that name no training data."""
    del evidence
    for name, model in card.models.items():
        path = ("models", name, "training", "datasets")
        if is_own(model) and not training_datasets(model) and waiver(card, path) is None:
            yield Finding(
                code="no-training-data",
                severity=Severity.WARNING,
                field=f"models.{name}.training.datasets",
                message=(
                    f"{candidate_title(card, name)} was {model.provenance}, but the card does not "
                    "say on which data. Nobody can judge for which images it holds."
                ),
                hint="describe the images under datasets, and name them under training.datasets",
            )


def overfitting(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find validation losses that rise again, where the last weights may have been kept."""
    for name, found in evidence.models.items() if evidence is not None else ():
        training = card.models[name].training if name in card.models else None
        kept = (training.weights_used or "") if training is not None else ""
        if not isinstance(found.log, TrainingLog) or "best" in kept.casefold():
            continue
        rise = _rise(found.log)
        if rise is None:
            continue
        smallest, end = rise
        yield Finding(
            code="overfitting",
            severity=Severity.WARNING,
            field=f"models.{name}.training.log",
            message=(
                f"The validation loss of {candidate_title(card, name)} is smallest at epoch "
                f"{found.log.best_epoch:g} ({score_text(smallest)}) and ends "
                f"{100 * (end / smallest - 1):.0f} % above it ({score_text(end)}, the mean of the "
                "last tenth of the epochs), which is read as overfitting."
            ),
            hint="say under weights_used which weights were kept: the best or the last",
            files=(found.log.file.path,),
        )


def _rise(log: TrainingLog) -> tuple[float, float] | None:
    """Return the smallest validation loss and that at the end, if it rose in between."""
    values = log.validation_loss.values if log.validation_loss is not None else ()
    known = [value for value in values if value is not None]
    if len(known) < ENOUGH_EPOCHS or log.best_epoch is None or min(known) <= 0:
        return None
    tail = known[-math.ceil(TAIL * len(known)) :]
    smallest, end = min(known), sum(tail) / len(tail)
    is_early = known.index(smallest) < EARLY * len(known)
    return (smallest, end) if is_early and end > (1 + RISE) * smallest else None
