from collections.abc import Mapping

import pytest

from replicard.metrics.aggregate import summarise
from replicard.metrics.comparison import choose_examples, compare
from replicard.metrics.resampling import Sampling
from replicard_schema.evidence import ImageScore, MetricResult, PairedComparison, Parameters
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


def _compared(*results: MetricResult, **units: str) -> tuple[PairedComparison, ...]:
    """Compare results of ``unet``, of the raw input and of others, in this order."""
    names = ("unet", "raw input", "other", "third")
    images = {score.image: score.image for result in results for score in result.per_image}
    sampling = Sampling(images | units, seed=1, grouped_by="the card" if units else None)
    by_candidate = {name: [result] for name, result in zip(names, results, strict=False)}
    return compare(by_candidate, raw_input="raw input", sampling=sampling)


def _examples(metric: MetricId, values: Mapping[str, float | None]) -> dict[str, str]:
    return {
        choice.rank: choice.image for choice in choose_examples("unet", _result(metric, values))
    }


def test_worse_follows_the_direction_of_the_metric() -> None:
    candidate = {"a": 0.9, "b": 0.5, "c": 0.7}
    raw = {"a": 0.8, "b": 0.6, "c": 0.7}

    (by_ssim,) = _compared(_result(MetricId.SSIM, candidate), _result(MetricId.SSIM, raw))
    (by_error,) = _compared(_result(MetricId.NRMSE, candidate), _result(MetricId.NRMSE, raw))

    assert by_ssim.worse == ("b",)
    assert by_error.worse == ("a",)
    assert by_ssim.n == by_error.n == 3
    assert by_ssim.n_equal == 1
    assert by_ssim.mean_difference == pytest.approx(0)


def test_only_images_with_both_values_are_compared() -> None:
    (found,) = _compared(
        _result(MetricId.PSNR, {"a": None, "b": 1.0, "c": 1.0}),
        _result(MetricId.PSNR, {"a": 30.0, "b": None, "c": 2.0}),
    )

    assert (found.worse, found.n) == (("c",), 1)


def test_results_with_other_parameters_are_not_compared() -> None:
    raw = _result(MetricId.SSIM, {"a": 1.0}, {"normalisation": "none"})
    candidate = _result(MetricId.SSIM, {"a": 0.0}, {"normalisation": "percentile"})

    assert _compared(candidate, raw) == ()


def test_a_metric_that_no_image_shares_is_not_compared() -> None:
    candidate = _result(MetricId.SSIM, {"a": None, "b": 0.5})
    raw = _result(MetricId.SSIM, {"a": 0.6, "b": None})

    assert _compared(candidate, raw) == ()


def test_a_count_is_neither_better_nor_worse() -> None:
    counts = _result(MetricId.FP, {"a": 3.0})

    assert _compared(counts, _result(MetricId.FP, {"a": 0.0})) == ()
    with pytest.raises(ValueError, match="fp is a count"):
        choose_examples("unet", counts)


def test_candidates_are_compared_with_the_raw_input_and_with_those_after_them() -> None:
    results = [_result(MetricId.SSIM, {"a": value}) for value in (0.9, 0.1, 0.8, 0.7)]

    found = [(entry.candidate, entry.other) for entry in _compared(*results)]

    assert found == [
        ("unet", "raw input"),
        ("other", "raw input"),
        ("third", "raw input"),
        ("unet", "other"),
        ("unet", "third"),
        ("other", "third"),
    ]


def test_a_comparison_says_difference_interval_test_and_how_many_were_tested() -> None:
    images = [f"{place:02}" for place in range(12)]
    unet = {image: 0.8 + place / 100 for place, image in enumerate(images)}
    raw = dict.fromkeys(images, 0.7)
    other = dict.fromkeys(images, 0.8)

    first, *_, last = _compared(*(_result(MetricId.SSIM, v) for v in (unet, raw, other)))

    assert first.mean_difference == pytest.approx(0.155)
    assert first.interval.low is not None
    assert 0.1 < first.interval.low < 0.155
    assert first.test is not None
    assert first.test.is_exact
    assert first.test.p_value == 2 / 2**12
    assert first.test.n_tests == 3
    assert first.test.p_holm == 3 * 2 / 2**12
    assert last.other == "other"
    assert last.worse == ()
    assert last.n_equal == 1


def test_images_of_a_group_flip_their_sign_together() -> None:
    images = [f"{place:02}" for place in range(24)]
    unet = {image: 0.8 + place / 100 for place, image in enumerate(images)}
    groups = {image: f"g{place % 6}" for place, image in enumerate(images)}

    (found,) = _compared(
        _result(MetricId.SSIM, unet),
        _result(MetricId.SSIM, dict.fromkeys(images, 0.7)),
        **groups,
    )

    assert (found.n, found.interval.n_units) == (24, 6)
    assert found.test is not None
    assert found.test.p_value == 2 / 2**6


def test_few_images_have_no_p_value_but_a_reason() -> None:
    raw = _result(MetricId.SSIM, {"a": 0.5, "b": 0.5})
    (found,) = _compared(_result(MetricId.SSIM, {"a": 0.9, "b": 0.8}), raw)

    assert found.test is None
    assert found.not_tested_because == "with 2 images no p-value can be below 0.5"
    assert found.interval.undefined_because is not None


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


def test_images_that_the_authors_name_are_added_to_those_by_rule() -> None:
    values = {"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.4, "e": None}

    chosen = choose_examples(
        "unet", _result(MetricId.SSIM, values), named=("b", "c", "e", "unheard-of")
    )

    assert [(choice.rank, choice.image) for choice in chosen] == [
        ("best", "d"),
        ("median", "b"),
        ("worst", "a"),
        ("chosen", "c"),
    ]
