"""Images that stay in their files give the same evidence as images in memory."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tifffile
from tests.unit.pipeline.conftest import Study, objects

from replicard.images import Budget, middle_of
from replicard.pipeline.build import build_card
from replicard_schema.evidence import MetricResult

TASKS = {
    "denoising": "",
    "instance segmentation": ", metrics: [f1, iou, panoptic_quality]",
    "semantic segmentation": "",
}


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let images of these tests count as large."""
    monkeypatch.setattr("replicard.images.read.Budget", lambda: Budget(in_memory_bytes=500))
    monkeypatch.setattr("replicard.images.view._BLOCK_PIXELS", 300)
    # Statistics of the similarity of data come from the middle of a large image.
    monkeypatch.setattr("replicard.images.read.middle_of", np.asarray)


def write(study: Study, task: str) -> None:
    rng = np.random.default_rng(2)
    for name in "ab":
        image = rng.normal(200, 40, (32, 48)).astype("f4")
        if task == "denoising":
            study.write("images", {name: image + rng.normal(0, 9, image.shape).astype("f4")})
            study.write("targets", {name: image})
            study.write("predictions", {name: image + np.float32(2) * image.mean(axis=0)})
        else:
            study.write("images", {name: image})
            study.write("targets", {name: objects()})
            study.write("predictions", {name: objects(shift=1, count=2)})
    study.write_card(task=task, validation=TASKS[task])


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("compression", [None, "zlib"])
def test_evidence_is_the_same_in_parts(
    study: Study,
    task: str,
    compression: str | None,
    request: pytest.FixtureRequest,
) -> None:
    write(study, task)
    for path in study.folder.rglob("*.tif"):
        image = tifffile.imread(path)
        tifffile.imwrite(path, image, compression=compression, rowsperstrip=5, metadata=None)
    whole = study.evaluate(fresh=True).path.read_bytes()

    request.getfixturevalue("in_parts")

    assert study.evaluate(fresh=True).path.read_bytes() == whole


@pytest.mark.usefixtures("in_parts")
def test_what_needs_a_whole_large_image_has_a_reason(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(study, "semantic segmentation")
    study.write_card(
        task="semantic segmentation",
        dataset=", acquisition: {pixel_size: {x: 0.1 µm, y: 0.1 µm}}",
        validation=", metrics: [iou, hd95]",
    )
    monkeypatch.setattr("replicard.images.read.middle_of", middle_of)
    monkeypatch.setattr("replicard.images.view.LARGEST_BLOCK", 1000)
    monkeypatch.setattr("replicard.images.stored._ROWS_BYTES", 300)
    monkeypatch.setattr("replicard.metrics.kernels.partition.UNIT_PIXELS", 300)
    monkeypatch.setattr("replicard.metrics.kernels.partition._STRIP_PIXELS", 300)

    results = study.evaluate().evidence.validations["check"].candidates["net"].results

    by_metric: dict[str, MetricResult] = {result.metric.value: result for result in results}
    assert by_metric["iou"].per_image[0].value is not None
    assert "too large (32 x 48)" in (by_metric["hd95"].per_image[0].undefined_because or "")


MEASURE = """
import sys, threading, time
from pathlib import Path
import psutil
from replicard.execution import Workers
from replicard.pipeline.evaluate import evaluate_card

process, peak, done = psutil.Process(), [0], threading.Event()

def watch():
    while not done.is_set():
        peak[0] = max(peak[0], process.memory_info().rss)
        time.sleep(0.005)

evaluate_card(Path(sys.argv[1]), workers=Workers(1), environ={})  # everything is imported
before = process.memory_info().rss
threading.Thread(target=watch, daemon=True).start()
evaluate_card(Path(sys.argv[2]), workers=Workers(1), environ={})
done.set()
print((peak[0] - before) >> 20)
"""


def test_memory_does_not_grow_with_the_image(study: Study, tmp_path: Path) -> None:
    side = 8000
    large = Study(tmp_path / "large")
    large.folder.mkdir()
    rng = np.random.default_rng(2)
    rows = rng.normal(200, 40, (500, side)).astype("f4")
    for folder, shift in (("targets", 0), ("predictions", 3)):
        (large.folder / folder).mkdir()
        stack = np.lib.format.open_memmap(
            large.folder / folder / "a.npy", mode="w+", dtype="f4", shape=(side, side)
        )
        for first in range(0, side, 500):
            stack[first : first + 500] = np.roll(rows, shift, axis=1) + np.float32(first)
        stack.flush()
        del stack
    write(study, "denoising")
    metrics = ", metrics: [ssim, psnr, rmse, nrmse, mae, pearson]"
    study.write_card(task="denoising", validation=metrics)
    text = study.card.read_text().replace("images: images/*.tif, ", "").replace("*.tif", "*.npy")
    large.card.write_text(text)

    outcome = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", MEASURE, str(study.card), str(large.card)],
        # numba takes memory of its own once it is loaded, so it is from the first image on
        env={**os.environ, "REPLICARD_KERNELS": "numba"},
        check=True,
        capture_output=True,
        text=True,
    )

    # Each image has 244 MiB, and four times that in float64.
    assert int(outcome.stdout) < 150


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")
def test_zarr_folders_are_images_of_a_validation(study: Study) -> None:
    zarr = pytest.importorskip("zarr")
    write(study, "instance segmentation")
    for side in ("images", "targets", "predictions"):
        for name in "ab":
            pixels = tifffile.imread(study.folder / side / f"{name}.tif")
            place = study.folder / side / f"{name}.zarr"
            zarr.create_array(store=str(place), data=pixels, chunks=(8, 16))
    tiff = study.evaluate().evidence.validations["check"]
    study.card.write_text(study.card.read_text().replace("*.tif", "*.zarr"))

    found = study.evaluate().evidence.validations["check"]

    assert [pair.name for pair in found.pairs] == ["a", "b"]
    assert found.pairs[0].target is not None
    assert found.pairs[0].target.path == "targets/a.zarr"
    assert found.candidates["net"].results == tiff.candidates["net"].results
    (study.folder / "predictions" / "b.zarr" / "c" / "0" / "0").write_bytes(b"")
    assert [image.name for image in study.evaluate().evidence.validations["check"].skipped] == ["b"]


@pytest.mark.usefixtures("in_parts")
def test_reports_show_the_middle_of_a_large_image(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replicard.images.read._SHOWN_PIXELS", 16)
    write(study, "denoising")

    outcome = build_card(study.card, tmp_path / "out", with_pdf=False)

    report = (outcome.folder / "report.html").read_text(encoding="utf-8")
    assert "Shown is the middle 16 x 16 of 32 x 48 pixels." in report
