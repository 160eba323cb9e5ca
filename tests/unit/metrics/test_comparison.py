from collections.abc import Mapping

import pytest

from replicard.metrics.aggregate import summarise
from replicard.metrics.comparison import choose_examples, worse_than_input
from replicard_schema.evidence import ImageScore, MetricResult, Parameters
from replicard_schema.vocabulary import MetricId


def _result(
    metric: MetricId, values: Mapping[str, float | None], parameters: Parameters | None = None
) -> MetricResult:
    return MetricResult(
        metric=metric,
        parameters=parameters or {},
        per_image=tuple(
            ImageScore(
                image=image,
                value=value,
                undefined_because="no contrast" if value is None else None,
            )
            for image, value in values.items()
        ),
        summary=summarise(values.values()),
    )


def _examples(metric: MetricId, values: Mapping[str, float | None]) -> dict[str, str]:
    return {
        choice.rank: choice.image for choice in choose_examples("unet", _result(metric, values))
    }


def test_worse_follows_the_direction_of_the_metric() -> None:
    candidate = {"a": 0.9, "b": 0.5, "c": 0.7}
    raw = {"a": 0.8, "b": 0.6, "c": 0.7}

    (by_ssim,) = worse_than_input(
        "unet", [_result(MetricId.SSIM, candidate)], [_result(MetricId.SSIM, raw)]
    )
    (by_error,) = worse_than_input(
        "unet", [_result(MetricId.NRMSE, candidate)], [_result(MetricId.NRMSE, raw)]
    )

    assert by_ssim.images == ("b",)
    assert by_error.images == ("a",)
    assert by_ssim.n == by_error.n == 3


def test_only_images_with_both_values_are_compared() -> None:
    (found,) = worse_than_input(
        "unet",
        [_result(MetricId.PSNR, {"a": None, "b": 1.0, "c": 1.0})],
        [_result(MetricId.PSNR, {"a": 30.0, "b": None, "c": 2.0})],
    )

    assert (found.images, found.n) == (("c",), 1)


def test_results_with_other_parameters_are_not_compared() -> None:
    raw = _result(MetricId.SSIM, {"a": 1.0}, {"normalisation": "none"})
    candidate = _result(MetricId.SSIM, {"a": 0.0}, {"normalisation": "percentile"})

    assert worse_than_input("unet", [candidate], [raw]) == ()


def test_a_metric_that_no_image_shares_is_not_compared() -> None:
    candidate = _result(MetricId.SSIM, {"a": None, "b": 0.5})
    raw = _result(MetricId.SSIM, {"a": 0.6, "b": None})

    assert worse_than_input("unet", [candidate], [raw]) == ()


def test_a_count_is_neither_better_nor_worse() -> None:
    counts = _result(MetricId.FP, {"a": 3.0})

    assert worse_than_input("unet", [counts], [_result(MetricId.FP, {"a": 0.0})]) == ()
    with pytest.raises(ValueError, match="fp is a count"):
        choose_examples("unet", counts)


def test_examples_follow_the_direction_of_the_metric() -> None:
    values = {"a": 0.2, "b": 0.9, "c": 0.4, "d": None, "e": 0.6}

    assert _examples(MetricId.SSIM, values) == {"best": "b", "median": "c", "worst": "a"}
    assert _examples(MetricId.RMSE, values) == {"best": "a", "median": "e", "worst": "b"}


def test_the_median_of_an_odd_number_is_the_middle_one() -> None:
    values = {"a": 5.0, "b": 1.0, "c": 3.0, "d": 2.0, "e": 4.0}

    assert _examples(MetricId.SSIM, values)["median"] == "c"


def test_equal_images_are_ranked_by_name() -> None:
    values = {"c": 1.0, "a": 1.0, "b": 1.0}

    for metric in (MetricId.SSIM, MetricId.RMSE):
        assert _examples(metric, values) == {"best": "a", "median": "b", "worst": "c"}


def test_no_image_is_chosen_twice() -> None:
    assert _examples(MetricId.SSIM, {"a": 0.1, "b": 0.2}) == {"best": "b", "worst": "a"}
    assert _examples(MetricId.SSIM, {"a": 0.1}) == {"best": "a"}
    assert _examples(MetricId.SSIM, {"a": None}) == {}


def test_an_example_carries_its_value_as_measured() -> None:
    (only,) = choose_examples(
        "unet", _result(MetricId.RMSE, {"a": 0.25}, {"normalisation": "none"})
    )

    assert only.value == 0.25
    assert only.parameters == {"normalisation": "none"}
    assert only.candidate == "unet"
