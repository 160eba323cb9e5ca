"""CAREamics: the configuration that a training saves."""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from replicard.importers.making import at, facts_at, listed, model_fact
from replicard.importers.plain import json_object, yaml_object
from replicard.importers.source import Content, Harvest, Head, Importer, unknown_keys
from replicard_schema.evidence import Fact, FactKind
from replicard_schema.vocabulary import Task

_ALGORITHMS = {
    "n2v": ("Noise2Void", Task.DENOISING, "self-supervised"),
    "n2n": ("Noise2Noise", Task.DENOISING, "self-supervised"),
    "care": ("CARE", Task.RESTORATION, "supervised"),
}
_HYPERPARAMETERS = "training.hyperparameters"
_FIELDS: dict[tuple[str, ...], str] = {
    ("algorithm_config", "loss"): f"{_HYPERPARAMETERS}.loss",
    ("algorithm_config", "optimizer", "name"): f"{_HYPERPARAMETERS}.optimizer",
    ("algorithm_config", "optimizer", "parameters", "lr"): f"{_HYPERPARAMETERS}.learning_rate",
    ("data_config", "batch_size"): f"{_HYPERPARAMETERS}.batch_size",
    ("data_config", "patch_size"): f"{_HYPERPARAMETERS}.patch_size",
    ("data_config", "patching", "patch_size"): f"{_HYPERPARAMETERS}.patch_size",
    ("data_config", "n_val_patches"): f"{_HYPERPARAMETERS}.validation_patches",
    ("algorithm_config", "lr_scheduler", "name"): f"{_HYPERPARAMETERS}.learning_rate_schedule",
    **{
        ("algorithm_config", "n2v_config", key): f"{_HYPERPARAMETERS}.{key}"
        for key in ("masked_pixel_percentage", "roi_size", "strategy")
    },
    ("training_config", "num_epochs"): f"{_HYPERPARAMETERS}.epochs",
    ("training_config", "trainer_params", "max_epochs"): f"{_HYPERPARAMETERS}.epochs",
}
_AUGMENTATIONS = {"XYFlip": "flip", "XYRandomRotate90": "rotation by multiples of 90 degrees"}


def _is_configuration(head: Head) -> bool:
    has_keys = b"algorithm_config" in head.start and b"data_config" in head.start
    return head.name.endswith((".yml", ".yaml", ".json")) and has_keys


def _read_configuration(content: Content) -> Harvest:
    is_json = content.head.name.endswith(".json")
    values = json_object(content) if is_json else yaml_object(content)
    facts = tuple(_facts(values))
    known = {"algorithm_config", "data_config", "training_config", "version", "experiment_name"}
    remarks = ("It holds what was asked for; whether the training ran to its end, a log tells.",)
    return Harvest(facts, unknown_keys(values, known), remarks)


def _facts(values: Mapping[str, JsonValue]) -> Iterator[Fact]:
    kind = FactKind.CONFIGURED
    place = "algorithm_config.algorithm"
    algorithm = _ALGORITHMS.get(str(at(values, "algorithm_config", "algorithm")))
    if algorithm is not None:
        name, task, strategy = algorithm
        is_second = at(values, "algorithm_config", "model", "n2v2") is True
        yield from model_fact("algorithm.name", "N2V2" if is_second else name, kind, place)
        yield from model_fact("task", task.value, kind, place)
        yield from model_fact("training.strategy", strategy, kind, place)
    yield from model_fact("architecture", _architecture(values), kind, "algorithm_config.model")
    yield from facts_at(values, _FIELDS, kind)
    names = [
        _AUGMENTATIONS[str(step["name"])]
        for key in ("transforms", "augmentations")
        for step in listed(at(values, "data_config", key))
        if isinstance(step, dict) and step.get("name") in _AUGMENTATIONS
    ]
    augmentation: list[JsonValue] = [{"name": name} for name in names]
    yield from model_fact("training.augmentation", augmentation, kind, "data_config.transforms")


def _architecture(values: Mapping[str, JsonValue]) -> str | None:
    model = at(values, "algorithm_config", "model")
    if not isinstance(model, dict):
        return None
    named = str(model.get("architecture") or "UNet")
    parts = [{"UNet": "U-Net"}.get(named, named)]
    for key, words in (
        ("conv_dims", "{}D"),
        ("depth", "depth {}"),
        ("num_channels_init", "{} filters in the first layer"),
    ):
        if isinstance(model.get(key), int):
            parts.append(words.format(model[key]))
    return ", ".join(parts)


CONFIGURATION = Importer(
    "CAREamics configuration",
    _is_configuration,
    _read_configuration,
    takes=(
        "algorithm, architecture, epochs, batch and patch size, learning rate, optimiser, "
        "augmentation"
    ),
    trap="Written before training.",
)
