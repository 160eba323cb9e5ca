"""Repeated predictions of a card: found, compared, and what is wrong with them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from replicard.errors import DataError
from replicard.pipeline.agreement.grouping import group_repeats
from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.tasks.repeated_objects import compare_objects
from replicard_schema.evidence import RepeatsResult

Squares = Callable[..., NDArray[np.uint16]]
REPEATS = ", repeated_predictions: {{net: {}}}"


def found(study: Any) -> RepeatsResult:  # noqa: ANN401 - the fixture of conftest
    result: RepeatsResult = study.evaluate().evidence.validations["check"].repeats["net"]
    return result


def measures(result: RepeatsResult) -> dict[str, float | None]:
    return {
        f"{r.measure.value} {r.parameters.get('class', '')}".strip(): r.summary.mean
        for r in result.results
    }


def test_objects_are_those_of_the_scored_prediction(study: Any, squares: Squares) -> None:  # noqa: ANN401
    for number in range(3):
        shift = {"a": number, "b": 1}
        folder = study.folder / "runs" / str(number)
        folder.mkdir(parents=True)
        study.write(f"runs/{number}", {n: squares(shift=s, count=2) for n, s in shift.items()})
    study.write_card(validation=REPEATS.format("runs/*/*.tif"))

    result = found(study)

    assert result.kind == "objects"
    assert result.repeats == ("0", "1", "2")
    a, b = result.images
    assert a.reference is None
    assert a.scored is not None
    assert a.scored.path == "predictions/a.tif"
    assert (a.n_objects, a.n_compared, a.object_counts) == (3, 3, {"0": 2, "1": 2, "2": 2})
    assert [found.found_in for found in a.least_stable] == [0]
    assert (a.n_doubtful, b.n_doubtful) == (1, 0)
    values = measures(result)
    ious = [1, 90 / 110, 80 / 120]
    assert values["object_stability"] == pytest.approx((2 * np.mean(ious) / 3 + 1) / 2)
    assert values["repeat_count"] == 2
    assert [example.image for example in result.examples] == ["b", "a"]


def test_without_a_scored_prediction_the_middle_repeat_is_the_reference(
    study: Any,  # noqa: ANN401
    squares: Squares,
) -> None:
    for number, shift in enumerate((0, 4, 5)):
        study.write(f"run{number}", {n: squares(shift=shift) for n in ("a", "b")})
    study.write_card(
        dataset=", targets:", validation=", candidates:, no_ground_truth: {because: None exists.}"
    )
    text = study.card.read_text().replace(", targets: targets/*.tif, targets:", "")
    text = text.replace(
        "candidates: {net: predictions/*.tif}, candidates:",
        "repeated_predictions: {net: 'run{repeat}/*.tif'}",
    )
    study.card.write_text(text)

    result = found(study)

    assert [image.reference for image in result.images] == ["1", "1"]
    assert [image.n_compared for image in result.images] == [2, 2]


def test_the_order_of_repeats_does_not_change_the_numbers(study: Any, squares: Squares) -> None:  # noqa: ANN401
    outcomes = []
    for order in ((0, 1, 3), (3, 0, 1)):
        for number, shift in enumerate(order):
            study.write(f"run{number}", {n: squares(shift=shift) * 7 for n in ("a", "b")})
        study.write_card(validation=REPEATS.format("'run{repeat}/*.tif'"))
        outcomes.append(measures(found(study)))

    assert outcomes[0] == outcomes[1]


def test_masks_of_one_value_are_foreground(study: Any, squares: Squares) -> None:  # noqa: ANN401
    for number in range(2):
        masks = {n: (squares(shift=number) > 0).astype(np.uint8) * 255 for n in ("a", "b")}
        study.write(f"run{number}", masks)
    study.write("targets", {n: (squares() > 0).astype(np.uint8) for n in ("a", "b")})
    study.write("predictions", {n: (squares() > 0).astype(np.uint8) for n in ("a", "b")})
    study.write_card(task="semantic segmentation", validation=REPEATS.format("'run{repeat}/*.tif'"))

    values = measures(found(study))

    assert values["repeat_iou foreground"] == pytest.approx(90 / 110)
    assert values["repeat_disputed"] == pytest.approx(3 * 20 / (32 * 48))
    assert values["repeat_disagreement"] == pytest.approx(3 * 10 / (32 * 48))


def test_a_class_that_an_image_lacks_has_a_reason_there(study: Any, squares: Squares) -> None:  # noqa: ANN401
    for number in range(2):
        study.write(f"run{number}", {"a": squares(count=3), "b": squares(count=2)})
    study.write_card(
        task="semantic segmentation",
        validation=REPEATS.format("'run{repeat}/*.tif'"),
        dataset=', label_kind: class, classes: {"1": left, "2": middle}',
    )

    result = found(study)

    of_third = next(r for r in result.results if r.parameters.get("class") == "3")
    assert [score.value for score in of_third.per_image] == [1.0, None]
    assert {r.parameters["class"] for r in result.results if "class" in r.parameters} == {
        "left",
        "middle",
        "3",
    }


def test_probabilities_have_a_range_of_one(study: Any) -> None:  # noqa: ANN401
    rng = np.random.default_rng(1)
    stacks = {n: rng.random((4, 32, 48)).astype(np.float32) for n in ("a", "b")}
    for number in range(4):
        study.write(f"run{number}", {n: stack[number] for n, stack in stacks.items()})
    study.write("targets", {n: (s[0] > 0.5).astype(np.uint8) for n, s in stacks.items()})
    study.write("predictions", {n: (s[0] > 0.4).astype(np.uint8) for n, s in stacks.items()})
    study.write_card(task="semantic segmentation", validation=REPEATS.format("'run{repeat}/*.tif'"))

    result = found(study)

    assert result.kind == "probabilities"
    expected = np.mean([s.astype(np.float64).std(axis=0, ddof=1).mean() for s in stacks.values()])
    assert measures(result)["repeat_sd"] == pytest.approx(expected)
    assert "repeat_cv" not in measures(result)


def test_intensities_are_measured_channel_by_channel(study: Any) -> None:  # noqa: ANN401
    rng = np.random.default_rng(1)
    for folder in ("images", "targets", "predictions", "run1", "run2", "run3"):
        study.write(folder, {n: rng.integers(0, 999, (2, 32, 48), np.uint16) for n in ("a", "b")})
    study.write_card(
        task="denoising",
        dataset=", axes: CYX, acquisition: {channels: [{name: DNA}, {name: actin}]}",
        validation=REPEATS.format("'run{repeat}/*.tif'"),
    )

    result = found(study)

    assert {r.parameters.get("channel") for r in result.results} == {"DNA", "actin"}


def test_what_did_not_change_is_taken_over(study: Any, squares: Squares) -> None:  # noqa: ANN401
    for number in range(2):
        study.write(f"run{number}", {n: squares(shift=number) for n in ("a", "b")})
    study.write_card(validation=REPEATS.format("'run{repeat}/*.tif'"))
    before = found(study)

    assert not study.evaluate().changed
    study.write("run1", {"a": squares(shift=3)})
    assert found(study).inputs_sha256 != before.inputs_sha256


@pytest.mark.parametrize(
    ("files", "pattern", "expected"),
    [
        (["d/1/a.tif", "d/1/b.tif", "d/2/a.tif", "d/2/b.tif"], "d/*/*.tif", ["1", "2"]),
        (["d/a_p10.tif", "d/a_p9.tif"], "d/{name}_p{repeat}.tif", ["9", "10"]),
        (["x/1/m/a.tif", "x/2/m/a.tif"], "x/*/m/*.tif", ["1", "2"]),
        (["a/0.tif", "a/1.tif", "b/0.tif", "b/1.tif"], "{name}/{repeat}.tif", ["0", "1"]),
    ],
)
def test_repeats_are_told_apart(files: list[str], pattern: str, expected: list[str]) -> None:
    assert [repeat.name for repeat in group_repeats(files, pattern, field="f")] == expected


@pytest.mark.parametrize(
    ("files", "pattern", "message"),
    [
        (["d/a.tif", "d/b.tif"], "d/*.tif", "nothing tells one repeat from another"),
        (["d/1/a.tif"], "d/{repeat}/*.tif", "one file of one repeat"),
    ],
)
def test_nothing_repeated_is_an_error(files: list[str], pattern: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        group_repeats(files, pattern, field="f")


def test_missing_and_extra_members_are_named(study: Any, squares: Squares) -> None:  # noqa: ANN401
    study.write("run0", {n: squares() for n in ("a", "b")})
    study.write("run1", {n: squares() for n in ("a", "c")})
    study.write_card(validation=REPEATS.format("'run{repeat}/*.tif'"))

    with pytest.raises(DataError) as caught:
        study.evaluate()

    text = str(caught.value)
    assert "images/b.tif: has no prediction of net, repeat 1" in text
    assert "run1/c.tif: is a prediction of net, repeat 1 that belongs to none" in text
    hints = [problem.hint or "" for problem in caught.value.problems]
    assert any("taken for repeats were 0, 1" in hint for hint in hints)


@pytest.mark.parametrize(
    ("task", "image", "message"),
    [
        ("instance segmentation", np.zeros((8, 9), np.uint16), "must have the same shape"),
        ("instance segmentation", np.full((32, 48), 0.5, np.float32), "not whole numbers"),
        ("semantic segmentation", np.full((32, 48), 7.5, np.float32), "from 0 to 1"),
    ],
)
def test_a_repeat_that_does_not_fit_is_an_error(
    study: Any,  # noqa: ANN401
    squares: Squares,
    task: str,
    image: NDArray[np.generic],
    message: str,
) -> None:
    plain = squares() if task.startswith("instance") else (squares() > 0).astype(np.uint8)
    for side in ("targets", "predictions"):
        study.write(side, dict.fromkeys(("a", "b"), plain))
    study.write("run0", {"a": image, "b": plain})
    study.write("run1", dict.fromkeys(("a", "b"), plain))
    study.write_card(task=task, validation=REPEATS.format("'run{repeat}/*.tif'"))

    (skipped,) = found(study).skipped

    assert skipped.name == "a"
    assert message in skipped.faults[0].because
    with pytest.raises(DataError, match=message):
        evaluate_card(study.card, strict=True)


def test_masks_and_probabilities_cannot_be_mixed(study: Any, squares: Squares) -> None:  # noqa: ANN401
    plain = (squares() > 0).astype(np.uint8)
    for side in ("targets", "predictions", "run0", "run1"):
        study.write(side, dict.fromkeys(("a", "b"), plain))
    for side in ("run0", "run1"):
        study.write(side, {"b": plain.astype(np.float32)})
    study.write_card(task="semantic segmentation", validation=REPEATS.format("'run{repeat}/*.tif'"))

    with pytest.raises(DataError, match="masks and probabilities"):
        study.evaluate()


def test_a_task_without_images_to_compare_has_a_reason(study: Any, squares: Squares) -> None:  # noqa: ANN401
    for number in range(2):
        study.write(f"run{number}", {n: squares() for n in ("a", "b")})
    study.write_card(task="tracking", validation=REPEATS.format("'run{repeat}/*.tif'"))

    assert "tracking" in (found(study).not_computed_because or "")


def test_one_more_image_computes_one_image(
    study: Any,  # noqa: ANN401
    squares: Squares,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    environ = {"SOURCE_DATE_EPOCH": "0", "REPLICARD_CACHE_DIR": str(tmp_path / "kept")}
    study.write_card(validation=REPEATS.format("'run{repeat}/*.tif'"))
    for number in range(2):
        study.write(f"run{number}", {n: squares(shift=number) for n in ("a", "b")})
    before = evaluate_card(study.card, environ=environ).evidence
    for side in ("images", "targets", "predictions", "run0", "run1"):
        study.write(side, {"c": squares(shift=2)})
    compared = []

    def watched(stack: Any, *others: Any) -> Any:  # noqa: ANN401
        compared.append(next(iter(stack.paths.values())))
        return compare_objects(stack, *others)

    monkeypatch.setattr("replicard.pipeline.tasks.repeats.compare_objects", watched)
    after = evaluate_card(study.card, environ=environ).evidence

    assert compared == ["run0/c.tif"]
    one, other = (found.validations["check"].repeats["net"] for found in (before, after))
    assert one.images == other.images[:2]
