"""Legends of figures: numbered, with the images that they are about."""

from pathlib import Path

import pytest

from replicard.loading import load_card
from replicard.pipeline.drawing import with_legends
from replicard.pipeline.manuscript import write_manuscript
from replicard.render.figures.canvas import drawing_style, finished, new_canvas
from replicard.render.figures.figure import SINGLE_COLUMN_MM, Figure
from replicard.render.figures.report import ReportFigures
from replicard.render.methods import methods_markdown
from replicard_schema.evidence import Evidence
from replicard_schema.report import Report, TextKind

CASE = Path(__file__).parents[2] / "golden" / "methods" / "instance-segmentation"


@pytest.fixture
def figures() -> ReportFigures:
    with drawing_style():
        drawing = finished(new_canvas(width_mm=SINGLE_COLUMN_MM, height_mm=20), figure_id="a")
    curve = Figure(
        "training-s", "Training of <b>*net*</b>", "Shown is [x](y).", "", drawing, SINGLE_COLUMN_MM
    )
    examples = Figure(
        "examples-nuclei-s", "Examples", "First. Δ: second.", "", drawing, SINGLE_COLUMN_MM
    )
    of_nuclei = {"nuclei": (examples,)}
    none: dict[str, tuple[Figure, ...]] = {"nuclei": ()}
    return ReportFigures({"stardist-nuclei": (curve,)}, of_nuclei, none, none)


@pytest.fixture
def report(figures: ReportFigures) -> Report:
    loaded = load_card(CASE / "card.yaml")
    evidence = Evidence.model_validate_json((CASE / "evidence.json").read_bytes())
    plain = Report(
        card=loaded.card,
        evidence=evidence,
        evidence_sha256="0" * 64,
        findings=(),
        open_questions=(),
        checklists=(),
        methods=write_manuscript(loaded, evidence).methods,
    )
    return with_legends(loaded, plain, figures)


def test_legends_tell_which_images_figures_are_about(report: Report) -> None:
    assert methods_markdown(report.texts[TextKind.LEGENDS]).splitlines() == [
        "# Figure legends",
        "",
        r"**Supplementary Figure 1. Training of \<b\>\*net\*\</b\>.**",
        r"Shown is \[x\](y).",
        "The model was trained on the training data set.",
        "",
        "**Supplementary Figure 2. Examples.**",
        "First.",
        "Δ: second.",
        (
            "Evaluated were eight images from the evaluation data set, which form four groups of "
            "related images."
        ),
        "The pixel size was 0.18\u202fµm.",
    ]


def test_every_sentence_of_a_legend_names_what_is_drawn(report: Report) -> None:
    fields = [s.sources[0].field for s in report.texts[TextKind.LEGENDS].sentences()]

    assert fields[:4] == [
        "models.stardist-nuclei.log",
        "models.stardist-nuclei.training.datasets[0]",
        "validations.nuclei",
        "validations.nuclei",
    ]
