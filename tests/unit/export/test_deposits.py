"""DataCite JSON and .zenodo.json: a record for everything that the authors made."""

import json

import pytest
from tests.unit.export.conftest import Validate, exported, with_card

from replicard.export import Material

DATACITE = """
import json, sys
from datacite import schema45
for text in sys.argv[1:]:
    document = json.loads(text)
    schema45.validator.validate(document)
    document["identifiers"] = [{"identifier": document.pop("doi"), "identifierType": "DOI"}]
    schema45.tostring(document)
"""


def test_data_model_and_code_have_records_of_their_own(full: Material) -> None:
    files = exported(full, "datacite").files

    documents = {name: json.loads(text) for name, text in files.items()}
    assert {name: d["types"]["resourceTypeGeneral"] for name, d in documents.items()} == {
        "datacite-data-training-nuclei.json": "Dataset",
        "datacite-data-test-nuclei.json": "Dataset",
        "datacite-model-nuclei.json": "Model",
        "datacite-code.json": "Software",
    }
    data = documents["datacite-data-training-nuclei.json"]
    assert data["doi"] == "10.5281/zenodo.1234"
    assert data["publisher"] == {"name": "Zenodo"}
    assert data["publicationYear"] == "2024"
    assert data["creators"][1]["name"] == "van der Sample, Ada"
    assert data["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    assert data["relatedIdentifiers"][0]["relationType"] == "IsSupplementTo"


def test_the_package_of_datacite_takes_them(full: Material, validate: Validate) -> None:
    validate("datacite", DATACITE, *exported(full, "datacite").files.values())


def test_whose_the_data_are_is_asked_for_and_never_assumed(full: Material) -> None:
    data = {"images": {"description": "Images."}}
    material = with_card(full, **{**ONLY_CODE, "datasets": data})

    for name in ("datacite", "zenodo"):
        export = exported(material, name)
        assert export.files == {}
        assert [need.field for need in export.needs] == ["datasets.images.made_for_study"]


def test_a_deposit_without_doi_repository_and_date_is_a_question(full: Material) -> None:
    export = exported(with_card(full, code=[{"description": "Scripts."}], **ONLY_CODE), "datacite")

    assert [need.field for need in export.needs] == [
        "code[0].archive",
        "code[0].doi",
        "code[0].date",
    ]


def test_zenodo_gets_what_lies_there_or_nowhere(full: Material) -> None:
    export = exported(full, "zenodo")

    assert list(export.files) == [
        "data-training-nuclei/.zenodo.json",
        "model-nuclei/.zenodo.json",
        "code/.zenodo.json",
    ]
    assert any("BioImage Archive" in note for note in export.notes)
    code = json.loads(export.files["code/.zenodo.json"])
    assert code["license"] == "mit"
    assert code["creators"][0]["orcid"] == "0000-0002-1825-0097"
    assert "doi" not in code, "Zenodo takes no DOI of its own"


def test_restrictions_are_kept_and_descriptions_escaped(full: Material) -> None:
    deposit = {"repository": "Zenodo", "restrictions": "Patients <did not> agree."}
    data = {"images": {"made_for_study": True, "description": "a < b", "deposit": deposit}}
    material = with_card(full, datasets=data, code=None, models=None, validations=None)

    (text,) = exported(material, "zenodo").files.values()

    document = json.loads(text)
    assert document["access_right"] == "restricted"
    assert document["access_conditions"] == "Patients &lt;did not&gt; agree."
    assert document["description"] == "a &lt; b"
    assert "license" not in document


@pytest.mark.parametrize("name", ["datacite", "zenodo"])
def test_a_study_that_made_nothing_deposits_nothing(full: Material, name: str) -> None:
    export = exported(with_card(full, code=None, **ONLY_CODE), name)

    assert export.files == {}
    assert "made nothing that could be deposited" in export.needs[0].message


ONLY_CODE: dict[str, object] = {"datasets": None, "models": None, "validations": None}
