import re
from pathlib import Path

import pytest

from replicard.errors import OutputError
from replicard.loading import load_card
from replicard.pipeline.start import write_template

FILLED = {
    "  title:": "  title: A study",
    "    - name:": "    - name: Given Family",
    "    task:": "    task: instance segmentation",
    "      name:": "      name: StarDist",
    "    provenance:": "    provenance: trained",
}


def filled(text: str) -> str:
    """Fill the lines that a user must fill."""
    lines = [FILLED.get(line, line) for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def test_every_example_in_the_template_is_valid(tmp_path: Path) -> None:
    card, _ = write_template(tmp_path)
    text = filled(card.read_text(encoding="utf-8"))
    card.write_text(re.sub(r"#: ?", "", text), encoding="utf-8")

    loaded = load_card(card)

    assert set(loaded.card.datasets) == {"training-images", "evaluation-images"}
    assert loaded.card.validations["nuclei"].acceptance


def test_the_template_is_valid_once_the_open_lines_are_filled(tmp_path: Path) -> None:
    card, _ = write_template(tmp_path)
    card.write_text(filled(card.read_text(encoding="utf-8")), encoding="utf-8")

    assert load_card(card).card.study.title == "A study"


def test_the_schema_that_the_card_names_lies_beside_it(tmp_path: Path) -> None:
    card, schema = write_template(tmp_path)

    assert f"$schema={schema.name}" in card.read_text(encoding="utf-8").splitlines()[0]
    assert schema.is_file()


def test_a_card_is_not_replaced_without_being_told(tmp_path: Path) -> None:
    card, _ = write_template(tmp_path)
    card.write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match="kept"):
        write_template(tmp_path)

    assert card.read_text(encoding="utf-8") == "mine"
    write_template(tmp_path, overwrite=True)
    assert card.read_text(encoding="utf-8") != "mine"
