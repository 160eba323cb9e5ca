"""nnU-Net v2: what planning, data set description, debugging output and evaluation say.

The number of epochs stands in none of the plans: it belongs to the trainer, whose
default is 1000. The training log and ``debug.json`` tell which trainer ran.
"""

import re
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from replicard.importers.plain import json_object
from replicard.importers.source import Content, Harvest, Head, Importer, typed, unknown_keys
from replicard_schema.evidence import Fact, FactKind, FactSubject
from replicard_schema.vocabulary import Task

_CONFIGURED = FactKind.CONFIGURED
_HYPERPARAMETERS = "training.hyperparameters"
_EPOCHS_IN_NAME = re.compile(r"_(\d+)epochs?\b")
_PLAIN_TRAINER = "nnUNetTrainer"
_DEFAULTS = {
    "epochs": "1000",
    "steps_per_epoch": "250",
    "learning_rate": "0.01",
    "learning_rate_schedule": "polynomial decay",
    "optimizer": "SGD with Nesterov momentum 0.99",
    "weight_decay": "3e-5",
}
_FULL = ("3d_fullres", "2d", "3d_lowres")


def _is_plans(head: Head) -> bool:
    return head.name.endswith("plans.json") and b'"plans_name"' in head.start


def _read_plans(content: Content) -> Harvest:
    values = json_object(content)
    plans = values.get("configurations")
    configurations = plans if isinstance(plans, dict) else {}
    # A folder of results is named after trainer, plans and the configuration that was trained.
    order = (*(folder.rpartition("__")[2] for folder in content.head.folders[-1:]), *_FULL)
    name = next((n for n in order if n in configurations), next(iter(configurations), ""))
    chosen = configurations.get(name)
    facts = [
        _fact("algorithm.name", "nnU-Net", _CONFIGURED, "plans_name"),
        _fact("task", Task.SEMANTIC_SEGMENTATION.value, _CONFIGURED, "plans_name"),
    ]
    if isinstance(chosen, dict):
        facts += _of_configuration(chosen, f"configurations.{name}")
    facts += _of_trainer(content.head)
    remarks = [
        f"It plans for {', '.join(configurations)}; the values are those of {name}."
        if len(configurations) > 1
        else f"It plans for {name}."
    ]
    if any(fact.kind is FactKind.DEFAULT for fact in facts):
        remarks.append(
            "Epochs, learning rate, optimiser and weight decay are what nnUNetTrainer of nnU-Net "
            "v2 does unless its code was changed; the training log tells what was run."
        )
    known = {"plans_name", "configurations", "dataset_name"}
    return Harvest(tuple(facts), unknown_keys(values, known), tuple(remarks))


def _of_trainer(head: Head) -> Iterator[Fact]:
    """Tell what the trainer does, which the folder of results is named after.

    Plans of the second version name `plans_name`; its plain trainer has had these settings
    since the first release.
    """
    trainer = next((folder.split("__")[0] for folder in head.folders if "__" in folder), "")
    found = _EPOCHS_IN_NAME.search(trainer)
    if found:
        yield _fact(f"{_HYPERPARAMETERS}.epochs", found[1], _CONFIGURED, "folder")
    if trainer == _PLAIN_TRAINER:
        for name, value in _DEFAULTS.items():
            field = f"{_HYPERPARAMETERS}.{name}"
            yield _fact(field, value, FactKind.DEFAULT, "nnUNetTrainer of nnU-Net v2")


def _of_configuration(chosen: Mapping[str, JsonValue], place: str) -> Iterator[Fact]:
    fields = {
        "batch_size": f"{_HYPERPARAMETERS}.batch_size",
        "patch_size": f"{_HYPERPARAMETERS}.patch_size",
    }
    for key, field in fields.items():
        if chosen.get(key) is not None:
            yield _fact(field, chosen[key], _CONFIGURED, f"{place}.{key}")
    schemes = chosen.get("normalization_schemes")
    if isinstance(schemes, list) and schemes:
        steps: list[JsonValue] = [_in_words(scheme) for scheme in dict.fromkeys(map(str, schemes))]
        yield _fact("training.preprocessing", steps, _CONFIGURED, f"{place}.normalization_schemes")
    architecture = chosen.get("architecture")
    named = architecture.get("network_class_name") if isinstance(architecture, dict) else None
    network = named or chosen.get("UNet_class_name")
    if isinstance(network, str):
        words = f"{network.rpartition('.')[2]} as planned by nnU-Net"
        yield _fact("architecture", words, _CONFIGURED, f"{place}.UNet_class_name")


