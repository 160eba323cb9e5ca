"""Cards and outcomes as notebooks show them."""

from pathlib import Path

from replicard.loading import load_card
from replicard.pipeline.check import check_card
from replicard_schema import Card

CARDS = Path(__file__).parents[2] / "cards" / "valid"


def test_a_card_is_a_table() -> None:
    shown = load_card(CARDS / "product-example" / "card.yaml").card._repr_html_()

    assert "<caption>Nuclei counting in migrating breast cancer cells</caption>" in shown
    assert "StarDist 0.8.3, instance segmentation, trained" in shown


def test_text_of_a_card_is_never_markup() -> None:
    card = Card.model_validate(
        {"card_version": "1.0", "study": {"title": "<script>alert(1)</script>"}}
    )

    assert "<script>" not in card._repr_html_()


def test_the_outcome_of_a_check_is_shown_as_in_the_terminal() -> None:
    shown = check_card(CARDS / "minimal" / "card.yaml")._repr_html_()

    assert shown.startswith("<pre>")
    assert "valid: the card follows the schema" in shown
