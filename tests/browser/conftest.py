"""A headless Chromium, and the report of an example in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replicard.pipeline.build import build_card

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "replicard_examples"
# It shall ask nobody for updates, and runs as root in containers.
_SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Return a running browser, or skip where there is none."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=list(_SWITCHES))
        yield running
        running.close()


@pytest.fixture(scope="session")
def report_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the denoising example."""
    folder = tmp_path_factory.mktemp("browser")
    shutil.copytree(EXAMPLES / "denoising", folder / "denoising")
    outcome = build_card(folder / "denoising" / "card.yaml", with_pdf=False)
    return outcome.folder / "report.html"
