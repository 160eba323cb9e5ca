"""CITATION.cff and .zenodo.json."""

from pathlib import Path

from tests.unit.importers.conftest import Import, values

from replicard.loading import load_card
from replicard.pipeline.importing import import_sources

CFF = """\
cff-version: 1.2.0
message: Cite it.
title: Counting
authors:
  - {given-names: Given, family-names: Family, orcid: https://orcid.org/0000-0002-1825-0097}
  - {name: Example Institute}
repository-code: https://example.org/code
license: MIT
version: 1.10
date-released: 2023-01-02
contact: [{email: someone@example.org}]
"""


def test_a_citation_file_names_people_and_code(tmp_path: Path, read: Import) -> None:
    (tmp_path / "CITATION.cff").write_text(CFF, encoding="utf-8")

    reading = read(tmp_path, "CITATION.cff")

    assert values(reading) == {
        "authors": [
            {"name": "Given Family", "orcid": "0000-0002-1825-0097"},
            {"name": "Example Institute"},
        ],
        "code": [
            {
                "url": "https://example.org/code",
                "description": "Counting",
                "version": "1.10",
                "license": "MIT",
            }
        ],
    }
    assert reading.unknown == ("contact",)
    assert "someone" not in reading.model_dump_json()


def test_zenodo_metadata_turn_names_round(tmp_path: Path, read: Import) -> None:
    text = '{"creators": [{"name": "Family, Given", "affiliation": "Institute"}]}'
    (tmp_path / ".zenodo.json").write_text(text, encoding="utf-8")

    assert values(read(tmp_path, ".zenodo.json")) == {
        "authors": [{"name": "Given Family", "affiliation": "Institute"}]
    }


def test_code_and_people_go_into_the_card(tmp_path: Path) -> None:
    (tmp_path / "CITATION.cff").write_text(CFF, encoding="utf-8")
    card = tmp_path / "card.yaml"
    card.write_text("card_version: '1.0'\nstudy: {title: A}\n", encoding="utf-8")

    import_sources(card, ["CITATION.cff"])

    loaded = load_card(card).card
    assert loaded.code[0].license == "MIT"
    assert loaded.study.authors[0].name == "Given Family"
    assert loaded.study.source_files == ("CITATION.cff",)
