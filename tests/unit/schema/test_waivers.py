import pytest

from replicard_schema import Card
from replicard_schema.waivers import covers, item_waiver, waiver

MODEL = {"task": "denoising", "algorithm": {"name": "CARE"}, "provenance": "trained"}


def card(**not_applicable: str) -> Card:
    return Card.model_validate(
        {
            "card_version": "1.0",
            "study": {"title": "Nuclei", "authors": [{"name": "Given Family"}]},
            "models": {"care": MODEL, "care-2": MODEL},
            "not_applicable": not_applicable,
        }
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("code", ("code",)),
        ("code", ("code", 0, "url")),
        ("code[0]", ("code", 0, "url")),
        ("code.*.url", ("code", 0, "url")),
        ("models.care", ("models", "care", "zoo")),
        ("models.*.zoo", ("models", "care", "zoo")),
        (
            "models.care.training.libraries.ruamel.yaml",
            ("models", "care", "training", "libraries", "ruamel.yaml"),
        ),
        ("models.*.zoo", ("models", "*", "zoo")),
    ],
)
def test_a_reason_covers_its_field_and_all_within(name: str, path: tuple[str | int, ...]) -> None:
    assert covers(name, path)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("code[1]", ("code", 0, "url")),
        ("models.care", ("models", "care-2", "zoo")),
        ("models.care.zoo", ("models", "care")),
        ("models.*.zoo", ("models", "care", "training", "zoo")),
        ("L24", ("models", "care")),
    ],
)
def test_a_reason_covers_nothing_else(name: str, path: tuple[str | int, ...]) -> None:
    assert not covers(name, path)


def test_the_reason_is_returned() -> None:
    known = card(**{"models.care.zoo": "It waits for a patent.", "L24": "As above it waits."})

    assert waiver(known, ("models", "care", "zoo")) == "It waits for a patent."
    assert waiver(known, ("models", "care-2", "zoo")) is None
    assert item_waiver(known, "L24") == ("L24", "As above it waits.")
    assert item_waiver(known, "L25") is None


def test_an_empty_word_is_no_reason() -> None:
    known = card(**{"models.care.zoo": "n/a", "L24": "none"})

    assert waiver(known, ("models", "care", "zoo")) is None
    assert item_waiver(known, "L24") is None
