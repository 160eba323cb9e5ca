"""Selecting fields of a card by their paths."""

from collections.abc import Callable
from typing import Any

import pytest

from replicard.checklist import select
from replicard.checklist.selection import dotted, is_answer

Study = Callable[..., Any]


def test_a_star_stands_for_every_id_and_position(study: Study) -> None:
    channels = [{"name": "DNA", "exposure": "1 s"}, {"name": "actin", "exposure": "2 s"}]
    card = study({"datasets.test.acquisition.channels": channels}).card

    found = [
        (path, str(value))
        for path, value in select(card, "datasets.*.acquisition.channels.*.exposure")
    ]

    assert found == [
        ("datasets.test.acquisition.channels[0].exposure", "1 s"),
        ("datasets.test.acquisition.channels[1].exposure", "2 s"),
    ]


def test_ids_and_positions_can_be_given(study: Study) -> None:
    card = study(
        {"code": [{"url": "https://example.org/a"}, {"url": "https://example.org/b"}]}
    ).card

    assert list(select(card, "code[1].url")) == [("code[1].url", "https://example.org/b")]
    assert list(select(card, "code[2].url")) == []
    assert list(select(card, "models.unet.algorithm.name")) == [
        ("models.unet.algorithm.name", "StarDist")
    ]


def test_names_of_libraries_may_hold_points(study: Study) -> None:
    libraries = "models.unet.training.libraries"
    card = study({libraries: {"ruamel.yaml": "0.18", "ruamel": "1"}}).card

    assert list(select(card, f"{libraries}.ruamel.yaml")) == [(f"{libraries}.ruamel.yaml", "0.18")]
    assert [value for _, value in select(card, f"{libraries}.*")] == ["0.18", "1"]


def test_absent_fields_and_lists_that_nobody_wrote_yield_nothing(study: Study) -> None:
    card = study().card

    assert list(select(card, "datasets.*.description")) == []
    assert list(select(card, "datasets.train.preprocessing")) == []
    assert list(select(card, "models.unet.training.libraries")) == []


def test_settings_under_names_of_the_tool_are_found(study: Study) -> None:
    card = study({"models.unet.training.hyperparameters": {"n_rays": 96}}).card

    assert list(select(card, "models.*.training.hyperparameters.n_rays")) == [
        ("models.unet.training.hyperparameters.n_rays", "96")
    ]


@pytest.mark.parametrize(
    ("value", "answers"),
    [
        (None, False),
        ("n/a", False),
        ("oil", True),
        (0, True),
        (False, True),
        ((), True),
        (("n/a",), False),
        (("n/a", "flip"), True),
        ({}, False),
        ({"numpy": None}, True),
    ],
)
def test_what_counts_as_an_answer(value: object, answers: bool) -> None:  # noqa: FBT001 - a table
    assert is_answer(value) is answers


def test_the_whole_card_has_no_path() -> None:
    assert dotted(()) == ""
