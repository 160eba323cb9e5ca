"""Subjects: the parts of a card that a question is asked about, each on its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from replicard.loading.positions import FieldPath
from replicard_schema.card import Card
from replicard_schema.checklist import Scope
from replicard_schema.roles import training_datasets, unvalidated_models, validated_models


@dataclass(frozen=True, slots=True)
class Subject:
    """A model, data set, validation or piece of code that is asked about.

    Attributes
    ----------
    name
        As it is called in sentences.
    bound
        Id or position in each section of the card that the subject fixes.
    models
        Models that it concerns.
    datasets
        Data sets that it concerns.
    validation
        Validation that it concerns.
    gap
        Field that should name the subject, where the card has none; then the
        subject stands for one that is missing.
    """

    name: str = ""
    bound: Mapping[str, str | int] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    validation: str | None = None
    gap: FieldPath | None = None

    def bind(self, pattern: str) -> FieldPath:
        """Put the ids of this subject in place of the first star of a pattern."""
        parts = pattern.split(".")
        fixed = self.bound.get(parts[0])
        if fixed is not None and parts[1:2] == ["*"]:
            return (parts[0], fixed, *parts[2:])
        return tuple(parts)


def subjects(scope: Scope, card: Card) -> tuple[Subject, ...]:
    """Return what a question of this scope is asked about, in the order of the card.

    Where the card lacks a part that there should be, such as any validation at all, a
    subject with a ``gap`` stands for it, so that silence is never taken for an answer.
    """
    return tuple(_SUBJECTS[scope](card))


def _card(card: Card) -> Iterator[Subject]:
    yield Subject(models=tuple(card.models), datasets=tuple(card.datasets))


def _models(card: Card) -> Iterator[Subject]:
    for name in card.models:
        yield Subject(name, {"models": name}, models=(name,))


def _training_data(card: Card) -> Iterator[Subject]:
    users: dict[str, list[str]] = {}
    for name, model in card.models.items():
        for dataset in training_datasets(model):
            users.setdefault(dataset, []).append(name)
    for dataset, models in users.items():
        yield Subject(dataset, {"datasets": dataset}, models=tuple(models), datasets=(dataset,))
    for name, model in card.models.items():
        if not training_datasets(model):
            yield Subject(
                f"the training data of {name}",
                models=(name,),
                gap=("models", name, "training", "datasets"),
            )


def _evaluation_data(card: Card) -> Iterator[Subject]:
    seen: dict[str, list[str]] = {}
    for name, validation in card.validations.items():
        seen.setdefault(validation.dataset, []).append(name)
    for dataset, validations in seen.items():
        with_truth = [n for n in validations if card.validations[n].no_ground_truth is None]
        chosen = (with_truth or validations)[0]
        yield Subject(
            dataset,
            {"datasets": dataset},
            models=validated_models(card, card.validations[chosen]),
            datasets=(dataset,),
            validation=chosen,
        )
    yield from _no_validation(card)


def _data(card: Card) -> Iterator[Subject]:
    for dataset in card.datasets:
        trained = [name for name, m in card.models.items() if dataset in training_datasets(m)]
        yield Subject(
            dataset,
            {"datasets": dataset},
            models=tuple(trained) or tuple(card.models),
            datasets=(dataset,),
            validation=_with_truth_first(card, dataset),
        )
    if not card.datasets:
        yield Subject("the data", models=tuple(card.models), gap=("datasets",))


def _with_truth_first(card: Card, dataset: str) -> str | None:
    """Return the validation that names a data set, one with a ground truth before others."""
    naming = {name: v for name, v in card.validations.items() if v.dataset == dataset}
    with_truth = [name for name, v in naming.items() if v.no_ground_truth is None]
    return next(iter(with_truth or naming), None)


def _validations(card: Card) -> Iterator[Subject]:
    for name, validation in card.validations.items():
        yield Subject(
            name,
            {"validations": name, "datasets": validation.dataset},
            models=validated_models(card, validation),
            datasets=(validation.dataset,),
            validation=name,
        )
    yield from _no_validation(card)


def _validation_of_every_model(card: Card) -> Iterator[Subject]:
    yield from _validations(card)
    if card.validations:
        for name in unvalidated_models(card):
            yield Subject(name, models=(name,), gap=("validations",))


def _no_validation(card: Card) -> Iterator[Subject]:
    if not card.validations:
        yield Subject("a validation", models=tuple(card.models), gap=("validations",))


def _code(card: Card) -> Iterator[Subject]:
    for position, code in enumerate(card.code):
        yield Subject(code.url or f"code {position + 1}", {"code": position})
    if not card.code:
        yield Subject("custom code", gap=("code",))


_SUBJECTS: Mapping[Scope, Callable[[Card], Iterator[Subject]]] = MappingProxyType(
    {
        Scope.CARD: _card,
        Scope.MODEL: _models,
        Scope.TRAINING_DATA: _training_data,
        Scope.EVALUATION_DATA: _evaluation_data,
        Scope.DATA: _data,
        Scope.VALIDATION: _validations,
        Scope.MODEL_VALIDATION: _validation_of_every_model,
        Scope.CODE: _code,
    }
)
