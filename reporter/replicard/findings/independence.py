"""Findings about images that stand on both sides: in training and in evaluation."""

import re
from collections.abc import Iterator

from replicard.findings.wording import counted, listed, verb
from replicard_schema.card import Card
from replicard_schema.evidence import Evidence, Independence
from replicard_schema.findings import Finding
from replicard_schema.roles import training_datasets, validated_models
from replicard_schema.vocabulary import Severity

_SAME_SOURCE = re.compile(
    r"\bsame (experiment|sample|specimen|slide|plate|dish|well|animal|donor|patient|day|session)",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:not|never|different|other|separate)\b", re.IGNORECASE)


def evaluated_on_training_data(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find validations on a data set that a model was trained on, or was chosen by."""
    del evidence
    for name, validation in card.validations.items():
        for model_id in validated_models(card, validation):
            model = card.models[model_id]
            held_out = model.training.validation if model.training is not None else None
            title = model.name or model_id
            if validation.dataset in training_datasets(model):
                yield Finding(
                    code="evaluated-on-training-data",
                    severity=Severity.ERROR,
                    field=f"validations.{name}.dataset",
                    message=(
                        f"{title} was trained on {validation.dataset}, on which validation {name} "
                        "evaluates it. Scores on images that a model has seen say nothing about "
                        "new images."
                    ),
                    hint="evaluate on images that took no part in training",
                )
            elif held_out is not None and held_out.dataset == validation.dataset:
                yield Finding(
                    code="evaluated-on-held-out-data",
                    severity=Severity.WARNING,
                    field=f"validations.{name}.dataset",
                    message=(
                        f"The training of {title} was watched on {validation.dataset}, on which "
                        f"validation {name} evaluates it. If these images decided which weights "
                        "were kept, the scores are higher than on new images."
                    ),
                    hint="evaluate on images that took no part in training",
                )


def shared_images(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find evaluation images whose files are among the training images."""
    for entry in evidence.independence if evidence is not None else ():
        if not entry.shared or entry.evaluation_dataset == entry.training_dataset:
            continue
        dataset = card.datasets.get(entry.evaluation_dataset)
        claimed = dataset is not None and entry.training_dataset in dataset.independent_of
        images = list(dict.fromkeys(shared.evaluation for shared in entry.shared))
        found = (
            f"{len(images)} of {counted(entry.n_evaluation, 'evaluation image')} "
            f"{verb(images, 'is', 'are')} among the training images of {entry.model}: "
            f"{listed([image.rsplit('/', 1)[-1] for image in images])}."
        )
        if claimed:
            found = (
                f"{entry.evaluation_dataset} is said to share no image with "
                f"{entry.training_dataset}, but {found}"
            )
        yield Finding(
            code="independence-contradicted" if claimed else "shared-images",
            severity=Severity.ERROR,
            field=f"datasets.{entry.evaluation_dataset}.independent_of",
            message=f"{found} A model scores higher on images that it has seen.",
            hint="leave these images out of the evaluation, or train without them",
            files=tuple(images),
        )


def unchecked_claims(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find claims of independence that no file could confirm."""
    for entry in evidence.independence if evidence is not None else ():
        if not entry.is_checked and _is_claimed(card, entry):
            yield Finding(
                code="independence-not-checked",
                severity=Severity.HINT,
                field=f"datasets.{entry.evaluation_dataset}.independent_of",
                message=(
                    f"{entry.evaluation_dataset} is said to share no image with "
                    f"{entry.training_dataset}. The files were not compared: "
                    f"{entry.not_checked_because}."
                ),
                hint="put the training images beside the card, and the files are compared",
            )


def same_source(card: Card, evidence: Evidence | None) -> Iterator[Finding]:
    """Find evaluation images that come from the same source as the training images."""
    del evidence
    for name in dict.fromkeys(validation.dataset for validation in card.validations.values()):
        origin = card.datasets[name].origin or ""
        found = _SAME_SOURCE.search(origin)
        if found is None or _DENIAL.search(origin[: found.start()]):
            continue
        yield Finding(
            code="same-source",
            severity=Severity.HINT,
            field=f"datasets.{name}.origin",
            message=(
                f"{name} comes from the {found[0].casefold()}, as the card says. Images of one "
                "source resemble each other, so the scores may be higher than on a new one."
            ),
            hint="say so as a limitation, or evaluate on images of another experiment as well",
        )


def _is_claimed(card: Card, entry: Independence) -> bool:
    dataset = card.datasets.get(entry.evaluation_dataset)
    return dataset is not None and entry.training_dataset in dataset.independent_of
