"""What a reader gets of repeats, maps of uncertainty and annotators."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.pipeline.build import BuildOutcome, build_card

Squares = Callable[..., NDArray[np.uint16]]


def built(study: Any, tmp_path: Path) -> BuildOutcome:  # noqa: ANN401 - the fixture of conftest
    return build_card(study.card, tmp_path / "out", with_pdf=False)


@pytest.fixture
def everything(study: Any, squares: Squares) -> Any:  # noqa: ANN401 - the fixture of conftest
    """A study of objects with repeats, maps and annotators, beside ground truth."""
    rng = np.random.default_rng(4)
    for number in range(3):
        shifts = {"a": number, "b": 1}
        study.write(f"run{number}", {n: squares(shift=s, count=2) for n, s in shifts.items()})
    study.write("maps", {n: rng.random((32, 48)).astype(np.float32) for n in ("a", "b")})
    study.write("ana", {"a": squares(), "b": squares(count=2)})
    study.write("bo", {"a": squares(shift=1), "b": squares(count=1)})
    study.write_card(
        dataset=", annotations: {ana: ana/*.tif, bo: bo/*.tif}",
        validation=", repeated_predictions: {net: 'run{repeat}/*.tif'}, "
        "uncertainty_maps: {net: {files: maps/*.tif, meaning: Entropy of the softmax.}}",
    )
    return study


def test_the_methods_text_says_what_agreement_is_and_is_not(
    everything: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    built(everything, tmp_path)

    text = re.sub(r"[\u202f\u00a0]", " ", (tmp_path / "out" / "methods.md").read_text("utf-8"))
    for sentence in (
        "Three predictions of each of two images by the model were compared with each other.",
        (
            "The five objects of the predictions that were scored overlapped with the object that "
            "fits best in each repeat with a mean IoU of"
        ),
        (
            "Agreement between predictions says how precise a model is, not how accurate: objects "
            "that are found every time can all be wrong in the same way."
        ),
        "Maps of uncertainty of the model were held against the error of each pixel of two images",
        "The maps of uncertainty of the model show the entropy of the softmax.",
        "The two annotators agreed with each other with an F1 score at an IoU threshold of 0.5 of",
        "In comparison, the model reached an F1 score at an IoU threshold of 0.5 of",
        "Held against each annotator singly, the model reached",
        "it is no strict limit",
    ):
        assert sentence in text
    assert "were repeated on the same images to assess" not in text


def test_the_sentences_name_the_evidence_that_they_rest_on(
    everything: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    built(everything, tmp_path)

    trace = json.loads((tmp_path / "out" / "methods.trace.json").read_text("utf-8"))
    text = json.dumps(trace)
    assert "validations.check.repeats.net.results[0].summary.mean" in text
    assert "validations.check.annotators.results" in text


def test_the_report_shows_tables_and_maps(everything: Any, tmp_path: Path) -> None:  # noqa: ANN401
    outcome = built(everything, tmp_path)

    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    for text in (
        "Agreement of annotators",
        "net with single annotators",
        "Agreement of the 3 repeated predictions of net",
        "What a value is, as the authors say: Entropy of the softmax.",
        "Stability of objects",
        "Objects of net that fewer than half of the repeats have",
        "ranked by Stability of objects",
        "check: repeated predictions of net",
        "check: label images of annotators",
    ):
        assert text in page
    assert {
        "figures/agreement-repeats-check-net.svg",
        "figures/agreement-uncertainty-check-net.svg",
    } <= set(outcome.files)
    assert 'id="metric-object_stability"' in page


def test_the_checklist_is_answered_by_what_was_computed(
    everything: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    report = built(everything, tmp_path).report

    items = {item.id: item for item in report.checklists[0].items}
    uncertain = [answer for answer in items["A12"].answers if answer.origin == "computed"]
    assert items["A12"].verdict == "reported"
    assert "Stability of objects" in uncertain[0].value
    agreement = [a.value for a in items["A04"].answers if a.origin == "computed"]
    assert agreement
    assert agreement[0].startswith("agreement of 2 annotators – F1 at IoU 0.5")


def test_without_ground_truth_the_report_says_what_was_done_instead(
    study: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(4)
    for number in range(3):
        study.write(f"run{number}", {n: rng.random((32, 48)).astype("f4") for n in ("a", "b")})
    study.write_card(task="denoising", validation=", repeated_predictions: {net: 'run{repeat}/*'}")
    text = study.card.read_text().replace(", targets: targets/*.tif", "")
    study.card.write_text(
        text.replace(
            "candidates: {net: predictions/*.tif}",
            "no_ground_truth: {because: Live samples bleach., instead: Dropout was kept on.}",
        )
    )

    outcome = built(study, tmp_path)

    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    methods = (tmp_path / "out" / "methods.md").read_text("utf-8")
    assert "Not compared with ground truth: there is no ground truth." in page
    assert "SD map: standard deviation between the repeats" in page
    assert "Their standard deviation, averaged over the pixels of each image, was" in methods
    assert "the mean correlation of two repeats was" in methods
    assert "3 repeats of net: SD between repeats" in outcome.as_text()
