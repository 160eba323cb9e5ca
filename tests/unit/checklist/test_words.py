"""Values in words."""

import pytest

from replicard.checklist.words import MAX_LENGTH, capped, in_words
from replicard_schema.quantities import Duration, Quantity
from replicard_schema.sections.dataset import Channel, Label, PixelSize
from replicard_schema.sections.model import Augmentation
from replicard_schema.vocabulary import Provenance


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Quantity("0.18", "µm"), "0.18 µm"),
        (Quantity("63", "x"), "63x"),
        (Duration.read("1 h 32 min"), "1 h 32 min"),
        (Provenance.FINE_TUNED, "fine-tuned"),
        (True, "yes"),
        (0.87, "0.87"),
        (2.0, "2"),
        ("two\n  lines", "two lines"),
        (("a", "b"), "a, b"),
        (("a, or b", "c"), "a, or b; c"),
        ((), "none"),
        ({"stardist": "0.8.3", "numpy": None}, "stardist 0.8.3, numpy"),
        (Label(target="DNA", fluorophore="SiR-DNA"), "DNA (fluorophore SiR-DNA)"),
        (Augmentation.model_validate({"name": "scaling", "range": "0.6"}), "scaling (range 0.6)"),
        (Channel.model_validate({"name": "DNA", "power": "5 %"}), "DNA (power 5 %)"),
        (PixelSize.model_validate({"x": "0.18 µm", "y": "0.2 µm"}), "x 0.18 µm, y 0.2 µm"),
    ],
)
def test_values_are_written_as_a_reader_would_say_them(value: object, words: str) -> None:
    assert in_words(value) == words


def test_a_long_value_is_cut_between_words_and_says_so() -> None:
    text = "nuclei " * 100

    short = capped(text)

    assert len(short) <= MAX_LENGTH
    assert short.endswith("nuclei …")


def test_a_long_value_without_any_gap_is_cut_as_well() -> None:
    assert len(capped("x" * 500)) == MAX_LENGTH
