"""CITATION.cff: what it says, what it asks for, and what the field's own validator says."""

from pathlib import Path

import pytest
import yaml
from tests.unit.export.conftest import Validate, exported, only, with_card

from replicard.export import Material

CFFCONVERT = """
import sys
from cffconvert.citation import Citation
Citation(open(sys.argv[1], encoding="utf-8").read()).validate()
"""


def test_authors_are_taken_apart_and_groups_stay_whole(full: Material) -> None:
    document = yaml.safe_load(only(exported(full, "citation")))

    assert document["authors"] == [
        {
            "given-names": "Given Middle",
            "family-names": "Family",
            "affiliation": "Example Institute; Example University",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
        },
        {
            "given-names": "Ada",
            "name-particle": "van der",
            "family-names": "Sample",
            "affiliation": "Example Institute",
        },
        {"name": "The Example developers"},
    ]
    assert document["version"] == "1.10"
    assert document["preferred-citation"]["doi"] == "10.5555/example.paper"


def test_nothing_is_said_that_the_card_does_not_say(full: Material) -> None:
    material = with_card(full, code=[{"url": "https://example.org/code"}])

    document = yaml.safe_load(only(exported(material, "citation")))

    assert not {"date-released", "version", "license", "abstract", "doi"} & set(document)


def test_code_and_authors_are_asked_for(full: Material) -> None:
    export = exported(with_card(full, code=None, study={"title": "A"}), "citation")

    assert export.files == {}
    assert [need.field for need in export.needs] == ["code", "study.authors"]


def test_each_code_has_a_file(full: Material) -> None:
    code = [{"url": f"https://example.org/{n}"} for n in (1, 2)]

    files = exported(with_card(full, code=code), "citation").files

    assert list(files) == ["CITATION.cff", "code-2/CITATION.cff"]


@pytest.mark.parametrize(
    ("licence", "written"),
    [
        ("MIT", "MIT"),
        ("MIT OR Apache-2.0", ["MIT", "Apache-2.0"]),
        ("MIT AND Apache-2.0", None),
    ],
)
def test_a_licence_that_the_format_cannot_say_is_told(
    full: Material, licence: str, written: object
) -> None:
    material = with_card(full, code=[{"license": licence}])

    export = exported(material, "citation")

    assert yaml.safe_load(only(export)).get("license") == written
    assert bool(export.notes) is (written is None)


def test_a_doi_that_the_format_refuses_is_a_question(full: Material) -> None:
    material = with_card(full, code=[{"doi": "10.1234/a<b>c"}])

    assert [need.field for need in exported(material, "citation").needs] == ["code[0].doi"]


@pytest.mark.parametrize("licence", ["MIT", "MIT OR Apache-2.0", "GPL-3.0-or-later"])
def test_the_validator_of_the_format_takes_it(
    full: Material, validate: Validate, tmp_path: Path, licence: str
) -> None:
    code = [{**full.card.code[0].model_dump(exclude_none=True), "license": licence}]
    file = tmp_path / "CITATION.cff"
    file.write_text(only(exported(with_card(full, code=code), "citation")), encoding="utf-8")

    validate("cffconvert", CFFCONVERT, str(file))
