"""A small study with a report, made once, and copied for every case."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from replicard.execution import Workers
from replicard.pipeline.build import build_card
from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.verifying import verify_card
from replicard_schema.verification import Agreement, ClaimKind, Verification, VerifiedItem

CARD = """\
card_version: "1.0"
study: {title: Nuclei and noise, authors: [{name: Given Family}]}
datasets:
  training-cells: {images: training/images/*.tif, targets: training/targets/*.tif}
  test-cells: {images: cells/images/*.tif, targets: cells/targets/*.tif, group_table: donors.csv}
  noisy: {images: noisy/images/*.tif, targets: noisy/targets/*.tif}
  phases: {labels: phases/truth.csv}
models:
  net:
    task: instance segmentation
    algorithm: {name: U-Net}
    provenance: trained
    weights: weights.bin
    source_files: [training.csv]
    training:
      datasets: [training-cells]
      log: training.csv
      hyperparameters: {epochs: 6}
  denoiser: {task: denoising, algorithm: {name: CARE}, provenance: trained}
  classifier: {task: image classification, algorithm: {name: ResNet}, provenance: trained}
validations:
  outlines:
    dataset: test-cells
    candidates: {net: cells/net/*.tif}
    iou_thresholds: [0.5]
    intervals: {resamples: 1000, method: percentile}
    acceptance: [{metric: f1, at: 0.5, at_least: 0.4, because: It is enough here.}]
  noise:
    dataset: noisy
    candidates: {denoiser: noisy/denoiser/*.tif}
    metrics: [ssim, psnr]
    intervals: {resamples: 1000}
  phase:
    dataset: phases
    candidates: {classifier: phases/predicted.csv}
    metrics: [class_accuracy, class_f1]
    intervals: {resamples: 1000}
  earlier:
    dataset: noisy
    stated_scores: [{metric: PSNR, value: 30.5, candidate: denoiser}]
"""
LOG = "epoch,loss,val_loss\n" + "".join(f"{n},{1 / n:.4f},{1.2 / n:.4f}\n" for n in range(1, 7))
N_CELLS, N_NOISY = 8, 9


@dataclass(frozen=True)
class Study:
    """Folder of a study with evidence, to be tampered with."""

    folder: Path

    @property
    def card(self) -> Path:
        return self.folder / "card.yaml"

    @property
    def evidence_file(self) -> Path:
        return self.folder / "card.evidence.json"

    @property
    def evidence(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.evidence_file.read_text(encoding="utf-8"))
        return document

    def write_evidence(self, document: dict[str, Any]) -> None:
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        self.evidence_file.write_text(text, encoding="utf-8", newline="\n")

    def edit_image(self, path: str, edit: Callable[[NDArray[Any]], NDArray[Any]]) -> None:
        write_image(self.folder / path, edit(tifffile.imread(self.folder / path)))

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text
        (self.folder / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    def verify(
        self, *, workers: Workers | None = None, environ: Mapping[str, str] | None = None
    ) -> Verification:
        return verify_card(self.card, workers=workers, environ=environ)


def write_image(path: Path, image: NDArray[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    tifffile.imwrite(path, image, photometric="minisblack", metadata=None)


def changed(found: Verification) -> dict[ClaimKind, list[VerifiedItem]]:
    """Return what changed, by kind."""
    kinds: dict[ClaimKind, list[VerifiedItem]] = {}
    for item in found.having(Agreement.CHANGED):
        kinds.setdefault(item.kind, []).append(item)
    return kinds


def _labels(rng: np.random.Generator, *, shift: int = 0) -> NDArray[np.uint16]:
    labels = np.zeros((32, 32), np.uint16)
    for number, (y, x) in enumerate([(2, 2), (2, 18), (18, 2), (18, 18)]):
        height, width = rng.integers(6, 11, 2)
        labels[y + shift : y + shift + height, x : x + width] = number + 1
    return labels


def _write_cells(folder: Path, rng: np.random.Generator) -> None:
    for number in range(N_CELLS):
        truth = _labels(rng)
        predicted = np.roll(truth, number % 4, axis=0)
        image = (rng.random((32, 32)) * 200 + 900 * (truth > 0)).astype(np.uint16)
        write_image(folder / f"cells/images/c{number}.tif", image)
        write_image(folder / f"cells/targets/c{number}.tif", truth)
        write_image(folder / f"cells/net/c{number}.tif", predicted)
    for number in range(4):
        truth = _labels(rng, shift=2)
        image = (rng.random((32, 32)) * 200 + 900 * (truth > 0)).astype(np.uint16)
        write_image(folder / f"training/images/t{number}.tif", image)
        write_image(folder / f"training/targets/t{number}.tif", truth)
    # One image of the test set was trained on, too.
    shutil.copyfile(folder / "cells/images/c0.tif", folder / "training/images/t0.tif")
    donors = "".join(f"c{number},donor {number}\n" for number in range(N_CELLS))
    (folder / "donors.csv").write_text(f"image,group\n{donors}", encoding="utf-8")


def _write_noise(folder: Path, rng: np.random.Generator) -> None:
    y, x = np.mgrid[:32, :32]
    for number in range(N_NOISY):
        clean = 1000 + 500 * np.sin((x + 3 * number) / 5) * np.cos(y / 7)
        for side, spread in (("images", 200), ("targets", 0), ("denoiser", 40)):
            noisy = clean + rng.normal(0, spread, clean.shape) if spread else clean
            write_image(folder / f"noisy/{side}/n{number}.tif", noisy.astype(np.float32))
    (folder / "noisy/denoiser/n5.tif").write_bytes(b"II*\0 broken")


def _write_phases(folder: Path) -> None:
    (folder / "phases").mkdir()
    truth = [(f"p{number:02}", "mitosis" if number % 3 else "interphase") for number in range(15)]
    told = [(name, "mitosis" if number % 4 else "interphase") for number, (name, _) in
            enumerate(truth)]  # fmt: skip
    for file, rows in (("truth.csv", truth), ("predicted.csv", told)):
        text = "image,label\n" + "".join(f"{name},{label}\n" for name, label in rows)
        (folder / "phases" / file).write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a study as its authors deposit it, with evidence and without a report."""
    folder = tmp_path_factory.mktemp("original") / "study"
    folder.mkdir()
    rng = np.random.default_rng(8)
    _write_cells(folder, rng)
    _write_noise(folder, rng)
    _write_phases(folder)
    (folder / "training.csv").write_text(LOG, encoding="utf-8", newline="\n")
    (folder / "weights.bin").write_bytes(bytes(range(256)))
    (folder / "card.yaml").write_text(CARD, encoding="utf-8", newline="\n")
    evaluate_card(folder / "card.yaml", environ={"SOURCE_DATE_EPOCH": "0"})
    return folder


@pytest.fixture(scope="session")
def reported(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the same study with its report."""
    folder = tmp_path_factory.mktemp("reported") / "study"
    shutil.copytree(original, folder)
    build_card(folder / "card.yaml", with_pdf=False)
    return folder


@pytest.fixture
def study(original: Path, tmp_path: Path) -> Study:
    """A copy of the study to tamper with."""
    shutil.copytree(original, tmp_path / "study")
    return Study(tmp_path / "study")


@pytest.fixture
def with_report(reported: Path, tmp_path: Path) -> Study:
    """A copy of the study with its report to tamper with."""
    shutil.copytree(reported, tmp_path / "study")
    return Study(tmp_path / "study")
