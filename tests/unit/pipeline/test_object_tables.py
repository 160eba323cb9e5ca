"""The file that says what became of every object."""

import csv
import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from tests.unit.pipeline.conftest import Study

from replicard.pipeline.build import build_card

Squares = Callable[..., NDArray[np.uint16]]


def _built(study: Study) -> dict[str, str]:
    outcome = build_card(study.card, with_pdf=False)
    return {
        name: (outcome.folder / name).read_text(encoding="utf-8")
        for name in outcome.files
        if name.endswith((".csv", ".html"))
    }


def test_a_table_is_written_where_the_card_asks_for_it(study: Study) -> None:
    study.write_card(validation=", object_table: true")

    files = _built(study)

    lines = list(csv.DictReader(io.StringIO(files["objects-check-net.csv"])))
    assert [(line["image"], line["status"], line["reference_id"]) for line in lines] == [
        *(("a", "matched", number) for number in "123"),
        *(("b", "matched", number) for number in "12"),
    ]
    assert lines[-1]["iou"] == str(round(90 / 110, 6))
    assert lines[-1]["reference_area_px"] == "100"
    assert "<code>objects-check-net.csv</code>" in files["report.html"]


def test_names_that_look_like_formulas_are_escaped(study: Study, squares: Squares) -> None:
    for side in ("images", "targets", "predictions"):
        study.write(side, {"=1+1": squares()})
    study.write_card(validation=", object_table: true")

    lines = list(csv.DictReader(io.StringIO(_built(study)["objects-check-net.csv"])))

    assert "'=1+1" in {line["image"] for line in lines}


def test_there_is_no_table_without_being_asked_for_or_without_objects(study: Study) -> None:
    assert "objects-check-net.csv" not in _built(study)

    study.write_card(task="semantic segmentation", validation=", object_table: true")

    assert "objects-check-net.csv" not in _built(study)


def test_objects_are_drawn_by_their_size_where_their_table_is_asked_for(study: Study) -> None:
    study.write_card(validation=", object_table: true")

    outcome = build_card(study.card, with_pdf=False)

    svg = (outcome.folder / "figures" / "sizes-check.svg").read_text(encoding="utf-8")
    assert "area in the ground truth (pixels)" in svg
    assert "net" in svg
