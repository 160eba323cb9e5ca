"""Annotators compared with each other, against a loop that is too plain to be wrong."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from replicard.errors import DataError
from replicard_schema.evidence import AnnotatorAgreement, MetricResult

Squares = Callable[..., NDArray[np.uint16]]
TWO = ", annotations: {ana: ana/*.tif, bo: bo/*.tif}"


def agreement(study: Any) -> AnnotatorAgreement:  # noqa: ANN401 - the fixture of conftest
    found: AnnotatorAgreement = study.evaluate().evidence.validations["check"].annotators
    return found


def mean_of(results: tuple[MetricResult, ...], metric: str) -> float | None:
    return next(r.summary.mean for r in results if r.metric.value == metric)


def plain_f1(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Count pairs with an IoU of at least one half, each pair of objects in turn."""
    ids = [np.unique(labels[labels > 0]) for labels in (one, other)]
    hits = 0
    for i in ids[0]:
        for j in ids[1]:
            a, b = one == i, other == j
            hits += int(np.sum(a & b) / np.sum(a | b) > 0.5)
    return 2 * hits / (len(ids[0]) + len(ids[1]))


def plain_dice(one: NDArray[Any], other: NDArray[Any]) -> float:
    a, b = one > 0, other > 0
    return float(2 * np.sum(a & b) / (np.sum(a) + np.sum(b)))


def test_pairs_are_averaged_image_by_image(study: Any, squares: Squares) -> None:  # noqa: ANN401
    sets = {
        "ana": {"a": squares(), "b": squares(count=2)},
        "bo": {"a": squares(shift=2), "b": squares(count=1)},
        "cy": {"a": squares(count=2), "b": squares(shift=8)},
    }
    for name, images in sets.items():
        study.write(name, images)
    study.write_card(dataset=", annotations: {ana: ana/*.tif, bo: bo/*.tif, cy: cy/*.tif}")

    found = agreement(study)

    expected = {
        image: np.mean([plain_f1(sets[x][image], sets[y][image]) for x, y in combinations(sets, 2)])
        for image in ("a", "b")
    }
    f1 = next(r for r in found.results if r.metric.value == "f1")
    assert {s.image: s.value for s in f1.per_image} == pytest.approx(expected)
    assert f1.summary.n == 2
    assert [(pair.first, pair.second) for pair in found.pairs] == [
        ("ana", "bo"),
        ("ana", "cy"),
        ("bo", "cy"),
    ]
    dice = [
        np.mean([plain_dice(sets[x][i], sets[y][i]) for x, y in combinations(sets, 2)])
        for i in ("a", "b")
    ]
    assert mean_of(found.results, "dice") == pytest.approx(np.mean(dice))
    assert not {r.metric.value for r in found.results} & {"precision", "recall", "fp"}


def test_candidates_are_held_against_every_annotator(study: Any, squares: Squares) -> None:  # noqa: ANN401
    study.write("ana", {"a": squares(), "b": squares(count=2)})
    study.write("bo", {"a": squares(shift=2), "b": squares(count=1)})
    study.write_card(dataset=TWO)

    found = agreement(study)

    predictions = {"a": squares(), "b": squares(shift=1, count=2)}
    expected = np.mean(
        [
            [plain_f1(squares(), predictions["a"]), plain_f1(squares(shift=2), predictions["a"])],
            [
                plain_f1(squares(count=2), predictions["b"]),
                plain_f1(squares(count=1), predictions["b"]),
            ],
        ]
    )
    assert mean_of(found.candidates["net"], "f1") == pytest.approx(expected)


def test_equal_annotators_agree_in_full(study: Any, squares: Squares) -> None:  # noqa: ANN401
    for name in ("ana", "bo"):
        study.write(name, {"a": squares(), "b": squares(count=2)})
    study.write_card(dataset=TWO, validation=", iou_thresholds: [0.5, 0.9]")

    found = agreement(study)

    assert {r.summary.mean for r in found.results} == {1.0}
    assert [r.parameters.get("iou_threshold") for r in found.results if r.metric == "f1"] == [
        0.5,
        0.9,
    ]


