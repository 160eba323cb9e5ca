"""Settings of a training as scripts save them: Lightning's hparams.yaml, arguments in JSON.

Names differ from script to script. Those that usually mean one thing are taken for
it; settings that name no place of the card stand in the list of what was not used.
"""

import re
from collections.abc import Mapping

from pydantic import JsonValue

from replicard.importers.plain import json_object, yaml_object
from replicard.importers.source import (
    Content,
    Harvest,
    Head,
    Importer,
    Key,
    facts_of_keys,
    unknown_keys,
)

_HYPERPARAMETERS = "training.hyperparameters"
_EPOCHS = Key(f"{_HYPERPARAMETERS}.epochs")
_BATCH = Key(f"{_HYPERPARAMETERS}.batch_size")
_RATE = Key(f"{_HYPERPARAMETERS}.learning_rate")
_PATCH = Key(f"{_HYPERPARAMETERS}.patch_size")
_SEED = Key("training.seed")


def _text(value: JsonValue) -> JsonValue:
    return value if isinstance(value, str) else None


def _edges(value: JsonValue) -> JsonValue:
    """Make the edge lengths of a patch of one number or of several."""
    edges = value if isinstance(value, list) else [value]
    return [str(edge) for edge in edges] if all(isinstance(edge, int) for edge in edges) else None


_KEYS: Mapping[str, Key] = {
    **dict.fromkeys(("epochs", "num_epochs", "n_epochs", "max_epochs", "nb_epochs"), _EPOCHS),
    **dict.fromkeys(("batch_size", "train_batch_size", "batchsize"), _BATCH),
    **dict.fromkeys(("lr", "learning_rate", "initial_learning_rate", "base_lr"), _RATE),
    **dict.fromkeys(("patch_size", "imsize", "crop_size", "input_size"), Key(_PATCH.field, _edges)),
    **dict.fromkeys(("seed", "random_seed", "manual_seed"), _SEED),
    "steps_per_epoch": Key(f"{_HYPERPARAMETERS}.steps_per_epoch"),
    "optimizer": Key(f"{_HYPERPARAMETERS}.optimizer", _text),
    "loss": Key(f"{_HYPERPARAMETERS}.loss", _text),
    "criterion": Key(f"{_HYPERPARAMETERS}.loss", _text),
    **dict.fromkeys(("wd", "weight_decay"), Key(f"{_HYPERPARAMETERS}.weight_decay")),
    "momentum": Key(f"{_HYPERPARAMETERS}.momentum"),
    "dropout": Key(f"{_HYPERPARAMETERS}.dropout"),
    "num_residual_groups": Key(f"{_HYPERPARAMETERS}.residual_groups"),
    "num_residual_blocks": Key(f"{_HYPERPARAMETERS}.residual_blocks"),
    "num_channels": Key(f"{_HYPERPARAMETERS}.channels"),
    **dict.fromkeys(("arch", "net", "network", "backbone"), Key("architecture", _text)),
    "architecture": Key("architecture", _text),
}
_TELLING = re.compile(
    rb"""["'](?:epochs|num_epochs|n_epochs|max_epochs)["']\s*:\s*[0-9]|"""
    rb"""["'](?:lr|learning_rate|batch_size)["']\s*:\s*[0-9]"""
)


def _is_hparams(head: Head) -> bool:
    return head.name in {"hparams.yaml", "hparams.yml"}


def _read_hparams(content: Content) -> Harvest:
    return harvest_of(yaml_object(content))


def _is_arguments(head: Head) -> bool:
    """Recognise JSON with settings of a training, whatever script wrote it."""
    is_text = head.name.endswith((".json", ".txt"))
    return is_text and head.start.lstrip().startswith(b"{") and bool(_TELLING.search(head.start))


def _read_arguments(content: Content) -> Harvest:
    return harvest_of(json_object(content))


def harvest_of(values: Mapping[str, JsonValue]) -> Harvest:
    """Return what settings say whose names usually mean one thing."""
    facts = {fact.field: fact for fact in reversed(facts_of_keys(values, _KEYS))}
    taken = tuple(reversed(facts.values()))
    places = {fact.place for fact in taken}
    remarks = ("It holds what was asked for; whether the training ran to its end, a log tells.",)
    return Harvest(taken, unknown_keys(values, places), remarks)


HPARAMS = Importer(
    "Lightning settings",
    _is_hparams,
    _read_hparams,
    takes="epochs, batch size, learning rate and other usual settings",
    trap="Names differ from script to script; those that were not used are listed.",
)
ARGUMENTS = Importer(
    "settings of a training",
    _is_arguments,
    _read_arguments,
    takes="epochs, batch size, learning rate and other usual settings",
    trap="As above.",
)
