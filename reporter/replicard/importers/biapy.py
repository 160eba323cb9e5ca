"""BiaPy: the configuration of a workflow."""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from replicard.importers.making import at, facts_at, listed, model_fact
from replicard.importers.plain import yaml_object
from replicard.importers.source import Content, Harvest, Head, Importer, unknown_keys
from replicard_schema.evidence import Fact, FactKind
from replicard_schema.vocabulary import Task

_TASKS = {
    "SEMANTIC_SEG": Task.SEMANTIC_SEGMENTATION,
    "INSTANCE_SEG": Task.INSTANCE_SEGMENTATION,
    "DETECTION": Task.OBJECT_DETECTION,
    "DENOISING": Task.DENOISING,
    "SUPER_RESOLUTION": Task.SUPER_RESOLUTION,
    "CLASSIFICATION": Task.CLASSIFICATION,
    "IMAGE_TO_IMAGE": Task.TRANSLATION,
}
_HYPERPARAMETERS = "training.hyperparameters"
_FIELDS = {
    ("TRAIN", "EPOCHS"): f"{_HYPERPARAMETERS}.epochs",
    ("TRAIN", "BATCH_SIZE"): f"{_HYPERPARAMETERS}.batch_size",
    ("TRAIN", "LR"): f"{_HYPERPARAMETERS}.learning_rate",
    ("TRAIN", "OPTIMIZER"): f"{_HYPERPARAMETERS}.optimizer",
    ("TRAIN", "PATIENCE"): f"{_HYPERPARAMETERS}.patience",
    ("TRAIN", "LR_SCHEDULER", "NAME"): f"{_HYPERPARAMETERS}.learning_rate_schedule",
    ("LOSS", "TYPE"): f"{_HYPERPARAMETERS}.loss",
    ("SYSTEM", "SEED"): "training.seed",
    ("DATA", "VAL", "SPLIT_TRAIN"): "training.validation.fraction",
}
_AUGMENTATIONS = {
    "RANDOM_ROT": "rotation",
    "ROT90": "rotation by multiples of 90 degrees",
    "VFLIP": "vertical flip",
    "HFLIP": "horizontal flip",
    "ZFLIP": "flip along z",
    "ELASTIC": "elastic deformation",
    "G_BLUR": "Gaussian blur",
    "GAMMA_CONTRAST": "gamma contrast",
    "BRIGHTNESS": "brightness",
    "CONTRAST": "contrast",
    "ZOOM": "zoom",
    "SHIFT": "shift",
    "CUTOUT": "cutout",
}
_KNOWN = frozenset({"PROBLEM", "TRAIN", "LOSS", "SYSTEM", "DATA", "AUGMENTOR", "MODEL"})


def _is_configuration(head: Head) -> bool:
    has_keys = b"PROBLEM:" in head.start and b"DATA:" in head.start
    return head.name.endswith((".yml", ".yaml")) and has_keys


def _read_configuration(content: Content) -> Harvest:
    values = yaml_object(content)
    remarks = ("It holds what was asked for; whether the training ran to its end, a log tells.",)
    return Harvest(tuple(_facts(values)), unknown_keys(values, _KNOWN), remarks)


def _facts(values: Mapping[str, JsonValue]) -> Iterator[Fact]:
    kind = FactKind.CONFIGURED
    task = _TASKS.get(str(at(values, "PROBLEM", "TYPE")))
    yield from model_fact("task", task.value if task else None, kind, "PROBLEM.TYPE")
    network = at(values, "MODEL", "ARCHITECTURE")
    dimensions = at(values, "PROBLEM", "NDIM")
    words = f"{network}, {dimensions}" if network and dimensions else network
    yield from model_fact("algorithm.name", network, kind, "MODEL.ARCHITECTURE")
    yield from model_fact("architecture", words, kind, "MODEL.ARCHITECTURE")
    yield from model_fact("prediction.tool.name", "BiaPy", kind, "PROBLEM")
    yield from model_fact(f"{_HYPERPARAMETERS}.patch_size", _patch(values), kind, "DATA.PATCH_SIZE")
    yield from facts_at(values, _FIELDS, kind)
    yield from model_fact("training.augmentation", _augmentation(values), kind, "AUGMENTOR")


def _patch(values: Mapping[str, JsonValue]) -> JsonValue:
    """Return the edges of a patch; the last number of BiaPy's is that of the channels."""
    given = at(values, "DATA", "PATCH_SIZE")
    if isinstance(given, str):
        edges = [part.strip() for part in given.strip("()[] ").split(",") if part.strip()]
    else:
        edges = [str(edge) for edge in listed(given)]
    found: list[JsonValue] = list(edges[:-1])
    return found if all(edge.isdecimal() for edge in edges) else None


def _augmentation(values: Mapping[str, JsonValue]) -> list[JsonValue]:
    if at(values, "AUGMENTOR", "ENABLE") is not True:
        return []
    return [
        {"name": words}
        for key, words in _AUGMENTATIONS.items()
        if at(values, "AUGMENTOR", key) is True
    ]


CONFIGURATION = Importer(
    "BiaPy configuration",
    _is_configuration,
    _read_configuration,
    takes=(
        "task, network, epochs, batch and patch size, learning rate, optimiser, loss, "
        "augmentation, held-out share, seed"
    ),
    trap="Keys that are missing have BiaPy's defaults, which the file does not tell.",
)
