"""The first page of the report looks as it did when somebody looked at it.

The pictures in ``reference`` are rewritten with ``--update-golden``; look at them before you
keep them. They are small, so that fonts of another machine and the date of the day make
no difference that counts.
"""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REFERENCE = Path(__file__).parent / "reference"
WIDTH, HEIGHT, STEP = 1200, 2400, 8
MOST_DIFFERENCE = 12.0
"""Mean difference of grey levels, of 255; another colour scheme makes more than 100."""

Scheme = Literal["light", "dark", "print"]


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_the_first_page_looks_as_before(
    browser: "Browser", report_page: Path, request: pytest.FixtureRequest, scheme: Scheme
) -> None:
    picture = taken(browser, report_page, scheme)
    file = REFERENCE / f"{scheme}.png"
    if request.config.getoption("--update-golden"):
        picture.save(file, optimize=True)

    with Image.open(file) as expected:
        assert expected.size == picture.size
        difference = np.abs(levels(picture) - levels(expected))

    assert difference.mean() < MOST_DIFFERENCE


def taken(browser: "Browser", page: Path, scheme: Scheme) -> Image.Image:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    opened = context.new_page()
    if scheme == "print":
        opened.emulate_media(media="print")
    else:
        opened.emulate_media(color_scheme=scheme)
    opened.goto(page.as_uri())
    content = opened.screenshot()
    context.close()
    with Image.open(io.BytesIO(content)) as whole:
        return whole.convert("RGB").reduce(STEP)


def levels(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("L"), dtype=np.float64)
