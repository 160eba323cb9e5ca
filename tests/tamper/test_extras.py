"""An extra that is not installed, there or here, is no fault, and hides no number."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.tamper.conftest import changed

from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.verifying import verify_card
from replicard_schema.verification import Agreement, ClaimKind

CARD = """\
card_version: "1.0"
study: {title: A study, authors: [{name: Given Family}]}
datasets:
  classes: {labels: truth.csv}
  volumes: {images: "images/*.zarr", targets: "targets/*.zarr", axes: YX}
models:
  net: {task: image classification, algorithm: {name: ResNet}, provenance: trained}
  cut: {task: instance segmentation, algorithm: {name: U-Net}, provenance: trained}
validations:
  told:
    dataset: classes
    candidates: {net: predicted.csv}
    metrics: [class_accuracy, class_roc_auc]
  outlined: {dataset: volumes, candidates: {cut: "targets/*.zarr"}, metrics: [f1]}
"""
TRUTH = "image,label\n1,a\n2,a\n3,b\n4,b\n"
SCORED = "image,label,score:a,score:b\n1,a,0.9,0.1\n2,b,0.4,0.6\n3,b,0.3,0.7\n4,b,0.1,0.9\n"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    zarr = pytest.importorskip("zarr")
    pytest.importorskip("sklearn")
    for side in ("images", "targets"):
        for name in ("a", "b"):
            array = zarr.create_array(
                tmp_path / side / f"{name}.zarr", shape=(16, 16), dtype="u2", chunks=(16, 16)
            )
            array[:] = np.pad(np.ones((8, 8), np.uint16), 4)
    (tmp_path / "truth.csv").write_text(TRUTH, encoding="utf-8")
    (tmp_path / "predicted.csv").write_text(SCORED, encoding="utf-8")
    (tmp_path / "card.yaml").write_text(CARD, encoding="utf-8")
    return tmp_path / "card.yaml"


def lack(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    for name in [*modules, *(m for m in sys.modules if m.startswith(tuple(modules)))]:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize("module", ["sklearn", "zarr"])
def test_an_extra_that_is_not_here_is_no_change(
    card: Path, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluate_card(card)
    assert not changed(verify_card(card))
    lack(monkeypatch, module)

    found = verify_card(card)

    assert not changed(found)
    left = {item.because for item in found.having(Agreement.NOT_CHECKED)}
    assert any("extra" in str(because) for because in left)


def test_an_extra_that_the_authors_lacked_is_no_change_and_no_excuse(
    card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        lack(patch, "sklearn")
        evaluate_card(card)
    found = verify_card(card)
    assert not changed(found)
    assert any("not computed by the authors" in str(i.because) for i in found.items)

    file = card.with_name("card.evidence.json")
    document = json.loads(file.read_text(encoding="utf-8"))
    results = document["validations"]["told"]["candidates"]["net"]["results"]
    edited = next(each for each in results if each["metric"] == "class_accuracy")
    edited["pooled"]["value"] = 1.0
    edited["mean_interval"] = {
        "n_units": 0,
        "undefined_because": "it needs pip install 'replicard[classification]'",
    }
    file.write_text(json.dumps(document), encoding="utf-8")

    assert ClaimKind.SCORES in changed(verify_card(card))
