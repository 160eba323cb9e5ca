"""Maps of uncertainty that the authors made: summarised, and held against errors."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr

from replicard.errors import DataError
from replicard.metrics.uncertainty import error_share, measure_calibration, measure_map
from replicard_schema.evidence import UncertaintyResult

Squares = Callable[..., NDArray[np.uint16]]
MAPS = ", uncertainty_maps: {net: {files: maps/*.tif, meaning: Entropy of the softmax.}}"


def found(study: Any) -> UncertaintyResult:  # noqa: ANN401 - the fixture of conftest
    result: UncertaintyResult = study.evaluate().evidence.validations["check"].uncertainty["net"]
    return result


def values(result: UncertaintyResult, measure: str) -> list[float | None]:
    one = next(r for r in result.results if r.measure.value == measure)
    return [score.value for score in one.per_image]


def test_maps_are_held_against_wrong_pixels(study: Any, squares: Squares) -> None:  # noqa: ANN401
    rng = np.random.default_rng(2)
    maps = {n: rng.random((32, 48)).astype(np.float32) for n in ("a", "b")}
    error = (squares(count=2) > 0) != (squares(shift=1, count=2) > 0)
    maps["b"][error] += 2
    study.write("maps", maps)
    study.write_card(validation=MAPS)

    result = found(study)

    quantiles = [r for r in result.results if r.measure == "uncertainty_quantile"]
    assert [r.parameters["quantile"] for r in quantiles] == [0.05, 0.5, 0.95]
    assert quantiles[1].per_image[0].value == pytest.approx(float(np.median(maps["a"])))
    assert values(result, "uncertainty_capture") == [None, 1.0]
    expected = spearmanr(maps["b"].ravel(), error.ravel()).statistic
    assert values(result, "uncertainty_correlation")[1] == pytest.approx(expected)
    assert result.not_compared_because is None


def test_the_error_of_intensities_is_that_of_the_scores(study: Any) -> None:  # noqa: ANN401
    rng = np.random.default_rng(2)
    truth = {n: rng.normal(100, 20, (2, 32, 48)).astype(np.float32) for n in ("a", "b")}
    noise = {n: rng.normal(0, 5, (2, 32, 48)).astype(np.float32) for n in ("a", "b")}
    study.write("targets", truth)
    study.write("images", truth)
    study.write("predictions", {n: truth[n] + noise[n] for n in truth})
    study.write("maps", {n: np.abs(noise[n]) for n in truth})
    study.write_card(
        task="denoising",
        validation=f"{MAPS}, normalisation: {{method: none}}",
        dataset=", axes: ZYX",
    )

    result = found(study)

    assert values(result, "uncertainty_correlation") == pytest.approx([1.0, 1.0], abs=1e-4)
    expected = [error_share(np.abs(noise[n]), np.abs(noise[n])) for n in ("a", "b")]
    assert values(result, "uncertainty_capture") == pytest.approx(expected, rel=1e-4)


def test_without_ground_truth_maps_are_summarised_only(study: Any) -> None:  # noqa: ANN401
    study.write("maps", {n: np.ones((32, 48), np.float32) for n in ("a", "b")})
    study.write_card(validation=MAPS)
    text = study.card.read_text().replace(", targets: targets/*.tif", "")
    study.card.write_text(
        text.replace("candidates: {net: predictions/*.tif}", "no_ground_truth: {because: None.}")
    )

    result = found(study)

    assert {r.measure.value for r in result.results} == {"uncertainty_quantile"}
    assert result.not_compared_because == "there is no ground truth"


def test_maps_that_belong_to_nothing_are_named(study: Any) -> None:  # noqa: ANN401
    study.write("maps", {n: np.ones((32, 48), np.float32) for n in ("a", "c")})
    study.write_card(validation=MAPS)

    with pytest.raises(DataError, match="map of uncertainty of net that belongs to none"):
        study.evaluate()


def test_a_map_of_another_shape_is_left_out(study: Any) -> None:  # noqa: ANN401
    study.write("maps", {"a": np.ones((31, 48), np.float32), "b": np.ones((32, 48), np.float32)})
    study.write_card(validation=MAPS)

    assert [skipped.name for skipped in found(study).skipped] == ["a"]


@pytest.mark.parametrize(
    ("uncertainty", "error", "reason"),
    [
        ([1.0, 1.0], [0.0, 1.0], "the map is the same in every pixel"),
        ([1.0, 2.0], [1.0, 1.0], "the error is the same in every pixel"),
        ([1.0, np.nan], [0.0, 1.0], "the map holds values that are not finite numbers"),
    ],
)
def test_what_has_no_correlation_says_why(
    uncertainty: list[float], error: list[float], reason: str
) -> None:
    correlation, _ = measure_calibration(uncertainty, error, parameters={})

    assert correlation.value is None
    assert correlation.undefined_because == reason


def test_a_map_that_is_not_finite_has_no_quantiles() -> None:
    assert {value.value for value in measure_map([np.inf, 1.0])} == {None}
