"""Drawings fit into a page with a strict policy, and are the same every time."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from replicard.render.figures import ExamplePanel, Figure, ReportFigures, draw_figures
from replicard.render.figures.canvas import drawing_style, finished, new_canvas, write_text
from replicard.render.figures.svg import compact_png
from replicard_schema.report import Report


@pytest.fixture
def drawings(figures: ReportFigures) -> tuple[Figure, ...]:
    return figures.in_order()


def _png(pixels: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, format="PNG")
    return stream.getvalue()


def test_no_drawing_has_a_style_attribute_a_style_sheet_or_a_script(
    drawings: tuple[Figure, ...],
) -> None:
    for figure in drawings:
        assert not re.search(r"\sstyle=|<style|<script|<metadata|\son[a-z]+=", figure.svg)


def test_no_drawing_names_an_address_but_its_own_parts_and_embedded_images(
    drawings: tuple[Figure, ...],
) -> None:
    for figure in drawings:
        targets = re.findall(r'href="([^"]+)"', figure.svg)

        assert all(
            target.startswith((f"#{figure.id}-", "data:image/png;base64,")) for target in targets
        )


def test_ids_of_different_drawings_never_clash(drawings: tuple[Figure, ...]) -> None:
    ids = [name for figure in drawings for name in re.findall(r' id="([^"]+)"', figure.svg)]

    assert len(ids) == len(set(ids))


def test_the_same_report_gives_the_same_drawings(
    report: Report, panels: tuple[ExamplePanel, ...], drawings: tuple[Figure, ...]
) -> None:
    assert draw_figures(report, panels).in_order() == drawings


def test_the_users_matplotlib_settings_change_nothing(
    report: Report, drawings: tuple[Figure, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - only this test touches its settings

    monkeypatch.setitem(mpl.rcParams, "font.size", 30.0)
    monkeypatch.setitem(mpl.rcParams, "lines.linewidth", 9.0)

    assert draw_figures(report, ()).in_order()[0] == drawings[0]
    assert mpl.rcParams["font.size"] == 30.0


def test_text_stays_text_and_formulas_are_not_interpreted() -> None:
    with drawing_style():
        canvas = new_canvas(width_mm=60, height_mm=20)
        write_text(canvas, "costs $5$ & <b>bold</b> 細胞", left_mm=1, top_mm=1)
        svg = finished(canvas, figure_id="f").svg

    assert "costs $5$ &amp; &lt;b&gt;bold&lt;/b&gt; 細胞" in svg


def test_grey_images_are_stored_with_one_channel() -> None:
    grey = np.repeat(np.arange(256, dtype=np.uint8).reshape(16, 16, 1), 4, axis=2)
    grey[..., 3] = 255

    with Image.open(io.BytesIO(compact_png(_png(grey)))) as image:
        assert image.mode == "L"
        assert np.array_equal(np.asarray(image), grey[..., 0])


def test_images_of_few_colours_keep_every_colour_exactly() -> None:
    rng = np.random.default_rng(1)
    colours = rng.integers(0, 256, size=(200, 3), dtype=np.uint8)
    pixels = colours[rng.integers(0, 200, size=(40, 40))]

    with Image.open(io.BytesIO(compact_png(_png(pixels)))) as image:
        assert image.mode == "P"
        assert np.array_equal(np.asarray(image.convert("RGB")), pixels)


def test_transparent_pixels_stay_transparent() -> None:
    pixels = np.zeros((4, 4, 4), dtype=np.uint8)

    with Image.open(io.BytesIO(compact_png(_png(pixels)))) as image:
        assert image.mode == "RGBA"


def test_embedded_images_are_small_and_readable(drawings: tuple[Figure, ...]) -> None:
    for figure in drawings:
        for content in re.findall(r'"data:image/png;base64,([^"]+)"', figure.svg):
            with Image.open(io.BytesIO(base64.b64decode(content))) as image:
                assert max(image.size) <= 300
