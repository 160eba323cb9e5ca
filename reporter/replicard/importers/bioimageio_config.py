"""Training and limits that newer model descriptions give below ``config.bioimageio``."""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from replicard.importers.making import facts_at
from replicard_schema.evidence import Fact, FactKind

_AT = ("config", "bioimageio")
_TRAINING = (*_AT, "training")
_SETTINGS = "training.hyperparameters"
_FIELDS: Mapping[tuple[str, ...], str] = {
    (*_AT, "architecture_description"): "architecture",
    (*_AT, "model_parameter_count"): "parameters_count",
    (*_AT, "bias_risks_limitations", "limitations"): "limitations",
    (*_AT, "inference_time"): "prediction.runtime",
    (*_AT, "memory_requirements_training"): "training.memory",
    (*_AT, "environmental_impact", "hardware_type"): "training.hardware",
    (*_TRAINING, "training_epochs"): f"{_SETTINGS}.epochs",
    (*_TRAINING, "training_batch_size"): f"{_SETTINGS}.batch_size",
    (*_TRAINING, "initial_learning_rate"): f"{_SETTINGS}.learning_rate",
    (*_TRAINING, "loss_function"): f"{_SETTINGS}.loss",
    (*_TRAINING, "optimizer"): f"{_SETTINGS}.optimizer",
}


def config_facts(values: Mapping[str, JsonValue]) -> Iterator[Fact]:
    """Yield what stands there, as somebody described it."""
    yield from facts_at(values, _FIELDS, FactKind.DESCRIBED)
