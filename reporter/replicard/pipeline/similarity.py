"""Whether images that a model met resemble those it was trained on."""

from collections.abc import Iterator, Mapping
from typing import Literal

from replicard.pipeline.datasets import DatasetFiles
from replicard.pipeline.sources import Reader
from replicard.pipeline.tasks.facts import IMAGE_STATISTICS, OBJECT_STATISTICS
from replicard.pipeline.tasks.statistics import image_facts, label_facts
from replicard.similarity import compare_acquisition, compare_statistics, summarise
from replicard_schema.card import Card
from replicard_schema.evidence import DataStatistics, Similarity
from replicard_schema.quantities import micrometres
from replicard_schema.roles import FINDS_OBJECTS, training_datasets
from replicard_schema.sections.dataset import Dataset
from replicard_schema.vocabulary import LabelKind, Task

_Role = Literal["evaluation", "application"]
_Pair = tuple[str, str, str, _Role]


def dataset_statistics(
    card: Card, files: Mapping[str, DatasetFiles], *, reader: Reader
) -> dict[str, DataStatistics]:
    """Return what the images of each data set are like, for those with image files."""
    return {
        name: _statistics(card, name, found, reader)
        for name, found in files.items()
        if found.images
    }


def compare_with_training_data(
    card: Card, statistics: Mapping[str, DataStatistics]
) -> tuple[Similarity, ...]:
    """Compare the training data of each model with all other data that it met."""
    return tuple(_similarity(card, statistics, pair) for pair in dict.fromkeys(_pairs(card)))


def _pairs(card: Card) -> Iterator[_Pair]:
    """Yield model, training data set, other data set, and what the other is to the model."""
    for name, model in card.models.items():
        evaluated = [
            v.dataset
            for v in card.validations.values()
            if name in v.candidates or name in v.repeated_predictions
        ]
        applied = model.prediction.datasets if model.prediction is not None else ()
        others: list[tuple[str, _Role]] = [(dataset, "evaluation") for dataset in evaluated]
        others += [(dataset, "application") for dataset in applied]
        for training in training_datasets(model):
            for other, role in others:
                if other != training:
                    yield name, training, other, role


def _similarity(
    card: Card,
    statistics: Mapping[str, DataStatistics],
    pair: _Pair,
) -> Similarity:
    model, training, other, role = pair
    missing = [name for name in (training, other) if name not in statistics]
    return Similarity(
        model=model,
        training_dataset=training,
        other_dataset=other,
        role=role,
        acquisition=compare_acquisition(card.datasets[training], card.datasets[other]),
        files=() if missing else compare_statistics(statistics[training], statistics[other]),
        not_compared_because=f"the card names no image files of {' and '.join(missing)}"
        if missing
        else None,
    )


def _statistics(card: Card, name: str, files: DatasetFiles, reader: Reader) -> DataStatistics:
    dataset = card.datasets[name]
    stated = _stated_pixel_size(dataset)
    labels = [
        found
        for path in (files.targets if _may_hold_objects(card, name) else ())
        for found in [
            label_facts(reader.record(path), reader.computed(path, OBJECT_STATISTICS), stated)
        ]
        if found is not None
    ]
    is_by_class = not _tells_objects(card, name)
    if is_by_class and not all(one.is_mask or not one.count for f in labels for one in f.objects):
        labels = []
    return summarise(
        [
            image_facts(reader.record(path), reader.computed(path, IMAGE_STATISTICS), stated)
            for path in files.images
        ],
        labels,
    )


def _stated_pixel_size(dataset: Dataset) -> dict[str, float]:
    size = dataset.acquisition.pixel_size if dataset.acquisition is not None else None
    if size is None:
        return {}
    sizes = {"X": micrometres(size.x), "Y": micrometres(size.y)}
    return sizes if size.z is None else {**sizes, "Z": micrometres(size.z)}


def _may_hold_objects(card: Card, name: str) -> bool:
    """Say whether the ground truth of a data set can be a label image."""
    tasks = _tasks(card, name)
    return card.datasets[name].label_kind is not None or bool(
        tasks & (FINDS_OBJECTS | {Task.SEMANTIC_SEGMENTATION})
    )


def _tells_objects(card: Card, name: str) -> bool:
    """Say whether each number in the label images stands for an object."""
    kind = card.datasets[name].label_kind
    if kind is not None:
        return kind is LabelKind.INSTANCE
    return bool(_tasks(card, name) & FINDS_OBJECTS)


def _tasks(card: Card, name: str) -> frozenset[Task]:
    """Return the tasks of the models that a data set has to do with."""
    return frozenset(
        model.task
        for model_id, model in card.models.items()
        if name in training_datasets(model)
        or (model.prediction is not None and name in model.prediction.datasets)
        or any(
            v.dataset == name and (model_id in v.candidates or model_id in v.repeated_predictions)
            for v in card.validations.values()
        )
    )
