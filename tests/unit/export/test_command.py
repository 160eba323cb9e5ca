"""`replicard export` on the command line."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.unit.export.conftest import STUDY

from replicard.cli import commands
from replicard.export import EXPORTERS
from replicard.pipeline.exporting import NotOneFileError, UnknownFormatError, export_card


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["export", *arguments])


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return Path(shutil.copy(STUDY, tmp_path / "card.yaml"))


def test_one_file_goes_to_the_screen(card: Path) -> None:
    result = run(str(card), "--to", "citation")

    assert result.exit_code == 0
    assert result.stdout.startswith('cff-version: "1.2.0"\n')


def test_a_file_and_a_folder_can_be_named(card: Path, tmp_path: Path) -> None:
    run(str(card), "--to", "citation", "-o", str(tmp_path / "cite.cff"))
    run(str(card), "--to", "citation", "--to", "codemeta", "-o", str(tmp_path / "out"))

    assert (tmp_path / "cite.cff").read_bytes() == (tmp_path / "out/CITATION.cff").read_bytes()
    assert (tmp_path / "out" / "codemeta.json").is_file()


def test_what_is_lacking_is_asked_for_with_its_place_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    card = tmp_path / "card.yaml"
    card.write_text(
        'card_version: "1.0"\nstudy:\n  title: A\n  authors: [{name: Given Family}]\n'
        "code:\n  - commit: 4f2c1e9\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"

    result = run(str(card), "--to", "codemeta", "--to", "citation", "-o", str(out))

    assert result.exit_code == 1
    assert "code[0].license: this code has no licence (for codemeta)" in result.stderr
    assert "card.yaml:6:" in result.stderr
    assert [path.name for path in out.iterdir()] == ["CITATION.cff"]


def test_json_tells_files_and_problems(card: Path) -> None:
    document = json.loads(run(str(card), "--to", "citation", "--json").stdout)

    assert document["formats"]["citation"]["files"] == ["CITATION.cff"]
    assert document["problems"] == []


def test_the_list_names_every_format() -> None:
    result = run("--list")

    assert all(f"{name} " in result.stdout for name in EXPORTERS)
    assert len(json.loads(run("--list", "--json").stdout)) == len(EXPORTERS)


def test_mistakes_are_told(card: Path) -> None:
    assert run(str(card)).exit_code == 2
    with pytest.raises(UnknownFormatError, match="there is no format 'bibtex'"):
        export_card(card, ["bibtex"])
    with pytest.raises(NotOneFileError, match="name a folder with -o"):
        export_card(card, ["citation", "codemeta"]).only_file()


def test_the_same_card_gives_the_same_bytes(card: Path) -> None:
    day = {"SOURCE_DATE_EPOCH": "0"}

    assert export_card(card, environ=day).files == export_card(card, environ=day).files
