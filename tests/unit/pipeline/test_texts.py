"""The command ``methods``: texts from a card and the evidence beside it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import replicard
from replicard.cli import commands
from replicard.cli.texts import FORMATS

CARD = """\
card_version: "1.0"
study: {title: A <study> of nuclei}
models:
  nuclei:
    task: denoising
    algorithm: {name: U-Net, references: [10.1007/978-3-319-24574-4_28]}
    provenance: trained
"""


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "card.yaml"
    path.write_text(CARD, encoding="utf-8")
    return path


def test_the_command_knows_every_format() -> None:
    assert tuple(replicard.TextFormat) == FORMATS


def test_nothing_is_written_unless_a_file_is_named(card: Path) -> None:
    run = CliRunner().invoke(commands, ["methods", str(card)])

    assert run.exit_code == 0
    assert run.stdout.startswith("# Methods\n")
    assert "no evidence" in run.stderr
    assert [path.name for path in card.parent.iterdir()] == ["card.yaml"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.md", "# Methods"),
        ("a.markdown", "# Methods"),
        ("a.txt", "Methods"),
        ("a.HTM", "<!DOCTYPE"),
    ],
)
def test_the_name_of_the_file_tells_the_format(card: Path, name: str, start: str) -> None:
    output = card.parent / name

    run = CliRunner().invoke(commands, ["methods", str(card), "-o", str(output)])

    assert run.exit_code == 0
    assert run.stdout == ""
    assert output.read_text(encoding="utf-8").lower().startswith(start.lower())


def test_a_named_format_comes_before_the_name_of_the_file(card: Path) -> None:
    output = card.parent / "text.section"

    run = CliRunner().invoke(commands, ["methods", str(card), "-o", str(output), "--to", "txt"])

    assert run.exit_code == 0
    assert output.read_text(encoding="utf-8").startswith("Methods\n\n")


def test_a_name_that_tells_no_format_is_wrong_usage(card: Path) -> None:
    run = CliRunner().invoke(commands, ["methods", str(card), "-o", "text.pages"])

    assert run.exit_code == 2
    assert ".md" in run.stderr


def test_json_has_the_sentences_with_their_fields(card: Path) -> None:
    run = CliRunner().invoke(commands, ["methods", str(card), "--json"])

    document = json.loads(run.stdout)
    sentence = document["methods"]["sections"][0]["paragraphs"][0]["sentences"][0]
    assert document["has_evidence"] is False
    assert {source["field"] for source in sentence["sources"]} >= {"models.nuclei.task"}


def test_the_page_shows_the_title_as_it_is(card: Path) -> None:
    page = replicard.write_texts(card).written(replicard.TextFormat.HTML).decode()

    assert "A &lt;study&gt; of nuclei" in page
