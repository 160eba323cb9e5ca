"""The command ``methods``: texts from a card and the evidence beside it."""

import datetime as dt
import json
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner

import replicard
from replicard.cli import commands
from replicard.cli.texts import FORMATS
from replicard.pipeline.text_formats import Setting, office_files
from replicard.render.office import OfficeUnavailableError, document

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


def test_latex_comes_with_the_entries_that_it_cites(card: Path) -> None:
    output = card.parent / "my text.tex"

    run = CliRunner().invoke(commands, ["methods", str(card), "-o", str(output)])

    assert run.exit_code == 0
    (bibliography,) = card.parent.glob("*.bib")
    assert f"\\bibliography{{{bibliography.stem}}}" in output.read_text(encoding="utf-8")
    assert "Ronneberger" in bibliography.read_text(encoding="utf-8")
    assert " " not in bibliography.name


def test_latex_on_the_screen_names_the_file_of_a_build(card: Path) -> None:
    run = CliRunner().invoke(commands, ["methods", str(card), "--to", "tex"])

    assert "\\bibliography{references}" in run.stdout
    assert list(card.parent.glob("*.bib")) == []


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_an_office_file_is_not_for_the_screen(card: Path, ending: str) -> None:
    run = CliRunner().invoke(commands, ["methods", str(card), "--to", ending])

    assert run.exit_code == 2
    assert "-o" in run.stderr


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_without_pandoc_the_command_says_what_to_install(
    card: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "find_pandoc", none_found)

    with pytest.raises(OfficeUnavailableError, match="no pandoc"):
        replicard.write_texts(card).written(replicard.TextFormat(ending))


def test_office_files_are_made_of_card_and_date_alone(card: Path) -> None:
    setting = Setting(replicard.load_card(card).card.study, "2026-11-25")
    text = replicard.write_texts(card).methods

    first, second = office_files(text, setting), office_files(text, setting)

    if first.missing_because is not None:
        pytest.skip(first.missing_because)
    assert first.contents == second.contents
    assert list(first.contents) == ["docx", "odt"]


def test_why_there_are_no_office_files_is_part_of_the_outcome(
    card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "find_pandoc", none_found)

    outcome = replicard.build_card(card, card.parent / "out", with_pdf=False)

    assert outcome.as_json()["word_missing_because"] == "no pandoc"
    assert "no methods text as DOCX and ODT: no pandoc" in outcome.as_text()
    assert "methods.tex" in outcome.files
    assert "methods.docx" not in outcome.files


def test_the_date_is_that_of_the_evidence_or_an_argument(card: Path) -> None:
    alone = replicard.write_texts(card, today=dt.date(2001, 2, 3))
    epoch = replicard.write_texts(card, environ={"SOURCE_DATE_EPOCH": "0"})
    replicard.evaluate_card(card, today=dt.date(2020, 1, 2))

    assert alone.date == "2001-02-03"
    assert epoch.date == "1970-01-01"
    assert replicard.write_texts(card).date == "2020-01-02"


def none_found() -> NoReturn:
    raise OfficeUnavailableError("no pandoc")
