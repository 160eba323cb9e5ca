from collections.abc import Callable
from typing import Any

from replicard_schema.findings import Finding

Find = Callable[..., list[Finding]]
Make = Callable[..., dict[str, object]]
RESAMPLING = {
    "unit": "image",
    "n_units": 12,
    "level": 0.95,
    "method": "BCa",
    "resamples": 10_000,
    "seed": 1,
}


def _with_interval(result: dict[str, Any], low: float, high: float, n: int = 12) -> dict[str, Any]:
    bounds = {"low": low, "high": high, "method": "BCa", "n_units": n}
    return {**result, "mean_interval": bounds}


def test_a_limit_within_the_interval_is_not_settled(
    find: Find, validated: Make, score: Make
) -> None:
    unclear = _with_interval(score("f1", 0.82, iou_threshold=0.5), 0.76, 0.87)
    clear = _with_interval(score("f1", 0.9, iou_threshold=0.5), 0.86, 0.93)

    (finding,) = find(None, "acceptance-unsettled", **validated({"unet": [unclear]}))

    assert (
        "0.820, with an interval of 0.76 to 0.87. The limit of 0.8 lies within" in finding.message
    )
    assert find(None, "acceptance-unsettled", **validated({"unet": [clear]})) == []
    assert find(None, "acceptance-not-reached", **validated({"unet": [unclear]})) == []


def test_a_hint_says_how_many_images_would_halve_the_interval(
    find: Find, validated: Make, score: Make
) -> None:
    result = _with_interval(score("f1", 0.9), 0.86, 0.93)
    evidence = validated({"unet": [result]}, resampling=RESAMPLING)
    grouped = {**RESAMPLING, "unit": "group"}

    (finding,) = find(None, "interval-width", **evidence)
    (of_groups,) = find(None, "interval-width", **validated({"unet": [result]}, resampling=grouped))

    assert finding.message == (
        "The 95 % interval of F1 of unet, 0.86 to 0.93, rests on 12 images. An interval half as "
        "wide needs about four times as many, 48 images, if they vary as these do. Intervals from "
        "fewer than 20 images tend to be too narrow."
    )
    assert "More images of the same groups help little." in of_groups.message


def test_a_main_score_without_interval_has_its_reason_as_a_hint(
    find: Find, validated: Make, score: Make
) -> None:
    missing = {**score("f1", 0.9), "mean_interval": {"n_units": 4, "undefined_because": "too few"}}

    (finding,) = find(None, "no-interval", **validated({"unet": [missing]}, resampling=RESAMPLING))

    assert finding.message == "F1 of unet has no interval: too few."


def test_a_difference_that_may_be_chance_is_pointed_out(
    find: Find, validated: Make, score: Make
) -> None:
    entry = {
        "candidate": "unet",
        "other": "raw input",
        "metric": "psnr",
        "n": 12,
        "mean_difference": 0.3,
        "interval": {"low": -0.2, "high": 0.7, "method": "BCa", "n_units": 12},
        "worse": [],
        "not_tested_because": "left out here",
    }
    sure = {**entry, "interval": {**entry["interval"], "low": 0.1}}  # type: ignore[dict-item]

    scores = {"unet": [score("psnr", 20.0)]}
    (finding,) = find(None, "difference-unclear", **validated(scores, comparisons=[entry]))

    assert "whether unet or the raw input is better" in finding.message
    assert "an interval of -0.20 to 0.70 that holds 0" in finding.message
    assert find(None, "difference-unclear", **validated(scores, comparisons=[sure])) == []
