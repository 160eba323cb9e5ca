"""The card that `replicard init` writes."""

from importlib.resources import files


def card_template() -> str:
    """Return a commented card with an example for every question, ready to be filled."""
    return (files("replicard_templates") / "init" / "card.yaml").read_text(encoding="utf-8")
