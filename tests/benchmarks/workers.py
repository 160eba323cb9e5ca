"""Whole evaluations: how many workers of which kind, what is kept, and a very large image.

    python -m tests.benchmarks.workers --images 500
    python -m tests.benchmarks.workers --large

Every line is one evaluation from files to evidence; "same" says whether the evidence has
the bytes of the first line.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
import tifffile
from numpy.typing import NDArray

from replicard.execution import Workers
from replicard.pipeline.evaluate import evaluate_card

SIZE = 512
LARGE = 20_000
_ROWS = 500
CARD = """\
card_version: "1.0"
study: {{title: A study, authors: [{{name: Given Family}}]}}
datasets:
  test: {{{images}targets: targets/*.{kind}}}
models:
  net: {{task: {task}, algorithm: {{name: U-Net}}, provenance: trained}}
validations:
  check: {{dataset: test, candidates: {{net: predictions/*.{kind}}}}}
"""
SIDES = ("images", "targets", "predictions")
Pixels = NDArray[np.generic]


def main() -> None:
    """Write images, evaluate them in every way, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.workers")
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--large", action="store_true", help="20,000 x 20,000 pixels instead")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        _one_large(chosen.one)
        return
    with tempfile.TemporaryDirectory(prefix="replicard-benchmark-") as folder:
        if chosen.large:
            _large(Path(folder))
            return
        print("| task | images | workers | seconds | images per second | peak MiB | same |")
        print("|---|---|---|---|---|---|---|")
        for task, make in (("denoising", _noisy), ("instance segmentation", _labelled)):
            _table(Path(folder) / task.split()[0], task, make, chosen.images)


def _table(
    folder: Path,
    task: str,
    make: Callable[[np.random.Generator], tuple[Pixels, ...]],
    n_images: int,
) -> None:
    rng = np.random.default_rng(0)
    for side in SIDES:
        (folder / side).mkdir(parents=True)
    for number in range(n_images):
        for side, image in zip(SIDES, make(rng), strict=True):
            tifffile.imwrite(folder / side / f"{number:04d}.tif", image)
    card = folder / "card.yaml"
    card.write_text(CARD.format(images="images: images/*.tif, ", task=task, kind="tif"))
    ways = {
        "1": Workers(1),
        "2 threads": Workers(2),
        "2 processes": Workers(2, in_processes=True),
        "1, all kept": Workers(1),
        "1, one image new": Workers(1),
    }
    first = b""
    for name, workers in ways.items():
        is_kept = "," in name
        if is_kept:
            (folder / "card.evidence.json").unlink()
        if "new" in name:
            path = folder / "predictions" / "0000.tif"
            tifffile.imwrite(path, np.roll(tifffile.imread(path), 1))
        variables = {"SOURCE_DATE_EPOCH": "0", "REPLICARD_CACHE_DIR": str(folder / "kept")}
        with _peak() as peak:
            start = time.perf_counter()
            found = evaluate_card(card, fresh=not is_kept, workers=workers, environ=variables)
            seconds = time.perf_counter() - start
        content = found.path.read_bytes()
        first = first or content
        same = "" if "new" in name else ("yes" if content == first else "NO")
        rate = n_images / seconds
        row = (task, n_images, name, f"{seconds:.2f}", f"{rate:.0f}", peak[0] >> 20, same)
        print(f"| {' | '.join(map(str, row))} |", flush=True)


def _noisy(rng: np.random.Generator) -> tuple[Pixels, ...]:
    clean = rng.normal(200, 40, (SIZE, SIZE)).astype(np.float32)
    noise = rng.normal(0, 30, clean.shape).astype(np.float32)
    return clean + noise, clean, clean + noise / np.float32(3)


def _labelled(rng: np.random.Generator) -> tuple[Pixels, ...]:
    steps = np.arange(SIZE) // 20
    inside = np.arange(SIZE) % 20 < 13
    grid = steps[:, np.newaxis] * (steps[-1] + 1) + steps[np.newaxis] + 1
    labels = (grid * np.outer(inside, inside)).astype(np.uint16)
    image = rng.integers(0, 999, labels.shape, dtype=np.uint16)
    return image, labels, np.roll(labels, 2, axis=0)


def _large(folder: Path) -> None:
    """Evaluate one very large pair in every format that is read in parts."""
    rng = np.random.default_rng(0)
    rows = rng.integers(0, 60_000, (_ROWS, LARGE), dtype=np.uint16)
    print("| 20,000 x 20,000, uint16 | seconds | peak MiB above the start |")
    print("|---|---|---|")
    for name, kind, options in (
        ("NPY", "npy", {}),
        ("TIFF", "tif", {}),
        ("TIFF, tiles, zlib", "tif", {"tile": (512, 512), "compression": "zlib"}),
    ):
        here = folder / name.replace(", ", "-")
        for side, shift in (("targets", 0), ("predictions", 5)):
            (here / side).mkdir(parents=True)
            pixels = np.memmap(here / "raw", np.uint16, mode="w+", shape=(LARGE, LARGE))
            for first in range(0, LARGE, _ROWS):
                pixels[first : first + _ROWS] = np.roll(rows, shift, axis=1) // 2 + first
            if kind == "npy":
                np.save(here / side / "a.npy", pixels)
            else:
                tifffile.imwrite(here / side / "a.tif", pixels, **options)  # type: ignore[arg-type] # options of tifffile
            del pixels
            (here / "raw").unlink()
        (here / "card.yaml").write_text(CARD.format(images="", task="denoising", kind=kind))
        command = [sys.executable, "-m", "tests.benchmarks.workers", "--one", str(here)]
        told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
        print(f"| {name} | {told.stdout.strip()} |", flush=True)
        for path in here.rglob("a.*"):
            path.unlink()


def _one_large(folder: Path) -> None:
    """Evaluate in a process of its own, whose memory is its own."""
    before = psutil.Process().memory_info().rss
    with _peak() as peak:
        start = time.perf_counter()
        found = evaluate_card(folder / "card.yaml", workers=Workers(1), environ={})
        seconds = time.perf_counter() - start
    results = found.evidence.validations["check"].candidates["net"].results
    values = [f"{r.metric.value} {r.per_image[0].value}" for r in results]
    print(f"{seconds:.0f} | {(peak[0] - before) >> 20} | {', '.join(values)}")


@contextmanager
def _peak() -> Iterator[list[int]]:
    """Watch the memory of this process and its children."""
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
            used = 0
            for process in processes:
                try:
                    used += process.memory_info().rss
                except psutil.Error:  # it ended meanwhile
                    continue
            peak[0] = max(peak[0], used)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    main()
