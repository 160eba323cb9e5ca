import time
from itertools import islice
from typing import Any

import pytest
from pydantic import ValidationError

from replicard_schema.card import Card
from replicard_schema.rules import violations

CARD: dict[str, Any] = {
    "card_version": "1.0",
    "study": {"title": "Nuclei", "authors": [{"name": "Given Family"}]},
    "datasets": {"tiles": {}, "more": {"independent_of": "tiles"}},
    "models": {
        "nuclei": {
            "task": "denoising",
            "algorithm": {"name": "CARE"},
            "provenance": "trained",
            "training": {"datasets": ["tiles"], "validation": {"dataset": "more"}},
        }
    },
    "baselines": {"otsu": {"name": "Otsu"}},
    "validations": {
        "v": {
            "dataset": "tiles",
            "candidates": {"nuclei": "p/*.tif", "otsu": "o/*.tif"},
            "acceptance": [
                {"metric": "ssim", "at_least": "0.8", "candidate": "otsu", "because": "So."}
            ],
        }
    },
    "not_applicable": {"L24": "No.", "models.nuclei.weights": "No.", "models.*.zoo": "No."},
}


def test_rules_are_silent_about_a_consistent_card() -> None:
    assert list(violations(CARD)) == []
    assert Card.model_validate(CARD).models


@pytest.mark.parametrize(
    "part",
    [
        {"datasets": None},
        {"datasets": []},
        {"models": "x"},
        {"models": {"nuclei": None}},
        {"models": {"nuclei": {"training": []}}},
        {"validations": {"v": None}},
        {"validations": {"v": {"dataset": ["x"], "candidates": [], "no_ground_truth": "x"}}},
        {"validations": {"v": {"candidates": {"nuclei": {}}, "acceptance": "x"}}},
        {
            "validations": {
                "v": {"candidates": {"nuclei": []}, "normalisation": {"percentiles": ["a", "b"]}}
            }
        },
        {"not_applicable": []},
    ],
)
def test_parts_of_the_wrong_type_are_left_to_the_models(part: dict[str, Any]) -> None:
    codes = {found.code for found in violations({**CARD, **part})}

    assert codes <= {"unknown-reference", "nothing-validated"}


def test_broken_rule_is_an_error_of_the_card() -> None:
    broken = {**CARD, "not_applicable": {"nothing.such": "No."}}

    with pytest.raises(ValidationError, match=r"not_applicable\.nothing\.such: .* nor a field"):
        Card.model_validate(broken)


def test_reference_near_a_known_name_is_proposed() -> None:
    broken = {**CARD, "models": {"n": {"training": {"datasets": ["tile"]}}}}

    found = next(violation for violation in violations(broken) if violation.field[0] == "models")

    assert found.field == ("models", "n", "training", "datasets", 0)
    assert found.hint == "did you mean `tiles`?"


def test_reference_into_a_card_without_data_sets_says_so() -> None:
    found = next(violations({"models": {"n": {"prediction": {"datasets": "tiles"}}}}))

    assert found.hint == "the card has no data set yet"


def test_many_names_are_not_all_listed() -> None:
    datasets: dict[str, Any] = {f"d{i:03}": {} for i in range(50)}

    found = next(violations({"datasets": {**datasets, "x": {"independent_of": "qqq"}}}))

    assert found.hint is not None
    assert found.hint.endswith("d011, …")


def test_very_many_references_are_judged_in_time() -> None:
    datasets: dict[str, Any] = {f"d{i}": {} for i in range(20_000)}
    models = {"m": {"prediction": {"datasets": [f"x{i}" for i in range(40_000)]}}}
    start = time.perf_counter()

    found = list(islice(violations({"datasets": datasets, "models": models}), 200))

    assert len(found) == 200
    assert time.perf_counter() - start < 10
