"""What stands in the files of a report beside the texts that have tests of their own."""

import io

import pytest
from PIL import Image

from replicard.pipeline.outputs import figure_files
from replicard.render.figures.canvas import drawing_style, finished, new_canvas, write_text
from replicard.render.figures.figure import SINGLE_COLUMN_MM, Figure


@pytest.fixture
def figure() -> Figure:
    with drawing_style():
        canvas = new_canvas(width_mm=SINGLE_COLUMN_MM, height_mm=20)
        write_text(canvas, "細胞 Text", left_mm=2, top_mm=2)
        drawing = finished(canvas, figure_id="a")
    title = "Examples of <b>*net*</b>"
    return Figure("a", title, "Shown is [x](y).", "alt", drawing, SINGLE_COLUMN_MM)


def test_figures_are_written_for_print_at_300_dots_per_inch_on_white(figure: Figure) -> None:
    content = figure_files([figure])["figures/a.png"]

    assert isinstance(content, bytes)
    with Image.open(io.BytesIO(content)) as image:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.width == pytest.approx(SINGLE_COLUMN_MM / 25.4 * 300, abs=1)
        assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        assert min(image.convert("L").tobytes()) < 100
    assert figure_files([figure])["figures/a.png"] == content