def _in_words(scheme: str) -> str:
    """Write a scheme as words.

    >>> _in_words("ZScoreNormalization"), _in_words("CTNormalization")
    ('z-score normalisation', 'CT normalisation')
    """
    plain = scheme.removesuffix("Normalization")
    known = {"ZScore": "z-score", "CT": "CT", "RescaleTo01": "rescaling to 0 to 1"}
    words = known.get(plain, plain)
    return words if words.startswith("rescaling") else f"{words} normalisation"


def _is_dataset(head: Head) -> bool:
    is_new = b'"channel_names"' in head.start or b'"file_ending"' in head.start
    return head.name == "dataset.json" and is_new and b'"labels"' in head.start


def _read_dataset(content: Content) -> Harvest:
    values = json_object(content)
    labels, channels = values.get("labels"), values.get("channel_names")
    facts = []
    if isinstance(labels, dict):
        classes: JsonValue = {
            str(number): str(name)
            for name, number in labels.items()
            if isinstance(number, int) and number
        }
        facts.append(_of_data("classes", classes, "labels"))
    if values.get("numTraining") is not None:
        facts.append(_of_data("image_count", values["numTraining"], "numTraining"))
    if isinstance(channels, dict):
        named: JsonValue = [{"name": str(name)} for name in channels.values()]
        facts.append(_of_data("acquisition.channels", named, "channel_names"))
    known = {"labels", "channel_names", "numTraining", "file_ending"}
    return Harvest(tuple(fact for fact in facts if fact.value), unknown_keys(values, known))


def _is_debug(head: Head) -> bool:
    return head.name == "debug.json" and b"nnUNet" in head.start


def _read_debug(content: Content) -> Harvest:
    values = json_object(content)
    keys = {
        "num_epochs": f"{_HYPERPARAMETERS}.epochs",
        "initial_lr": f"{_HYPERPARAMETERS}.learning_rate",
        "batch_size": f"{_HYPERPARAMETERS}.batch_size",
        "num_iterations_per_epoch": f"{_HYPERPARAMETERS}.steps_per_epoch",
        "weight_decay": f"{_HYPERPARAMETERS}.weight_decay",
        "gpu_name": "training.hardware",
        "torch_version": "training.libraries.torch",
    }
    facts = [
        _fact(field, str(values[key]), _CONFIGURED, key)
        for key, field in keys.items()
        if isinstance(values.get(key), str | int)
    ]
    trainer = str(values.get("my_init_kwargs", "")) + str(values.get("_best_ema", ""))
    found = _EPOCHS_IN_NAME.search(trainer)
    if found and "num_epochs" not in values:
        facts.append(_fact(f"{_HYPERPARAMETERS}.epochs", found[1], _CONFIGURED, "trainer"))
    facts.append(_fact("algorithm.name", "nnU-Net", FactKind.OBSERVED, "my_init_kwargs"))
    facts.append(
        _fact("task", Task.SEMANTIC_SEGMENTATION.value, FactKind.OBSERVED, "my_init_kwargs")
    )
    return Harvest(tuple(facts), unknown_keys(values, keys))


def _fact(field: str, value: JsonValue, kind: FactKind, place: str) -> Fact:
    return Fact(subject=FactSubject.MODEL, field=field, value=typed(value), kind=kind, place=place)


def _of_data(field: str, value: JsonValue, place: str) -> Fact:
    return Fact(
        subject=FactSubject.DATASET,
        field=field,
        value=typed(value),
        kind=FactKind.DESCRIBED,
        place=place,
    )


PLANS = Importer(
    "nnU-Net plans",
    _is_plans,
    _read_plans,
    takes=(
        "batch and patch size, normalisation, network; in a folder of results of nnUNetTrainer "
        "also its defaults"
    ),
    trap=(
        "It holds plans for several configurations; the full resolution in 3D, else 2D, is "
        "taken. The number of epochs stands in the trainer."
    ),
)
DATASET = Importer(
    "nnU-Net data set",
    _is_dataset,
    _read_dataset,
    takes="classes, number of images, channels",
)
DEBUG = Importer(
    "nnU-Net debugging output",
    _is_debug,
    _read_debug,
    takes="epochs, learning rate, graphics card, torch version",
)
