"""Cellpose: its log, and the segmentations that its graphical interface saves.

``*_seg.npy`` is a pickled dictionary, which `replicard.importers.pickles` reads without
running anything of it.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from pydantic import JsonValue

from replicard.importers.pickles import PickledArray, load
from replicard.importers.plain import text_of
from replicard.importers.source import (
    Content,
    Harvest,
    Head,
    Importer,
    UnreadableSourceError,
    typed,
    unknown_keys,
)
from replicard_schema.evidence import Fact, FactKind, FactSubject
from replicard_schema.vocabulary import Task

_LINE = re.compile(r"(?m)^(?P<day>\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d,\d{3} \[\w+\] (?P<text>.*)$")
_SIZES = re.compile(r"n_epochs=(\d+)(?:, n_train=(\d+))?(?:, n_test=(\d+))?")
_OPTIMISER = re.compile(
    r"(SGD|AdamW|RAdam|Adam), learning_rate=([\d.e-]+)(?:, weight_decay=([\d.e-]+))?"
)
_EPOCH = re.compile(r"(\d+), train_loss=[\d.e+-]+.*?time ([\d.]+)s")
_NO_WEIGHTS = "no model weights loaded"
_MODEL = re.compile(r">> ?([A-Za-z0-9][\w.-]{0,60}) ?<< model set to be used")
_MOMENTUM = re.compile(r"momentum=([\d.]+)")
_CHANNELS = re.compile(r"using channels \[(\d+), (\d+)\]")
_CONFIGURED, _OBSERVED = FactKind.CONFIGURED, FactKind.OBSERVED
_HYPERPARAMETERS = "training.hyperparameters"
_MAX_SEG = 256 << 20
_NPY = b"\x93NUMPY"


def _is_log(head: Head) -> bool:
    is_text = head.name.endswith((".log", ".txt"))
    marks = (
        b">>> using GPU",
        b">>>> using",
        b"cellpose",
        b"computing flows",
        b"computing diameters",
    )
    return is_text and b"[INFO]" in head.start and any(mark in head.start for mark in marks)


def _read_log(content: Content) -> Harvest:
    lines = [(found["day"], found["text"]) for found in _LINE.finditer(text_of(content))]
    if not lines:
        raise UnreadableSourceError("holds no line of Cellpose's log")
    texts = "\n".join(text for _, text in lines)
    return Harvest(tuple(_log_facts(lines[0][0], texts)), (), tuple(_log_remarks(texts)))


def _log_facts(day: str, texts: str) -> Iterator[Fact]:
    yield _fact("algorithm.name", "Cellpose", _OBSERVED, "first line")
    yield _fact("task", Task.INSTANCE_SEGMENTATION.value, _OBSERVED, "first line")
    sizes, optimiser = _SIZES.search(texts), _OPTIMISER.search(texts)
    epochs = _EPOCH.findall(texts)
    if sizes is not None:
        yield _fact(f"{_HYPERPARAMETERS}.epochs", sizes[1], _CONFIGURED, "n_epochs")
        yield _fact("training.date", day, _OBSERVED, "first line")
    if optimiser is not None:
        yield _fact(f"{_HYPERPARAMETERS}.optimizer", optimiser[1], _CONFIGURED, "learning_rate")
        yield _fact(f"{_HYPERPARAMETERS}.learning_rate", optimiser[2], _CONFIGURED, "learning_rate")
        if optimiser[3]:
            decay = _fact(
                f"{_HYPERPARAMETERS}.weight_decay", optimiser[3], _CONFIGURED, "weight_decay"
            )
            yield decay
    yield from _start(texts, is_training=sizes is not None)
    if epochs:
        yield _fact("training.duration", f"{float(epochs[-1][1]):.0f} s", _OBSERVED, "time")


def _start(texts: str, *, is_training: bool) -> Iterator[Fact]:
    """Tell the weights that a training began with, or that a prediction used."""
    where = "training.initial_weights"
    named = _MODEL.search(texts)
    momentum, channels = _MOMENTUM.search(texts), _CHANNELS.search(texts)
    if is_training and _NO_WEIGHTS in texts:
        yield _fact(f"{where}.kind", "random", _OBSERVED, _NO_WEIGHTS)
    if is_training and named:
        yield _fact(f"{where}.kind", "pretrained", _OBSERVED, "model set to be used")
        yield _fact(f"{where}.model", named[1], _OBSERVED, "model set to be used")
    if not is_training and named:
        yield _fact("name", named[1], _OBSERVED, "model set to be used")
    if is_training and momentum:
        yield _fact(f"{_HYPERPARAMETERS}.momentum", momentum[1], _CONFIGURED, "momentum")
    if is_training and channels:
        numbers: list[JsonValue] = [channels[1], channels[2]]
        yield _fact(f"{_HYPERPARAMETERS}.channels", numbers, _CONFIGURED, "using channels")


def _log_remarks(texts: str) -> Iterator[str]:
    sizes = _SIZES.search(texts)
    epochs = _EPOCH.findall(texts)
    if sizes is None:
        yield "It tells of predictions and of no training."
        return
    if sizes[2]:
        test = f" and {sizes[3]} test images" if sizes[3] else ""
        yield f"The training ran on {sizes[2]} images{test}."
    if epochs:
        yield (
            f"The last epoch that it logs is number {epochs[-1][0]}, counted from 0, of "
            f"{sizes[1]}; Cellpose logs only some epochs."
        )


def _is_segmentation(head: Head) -> bool:
    return head.name.endswith("_seg.npy") and head.start.startswith(_NPY)


def _read_segmentation(content: Content) -> Harvest:
    values = _unpickled(content.data)
    keys = {
        "est_diam": "diameter",
        "diameter": "diameter",
        "flow_threshold": "flow_threshold",
        "cellprob_threshold": "cellprob_threshold",
        "chan_choose": "channels",
    }
    facts = [
        _fact(f"prediction.parameters.{name}", plain, _OBSERVED, key)
        for key, name in keys.items()
        if (plain := _plain(values.get(key))) is not None
    ]
    facts += [
        _fact("algorithm.name", "Cellpose", _OBSERVED, "masks"),
        _fact("task", Task.INSTANCE_SEGMENTATION.value, _OBSERVED, "masks"),
    ]
    known = {*keys, "masks", "outlines", "flows", "filename", "img", "colors", "manual_changes"}
    by_hand = values.get("ismanual")
    n = sum(map(bool, by_hand.values())) if isinstance(by_hand, PickledArray) else 0
    remarks = (f"{n} of its outlines were drawn by hand.",) if n else ()
    return Harvest(tuple(facts), unknown_keys(values, {*known, "ismanual"}), remarks)


def _unpickled(data: bytes) -> Mapping[str, Any]:
    stream = io.BytesIO(data)
    try:
        is_pickled = _has_object(stream)
        found = load(stream) if is_pickled else None
        entries = found.values() if isinstance(found, PickledArray) else ()
        value = entries[0] if entries else None
    except UnreadableSourceError:
        raise
    except Exception as error:  # a damaged pickle raises every kind of error
        raise UnreadableSourceError("is a damaged file of Cellpose") from error
    if not isinstance(value, dict):
        raise UnreadableSourceError("holds something else than a segmentation of Cellpose")
    return {str(key): entry for key, entry in value.items()}


def _has_object(stream: io.BytesIO) -> bool:
    """Read the header of an NPY file; say whether one pickled object follows."""
    version = np.lib.format.read_magic(stream)
    is_first = version == (1, 0)
    read = np.lib.format.read_array_header_1_0 if is_first else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(stream)
    return bool(dtype.hasobject) and shape in {(), (1,)}


def _plain(value: Any) -> JsonValue:  # noqa: ANN401 - what a pickle holds
    if isinstance(value, PickledArray):
        found = value.values()
        value = found[0] if len(found) == 1 else found
    if isinstance(value, bool | int | float | str):
        return f"{value:.6g}" if isinstance(value, float) else typed(value)
    is_setting = isinstance(value, list) and len(value) <= 4  # noqa: PLR2004 - one per axis or channel
    if is_setting and value and all(isinstance(entry, int | float) for entry in value):
        return [str(entry) for entry in value]
    return None


def _fact(field: str, value: JsonValue, kind: FactKind, place: str) -> Fact:
    return Fact(subject=FactSubject.MODEL, field=field, value=typed(value), kind=kind, place=place)


LOG = Importer(
    "Cellpose log",
    _is_log,
    _read_log,
    max_bytes=64 << 20,
    takes=(
        "epochs asked for, learning rate, optimiser, channels, weights at the start or name of the "
        "model used, day, duration"
    ),
    trap="Only some epochs are logged, so the last one in it is not the last that ran.",
)
SEGMENTATION = Importer(
    "Cellpose segmentation",
    _is_segmentation,
    _read_segmentation,
    max_bytes=_MAX_SEG,
    most_in_folder=5,
    takes="diameter, thresholds, channels",
    trap=(
        "A pickle: only arrays, numbers and texts are made of it. Outlines drawn by hand "
        "are counted."
    ),
)
