"""Model folders of CSBDeep and its family: CARE, Noise2Void, StarDist.

``config.json`` is written when a model is created and holds what was asked for, not
what was done: a training that was stopped leaves the same file.
"""

from collections.abc import Mapping

from pydantic import JsonValue

from replicard.importers.plain import json_object
from replicard.importers.source import (
    Content,
    Harvest,
    Head,
    Importer,
    Key,
    facts_of_keys,
    typed,
    unknown_keys,
)
from replicard_schema.evidence import Fact, FactKind, FactSubject
from replicard_schema.vocabulary import Task

_HYPERPARAMETERS = "training.hyperparameters"


def _own(name: str) -> Key:
    """Keep a setting under the name that the tool gives it."""
    return Key(f"{_HYPERPARAMETERS}.{name}")


_KEYS: Mapping[str, Key] = {
    "train_epochs": Key(f"{_HYPERPARAMETERS}.epochs"),
    "train_steps_per_epoch": Key(f"{_HYPERPARAMETERS}.steps_per_epoch"),
    "train_batch_size": Key(f"{_HYPERPARAMETERS}.batch_size"),
    "train_patch_size": Key(f"{_HYPERPARAMETERS}.patch_size"),
    "n2v_patch_shape": Key(f"{_HYPERPARAMETERS}.patch_size"),
    "train_learning_rate": Key(f"{_HYPERPARAMETERS}.learning_rate"),
    "train_loss": Key(f"{_HYPERPARAMETERS}.loss"),
    "train_dist_loss": Key(f"{_HYPERPARAMETERS}.loss"),
    "train_loss_weights": _own("loss_weights"),
    "train_reduce_lr": _own("reduce_learning_rate"),
    "train_foreground_only": _own("foreground_only"),
    "train_background_reg": _own("background_regularisation"),
    "n2v_perc_pix": _own("masked_pixels_percent"),
    "n2v_manipulator": _own("pixel_manipulator"),
    "n2v_neighborhood_radius": _own("neighbourhood_radius"),
    "structN2Vmask": _own("structn2v_mask"),
}
_ARCHITECTURE = (
    "n_dim",
    "n_rays",
    "grid",
    "unet_n_depth",
    "unet_kern_size",
    "unet_kernel_size",
    "unet_n_first",
    "unet_n_filter_base",
    "unet_residual",
    "backbone",
    "n_channel_in",
    "n_channel_out",
    "probabilistic",
    "axes",
)


def _is_config(head: Head) -> bool:
    return (
        head.name == "config.json"
        and b'"n_dim"' in head.start
        and (b'"train_' in head.start or b'"unet_' in head.start or b'"n_rays"' in head.start)
    )


def _read_config(content: Content) -> Harvest:
    values = json_object(content)
    facts = (*_identity(values), *facts_of_keys(values, _KEYS), *_architecture(values))
    known = {*_KEYS, *_ARCHITECTURE}
    remarks = ("It holds what was asked for; whether the training ran to its end, a log tells.",)
    return Harvest(facts, unknown_keys(values, known), remarks)


def _identity(values: Mapping[str, JsonValue]) -> tuple[Fact, ...]:
    """Tell the member of the family by the keys that only it has."""
    if "n_rays" in values:
        place, name, task = "n_rays", "StarDist", Task.INSTANCE_SEGMENTATION
    elif any(key.startswith("n2v_") for key in values):
        place, name, task = "n2v_perc_pix", "Noise2Void", Task.DENOISING
    else:
        place, name, task = "n_dim", "CARE", Task.RESTORATION
    return (_fact("algorithm.name", name, place), _fact("task", task.value, place))


def _architecture(values: Mapping[str, JsonValue]) -> tuple[Fact, ...]:
    parts = ["U-Net"] if values.get("backbone", "unet") == "unet" else [str(values["backbone"])]
    depth = values.get("unet_n_depth")
    filters = values.get("unet_n_first", values.get("unet_n_filter_base"))
    for number, words in (
        (values.get("n_dim"), "{}D"),
        (depth, "depth {}"),
        (filters, "{} filters in the first layer"),
        (values.get("n_rays"), "{} rays"),
    ):
        if isinstance(number, int | str):
            parts.append(words.format(number))
    place = "unet_n_depth" if depth is not None else "n_dim"
    return (_fact("architecture", ", ".join(parts), place),)


def _is_thresholds(head: Head) -> bool:
    return head.name == "thresholds.json" and b'"prob"' in head.start and b'"nms"' in head.start


def _read_thresholds(content: Content) -> Harvest:
    values = json_object(content)
    keys = {
        "prob": Key("prediction.parameters.probability_threshold"),
        "nms": Key("prediction.parameters.nms_threshold"),
    }
    remarks = (
        "StarDist optimised the thresholds on its validation data; a prediction may use others.",
    )
    return Harvest(facts_of_keys(values, keys), unknown_keys(values, keys), remarks)


def _fact(field: str, value: str, place: str) -> Fact:
    return Fact(
        subject=FactSubject.MODEL,
        field=field,
        value=typed(value),
        kind=FactKind.CONFIGURED,
        place=place,
    )


CONFIGURATION = Importer(
    "CSBDeep configuration",
    _is_config,
    _read_config,
    takes="algorithm, task, architecture, epochs, steps, batch and patch size, learning rate, loss",
    trap=(
        "Written before training: it says what was asked for. `train_epochs` stays the same"
        " if training was stopped."
    ),
)
THRESHOLDS = Importer(
    "StarDist thresholds",
    _is_thresholds,
    _read_thresholds,
    takes="probability and NMS threshold",
    trap="Optimised on the validation data; the prediction may have used others.",
)