def test_masks_are_compared_class_by_class(study: Any, squares: Squares) -> None:  # noqa: ANN401
    for side in ("targets", "predictions", "ana", "bo"):
        study.write(side, {n: squares(shift=int(side == "bo")) for n in ("a", "b")})
    study.write_card(task="semantic segmentation", dataset=f"{TWO}, label_kind: class")

    found = agreement(study)

    assert {r.parameters["class"] for r in found.results if r.metric == "dice"} == {"1", "2", "3"}
    assert mean_of(found.results, "iou") == pytest.approx(90 / 110)


def test_annotators_are_compared_without_a_prediction(study: Any, squares: Squares) -> None:  # noqa: ANN401
    for name in ("ana", "bo"):
        study.write(name, {"a": squares(), "b": squares(count=2)})
    study.write_card(dataset=TWO)
    text = study.card.read_text()
    study.card.write_text(
        text.replace("candidates: {net: predictions/*.tif}", "no_ground_truth: {because: None.}")
    )

    assert mean_of(agreement(study).results, "f1") == 1


def test_one_annotator_has_nobody_to_agree_with(study: Any, squares: Squares) -> None:  # noqa: ANN401
    study.write("ana", {"a": squares(), "b": squares()})
    study.write_card(dataset=", annotations: {ana: ana/*.tif}")

    with pytest.raises(DataError, match="names one annotator"):
        study.evaluate()


def test_a_missing_label_image_is_named(study: Any, squares: Squares) -> None:  # noqa: ANN401
    study.write("ana", {"a": squares(), "b": squares()})
    study.write("bo", {"a": squares()})
    study.write_card(dataset=TWO)

    with pytest.raises(DataError, match="has no label image of annotator bo"):
        study.evaluate()


def test_a_label_image_that_does_not_fit_is_left_out(study: Any, squares: Squares) -> None:  # noqa: ANN401
    study.write("ana", {"a": squares(), "b": squares()})
    study.write("bo", {"a": squares()[:-1], "b": squares()})
    study.write_card(dataset=TWO)

    found = agreement(study)

    assert [skipped.name for skipped in found.skipped] == ["a"]
    assert [image.name for image in found.images] == ["b"]


def test_what_did_not_change_is_taken_over(study: Any, squares: Squares) -> None:  # noqa: ANN401
    for name in ("ana", "bo"):
        study.write(name, {"a": squares(), "b": squares()})
    study.write_card(dataset=TWO)
    before = agreement(study)

    assert not study.evaluate().changed
    study.write("bo", {"b": squares(shift=1)})
    assert agreement(study).inputs_sha256 != before.inputs_sha256


def test_perturbed_real_masks(shared_data: Path, study: Any) -> None:  # noqa: ANN401
    masks = sorted((shared_data / "bbbc039_segmentation" / "masks_gt").glob("*.tif"))[:2]
    truth = {path.stem[8:17]: tifffile.imread(path)[:200, :240] for path in masks}
    rng = np.random.default_rng(11)
    sets: dict[str, dict[str, NDArray[np.generic]]] = {"ana": {}, "bo": {}, "cy": {}}
    for stem, labels in truth.items():
        for shift, name in enumerate(sets):
            dropped = rng.choice(np.unique(labels)[1:], 2)
            moved = np.roll(labels, 3 * shift, axis=1)
            sets[name][stem] = np.where(np.isin(moved, dropped), 0, moved)
    for side in ("images", "targets", "predictions", *sets):
        for old in (study.folder / side).glob("*.tif"):
            old.unlink()
        study.write(side, sets.get(side, truth))
    study.write_card(dataset=", annotations: {ana: ana/*.tif, bo: bo/*.tif, cy: cy/*.tif}")

    found = agreement(study)

    expected = [
        np.mean([plain_f1(sets[x][stem], sets[y][stem]) for x, y in combinations(sets, 2)])
        for stem in truth
    ]
    assert mean_of(found.results, "f1") == pytest.approx(np.mean(expected))
    assert 0.5 < np.mean(expected) < 1
