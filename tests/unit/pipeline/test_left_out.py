from pathlib import Path

import numpy as np
import pytest
import tifffile
from tests.unit.pipeline.conftest import Study

from replicard.errors import DataError
from replicard.pipeline.build import build_card
from replicard_schema.findings import Finding
from replicard_schema.vocabulary import Severity


def findings_of(study: Study, code: str) -> list[Finding]:
    return [f for f in study.evaluate().evidence.findings if f.code == code]


def test_a_bad_image_is_left_out_and_the_rest_goes_on(study: Study) -> None:
    (study.folder / "predictions" / "a.tif").write_bytes(b"II*\0 broken")

    evaluation = study.evaluate()

    found = evaluation.evidence.validations["check"]
    assert (found.n_images, [pair.name for pair in found.pairs]) == (1, ["b"])
    (skipped,) = found.skipped
    assert (skipped.name, skipped.faults[0].path) == ("a", "predictions/a.tif")
    assert found.candidates["net"].results[0].summary is not None
    assert found.candidates["net"].results[0].summary.n == 1
    assert evaluation.exit_code == 1


def test_what_was_left_out_is_an_error_among_the_findings(study: Study) -> None:
    tifffile.imwrite(study.folder / "predictions" / "b.tif", np.zeros((5, 6), np.uint16))

    (found,) = findings_of(study, "skipped-images")

    assert found.severity is Severity.ERROR
    assert found.message.startswith("1 of 2 images was left out, so all scores rest on 1: ")
    assert "has the shape 5 x 6 (YX)" in found.message
    assert found.files == ("predictions/b.tif",)


def test_labels_of_the_wrong_kind_are_left_out(study: Study) -> None:
    truth = tifffile.imread(study.folder / "targets" / "a.tif")
    study.write("targets", {"a": (truth > 0).astype(np.uint8)})

    (found,) = findings_of(study, "skipped-images")

    assert "binary mask" in found.message


def test_strict_stops_with_all_problems_and_keeps_what_was_there(study: Study) -> None:
    before = study.evaluate().path.read_bytes()
    for name in "ab":
        (study.folder / "predictions" / f"{name}.tif").write_bytes(b"")
    (study.folder / "images" / "a.tif").write_bytes(b"")

    with pytest.raises(DataError) as caught:
        study.evaluate(strict=True)

    files = {problem.file for problem in caught.value.problems}
    assert files == {"images/a.tif", "predictions/a.tif", "predictions/b.tif"}
    assert (study.folder / "card.evidence.json").read_bytes() == before


def test_a_mended_image_is_taken_in_again(study: Study) -> None:
    good = (study.folder / "predictions" / "a.tif").read_bytes()
    (study.folder / "predictions" / "a.tif").write_bytes(b"")
    assert study.evaluate().exit_code == 1

    (study.folder / "predictions" / "a.tif").write_bytes(good)
    again = study.evaluate()

    assert again.exit_code == 0
    assert again.evidence.validations["check"].n_images == 2


def test_a_bad_file_of_a_data_set_without_validation_is_left_out(study: Study) -> None:
    study.write("training", {n: np.ones((4, 4), np.uint8) for n in "xy"})
    (study.folder / "training" / "y.tif").write_bytes(b"")
    text = study.card.read_text(encoding="utf-8")
    study.card.write_text(
        text.replace("models:", "  train: {images: training/*.tif}\nmodels:"), encoding="utf-8"
    )

    evaluation = study.evaluate()

    (found,) = (f for f in evaluation.evidence.findings if f.code == "skipped-files")
    assert (found.field, found.files) == ("datasets.train", ("training/y.tif",))
    train = evaluation.evidence.datasets["train"]
    assert [record.path for record in train.images] == ["training/x.tif"]
    assert [fault.path for fault in train.skipped] == ["training/y.tif"]
    assert evaluation.exit_code == 1
    with pytest.raises(DataError):
        study.evaluate(strict=True)


def test_a_data_set_without_any_readable_file_is_an_error(study: Study) -> None:
    for name in "ab":
        (study.folder / "images" / f"{name}.tif").write_bytes(b"")

    with pytest.raises(DataError):
        study.evaluate()


def test_texts_say_what_was_left_out(study: Study, tmp_path: Path) -> None:
    (study.folder / "predictions" / "a.tif").write_bytes(b"")

    outcome = build_card(study.card, tmp_path / "out", with_pdf=False)

    methods = (outcome.folder / "methods.md").read_text(encoding="utf-8")
    report = (outcome.folder / "report.html").read_text(encoding="utf-8")
    assert "One further image could not be used and was left out." in methods
    assert "predictions/a.tif the file is empty (0 bytes)" in report
    assert "1 left out" in outcome.as_text()
    assert outcome.exit_code == 1
