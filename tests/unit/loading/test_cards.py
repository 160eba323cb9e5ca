"""Whole cards: those in ``tests/cards/valid`` load, those in ``invalid`` say why they do not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from replicard.errors import CardError
from replicard.loading import load_card
from replicard.render.terminal.problems import render_problems

CARDS = Path(__file__).resolve().parents[2] / "cards"
VALID = sorted(path.parent for path in CARDS.glob("valid/*/card.yaml"))
INVALID = sorted(path.parent for path in CARDS.glob("invalid/*/card.yaml"))


def problems_of(card: Path) -> str:
    with pytest.raises(CardError) as caught:
        load_card(card, shown_as=card.name)
    return render_problems(caught.value.problems, sources=caught.value.sources, width=100)


def test_there_are_cards_to_test() -> None:
    assert len(VALID) >= 8
    assert len(INVALID) >= 50


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_valid_card_loads(case: Path) -> None:
    loaded = load_card(case / "card.yaml")

    assert loaded.card.models


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.name)
def test_invalid_card_is_refused_in_these_words(
    case: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(case / "problems.txt", problems_of(case / "card.yaml"))


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.name)
def test_no_message_shows_how_the_program_works_inside(case: Path) -> None:
    found = problems_of(case / "card.yaml")

    for word in ("pydantic", "Traceback", "validation error", "input_value", "errors.pydantic.dev"):
        assert word not in found
    assert found.replace("\n", "").isprintable()
