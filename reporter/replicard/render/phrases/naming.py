"""What data sets and models are called.

Names are short where they can be: *the training data set* if there is one, otherwise by
the id in the card.
"""

from collections.abc import Iterable, Mapping, Sequence

from replicard.render.english import listed
from replicard.render.facts import Fact
from replicard.render.phrases.subjects import Subject, Subjects
from replicard_schema.card import Card

TRAINING, HELD_OUT, EVALUATION, PREDICTION = range(4)
_ROLES = {TRAINING: "training", HELD_OUT: "held-out", EVALUATION: "evaluation"}


def data_sets(card: Card, stated: Fact, found: Fact | None) -> Subjects:
    """Return the data sets in the order of the work: training first, then evaluation."""
    roles = _roles(card)
    ordered = sorted(card.datasets, key=lambda name: min(roles[name], default=PREDICTION + 1))
    stems = _data_set_stems(ordered, roles)
    return Subjects(
        tuple(
            Subject(
                name,
                "data set",
                stems[name] or str(Fact(name, stated.datasets[name].places)),
                _data_set_title(name, stems[name], alone=len(ordered) == 1),
                stated.datasets[name],
                None if found is None else _entry(found.datasets, name),
                is_alone=len(ordered) == 1,
                is_evaluated=EVALUATION in roles[name],
            )
            for name in ordered
        )
    )


def models(card: Card, stated: Fact, found: Fact | None) -> Subjects:
    """Return the models in the order of the card."""
    return Subjects(
        tuple(
            Subject(
                name,
                "model",
                str(label_of(stated.models[name], name)),
                card.models[name].name or f"Model {name}",
                stated.models[name],
                None if found is None else _entry(found.models, name),
                is_alone=len(card.models) == 1,
            )
            for name in card.models
        )
    )


def label_of(fact: Fact, name: str) -> Fact:
    """Return the name that a model or baseline has in texts: its own, or its id."""
    own: Fact | None = fact.name
    return own if own is not None else Fact(name, fact.places)


def _entry(table: Fact, name: str) -> Fact | None:
    return table[name] if name in table.plain else None


def _roles(card: Card) -> dict[str, set[int]]:
    roles: dict[str, set[int]] = {name: set() for name in card.datasets}
    for model in card.models.values():
        if model.training is not None:
            _play(roles, model.training.datasets, TRAINING)
            if model.training.validation is not None and model.training.validation.dataset:
                _play(roles, [model.training.validation.dataset], HELD_OUT)
        if model.prediction is not None:
            _play(roles, model.prediction.datasets, PREDICTION)
    for validation in card.validations.values():
        if validation.candidates or validation.stated_scores:
            _play(roles, [validation.dataset], EVALUATION)
    return roles


def _play(roles: Mapping[str, set[int]], names: Iterable[str], role: int) -> None:
    for name in names:
        roles[name].add(role)


def _data_set_stems(names: Sequence[str], roles: Mapping[str, set[int]]) -> dict[str, str]:
    """Name each data set by its role where no other has it; otherwise by an empty text."""
    stems = {}
    for name in names:
        named = [_ROLES[role] for role in sorted(roles[name]) if role in _ROLES]
        rivals = [other for other in names if other != name and roles[other] & roles[name]]
        stems[name] = "" if rivals else listed(named)
    return stems


def _data_set_title(name: str, stem: str, *, alone: bool) -> str:
    if not stem:
        return f"Data set {name}"
    title = f"{stem} data set".capitalize()
    return title if alone or name.lower() in stem else f"{title} ({name})"
