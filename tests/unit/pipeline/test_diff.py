"""The command that tells what changed: inputs, outputs, exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from replicard import diff_cards
from replicard.changes import Kind
from replicard.cli import commands
from replicard.errors import CardError, DataError

CARD = """\
card_version: "1.0"
study:
  title: Nuclei
  authors:
    - name: Given Family
    - name: Second Person
  keywords: [nuclei, cells]
models:
  nuclei:
    task: instance segmentation
    algorithm: {name: StarDist, version: 0.8.3}
    provenance: trained
    training:
      hyperparameters: {learning_rate: 3e-4}
"""


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return written(tmp_path / "old.yaml", CARD)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["diff", *map(str, arguments)])
    return result.exit_code, result.output


def test_nothing_is_said_in_one_sentence_and_differences_are_no_fault(
    card: Path, tmp_path: Path
) -> None:
    other = written(tmp_path / "new.yaml", CARD.replace("Nuclei", "Cells"))

    code, text = run(card, card)
    assert (code, text.splitlines()[-1]) == (0, "Nothing changed.")

    code, text = run(card, other)
    assert code == 0
    assert "The title changed from “Nuclei” to “Cells”." in text


def test_another_spelling_of_a_number_is_no_change(card: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "new.yaml", CARD.replace("3e-4", "0.0003"))

    assert diff_cards(card, other).changes.is_empty


def test_an_added_author_is_one_record_and_another_order_is_told(
    card: Path, tmp_path: Path
) -> None:
    added = CARD.replace(
        "    - name: Given", "    - {name: New, orcid: 0000-0002-1825-0097}\n    - name: Given"
    )
    turned = CARD.replace("Given Family", "X").replace("Second Person", "Given Family")
    turned = turned.replace("X", "Second Person")

    first = diff_cards(card, written(tmp_path / "a.yaml", added)).changes.statements
    second = diff_cards(card, written(tmp_path / "b.yaml", turned)).changes.statements

    assert {(each.field, each.record) for each in first} == {
        ("study.authors[0].name", "study.authors[0]"),
        ("study.authors[0].orcid", "study.authors[0]"),
    }
    assert [(each.field, each.kind) for each in second] == [("study.authors", Kind.REORDERED)]


def test_a_list_tells_what_came_and_what_went(card: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "new.yaml", CARD.replace("[nuclei, cells]", "[nuclei, actin]"))

    text = diff_cards(card, other).as_markdown()

    assert "- “actin” was added to the keywords, and “cells” was taken out." in text


def test_a_card_without_evidence_is_said_to_be_compared_in_part(card: Path) -> None:
    text = diff_cards(card, card).as_text(width=200)

    assert "The earlier card has no evidence beside it (old.evidence.json)" in text


def test_a_card_that_is_not_valid_is_a_fault(card: Path, tmp_path: Path) -> None:
    broken = written(tmp_path / "new.yaml", "card_version: '1.0'\n")

    with pytest.raises(CardError):
        diff_cards(card, broken)


def test_a_folder_stands_for_its_card_and_two_cards_are_asked_about(
    card: Path, tmp_path: Path
) -> None:
    assert diff_cards(tmp_path, card).changes.is_empty

    written(tmp_path / "second.yaml", CARD)
    with pytest.raises(DataError, match=r"several cards in this folder: old\.yaml, second\.yaml"):
        diff_cards(tmp_path, card)


def test_evidence_that_is_none_is_refused(card: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "x.evidence.json", "{}")

    with pytest.raises(DataError, match="is no evidence file"):
        diff_cards(file, card)


@pytest.mark.parametrize("ending", ["md", "html", "json"])
def test_the_ending_says_the_format(ending: str, card: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "new.yaml", CARD.replace("Nuclei", "<b>Cells & co</b>"))
    target = tmp_path / f"changes.{ending}"

    code, _ = run(card, other, "-o", target)

    text = target.read_text("utf-8")
    assert code == 0
    if ending == "json":
        assert json.loads(text)["statements"][0]["after"] == "<b>Cells & co</b>"
    else:
        assert "<b>" not in text


def test_another_ending_is_refused_before_anything_is_read(card: Path) -> None:
    with pytest.raises(Exception, match=r"changes are written to files that end in \.md"):
        CliRunner().invoke(
            commands, ["diff", str(card), "none", "-o", "x.docx"], catch_exceptions=False
        )


def test_json_on_the_screen_is_plain_data(card: Path) -> None:
    code, text = run(card, card, "--json")

    assert code == 0
    assert json.loads(text)["same"] is True
