"""The report in a browser: what its script adds, and that nobody needs the script."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NARROW, WIDE = 320, 1200


@pytest.fixture
def page(browser: "Browser", report_page: Path) -> Iterator["Page"]:
    """Return the report, opened; whatever its script or policy complains about fails the test."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(report_page.as_uri())
    yield opened
    assert complaints == []
    context.close()


def column(page: "Page", number: int) -> list[str]:
    cells = page.locator(f"table.images >> nth=0 >> tbody tr :nth-child({number})")
    return cells.all_inner_texts()


def test_nothing_is_fetched(browser: "Browser", report_page: Path) -> None:
    asked: list[str] = []
    opened = browser.new_page()
    opened.on("request", lambda request: asked.append(request.url))

    opened.goto(report_page.as_uri())

    assert [url for url in asked if not url.startswith("data:")] == [report_page.as_uri()]


def test_search_engines_find_a_description_that_runs_nothing(page: "Page") -> None:
    block = page.locator('script[type="application/ld+json"]').inner_text()

    assert json.loads(block)["@type"] == "Report"


def test_tables_of_images_are_sorted_by_the_keyboard(page: "Page") -> None:
    before = column(page, 3)
    head = page.locator("table.images >> nth=0 >> th").nth(2)

    head.locator("button").focus()
    page.keyboard.press("Enter")
    rising = column(page, 3)
    page.keyboard.press("Enter")

    assert head.get_attribute("aria-sort") == "descending"
    assert rising == sorted(before, key=float)
    assert column(page, 3) == rising[::-1]


def test_rows_are_filtered_by_their_text(page: "Page") -> None:
    first = page.get_by_label("Filter rows").first

    first.fill("r1_c3")

    visible = page.locator("table.images >> nth=0 >> tbody tr:visible")
    assert visible.count() == 1
    assert "r1_c3" in visible.inner_text()
    assert page.locator("output").first.inner_text() == "1 of 8 rows"


def test_a_score_leads_to_its_images_the_lowest_first(page: "Page") -> None:
    link = page.locator("table.main a[data-column]").first

    link.click()

    assert "#table-images-" in page.url
    scores = [float(text) for text in column(page, 3)]
    assert scores == sorted(scores)


def test_two_images_are_compared_by_slider_and_by_opacity(page: "Page") -> None:
    box = page.locator("details.compare").first
    box.locator("summary").click()
    under, over = box.locator("img").all()
    assert "Input of the best image" in (over.get_attribute("alt") or "")

    box.get_by_label("Share").fill("25")
    assert over.evaluate("image => image.style.clipPath") == "inset(0px 75% 0px 0px)"

    box.get_by_label("By").select_option("opacity")
    box.get_by_label("Right or lower").select_option("RSE map")
    assert over.evaluate("image => image.style.opacity") == "0.25"
    assert under.get_attribute("alt") == "RSE map of the best image"
    assert under.evaluate("image => image.naturalWidth") > 0


def test_the_methods_text_is_copied_without_tools(page: "Page") -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy methods text").click()

    page.get_by_text("copied", exact=True).wait_for()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("Image acquisition and training data\n\n")
    assert "Copy" not in copied
    assert "  " not in copied


def test_everything_is_there_without_scripts(browser: "Browser", report_page: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()

    opened.goto(report_page.as_uri())

    assert opened.locator("table.images tbody tr").count() > 0
    assert opened.locator(".tool").count() == 0
    context.close()


def test_a_narrow_window_needs_no_scrolling_sideways(page: "Page") -> None:
    page.set_viewport_size({"width": NARROW, "height": 700})

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_no_barrier(page: "Page", scheme: Any, width: int) -> None:  # noqa: ANN401 - a literal of playwright's
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")

    result = axe.run(page)

    assert result.violations_count == 0, result.generate_report()


def test_the_page_is_valid_html(report_page: Path) -> None:
    program = shutil.which("html-validate")
    if program is None:
        pytest.skip("there is no html-validate on this machine")

    done = subprocess.run(  # noqa: S603 - a fixed command
        [program, str(report_page)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
