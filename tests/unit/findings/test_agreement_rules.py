"""Findings on repeats, maps of uncertainty and annotators."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from replicard.metrics.aggregate import summarise
from replicard_schema.findings import Finding
from replicard_schema.passports import MEASURES, PASSPORTS
from replicard_schema.vocabulary import Severity

Find = Callable[..., list[Finding]]
FILE = {"path": "r/0/a.tif", "sha256": "0" * 64, "bytes": 1}
SHA = {"inputs_sha256": "0" * 64}


def measure(name: str, values: Mapping[str, float | None]) -> dict[str, Any]:
    return {
        "measure": name,
        "per_image": [
            {"image": i, "value": v, "undefined_because": None if v is not None else "it is flat"}
            for i, v in values.items()
        ],
        "summary": summarise(values.values()).model_dump(),
    }


def metric(name: str, value: float, **parameters: object) -> dict[str, Any]:
    return {
        "metric": name,
        "parameters": parameters,
        "per_image": [{"image": "a", "value": value}],
        "summary": summarise([value]).model_dump(),
    }


def repeats(*results: dict[str, Any], n: int = 6, **image: object) -> dict[str, Any]:
    names = [score["image"] for score in results[0]["per_image"]]
    images = [
        {"name": name, "files": {"0": {**FILE, "path": f"r/0/{name}.tif"}}, **image}
        for name in names
    ]
    result = {**SHA, "kind": "objects", "repeats": [str(i) for i in range(n)]}
    return {"repeats": {"unet": {**result, "results": list(results), "images": images}}}


def evidence(**validation: object) -> dict[str, Any]:
    return {
        "validations": {"nuclei": {"dataset": "test", "n_images": 9, **SHA, **validation}},
        "measures": {m.value: p.model_dump(mode="json") for m, p in MEASURES.items()},
        "passports": {m.value: p.model_dump(mode="json") for m, p in PASSPORTS.items()},
    }


def of(found: list[Finding], code: str) -> Finding | None:
    return next((finding for finding in found if finding.code == code), None)


def test_repeats_that_never_differ_are_a_warning(find: Find) -> None:
    same = repeats(measure("object_stability", {"a": 1.0, "b": 1.0}))

    finding = of(find(**evidence(**same)), "identical-repeats")

    assert finding is not None
    assert finding.field == "validations.nuclei.repeated_predictions.unet"
    assert "6 repeated predictions of unet do not differ" in finding.message
    assert of(find(**evidence(**repeats(measure("repeat_sd", {"a": 0.1})))), finding.code) is None


def test_few_repeats_are_a_hint_with_the_uncertainty_of_a_deviation(find: Find) -> None:
    few = repeats(measure("repeat_sd", {"a": 0.1}), n=3)

    finding = of(find(**evidence(**few)), "few-repeats")

    assert finding is not None
    assert finding.severity is Severity.HINT
    assert "about 50 %" in finding.message


@pytest.mark.parametrize(("name", "odd"), [("repeat_sd", 0.9), ("object_stability", 0.05)])
def test_an_image_beyond_the_fence_is_named(find: Find, name: str, odd: float) -> None:
    values = {f"i{n}": 0.4 + 0.01 * n for n in range(9)} | {"odd": odd}

    finding = of(find(**evidence(**repeats(measure(name, values)))), "unusual-disagreement")

    assert finding is not None
    assert finding.message.endswith("agree far less than on the others: odd.")
    assert finding.files == ("r/0/odd.tif",)


def test_an_image_that_agrees_better_than_the_others_is_not_unusual(find: Find) -> None:
    values = {f"i{n}": 0.4 + 0.01 * n for n in range(9)} | {"odd": 0.001}

    assert (
        of(find(**evidence(**repeats(measure("repeat_sd", values)))), "unusual-disagreement")
        is None
    )


def test_too_few_images_have_no_unusual_one(find: Find) -> None:
    few = repeats(measure("repeat_sd", {"a": 0.1, "b": 0.1, "c": 0.9}))

    assert of(find(**evidence(**few)), "unusual-disagreement") is None


def test_objects_that_most_repeats_lack_are_counted_and_named(find: Find) -> None:
    lost = {"id": 7, "centre": [3.0, 4.0], "pixels": 9, "mean_best_iou": 0.1, "found_in": 1}
    some = repeats(
        measure("object_stability", {"a": 0.7}),
        reference="0",
        n_objects=12,
        n_compared=5,
        n_doubtful=2,
        least_stable=[lost],
    )

    finding = of(find(**evidence(**some)), "doubtful-objects")

    assert finding is not None
    assert "2 of 12 objects of unet" in finding.message
    assert "a (2 of 12, such as object 7)" in finding.message
    assert finding.files == ("r/0/a.tif",)


def test_maps_that_know_nothing_of_errors_are_a_warning(find: Find) -> None:
    result = {**SHA, "results": [measure("uncertainty_capture", {"a": 0.08})]}

    finding = of(find(**evidence(uncertainty={"unet": result})), "unhelpful-uncertainty")

    assert finding is not None
    assert "holds 8 % of the error of unet" in finding.message


def test_maps_need_a_meaning(find: Find) -> None:
    maps = {"validations.nuclei.uncertainty_maps": {"unet": {"files": "maps/*.tif"}}}

    finding = of(find(maps), "uncertainty-without-meaning")

    assert finding is not None
    assert finding.field == "validations.nuclei.uncertainty_maps.unet.meaning"


def test_a_model_above_the_annotators_is_suspicious(find: Find) -> None:
    at = {"iou_threshold": 0.5}
    scored = {"unet": {"kind": "model", "results": [metric("f1", 0.95, **at)]}}
    annotators = {**SHA, "annotators": ["a", "b"], "results": [metric("f1", 0.91, **at)]}

    finding = of(
        find(**evidence(candidates=scored, annotators=annotators)), "better-than-annotators"
    )

    assert finding is not None
    assert "F1 at IoU 0.5 0.950 against 0.910" in finding.message
    below = {**annotators, "results": [metric("f1", 0.97, **at)]}
    assert of(find(**evidence(candidates=scored, annotators=below)), finding.code) is None


def test_ground_truth_of_several_asks_for_their_label_sets(find: Find) -> None:
    several = {"datasets.test.ground_truth": {"annotators": 3}}

    finding = of(find(several), "no-label-sets")

    assert finding is not None
    assert finding.severity is Severity.HINT
    given = {**several, "datasets.test.annotations": {"a": "a/*.tif", "b": "b/*.tif"}}
    assert of(find(given), "no-label-sets") is None


def test_images_left_out_are_an_error(find: Find) -> None:
    skipped = [{"name": "b", "faults": [{"path": "r/b.tif", "code": "x", "because": "is cut"}]}]
    some = repeats(measure("repeat_sd", {"a": 0.1}))
    some["repeats"]["unet"]["skipped"] = skipped

    finding = of(find(**evidence(**some)), "skipped-images")

    assert finding is not None
    assert finding.severity is Severity.ERROR
    assert "1 of 2 images could not be compared and was left out: r/b.tif is cut" in finding.message
