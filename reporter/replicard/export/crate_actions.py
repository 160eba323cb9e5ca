"""What was run: training, prediction and evaluation as actions of a crate."""

from collections.abc import Iterable, Iterator

from pydantic import JsonValue

from replicard.export.crate_graph import Entity, fragment
from replicard.export.crate_things import Things
from replicard.export.material import whole_day
from replicard.export.scores import computed_scores
from replicard_schema.sections.model import Model
from replicard_schema.vocabulary import Provenance

_DONE = "http://schema.org/CompletedActionStatus"


def add_actions(things: Things) -> list[Entity]:
    """Add every action that the card or the evidence tells of, in the order of the work."""
    return [*_trainings(things), *_predictions(things), *_evaluations(things)]


def _trainings(things: Things) -> Iterator[Entity]:
    for name, model in things.material.own_models():
        if model.training is not None:
            yield _training(things, name, model)


def _training(things: Things, name: str, model: Model) -> Entity:
    training = model.training
    assert training is not None  # noqa: S101 - only called for models with one
    day = whole_day(training.date)
    words = (training.procedure, training.split)
    return things.graph.add(
        fragment("training", name),
        "CreateAction",
        name=f"Training of {model.name or name}",
        description=" ".join(text for text in words if text) or model.architecture,
        instrument=things.program(model.algorithm),
        object=[*(things.data(each) for each in training.datasets), *_settings(things, name)],
        result=things.model(name),
        agent=things.authors(),
        startTime=day,
        endTime=day,
        actionStatus=_DONE,
    )


def _settings(things: Things, name: str) -> Iterator[Entity]:
    """Yield each hyperparameter as a value with a name."""
    training = things.material.card.models[name].training
    settings = training.hyperparameters if training else None
    for key, value in settings.model_dump(exclude_defaults=True).items() if settings else ():
        text = " × ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
        yield things.graph.add(
            fragment("setting", name, key), "PropertyValue", name=key, value=text
        )


def _predictions(things: Things) -> Iterator[Entity]:
    card = things.material.card
    for name, model in card.models.items():
        data = model.prediction.datasets if model.prediction else ()
        made, used = _outputs(things, name), [*data, *_scored_data(things, name)]
        if not (model.prediction or made):
            continue
        tool = model.prediction.tool if model.prediction else None
        days = whole_day(model.used) if model.provenance is Provenance.THIRD_PARTY else None
        yield things.graph.add(
            fragment("prediction", name),
            "CreateAction",
            name=f"Prediction with {model.name or name}",
            description=model.prediction.used_for if model.prediction else None,
            instrument=things.program(tool or model.algorithm),
            object=[things.model(name), *(things.data(each) for each in dict.fromkeys(used))],
            result=made,
            agent=things.authors(),
            endTime=days,
            actionStatus=_DONE,
        )
    yield from _baselines(things)


def _baselines(things: Things) -> Iterator[Entity]:
    for name, baseline in things.material.card.baselines.items():
        made = _outputs(things, name)
        if baseline.software is not None and made:
            yield things.graph.add(
                fragment("baseline", name),
                "CreateAction",
                name=f"Running {baseline.name}",
                description=baseline.description,
                instrument=things.program(baseline.software),
                object=[things.data(each) for each in dict.fromkeys(_scored_data(things, name))],
                result=made,
                agent=things.authors(),
                actionStatus=_DONE,
            )


def _outputs(things: Things, candidate: str) -> list[JsonValue]:
    found = (things.predictions(name, candidate) for name in _validations_of(things, candidate))
    return [entity for entity in found if entity is not None]


def _scored_data(things: Things, candidate: str) -> Iterable[str]:
    validations = things.material.card.validations
    return [validations[name].dataset for name in _validations_of(things, candidate)]


def _validations_of(things: Things, candidate: str) -> Iterator[str]:
    for name, validation in things.material.card.validations.items():
        if candidate in validation.candidates:
            yield name


def _evaluations(things: Things) -> Iterator[Entity]:
    evidence = things.material.evidence
    for name, found in evidence.validations.items() if evidence else ():
        if evidence is None or not found.candidates:
            continue
        validation = things.material.card.validations[name]
        made = (things.predictions(name, candidate) for candidate in validation.candidates)
        file = things.evidence_file()
        yield things.graph.add(
            fragment("evaluation", name),
            "CreateAction",
            name=f"Evaluation {name}",
            description=validation.procedure,
            instrument=things.replicard(evidence.replicard_version),
            object=[things.data(found.dataset), *(each for each in made if each is not None)],
            result=[*([file] if file else []), *_scores(things, name)],
            agent=things.authors(),
            endTime=evidence.date,
            actionStatus=_DONE,
        )


def _scores(things: Things, validation: str) -> Iterator[Entity]:
    for score in computed_scores(things.material):
        if score.validation == validation:
            yield things.graph.add(
                fragment("score", validation, score.candidate, score.title),
                "PropertyValue",
                name=f"{score.title}, {score.candidate_name}",
                value=score.value,
                unitText=score.unit,
            )
