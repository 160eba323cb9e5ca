"""codemeta.json."""

import json

from tests.unit.export.conftest import exported, only, with_card

from replicard.export import Material


def test_it_says_what_the_card_says_of_code(full: Material) -> None:
    document = json.loads(only(exported(full, "codemeta")))

    assert document["@context"] == "https://w3id.org/codemeta/3.0"
    assert document["codeRepository"] == "https://github.com/example/nuclei"
    assert document["identifier"] == "https://doi.org/10.5281/zenodo.4321"
    assert document["license"] == "https://spdx.org/licenses/MIT"
    assert document["author"][0]["@id"] == "https://orcid.org/0000-0002-1825-0097"
    assert document["author"][1]["familyName"] == "van der Sample"
    assert document["author"][2] == {"@type": "Organization", "name": "The Example developers"}
    assert document["funding"][0]["funder"]["name"] == "Example Foundation"


def test_address_licence_and_description_are_asked_for(full: Material) -> None:
    export = exported(with_card(full, code=[{"commit": "4f2c1e9"}]), "codemeta")

    assert export.files == {}
    assert [need.field for need in export.needs] == [
        "code[0].url",
        "code[0].license",
        "code[0].description",
    ]
