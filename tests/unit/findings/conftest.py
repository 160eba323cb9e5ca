"""A small card without any finding, which a test changes field by field."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from replicard.findings import all_findings
from replicard.loading.positions import parts
from replicard_schema import Card, Evidence
from replicard_schema.findings import Finding

_CLEAN = {
    "card_version": "1.0",
    "study": {"title": "Nuclei", "authors": [{"name": "Given Family"}]},
    "datasets": {
        "train": {
            "images": "train/*.tif",
            "deposit": {"repository": "Zenodo", "license": "CC-BY-4.0"},
        },
        "test": {"images": "test/*.tif", "targets": "masks/*.tif"},
    },
    "models": {
        "unet": {
            "task": "instance segmentation",
            "algorithm": {"name": "StarDist", "version": "0.8.3"},
            "provenance": "trained",
            "training": {"datasets": ["train"]},
            "cautions": {"agreed": ["own-test-set"]},
        }
    },
    "validations": {
        "nuclei": {
            "dataset": "test",
            "candidates": {"unet": "results/*.tif"},
            "acceptance": [
                {"metric": "f1", "at": 0.5, "at_least": 0.8, "because": "Counts are compared."}
            ],
        }
    },
}
_FILE = {"path": "card.yaml", "sha256": "0" * 64, "bytes": 1}
_EVIDENCE = {
    "replicard_version": "0.1.0",
    "date": "2026-01-01",
    "card": _FILE,
    "environment": {
        "python": "3.11",
        "implementation": "CPython",
        "os": "Linux",
        "machine": "x86_64",
        "cpu": "CPU",
        "cpu_count": 2,
        "memory_bytes": 1,
        "gpus": [],
        "packages": {},
    },
    "repository": {"unavailable_because": "there is none"},
}
_NAMES = {"f1": "F1", "iou": "IoU", "psnr": "PSNR", "precision": "Precision", "tp": "Found"}
_TEXTS = ("definition", "formula", "range", "undefined_when", "empty_rule", "aggregation")


@pytest.fixture
def find() -> Callable[..., list[Finding]]:
    """Return a function that lists the findings of the clean card after changes.

    Evidence is given by its parts; without any, nothing was computed.
    """

    def findings(
        changes: Mapping[str, object] | None = None, code: str | None = None, **evidence: object
    ) -> list[Finding]:
        document: dict[str, Any] = copy.deepcopy(_CLEAN)
        for path, value in (changes or {}).items():
            _change(document, path, value)
        found = Evidence.model_validate({**_EVIDENCE, **evidence}) if evidence else None
        listed = all_findings(Card.model_validate(document), found)
        return [finding for finding in listed if code in {None, finding.code}]

    return findings


@pytest.fixture
def validated() -> Callable[..., dict[str, object]]:
    """Return a function that makes evidence with scores of the validation."""

    def make(
        scores: Mapping[str, list[dict[str, object]]] | None = None, **changes: object
    ) -> dict[str, object]:
        candidates = {
            name: {"kind": "raw input" if name == "raw input" else "model", "results": results}
            for name, results in (scores or {}).items()
        }
        validation = {
            "dataset": "test",
            "inputs_sha256": "0" * 64,
            "n_images": 20,
            "candidates": candidates,
            **changes,
        }
        return {"validations": {"nuclei": validation}, "passports": _passports()}

    return make


@pytest.fixture
def score() -> Callable[..., dict[str, object]]:
    """Return a function that makes a result over twenty images."""

    def make(metric: str, mean: float, **parameters: object) -> dict[str, object]:
        summary = {"n": 20, "n_undefined": 0, "mean": mean}
        return {"metric": metric, "parameters": parameters, "per_image": [], "summary": summary}

    return make


def _passports() -> dict[str, dict[str, str]]:
    return {
        metric: {
            "id": metric,
            "name": name,
            "direction": "neither" if metric == "tp" else "higher is better",
            "library": "replicard",
            "reference": "doi:10.1000/1",
            **dict.fromkeys(_TEXTS, "see there"),
        }
        for metric, name in _NAMES.items()
    }


def _change(document: dict[str, Any], path: str, value: object) -> None:
    node: Any = document
    *way, last = parts(path)
    for part in way:
        node = node.setdefault(part, {})
    if value is None:
        del node[last]
    else:
        node[last] = copy.deepcopy(value)
