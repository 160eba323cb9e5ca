"""Weights & Biases: the folder ``files`` of a run."""

import re
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from replicard.importers.making import model_fact
from replicard.importers.plain import json_object, number_of, yaml_object
from replicard.importers.settings import harvest_of
from replicard.importers.source import Content, Harvest, Head, Importer, unknown_keys
from replicard_schema.evidence import Fact, FactKind

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _is_config(head: Head) -> bool:
    has_marks = b"_wandb:" in head.start or b"wandb_version:" in head.start
    return head.name == "config.yaml" and has_marks


def _read_config(content: Content) -> Harvest:
    """Read settings, each of which stands under its name as ``value``."""
    values = yaml_object(content)
    settings = {
        key: entry["value"]
        for key, entry in values.items()
        if isinstance(entry, dict) and "value" in entry and key != "_wandb"
    }
    return harvest_of(settings)


def _is_metadata(head: Head) -> bool:
    return head.name == "wandb-metadata.json"


def _read_metadata(content: Content) -> Harvest:
    """Take the hardware and the day; user, host and paths are left where they are."""
    values = json_object(content)
    facts = tuple(_of_machine(values))
    return Harvest(facts, unknown_keys(values, ("gpu", "gpu_count", "gpu_nvidia", "startedAt")))


def _of_machine(values: Mapping[str, JsonValue]) -> Iterator[Fact]:
    kind = FactKind.OBSERVED
    count = number_of(values.get("gpu_count", 1)) or 1
    gpu = values.get("gpu")
    if isinstance(gpu, str):
        words = f"{count:g} × {gpu}" if count > 1 else gpu
        yield from model_fact("training.hardware", words, kind, "gpu")
    day = _DAY.match(str(values.get("startedAt") or ""))
    yield from model_fact("training.date", day[0] if day else None, kind, "startedAt")


def _is_summary(head: Head) -> bool:
    return head.name == "wandb-summary.json"


def _read_summary(content: Content) -> Harvest:
    values = json_object(content)
    runtime = values.get("_runtime")
    if runtime is None and isinstance(values.get("_wandb"), dict):
        inner = values["_wandb"]
        runtime = inner.get("runtime") if isinstance(inner, dict) else None
    seconds = number_of(runtime)
    duration = f"{seconds:.0f} s" if seconds else None
    facts = tuple(model_fact("training.duration", duration, FactKind.OBSERVED, "_runtime"))
    return Harvest(facts, unknown_keys(values, ("_runtime", "_wandb", "_step", "_timestamp")))


CONFIG = Importer(
    "Weights & Biases settings",
    _is_config,
    _read_config,
    takes="epochs, batch size, learning rate and other usual settings",
)
METADATA = Importer(
    "Weights & Biases metadata",
    _is_metadata,
    _read_metadata,
    takes="graphics card, day",
    trap="Host, user, paths and command line are left where they are.",
)
SUMMARY = Importer(
    "Weights & Biases summary",
    _is_summary,
    _read_summary,
    takes="duration",
)
