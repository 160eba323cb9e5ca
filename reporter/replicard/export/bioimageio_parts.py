"""How a model was trained and evaluated, in the words of bioimage.io."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from pydantic import JsonValue

from replicard.export.material import Material
from replicard.export.scores import Score, computed_scores
from replicard.export.writing import filled
from replicard_schema.sections.model import Training
from replicard_schema.vocabulary import MetricId

_Document: TypeAlias = dict[str, JsonValue]
_MAX_METRIC = 16
_SECONDS_PER_HOUR = 3600
_SHORT: Mapping[str, str] = {
    "panoptic quality": "PQ",
    "average precision": "AP",
    "boundary f-score": "boundary F",
    "symmetric best dice": "SBD",
}


def training_details(training: Training | None) -> _Document:
    """Return the settings that the format has names for, and others under their own."""
    if training is None:
        return {}
    settings = training.hyperparameters
    further = dict(settings.model_extra or {}) if settings else {}
    steps = [*training.preprocessing]
    if training.augmentation:
        steps.append(f"augmentation: {', '.join(step.name for step in training.augmentation)}")
    rate = settings.learning_rate if settings else None
    hours = training.duration.seconds / _SECONDS_PER_HOUR if training.duration else None
    return filled(
        {
            "training_preprocessing": "; ".join(steps),
            "training_epochs": settings.epochs if settings else None,
            "steps_per_epoch": settings.steps_per_epoch if settings else None,
            "patch_size": list(settings.patch_size) if settings else None,
            "training_batch_size": settings.batch_size if settings else None,
            "initial_learning_rate": float(rate) if rate is not None else None,
            "loss_function": settings.loss if settings else None,
            "optimizer": settings.optimizer if settings else None,
            "regularization": "; ".join(training.overfitting.measures)
            if training.overfitting
            else None,
            "training_duration": float(hours) if hours is not None else None,
            "datasets": list(training.datasets),
            "libraries": {key: value or "" for key, value in training.libraries.items()},
            "seed": training.seed,
            "date": training.date,
            "further_settings": {key: _plain(value) for key, value in further.items()},
        }
    )


def _plain(value: object) -> JsonValue:
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return value if isinstance(value, (int, float, bool)) or value is None else str(value)


def evaluations(material: Material, model: str) -> list[JsonValue]:
    """Return one evaluation for each validation in which a model was scored."""
    own = [score for score in computed_scores(material) if score.candidate == model]
    names = dict.fromkeys(score.validation for score in own)
    return [
        _evaluation(material, model, [score for score in own if score.validation == name])
        for name in names
    ]


def _evaluation(material: Material, model: str, scores: Sequence[Score]) -> JsonValue:
    dataset = scores[0].dataset
    validation = material.card.validations[scores[0].validation]
    results: list[JsonValue] = [[score.value] for score in scores]
    return filled(
        {
            "dataset_id": dataset,
            "dataset_source": _address(material, dataset),
            "dataset_role": _role(material, model, dataset),
            "sample_count": max(score.images for score in scores),
            "evaluation_factors": ["overall"],
            "evaluation_factors_long": ["all images of the data set"],
            "metrics": list(_short_names(scores)),
            "metrics_long": [f"{score.title} ({score.unit or 'no unit'})" for score in scores],
            "results": results,
            "results_summary": validation.failures,
        }
    )


def _address(material: Material, dataset: str) -> str | None:
    deposit = material.card.datasets[dataset].deposit
    if deposit is None:
        return None
    return f"https://doi.org/{deposit.doi}" if deposit.doi else deposit.url


def _role(material: Material, model: str, dataset: str) -> str:
    """Say what the images were to the training, as far as the card tells."""
    training = material.card.models[model].training
    if training is None or not training.datasets:
        return "unknown"
    if dataset in training.datasets:
        return "train"
    if training.validation is not None and training.validation.dataset == dataset:
        return "validation"
    apart = set(material.card.datasets[dataset].independent_of)
    return "test" if set(training.datasets) <= apart else "unknown"


def _short_names(scores: Sequence[Score]) -> Iterator[str]:
    """Yield names of at most 16 characters, no two of them the same."""
    given: set[str] = set()
    for score in scores:
        name = _short(score.metric, score.title)
        n = 2
        while name in given:
            name = f"{name[: _MAX_METRIC - 3].rstrip()} {n}"
            n += 1
        given.add(name)
        yield name


def _short(metric: MetricId, title: str) -> str:
    if len(title) <= _MAX_METRIC:
        return title
    threshold = title.partition(" at IoU ")[2]
    name = _SHORT.get(metric.value.replace("_", " "), metric.value)
    at = f" @{threshold}" if threshold else ""
    return f"{name[: _MAX_METRIC - len(at)]}{at}"[:_MAX_METRIC]
