"""schema.org: the report described for search engines, in a file and in the page."""

import json

from tests.unit.export.conftest import Validate, exported, only, with_card

from replicard.export import Material
from replicard.export.schema_org import embedded

RDFLIB = """
import json, sys
from rdflib import Graph
document = json.loads(sys.argv[1])
document["@context"] = {"@vocab": "https://schema.org/"}
print(len(Graph().parse(data=json.dumps(document), format="json-ld")))
"""


def test_own_work_has_creators_and_that_of_others_has_none(full: Material) -> None:
    document = json.loads(only(exported(full, "schema-org")))

    creators = {part["name"]: "creator" in part for part in document["mentions"]}
    assert creators == {
        "training-nuclei": True,
        "test-nuclei": True,
        "benchmark": False,
        "Nuclei network": True,
        "cyto2": False,
        "Nuclei in migrating cells: code": False,
    }
    assert document["about"]["@id"] == "https://doi.org/10.5555/example.paper"


def test_no_word_of_an_author_ends_the_block(full: Material) -> None:
    study = {"title": "</script><script>alert(1)</script><!-- &amp; \u2028"}

    text = embedded(with_card(full, study=study))

    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["name"].startswith("</script>")


def test_it_is_read_as_linked_data(full: Material, validate: Validate) -> None:
    assert int(validate("rdflib", RDFLIB, only(exported(full, "schema-org")))) > 60
