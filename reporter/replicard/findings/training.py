"""Findings about training and its log."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from replicard.findings.wording import counted
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, LogSign, SignCode, TrainingLog, Unavailable
from replicard_schema.findings import Finding
from replicard_schema.results import score_text
from replicard_schema.roles import candidate_title, is_own, training_datasets
from replicard_schema.sections.model import Training
from replicard_schema.vocabulary import Severity
from replicard_schema.waivers import waiver

WORSE_THAN_BEST = 0.01
"""Share by which the last validation loss lies above the smallest from which on it matters
which weights were kept."""

_BEST = re.compile(r"best|lowest|smallest|minim|early.stop", re.IGNORECASE)
"""Words for weights that were chosen by the validation loss."""

_SIGNS: Mapping[SignCode, tuple[str, Severity, str]] = MappingProxyType(
    {
        SignCode.NOT_FINITE: (
            "training-diverged",
            Severity.WARNING,
            "say which weights were kept, and what was done about the divergence",
        ),
        SignCode.DIVERGED: (
            "training-diverged",
            Severity.WARNING,
            "check that this is the log of the weights that were used",
        ),
        SignCode.RISE: (
            "overfitting",
            Severity.WARNING,
            "say under weights_used which weights were kept: the best or the last",
        ),
        SignCode.UNFINISHED: (
            "training-unfinished",
            Severity.WARNING,
            "check that this is the log of the weights that were used, and say why training ended",
        ),
        SignCode.RESTARTS: (
            "training-restarted",
            Severity.HINT,
            "say whether training was resumed, and which run led to the weights",
        ),
        SignCode.GAPS: (
            "training-log-gaps",
            Severity.HINT,
            "check whether part of the log was lost",
        ),
        SignCode.STILL_FALLING: (
            "training-too-short",
            Severity.HINT,
            "train longer, or say why training ended here",
        ),
        SignCode.END: (
            "training-gap",
            Severity.HINT,
            "say under overfitting what explains the gap, such as augmentation or dropout",
        ),
    }
)
"""Code, severity and hint of the finding that each kind of striking sign becomes."""


def without_model(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find cards that describe no model yet."""
    del evidence
    if not card.models and waiver(card, ("models",)) is None:
        yield Finding(
            code="no-model",
            severity=Severity.WARNING,
            field="models",
            message="The card describes no model yet, so most questions cannot even be asked.",
            hint="add one under models, with task, algorithm and provenance",
        )


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


def training_log_signs(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find striking signs in training logs: a rise where the last weights may be in use ..."""
    for name, log, training in _logs(card, evidence):
        for sign in log.signs:
            is_excused = sign.code is SignCode.RISE and _keeps_best(training)
            if sign.is_striking and sign.code in _SIGNS and not is_excused:
                yield _finding(card, name, log, sign)


def unnamed_weights(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find logs whose best epoch is not the last, where the card names neither as kept."""
    for name, log, training in _logs(card, evidence):
        best, rise = log.sign(SignCode.BEST), log.sign(SignCode.RISE)
        if training.weights_used or best is None or (rise is not None and rise.is_striking):
            continue
        smallest, last = best.numbers["value"], best.numbers.get("last_value")
        if log.validation_loss is None or last is None:
            continue
        if last - smallest > WORSE_THAN_BEST * abs(smallest):
            yield Finding(
                code="weights-not-named",
                severity=Severity.HINT,
                field=f"models.{name}.training.weights_used",
                message=(
                    f"The validation loss of {candidate_title(card, name)} is smallest at "
                    f"{log.noun} {best.numbers['epoch']:g} ({score_text(smallest)}) and "
                    f"{score_text(last)} at the last. The card does not say which weights were "
                    "kept."
                ),
                hint="say under weights_used which weights were kept: the best or the last",
                files=_paths(log),
            )


def epochs_disagree(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find cards that state another number of epochs than their log shows."""
    for name, log, training in _logs(card, evidence):
        stated = training.hyperparameters.epochs if training.hyperparameters else None
        if stated is None or log.epochs_run is None:
            continue
        # a log that tells of every tenth epoch may leave out the last nine
        slack = 0 if log.is_finished else max(int(log.epoch_distance or 1) - 1, 0)
        is_told = stated == log.planned_epochs and log.sign(SignCode.UNFINISHED) is not None
        if is_told or log.epochs_run <= stated <= log.epochs_run + slack:
            continue
        yield Finding(
            code="epochs-disagree",
            severity=Severity.WARNING,
            field=f"models.{name}.training.hyperparameters.epochs",
            message=(
                f"The card states {counted(stated, 'epoch')} for {candidate_title(card, name)}; "
                f"its training log shows {log.epochs_run}."
            ),
            hint="correct the number, or say in the card why they differ (early stopping, "
            "training resumed, another run)",
            files=_paths(log),
        )


def unread_training_log(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find training logs that could not be read, with the reason."""
    for name, found in evidence.models.items() if evidence is not None else ():
        if name in card.models and isinstance(found.log, Unavailable):
            yield Finding(
                code="training-log-unread",
                severity=Severity.WARNING,
                field=f"models.{name}.training.log",
                message=(
                    f"The training log of {candidate_title(card, name)} gave nothing: "
                    f"{found.log.unavailable_because}."
                ),
                hint="name the file with the loss of each epoch, or leave the field out",
            )


def _logs(card: Card, evidence: Evidence | None) -> Iterator[tuple[str, TrainingLog, Training]]:
    for name, found in evidence.models.items() if evidence is not None else ():
        training = card.models[name].training if name in card.models else None
        if training is not None and isinstance(found.log, TrainingLog):
            yield name, found.log, training


def _keeps_best(training: Training) -> bool:
    return _BEST.search(training.weights_used or "") is not None


def _finding(card: Card, name: str, log: TrainingLog, sign: LogSign) -> Finding:
    code, severity, hint = _SIGNS[sign.code]
    return Finding(
        code=code,
        severity=severity,
        field=f"models.{name}.training.log",
        message=f"Training log of {candidate_title(card, name)}: {sign.words}",
        hint=hint,
        files=_paths(log),
    )


def _paths(log: TrainingLog) -> tuple[str, ...]:
    return tuple(file.path for file in log.files)
