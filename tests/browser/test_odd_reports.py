"""Reports of odd cards and odd images are readable: whole, inside the window, nothing executed."""

import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import tifffile

from replicard.pipeline.build import BuildOutcome, build_card

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = (
    "<script>document.title='x'</script><b>bold</b> {{ 7 * 7 }} \\textbf{b} $x_1^2$ "
    "עברית العربية 細胞 🔬 E = mc² & 'single' \"double\""
)
LONG = "Nuclei" * 83 + "!!"

Make = Callable[[], np.ndarray]


def plain() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 4000, (48, 64)).astype(np.uint16)


ODD: Mapping[str, Make] = {
    "four pixels wide": lambda: plain()[:, :4],
    "20,000 pixels wide": lambda: np.tile(plain()[:6], (1, 313))[:, :20_000],
    "negative floats": lambda: plain().astype(np.float32) / 100 - 30,
    "constant": lambda: np.full((48, 64), 7, np.uint16),
    "8 bits": lambda: (plain() // 16).astype(np.uint8),
}


def card(**study: object) -> dict[str, object]:
    return {
        "card_version": "1.0",
        "study": {"title": "Odd", **study},
        "datasets": {"test": {"images": "noisy/*.tif", "targets": "clean/*.tif"}},
        "models": {
            "net": {
                "task": "denoising",
                "algorithm": {"name": "U-Net", "version": "1"},
                "provenance": "trained",
            }
        },
        "validations": {"check": {"dataset": "test", "candidates": {"net": "out/*.tif"}}},
    }


def built(folder: Path, content: Mapping[str, object], clean: np.ndarray | None) -> BuildOutcome:
    if clean is not None:
        generator = np.random.default_rng(1)
        noisy = clean + generator.normal(0, 2, clean.shape) * (clean.std() > 0)
        for name, pixels in (("clean", clean), ("noisy", noisy), ("out", (clean + noisy) / 2)):
            (folder / name).mkdir()
            tifffile.imwrite(folder / name / "a.tif", pixels.astype(clean.dtype))
    path = folder / "card.yaml"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return build_card(path, with_pdf=False)


def text_of(outcome: BuildOutcome) -> str:
    html = (outcome.folder / "report.html").read_text(encoding="utf-8")
    return unescape(re.sub(r"<[^>]+>", "", html))


def assert_fits(browser: "Browser", outcome: BuildOutcome, *, title: str) -> None:
    page = browser.new_page()
    page.goto((outcome.folder / "report.html").as_uri())
    assert page.title() == title
    for width in (320, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("kind", ODD)
def test_odd_images_give_a_report(browser: "Browser", tmp_path: Path, kind: str) -> None:
    outcome = built(tmp_path, card(), ODD[kind]())

    assert "1 image" in text_of(outcome)
    assert not re.search(r"\b(nan|inf|None)\b", text_of(outcome))
    assert_fits(browser, outcome, title="Odd")


def test_a_card_without_images_gives_a_report(browser: "Browser", tmp_path: Path) -> None:
    content = card()
    del content["datasets"], content["validations"]

    outcome = built(tmp_path, content, None)

    assert "The card names no validation." in text_of(outcome)
    assert_fits(browser, outcome, title="Odd")


def test_text_of_any_kind_is_found_unchanged_and_nothing_is_executed(
    browser: "Browser", tmp_path: Path
) -> None:
    content = card(title=HOSTILE, description=HOSTILE, funding=HOSTILE)
    content["limitations"] = HOSTILE
    content["models"]["net"]["name"] = HOSTILE  # type: ignore[index] # plain data of a card

    outcome = built(tmp_path, content, plain())

    assert text_of(outcome).count(HOSTILE) >= 5
    assert_fits(browser, outcome, title=HOSTILE)


def test_long_names_and_many_models_fit(browser: "Browser", tmp_path: Path) -> None:
    content = card(title=LONG)
    models = content["models"]
    assert isinstance(models, dict)
    for number in range(200):
        models[f"net-{number}"] = {**models["net"], "name": f"{LONG[:480]} {number}"}

    outcome = built(tmp_path, content, plain())

    assert text_of(outcome).count(LONG) >= 1
    assert "net-199" in (outcome.folder / "report.html").read_text(encoding="utf-8")
    assert_fits(browser, outcome, title=LONG)
