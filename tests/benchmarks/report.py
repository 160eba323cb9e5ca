"""Size and time of the report, beside Chromium's print of the same page.

    python -m tests.benchmarks.report

Builds reports of 12 images of 512 x 512 and of 1,000 images of 64 x 64 pixels, and prints how
large HTML and PDF are and how long each took. Chromium prints the same HTML in the same run,
if it is installed; it makes neither bookmarks, nor PDF/A, nor attachments.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from skimage.io import imsave
from skimage.measure import label

from replicard.checklist import choose
from replicard.loading import load_card
from replicard.pipeline.assembly import assemble_report
from replicard.pipeline.attachments import report_attachments
from replicard.pipeline.drawing import draw_report
from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.outputs import text_files
from replicard.render.report.page import render_report_html
from replicard.render.report.paper import render_report_pdf

Outcome = TypeVar("Outcome")

CARD = """\
card_version: "1.0"
study: {title: Benchmark of the report}
datasets:
  test: {images: images/*.png, targets: targets/*.png, groups: "{group}_*"}
models:
  net:
    task: instance segmentation
    algorithm: {name: StarDist, version: "0.9"}
    provenance: trained
validations:
  check: {dataset: test, candidates: {net: predictions/*.png}}
"""
CASES = ((12, 512, 3.0, 3.0), (1000, 64, 10.0, 10.0))
"""Images, their edge in pixels, and the most megabytes of HTML and PDF."""
_CHROMIUM = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-pdf-header-footer"),
)


def main() -> None:
    """Print one line for each case."""
    print("| images | HTML MB | at most | s | PDF MB | at most | s | Chromium MB | s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for n_images, edge, most_html, most_pdf in CASES:
        with tempfile.TemporaryDirectory() as folder:
            print(_line(Path(folder), n_images, edge, most_html, most_pdf), flush=True)


def _line(folder: Path, n_images: int, edge: int, most_html: float, most_pdf: float) -> str:
    card = _written(folder, n_images, edge)
    evaluation = evaluate_card(card)
    loaded, evidence = load_card(card), evaluation.evidence
    report = assemble_report(loaded, evidence, choose(loaded, ()).required())

    def page() -> str:
        return render_report_html(report, figures=draw_report(loaded, report))

    html, html_seconds = _timed(page)
    figures = draw_report(loaded, report)
    attached = report_attachments(loaded, evidence, text_files(report))
    pdf, pdf_seconds = _timed(
        lambda: render_report_pdf(report, figures=figures, attachments=attached)
    )
    source = folder / "report.html"
    source.write_text(html, encoding="utf-8")
    peer, peer_seconds = _timed(lambda: _printed(source))
    cells = (
        *(f"{n_images} × {edge}²", _megabytes(len(html.encode())), most_html),
        *(f"{html_seconds:.1f}", _megabytes(len(pdf.content)), most_pdf, f"{pdf_seconds:.1f}"),
        *(_megabytes(peer), f"{peer_seconds:.1f}"),
    )
    return f"| {' | '.join(map(str, cells))} |"


def _written(folder: Path, n_images: int, edge: int) -> Path:
    generator = np.random.default_rng(0)
    for name in ("images", "targets", "predictions"):
        (folder / name).mkdir()
    coarse = edge // 16
    for number in range(n_images):
        blobs = np.kron(generator.random((coarse, coarse)) > 0.7, np.ones((16, 16))) > 0
        noisy = blobs * 120.0 + generator.normal(60, 20, blobs.shape)
        name = f"{number % 10}_{number:04d}.png"
        imsave(
            folder / "images" / name, np.clip(noisy, 0, 255).astype(np.uint8), check_contrast=False
        )
        imsave(folder / "targets" / name, label(blobs).astype(np.uint16), check_contrast=False)
        found = np.roll(blobs, int(generator.integers(0, 4)), axis=0)
        imsave(folder / "predictions" / name, label(found).astype(np.uint16), check_contrast=False)
    card = folder / "card.yaml"
    card.write_text(CARD, encoding="utf-8")
    return card


def _timed(work: Callable[[], Outcome]) -> tuple[Outcome, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def _printed(page: Path) -> int | None:
    """Return the size of Chromium's print of a page, or None without Chromium."""
    if shutil.which(_CHROMIUM[0]) is None:
        return None
    target = page.with_suffix(".pdf")
    profile = f"--user-data-dir={page.parent / 'profile'}"
    subprocess.run(  # noqa: S603 - a fixed command
        [*_CHROMIUM, profile, f"--print-to-pdf={target}", page.as_uri()],
        check=True,
        capture_output=True,
    )
    return target.stat().st_size


def _megabytes(size: int | None) -> str:
    return "–" if size is None else f"{size / 1e6:.2f}"


if __name__ == "__main__":
    main()
