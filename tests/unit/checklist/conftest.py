"""A small study whose card and evidence a test changes field by field."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from replicard.checklist import answer_checklist, load_checklist, open_questions
from replicard.loading.positions import parts
from replicard_schema import Card, Evidence
from replicard_schema.report import ChecklistResult, ItemResult, OpenQuestion

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "checklist"


@dataclass(frozen=True)
class Study:
    """A card, and what was computed for it."""

    card: Card
    evidence: Evidence | None

    def item(self, name: str) -> ItemResult:
        """Return the answer to one item of the checklist."""
        return {item.id: item for item in self.result().items}[name]

    def questions(self) -> dict[str, OpenQuestion]:
        """Return what is open, by field."""
        return {question.field: question for question in open_questions([self.result()])}

    def result(self) -> ChecklistResult:
        """Return the answers to all items of the checklist."""
        checklist = load_checklist("laine-2021")
        return answer_checklist(
            checklist, self.card, self.evidence, place=lambda field: f"at {field}"
        )


MakeStudy = Callable[..., Study]


@pytest.fixture
def full_document() -> dict[str, Any]:
    """Return a card that answers every question that words can answer, as plain data."""
    text = (GOLDEN / "full.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it only makes text
    return document


@pytest.fixture
def rich_document() -> dict[str, Any]:
    """Return a card that answers the questions of every shipped checklist, as plain data."""
    text = (GOLDEN.parent / "checklists" / "card.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it only makes text
    return document


@pytest.fixture
def study() -> MakeStudy:
    """Return a function that makes a study from a small card with changes."""

    def make(
        changes: Mapping[str, Any] | None = None,
        *,
        base: Mapping[str, Any] | None = None,
        evidence: Mapping[str, Any] | None = None,
    ) -> Study:
        document = copy.deepcopy(dict(base if base is not None else _SMALL))
        for path, value in (changes or {}).items():
            change(document, path, value)
        found = None
        if evidence is not None:
            found = Evidence.model_validate({**_NO_EVIDENCE, **evidence})
        return Study(Card.model_validate(document), found)

    return make


def change(document: dict[str, Any], path: str, value: object) -> None:
    """Put a value at a dotted path, or take away what is there if the value is None."""
    node: Any = document
    *way, last = parts(path)
    for part in way:
        node = node.setdefault(part, {})
    if value is None:
        node.pop(last, None)
    else:
        node[last] = copy.deepcopy(value)


_SMALL = {
    "card_version": "1.0",
    "study": {"title": "Nuclei", "authors": [{"name": "Given Family"}]},
    "datasets": {"train": {}, "test": {}},
    "models": {
        "unet": {
            "task": "instance segmentation",
            "algorithm": {"name": "StarDist"},
            "provenance": "trained",
            "training": {"datasets": ["train"]},
        }
    },
    "validations": {"nuclei": {"dataset": "test", "candidates": {"unet": "results/*.tif"}}},
}

_FILE = {"path": "card.yaml", "sha256": "0" * 64, "bytes": 1}
_NO_EVIDENCE = {
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


def _passport(metric: str, name: str, direction: str = "higher is better") -> dict[str, str]:
    texts = ("definition", "formula", "range", "undefined_when", "empty_rule", "aggregation")
    return {
        "id": metric,
        "name": name,
        "direction": direction,
        "library": "replicard",
        "reference": "doi:10.1000/1",
        **dict.fromkeys(texts, "see there"),
    }


_PASSPORTS = {
    "f1": _passport("f1", "F1"),
    "iou": _passport("iou", "IoU"),
    "psnr": _passport("psnr", "PSNR"),
    "rmse": _passport("rmse", "RMSE", "lower is better"),
    "tp": _passport("tp", "True positives", "neither"),
}
_KINDS = {"raw input": "raw input", "otsu": "baseline"}


@pytest.fixture
def score() -> Callable[..., dict[str, Any]]:
    """Return a function that makes a result over two images."""

    def make(metric: str, mean: float | None, **parameters: object) -> dict[str, Any]:
        scores = [{"image": name, "value": mean} for name in ("a", "b")]
        none = [{"image": name, "undefined_because": "empty"} for name in ("a", "b")]
        known = mean is not None
        return {
            "metric": metric,
            "parameters": parameters,
            "per_image": scores if known else none,
            "summary": {"n": 2 if known else 0, "n_undefined": 0 if known else 2, "mean": mean},
        }

    return make


@pytest.fixture
def computed() -> Callable[..., dict[str, Any]]:
    """Return a function that makes the evidence of a validation called nuclei."""

    def make(candidates: Mapping[str, list[dict[str, Any]]], **changes: object) -> dict[str, Any]:
        validation = {
            "dataset": "test",
            "inputs_sha256": "0" * 64,
            "n_images": 2,
            "candidates": {
                name: {"kind": _KINDS.get(name, "model"), "results": results}
                for name, results in candidates.items()
            },
            **changes,
        }
        return {"validations": {"nuclei": validation}, "passports": _PASSPORTS}

    return make
